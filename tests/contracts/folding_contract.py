"""What everybody who folds read models must do, wherever they do it."""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Iterable
from pathlib import Path

import pytest

from hoolin.core.facts import Entry
from hoolin.journal.port import Stores
from hoolin.journal.turns import Row
from hoolin.journal.views import Views, ViewSource, source
from hoolin.runtime.folding import Folding
from tests.journal.samples import KettleBoiled, boiled, run

WAIT_SECONDS = 30.0

SCHEMA = "CREATE TABLE cups (n INTEGER PRIMARY KEY, degrees INTEGER NOT NULL) STRICT;"
QUERIES = """
-- name: fill
-- One more cup.
INSERT INTO cups VALUES (?, ?)

-- name: count
-- How many.
SELECT count(*) AS cups FROM cups
"""

TOO_HOT = 1_000


def fold(entry: Entry) -> Iterable[Row]:
    """A cup for each kettle; the table takes none that is too hot."""
    assert isinstance(entry.fact, KettleBoiled)
    yield "fill", (entry.position, None if entry.fact.degrees > TOO_HOT else entry.fact.degrees)


def tea() -> ViewSource:
    """The one room of these views."""
    return source("tea", "1", SCHEMA, QUERIES, fold)


class Telling:
    """What was told so far."""

    def __init__(self) -> None:
        self.heard: list[int | BaseException] = []
        self._more = asyncio.Event()

    def __call__(self, said: int | BaseException) -> None:
        """Told."""
        self.heard.append(said)
        self._more.set()

    async def until(self, position: int) -> None:
        """Wait until the views are said to contain this."""
        async with asyncio.timeout(WAIT_SECONDS):
            while position not in self.heard:
                self._more.clear()
                await self._more.wait()

    async def failure(self) -> BaseException:
        """The first failure."""
        async with asyncio.timeout(WAIT_SECONDS):
            while not (told := [said for said in self.heard if isinstance(said, BaseException)]):
                self._more.clear()
                await self._more.wait()
        return told[0]


class Bench:
    """A journal, its views, and who folds."""

    def __init__(self, stores: Stores, views: Views, folding: Folding) -> None:
        self.journal = stores.journal
        self.views = views
        self.folding = folding
        self.told = Telling()

    def cups(self) -> int:
        """How many the views have, as anybody may ask at any time."""
        return int(self.views.query("tea.count")[0]["cups"])


class FoldingContract(ABC):
    """`runtime.folding.Folding`."""

    @abstractmethod
    def make(self, folder: Path) -> Bench:
        """With an empty journal, and nothing folded yet."""

    @pytest.fixture
    async def bench(self, tmp_path: Path) -> AsyncIterator[Bench]:
        """Begun, and stopped at the end."""
        bench = self.make(tmp_path)
        bench.folding.start(bench.told)
        yield bench
        bench.folding.stop()
        bench.views.close()
        bench.journal.close()

    async def test_it_folds_up_to_where_it_is_asked(self, bench: Bench) -> None:
        """What it tells is in the views for everybody who asks from then on, and nothing beyond it."""
        bench.journal.append(run(0, 20))
        for position in (3, 12, 20):
            bench.folding.fold(position)
            await bench.told.until(position)
            assert bench.cups() == position
        assert [said for said in bench.told.heard if said] == [3, 12, 20]

    async def test_what_comes_while_it_folds_is_for_the_next_time(self, bench: Bench) -> None:
        """A journal that grows meanwhile is in nobody's way."""
        for batch in range(20):
            bench.journal.append(run(batch * 100, 100))
            if batch:
                await bench.told.until(batch * 100)
                assert bench.cups() == batch * 100
            bench.folding.fold((batch + 1) * 100)
        await bench.told.until(2_000)

    async def test_stopped_it_leaves_them_to_be_folded_on(self, bench: Bench) -> None:
        """Whatever it was at is there wholly or not at all, and who stopped it may go on by themselves. Twice is harmless."""
        bench.journal.append(run(0, 3_000))
        bench.folding.fold(1_000)
        await bench.told.until(1_000)
        bench.folding.fold(2_000)
        bench.folding.stop()
        bench.folding.stop()
        heard = len(bench.told.heard)
        assert bench.cups() == bench.views.position
        assert bench.cups() in (1_000, 2_000)
        bench.views.follow(bench.journal, 3_000)
        assert bench.cups() == 3_000
        await asyncio.sleep(0)
        assert len(bench.told.heard) == heard

    async def test_what_cannot_be_folded_is_told(self, bench: Bench) -> None:
        """A fold that breaks leaves the views as they were, for everybody to ask, and whoever waits hears of it."""
        bench.journal.append([*run(0, 5), boiled(6, TOO_HOT + 1), *run(6, 2)])
        bench.folding.fold(5)
        await bench.told.until(5)
        bench.folding.fold(8)
        assert "NOT NULL" in str(await bench.told.failure())
        assert bench.cups() == 5
