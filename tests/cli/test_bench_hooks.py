"""`hoolin bench hooks` counts what it says it counts; the long run is the verb itself."""

import sqlite3
from contextlib import closing
from pathlib import Path

import msgspec
import pytest

from hoolin.cli.bench_chat import serving
from hoolin.cli.bench_hooks import CHANNELS, measure, post, task_for


@pytest.mark.slow
def test_every_acknowledged_call_is_on_disk() -> None:
    """A short load of each receiver: calls were answered, none was refused, and none of them is missing on disk."""
    found = measure(seconds=0.5, rounds=1, connections=4)
    for name in ("bare", *CHANNELS):
        figures = found[name]
        assert isinstance(figures, dict)
        assert figures["calls"] > 10
        assert (figures["lost"], figures["refused"]) == (0, 0), name


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
