"""`hoolin bench hooks` counts what it says it counts, and ends with one JSON object; the long run is the verb itself."""

import json
import sqlite3
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
import pytest

from hoolin.cli import bench, bench_hooks
from hoolin.cli.bench_chat import serving
from hoolin.cli.bench_hooks import CHANNELS, WHOLE, measure, post, task_for
from hoolin.cli.heard import share

RECEIVERS = ("bare", *CHANNELS, *(f"whole_{channel}" for channel in WHOLE))


@pytest.mark.slow
def test_the_verb_ends_with_one_object(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """A short load of each receiver: calls were answered, none was refused, lost or doubled, and figures stand beside their anchors."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(bench_hooks, "measure", partial(measure, seconds=0.5, rounds=1, connections=8))
    bench.run("hooks", as_json=True)
    (line,) = capsys.readouterr().out.splitlines()
    found: dict[str, Any] = json.loads(line)
    for name in RECEIVERS:
        figures = found[name]
        assert figures["calls"] > 10
        assert (figures["lost"], figures["doubled"], figures["refused"]) == (0, 0, 0), name
        assert figures["to_bare"] > 0
        assert figures["cpu_to_bare"] > 0
    for channel in WHOLE:
        figures = found[f"whole_{channel}"]
        assert 0 <= figures["behind"] <= figures["acknowledged"]
        assert figures["heard_per_s"] > 0
        assert figures["lag_max_ms"] >= 0
    assert found["to_bare_wanted"] == 0.5
    assert not list(tmp_path.iterdir()), "what was measured on is gone"


@pytest.mark.slow
def test_a_wrong_secret_is_counted_as_refused(tmp_path: Path) -> None:
    """The load notices that it is not let in, and nothing of it is kept: the figures above could have been others."""
    file = tmp_path / "raw.db"
    with serving("hoolin.cli.bare_hooks", str(file)) as (_, port):
        for name in ("bare", *CHANNELS):
            task = msgspec.structs.replace(task_for(name, port, 0.2, 2), secret="wrong")
            figures = post(task)
            assert figures["acknowledged"] == 0
            assert figures["refused"] == figures["calls"] > 0
        with closing(sqlite3.connect(file)) as connection:
            assert connection.execute("SELECT count(*) FROM raw").fetchone() == (0,)


@pytest.mark.slow
def test_calls_at_a_rate_come_at_that_rate(tmp_path: Path) -> None:
    """Forty a second for a second are forty, give or take those at its ends."""
    with serving("hoolin.cli.bare_hooks", str(tmp_path / "raw.db")) as (_, port):
        task = msgspec.structs.replace(task_for("bare", port, 1.0, 4), per_second=40.0)
        assert 30 <= post(task)["calls"] <= 44


def test_a_share_is_read_off_the_sorted_figures() -> None:
    """The 95th of a hundred, the last where there are few, nothing of none."""
    assert share(list(range(100)), 0.95) == 95
    assert share([3, 7], 0.95) == 7
    assert share([], 0.95) == 0
