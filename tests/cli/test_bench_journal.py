"""`hoolin bench journal` measures each back end beside a bare group commit of the same, and loses nothing doing it."""

import io
from pathlib import Path

import pytest
from rich.console import Console

from hoolin.cli import bench_journal
from hoolin.cli.bench_bare import Bare, BarePostgres, BareSqlite
from tests.postgres_server import running

pytestmark = pytest.mark.needs("postgresql")


def test_both_back_ends_are_measured_beside_their_bare_commits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Entries alone, with content, and the whole loop, each with its share; and a table of them for people."""
    monkeypatch.setattr(bench_journal, "GROUPS", (10,))
    figures = bench_journal.measure(Path("/tmp"), seconds=0.6)
    for back_end in ("sqlite", "postgres"):
        for kind in ("bare", "append", "message", "loop"):
            assert float(str(figures[f"{kind}_{back_end}_n10_events_per_s"])) > 10
            assert kind == "bare" or 0 < float(str(figures[f"{kind}_{back_end}_n10_to_bare"])) < 10
    shown = Console(file=io.StringIO(), width=200)
    bench_journal.show(figures, shown)
    assert isinstance(shown.file, io.StringIO)
    assert f"{figures['bare_postgres_n10_events_per_s']:,}" in shown.file.getvalue()


@pytest.mark.parametrize("back_end", ["sqlite", "postgres"])
def test_a_bare_commit_is_one(tmp_path: Path, back_end: str) -> None:
    """What it says it has committed is there for somebody else."""
    bare: Bare = BareSqlite(tmp_path / "b.db") if back_end == "sqlite" else BarePostgres(running().address())
    assert bare.last() == 0
    bare.commit([(1, 2, "a", "c", "f"), (2, 3, "a", "c", "f")])
    assert bare.last() == 2
    if back_end == "postgres":
        assert running().ask("SELECT position, at, actor, cause, fact FROM bare") == [
            (1, 2, "a", "c", "f"),
            (2, 3, "a", "c", "f"),
        ]
    bare.close()
