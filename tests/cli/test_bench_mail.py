"""`hoolin bench mail` counts what it says it counts, and ends with one JSON object; the long run is the verb itself."""

import asyncio
import json
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from hoolin.cli import bench, bench_mail
from hoolin.cli.bench_chat import serving
from hoolin.cli.bench_mail import measure, send
from hoolin.cli.load_mail import Task
from hoolin.cli.mail_door import ADDRESS, SyncedFile


@pytest.mark.slow
def test_the_verb_ends_with_one_object(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """A short load of each receiver: mails were taken, none was refused, lost or doubled, and figures stand beside their anchors."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(bench_mail, "measure", partial(measure, seconds=0.5, rounds=1, connections=4))
    bench.run("mail", as_json=True)
    (line,) = capsys.readouterr().out.splitlines()
    found: dict[str, Any] = json.loads(line)
    for name in ("bare", "door", "whole"):
        figures = found[name]
        assert figures["mails"] > 5
        assert (figures["lost"], figures["doubled"], figures["refused"]) == (0, 0, 0), name
        assert figures["to_bare"] > 0
    assert 0 <= found["whole"]["behind"] <= found["whole"]["mails"]
    assert found["whole"]["heard_per_s"] > 0
    assert found["taken_per_s_wanted"] == 500
    assert not list(tmp_path.iterdir()), "what was measured on is gone"


@pytest.mark.slow
def test_mail_for_somebody_else_is_counted_as_refused(tmp_path: Path) -> None:
    """The load notices that it is turned away, and nothing of it is kept: the figures above could have been others."""
    file = tmp_path / "kept"
    with serving("hoolin.cli.bare_mail", "door", str(file)) as (_, port):
        figures = send(Task(port=port, address="nobody@elsewhere.example", seconds=0.2, connections=2))
        assert (figures["mails"], figures["refused"]) == (0, 2)
        figures = send(Task(port=port, address=ADDRESS, seconds=0.2, connections=2))
    assert figures["mails"] > 0

    assert asyncio.run(kept_in(file)) == figures["mails"]


async def kept_in(file: Path) -> int:
    """How many mails are in a file."""
    opened = SyncedFile(file)
    opened.close()
    return len(opened.bodies)
