"""In a burst taking in goes first, and reading has a share that is certain and an end to its lag."""

import asyncio

import pytest

from hoolin.channels.post import tide as module
from hoolin.channels.post.tide import HIGH_PER_SECOND, LAG_MS_MAX, TURN_SECONDS, Tide


class Clock:
    """A clock that stands until it is set."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        """Seconds."""
        return self.now


@pytest.fixture
def slept(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long whoever waited for a turn was put to sleep."""
    found: list[float] = []

    async def sleep(seconds: float) -> None:
        found.append(round(seconds, 6))

    monkeypatch.setattr(asyncio, "sleep", sleep)
    return found


def sent(tide: Tide, clock: Clock, per_second: int, seconds: float) -> None:
    """So many inputs come, evenly."""
    for _ in range(int(per_second * seconds)):
        clock.now += 1 / per_second
        tide.came(1)


async def test_at_usual_rates_nothing_waits(slept: list[float]) -> None:
    """Half of what makes a burst, for a second: each input is read at once."""
    clock = Clock()
    tide = Tide(clock)
    sent(tide, clock, HIGH_PER_SECOND // 2, 1)
    assert not tide.high()
    await tide.turn(0)
    assert slept == [0]


async def test_in_a_burst_turns_are_shared_by_all_who_read(slept: list[float]) -> None:
    """Whoever asks next has the next turn, one in `TURN_SECONDS`, whatever channel they read."""
    clock = Clock()
    tide = Tide(clock)
    sent(tide, clock, 20 * HIGH_PER_SECOND, 1)
    assert tide.high()
    for _ in range(3):
        await tide.turn(0)
    assert slept == [round(turn * TURN_SECONDS, 6) for turn in (1, 2, 3)] or slept == [
        round(turn * TURN_SECONDS, 6) for turn in (0, 1, 2)
    ]


async def test_a_burst_is_over_soon_after_it_was_the_last(slept: list[float]) -> None:
    """Half a second after thousands a second nothing is held back any more."""
    clock = Clock()
    tide = Tide(clock)
    sent(tide, clock, 5_000, 2)
    clock.now += 0.5
    assert not tide.high()


async def test_what_has_waited_long_waits_no_longer(slept: list[float]) -> None:
    """However much comes, what is old is read."""
    clock = Clock()
    tide = Tide(clock)
    sent(tide, clock, 20 * HIGH_PER_SECOND, 1)
    await tide.turn(LAG_MS_MAX)
    assert slept == [0]


async def test_a_full_backlog_lets_in_as_many_as_go(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who comes to a full backlog waits in line, and who has left the line keeps nobody out."""
    monkeypatch.setattr(module, "BACKLOG_MAX", 2)
    tide = Tide(Clock())
    tide.waits()
    tide.waits()
    first, gone, second = (asyncio.ensure_future(tide.room()) for _ in range(3))
    await asyncio.sleep(0)
    gone.cancel()
    await asyncio.sleep(0)
    tide.begun()
    await asyncio.wait_for(first, 5)
    assert not second.done()
    tide.begun()
    await asyncio.wait_for(second, 5)
    assert tide.backlog == 0
