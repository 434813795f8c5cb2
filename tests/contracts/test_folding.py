"""The exam, taken by both who fold read models; and what only a process of its own can go through."""

import asyncio
import logging
import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from hoolin.journal import memory, sqlite
from hoolin.journal.apart import work
from hoolin.journal.views import ViewRefused, Views
from hoolin.runtime import apart
from hoolin.runtime.apart import FoldingApart
from hoolin.runtime.folding import FoldingEnded, FoldingHere
from tests.contracts import folding_contract as contract
from tests.contracts.folding_contract import Bench
from tests.journal.samples import GuestSeated, KettleBoiled, TeaPoured, boiled, codec, run

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = (sys.executable, "-m", "hoolin.journal.apart")
ENVIRONMENT = {"PYTHONPATH": os.pathsep.join((str(ROOT / "src"), str(ROOT)))}
"""As a site runs it, but with the folds of these tests to be found."""


class TestFoldingHere(contract.FoldingContract):
    """In a thread."""

    def make(self, folder: Path) -> Bench:
        """See the contract."""
        stores, views = memory.open_stores(codec()), Views(None, [contract.tea()])
        return Bench(stores, views, FoldingHere(views, stores.journal))


class TestFoldingApart(contract.FoldingContract):
    """In a process."""

    @pytest.fixture(autouse=True)
    def brisk(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Another process begins soon."""
        monkeypatch.setattr(apart, "PAUSES_SECONDS", (0.01,))

    def make(self, folder: Path) -> Bench:
        """See the contract."""
        stores = sqlite.open_stores(folder, codec(), environ={})
        views = Views(folder / "views.db", [contract.tea()])
        what = work(folder, folder / "views.db", [contract.tea], [KettleBoiled, TeaPoured, GuestSeated])
        return Bench(stores, views, FoldingApart(views, what, PROGRAM, ENVIRONMENT))

    async def test_killed_it_goes_on_in_another_process(self, bench: Bench) -> None:
        """Whether it was folding or had nothing to do; nothing is missing and nothing is there twice."""
        folding = bench.folding
        assert isinstance(folding, FoldingApart)
        for number in range(1, 6):
            bench.journal.append(run((number - 1) * 2_000, 2_000))
            await bench.told.until((number - 1) * 2_000)
            assert folding.pid is not None
            os.kill(folding.pid, signal.SIGKILL)
            bench.folding.fold(number * 2_000)
            await bench.told.until(number * 2_000)
            assert bench.cups() == number * 2_000
        assert folding.begun >= 5

    async def test_killed_again_and_again_while_it_folds(self, bench: Bench) -> None:
        """Every kill comes at another moment of a fold, and what is told is there."""
        folding = bench.folding
        assert isinstance(folding, FoldingApart)
        await bench.told.until(0)
        for number in range(1, 9):
            bench.journal.append(run((number - 1) * 1_000, 1_000))
            bench.folding.fold(number * 1_000)
            await asyncio.sleep(number * 0.004)
            if folding.pid is not None:
                os.kill(folding.pid, signal.SIGKILL)
            await bench.told.until(number * 1_000)
            assert bench.cups() == number * 1_000

    async def test_signals_for_all_are_not_for_it(self, bench: Bench) -> None:
        """Ctrl+C in a terminal, and the end of a service, are told to every process; this one goes on until the site lets it go."""
        folding = bench.folding
        assert isinstance(folding, FoldingApart)
        await bench.told.until(0)
        assert folding.pid is not None
        for each in (signal.SIGINT, signal.SIGTERM):
            os.kill(folding.pid, each)
        bench.journal.append(run(0, 10))
        bench.folding.fold(10)
        await bench.told.until(10)
        assert folding.begun == 1

    async def test_where_it_cannot_go_on_that_is_told_once_it_has_been_tried(self, bench: Bench) -> None:
        """It is of no use to wait then; but it is tried again all the same, and a position tells that it is well."""
        folding = bench.folding
        assert isinstance(folding, FoldingApart)
        await bench.told.until(0)
        bench.journal.append(run(0, 10))
        # What another version has made of the file: the process leaves it alone.
        mark = bench.views.path
        assert mark is not None
        _mark(mark, "SET fingerprint = 'x' || fingerprint")
        assert folding.pid is not None
        os.kill(folding.pid, signal.SIGKILL)
        bench.folding.fold(10)
        failure = await bench.told.failure()
        assert isinstance(failure, FoldingEnded)
        assert "not_ours" in str(failure)
        _mark(mark, "SET fingerprint = substr(fingerprint, 2)")
        await bench.told.until(10)
        assert bench.cups() == 10

    async def test_how_it_ended_is_in_the_log(self, bench: Bench, caplog: pytest.LogCaptureFixture) -> None:
        """By which signal, or with which number and what Python said of it, so that whoever runs the site can see why."""
        folding = bench.folding
        assert isinstance(folding, FoldingApart)
        await bench.told.until(0)
        assert folding.pid is not None
        os.kill(folding.pid, signal.SIGKILL)
        bench.journal.append(run(0, 10))
        bench.folding.fold(10)
        await bench.told.until(10)
        assert (said := _ends(caplog)[0])["exit"] == -signal.SIGKILL and said["stderr"] == ""

    async def test_what_broke_is_in_the_log_and_never_what_was_folded(
        self, bench: Bench, caplog: pytest.LogCaptureFixture
    ) -> None:
        """Where it broke and which exceptions those were, but not their words."""
        bench.journal.append([*run(0, 5), boiled(6, contract.TOO_HOT + 1)])
        await bench.told.until(0)
        bench.folding.fold(6)
        await bench.told.failure()
        said = _ends(caplog)[0]
        assert said["exit"] == 1
        lines = str(said["stderr"]).splitlines()
        assert "IntegrityError" in lines and lines[-1] == "ViewRefused"
        assert any("views.py" in line and "_run" in line for line in lines)
        assert "NOT NULL" not in str(said["stderr"])

    async def test_an_interpreter_that_does_not_begin_says_why_in_the_log(
        self, tmp_path: Path, caplog: pytest.LogCaptureFixture
    ) -> None:
        """However much it says, it is not held up by that, and the end of it is kept."""
        bench = self.make(tmp_path)
        code = "import sys; sys.stderr.write('x' * 300_000 + ' no room'); raise SystemExit(3)"
        folding = FoldingApart(bench.views, work(tmp_path, tmp_path, [], []), (sys.executable, "-c", code))
        folding.start(bench.told)
        await bench.told.failure()
        folding.stop()
        said = _ends(caplog)[0]
        assert said["exit"] == 3
        assert str(said["stderr"]).endswith("x no room") and len(str(said["stderr"])) <= apart.COMPLAINT_BYTES_MAX
        bench.views.close()
        bench.journal.close()

    async def test_a_file_that_went_is_not_made_anew_at_the_end(self, tmp_path: Path) -> None:
        """The next start makes it; whoever stops would fold all that ever happened."""
        bench = self.make(tmp_path)
        bench.folding.start(bench.told)
        await bench.told.until(0)
        _remove(tmp_path / "views.db")
        with pytest.raises(ViewRefused, match="spoilt"):
            bench.folding.stop()
        assert not _there(tmp_path / "views.db")
        bench.folding.stop()
        bench.views.close()
        bench.journal.close()

    async def test_a_program_that_cannot_be_begun_is_told(self, tmp_path: Path) -> None:
        """Nothing raises; who waits hears of it."""
        bench = self.make(tmp_path)
        folding = FoldingApart(bench.views, work(tmp_path, tmp_path, [], []), (str(tmp_path / "no such program"),))
        folding.start(bench.told)
        assert isinstance(await bench.told.failure(), FoldingEnded)
        folding.stop()
        assert folding.begun == 0
        bench.views.close()
        bench.journal.close()


def _ends(caplog: pytest.LogCaptureFixture) -> list[dict[str, object]]:
    """What the log has of each process that ended."""
    return [vars(said)["fields"] for said in caplog.records if said.levelno == logging.WARNING]


def _remove(path: Path) -> None:
    path.unlink()


def _there(path: Path) -> bool:
    return path.exists()


def _mark(path: Path, change: str) -> None:
    connection = sqlite3.connect(path, timeout=30)
    connection.execute(f"UPDATE views_mark {change}")
    connection.commit()
    connection.close()


def test_the_process_ends_with_its_input(tmp_path: Path) -> None:
    """Whatever became of the site: nobody goes on folding for it."""
    stores = sqlite.open_stores(tmp_path, codec(), environ={})
    Views(tmp_path / "views.db", [contract.tea()]).close()
    what = work(tmp_path, tmp_path / "views.db", [contract.tea], [KettleBoiled])
    process = subprocess.Popen(PROGRAM, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=ENVIRONMENT)
    assert process.stdin is not None and process.stdout is not None
    process.stdin.write(msgspec.json.encode(what) + b"\n")
    process.stdin.flush()
    assert process.stdout.readline() == b'{"position":0,"broke":""}\n'
    process.stdin.close()
    assert process.wait(30) == 0
    process.stdout.close()
    stores.journal.close()
