"""Read models behind the loop: folded at their own pace, and at once for whoever waits."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

import pytest

from hoolin.core.facts import Entry
from hoolin.journal import memory
from hoolin.journal.port import Journal
from hoolin.journal.views import Views
from hoolin.runtime import reading
from hoolin.runtime.folding import FoldingEnded, FoldingHere, Told
from hoolin.runtime.reading import Reading
from tests.contracts.folding_contract import tea
from tests.journal.samples import codec, run


class Slow:
    """Folds when it is let, and keeps what it was asked for."""

    begun = 0

    def __init__(self, views: Views, journal: Journal) -> None:
        self.views, self.journal = views, journal
        self.asked: list[int] = []
        self.told: Told | None = None

    def start(self, told: Told) -> None:
        """See the port."""
        self.told = told

    def fold(self, position: int) -> None:
        """See the port."""
        self.asked.append(position)

    def stop(self) -> None:
        """See the port."""

    def go(self) -> None:
        """Fold what was asked for last."""
        assert self.told is not None
        self.views.follow(self.journal, self.asked[-1])
        self.told(self.views.position)


class Table:
    """A journal, its views and somebody slow."""

    def __init__(self) -> None:
        self.journal, self.views = memory.open_stores(codec()).journal, Views(None, [tea()])
        self.slow = Slow(self.views, self.journal)
        self.reading = Reading(self.views, self.journal, self.slow)

    def written(self, entries: Sequence[Entry]) -> None:
        """A durable batch."""
        self.journal.append(entries)
        self.reading.take(entries, ())

    def cups(self) -> int:
        """As whoever asks sees them."""
        return int(self.reading.ask("tea.count")[0]["cups"])


@pytest.fixture
def paced(monkeypatch: pytest.MonkeyPatch) -> None:
    """A pace so slow that nobody would wait for the next fold to begin by itself."""
    monkeypatch.setattr(reading, "PACE_SECONDS", 6_000.0)


@pytest.mark.usefixtures("paced")
async def test_what_comes_within_the_pace_is_folded_together() -> None:
    """The first batch at once, those after it with the next fold; whoever waits makes that begin, and sees what they wait for."""
    table = Table()
    for batch in range(3):
        table.written(run(batch * 10, 10))
    assert table.slow.asked == [10]
    table.slow.go()
    assert (table.slow.asked, table.reading.position, table.cups()) == ([10], 10, 10)
    waits = asyncio.ensure_future(table.reading.reached(25))
    await asyncio.sleep(0)
    assert table.slow.asked == [10, 30]
    assert not waits.done()
    table.slow.go()
    await waits
    assert table.cups() == 30
    table.reading.stop()


@pytest.mark.usefixtures("paced")
async def test_who_waits_during_a_fold_has_the_next_one_begin_at_once() -> None:
    """One fold at a time; the one that contains what is waited for follows without a pause."""
    table = Table()
    table.written(run(0, 10))
    waits = asyncio.ensure_future(table.reading.reached(15))
    await asyncio.sleep(0)
    table.written(run(10, 10))
    assert table.slow.asked == [10]
    table.slow.go()
    assert table.slow.asked == [10, 20]
    assert not waits.done()
    table.slow.go()
    await waits
    await table.reading.reached(20)
    table.reading.stop()


async def test_who_waits_hears_that_it_is_of_no_use_until_it_is_again() -> None:
    """A failure is for everybody who waits or begins to, each by an exception of their own; the next position ends it."""
    table = Table()
    table.written(run(0, 10))
    waits = [asyncio.ensure_future(table.reading.reached(10)) for _ in range(2)]
    await asyncio.sleep(0)
    assert table.slow.told is not None
    broke = ZeroDivisionError("the cup")
    table.slow.told(broke)
    raised = []
    for waiting in (*waits, table.reading.reached(10), table.reading.reached(10)):
        with pytest.raises(FoldingEnded, match="ZeroDivisionError") as met:
            await waiting
        assert met.value.__cause__ is broke
        raised.append(met.value)
    assert len({id(each) for each in raised}) == 4
    assert broke.__traceback__ is None
    assert str(table.reading.failure) == "the cup"
    table.slow.go()
    assert table.reading.failure is None
    await table.reading.reached(10)
    table.reading.stop()


@pytest.mark.usefixtures("paced")
async def test_stopping_folds_the_rest_at_once() -> None:
    """What was still to be folded when the site stops is folded by then, and waits for no pace."""
    journal, views = memory.open_stores(codec()).journal, Views(None, [tea()])
    seen: list[int] = []
    close = views.close
    views.close = lambda: (seen.append(views.position), close())[1]  # type: ignore[method-assign, func-returns-value]
    read = Reading(views, journal, FoldingHere(views, journal))
    for batch in range(3):
        entries = run(batch * 10, 10)
        journal.append(entries)
        read.take(entries, ())
    await asyncio.to_thread(read.stop)
    assert seen == [30]


@pytest.mark.usefixtures("paced")
async def test_a_heap_that_takes_longer_waits_for_the_next_start(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stopping ends in time however much is left; whoever waits is told so, and stopping once more adds nothing."""
    monkeypatch.setattr(reading, "BATCH", 10)
    clock = iter((0.0, 1.0, 2.0, reading.FINISH_SECONDS_MAX + 1))
    monkeypatch.setattr(reading, "monotonic", lambda: next(clock))
    table = Table()
    table.written(run(0, 100))
    waits = asyncio.ensure_future(table.reading.reached(100))
    await asyncio.sleep(0)
    table.reading.finish()
    with pytest.raises(FoldingEnded, match="left"):
        await waits
    assert table.cups() == 20
    table.reading.finish()
    table.views.catch_up(table.journal)
    assert table.cups() == 100
    table.reading.stop()


async def test_nothing_begins_for_a_site_that_only_looks(tmp_path: Path) -> None:
    """Built, asked and closed: nobody was asked to fold."""
    table = Table()
    assert table.cups() == 0
    table.reading.stop()
    assert table.slow.told is None
