"""Read models behind the loop: folded at their own pace, and at once for whoever waits."""

import asyncio
import threading
from collections.abc import Iterable
from pathlib import Path

import pytest

from hoolin.core.facts import Entry
from hoolin.journal.turns import Row
from hoolin.journal.views import SLICE, Views, source
from hoolin.runtime import reading
from hoolin.runtime.reading import Reading
from tests.journal.samples import run

SCHEMA = "CREATE TABLE cups (n INTEGER PRIMARY KEY) STRICT;"
QUERIES = """
-- name: fill
-- One more cup.
INSERT INTO cups VALUES (?)

-- name: count
-- How many.
SELECT count(*) AS cups FROM cups
"""

COUNT = 4 * SLICE


@pytest.fixture
def rests(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rests so long that nobody would wait for one to end by itself."""
    monkeypatch.setattr(reading, "REST_SECONDS_MAX", 600.0)
    monkeypatch.setattr(reading, "PACE_SECONDS", 6_000.0)


def tea(folder: Path, first_slice: threading.Event) -> Views:
    """Views of a room that says when its first slice is folded."""

    def fold(entry: Entry) -> Iterable[Row]:
        if entry.position == SLICE:
            first_slice.set()
        yield "fill", (entry.position,)

    return Views(folder / "views.db", [source("tea", "1", SCHEMA, QUERIES, fold)])


@pytest.mark.usefixtures("rests")
async def test_a_fold_rests_between_its_slices_unless_somebody_waits(tmp_path: Path) -> None:
    """Nothing of it is seen while it rests; whoever wants to see it ends the rest, and those after it."""
    first_slice = threading.Event()
    views = Reading(tea(tmp_path, first_slice))
    views.take(run(0, COUNT), ())
    assert await asyncio.to_thread(first_slice.wait, 20)
    assert views.views.position == 0
    await views.reached(COUNT)
    assert views.ask("tea.count")[0]["cups"] == COUNT
    views.stop()


@pytest.mark.usefixtures("rests")
async def test_stopping_folds_the_rest_at_once(tmp_path: Path) -> None:
    """A fold that rests does not keep a stop waiting, and what came after it is folded, too."""
    first_slice = threading.Event()
    views = Reading(tea(tmp_path, first_slice))
    views.take(run(0, COUNT), ())
    assert await asyncio.to_thread(first_slice.wait, 20)
    views.take(run(COUNT, 5), ())
    await asyncio.to_thread(views.stop)
    assert views.views.position == COUNT + 5
