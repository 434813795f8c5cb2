"""In a burst taking in goes first, and reading has a share that is certain and an end to its lag."""

import asyncio

import pytest

from hoolin.channels.post import tide as module
from hoolin.channels.post.tide import (
    BUSY_SECONDS,
    COMING_MANY,
    HIGH_PER_SECOND,
    LAG_MS_MAX,
    PAUSE_SECONDS_MAX,
    PAUSE_SECONDS_MIN,
    Tide,
)


class Clock:
    """A clock that stands until it is set."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        """Seconds."""
        return self.now


class Turns:
    """Sleeping, without sleeping: the clock goes on. asked: how long whoever waits for a turn was put to sleep. round_seconds: how long
    a round of the event loop takes.
    """

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.asked: list[float] = []
        self.round_seconds = 0.0

    async def sleep(self, seconds: float) -> None:
        """As asyncio's."""
        self.asked.append(seconds)
        self.clock.now += seconds or self.round_seconds


@pytest.fixture
def clock() -> Clock:
    """A clock."""
    return Clock()


@pytest.fixture
def turns(monkeypatch: pytest.MonkeyPatch, clock: Clock) -> Turns:
    """What sleeps are asked for."""
    found = Turns(clock)
    monkeypatch.setattr(asyncio, "sleep", found.sleep)
    return found


def sent(tide: Tide, clock: Clock, per_second: int, seconds: float) -> None:
    """So many inputs come, evenly."""
    for _ in range(int(per_second * seconds)):
        clock.now += 1 / per_second
        tide.comes()
        tide.came(1)


async def pause_after(tide: Tide, clock: Clock, turns: Turns, number: int) -> float:
    """The pause before the last of so many turns, while thousands go on coming in."""
    for _ in range(number):
        sent(tide, clock, 1_000_000, 0.0001)
        turns.asked.clear()
        await tide.turn(0)
    return max(turns.asked)


async def test_at_usual_rates_nothing_waits(clock: Clock, turns: Turns) -> None:
    """Half of what makes a burst, for a second: each input is read at once."""
    tide = Tide(clock)
    sent(tide, clock, HIGH_PER_SECOND // 2, 1)
    assert not tide.high()
    await tide.turn(0)
    assert turns.asked == [0]


async def test_reading_takes_what_time_is_left(clock: Clock, turns: Turns) -> None:
    """In a burst that leaves the event loop idle reading hardly pauses; one that does not leaves it a share that is certain."""
    tide = Tide(clock)
    sent(tide, clock, 20 * HIGH_PER_SECOND, 1)
    assert tide.high()
    turns.round_seconds = BUSY_SECONDS / 10
    assert await pause_after(tide, clock, turns, 30) <= PAUSE_SECONDS_MIN
    for turns.round_seconds, coming in ((BUSY_SECONDS * 10, 0), (0.0, COMING_MANY)):
        for _ in range(coming):
            tide.comes()
        assert PAUSE_SECONDS_MIN < await pause_after(tide, clock, turns, 3) < PAUSE_SECONDS_MAX / 2
        assert PAUSE_SECONDS_MAX / 2 < await pause_after(tide, clock, turns, 30) <= PAUSE_SECONDS_MAX + BUSY_SECONDS
        tide.came(coming)
        turns.round_seconds = 0.0
        await pause_after(tide, clock, turns, 60)


async def test_a_burst_is_over_soon_after_it_was_the_last(clock: Clock) -> None:
    """Three seconds after thousands a second it is forgotten; idle as the event loop is then, it has held back nothing by then."""
    tide = Tide(clock)
    sent(tide, clock, 5_000, 2)
    clock.now += 3
    assert not tide.high()


async def test_what_has_waited_long_waits_no_longer(clock: Clock, turns: Turns) -> None:
    """However much comes, what is old is read."""
    tide = Tide(clock)
    sent(tide, clock, 20 * HIGH_PER_SECOND, 1)
    await tide.turn(LAG_MS_MAX)
    assert turns.asked == [0]


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
    await asyncio.wait_for(first, 90)
    assert not second.done()
    tide.begun()
    await asyncio.wait_for(second, 90)
    assert tide.backlog == 0
