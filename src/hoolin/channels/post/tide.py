"""When input comes faster than it can be read: taking in goes first, reading takes what time is left, and never falls behind for long.

A provider gives up on whoever answers late, while nobody minds that something is read a moment later. So above `HIGH_PER_SECOND`
inputs reading pauses between turns: hardly, while the event loop has time to spare; up to `PAUSE_SECONDS_MAX`, a share that is
small and certain, while it has none. What has waited for `LAG_MS_MAX` is read without regard to what comes; and when `BACKLOG_MAX`
inputs wait, the next ones are not taken in until there is room, so that the sender waits instead of memory filling up.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from math import exp

HIGH_PER_SECOND = 70
"""Below it everything is read as it comes: a tenth of a processor or so."""

LEVEL_SECONDS = 0.5
"""Over about so long the rate is taken."""

PAUSE_SECONDS_MIN, PAUSE_SECONDS_MAX = 0.0005, 0.04
"""Between turns in a burst, over all channels."""

BUSY_SECONDS = 0.001
"""A round of the event loop that takes longer: it has much to do beside reading."""

COMING_MANY = 4
"""Inputs on their way to disk at once: more come than the disk is quick."""

SLOWER, FASTER = 1.5, 0.8
"""By what the pause changes at each turn: from the shortest to the longest in some ten turns."""

LAG_MS_MAX = 10_000
"""What came so long ago is read now, whatever else comes."""

BACKLOG_MAX = 50_000
"""Inputs on disk that wait to be read, some 20 MB of memory and half a minute of reading."""


class Tide:
    """Of all channels together. clock: seconds, never going back."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self.clock = clock
        self._level = 0.0
        self._at = 0.0
        self._turn_at = 0.0
        self._pause = PAUSE_SECONDS_MIN
        self._waiting: deque[asyncio.Future[None]] = deque()
        self._coming = 0
        self.backlog = 0

    def comes(self) -> None:
        """One more is on its way to disk."""
        self._coming += 1

    def came(self, inputs: int) -> None:
        """So many are on disk, or could not be put there."""
        self._coming -= inputs
        now = self.clock()
        self._level = self._level * exp((self._at - now) / LEVEL_SECONDS) + inputs
        self._at = now

    def high(self) -> bool:
        """Whether there is a burst."""
        return self._level * exp((self._at - self.clock()) / LEVEL_SECONDS) > HIGH_PER_SECOND * LEVEL_SECONDS

    async def turn(self, waited_ms: int) -> None:
        """Wait until the next input may be read. waited_ms: how long it has been waiting itself."""
        now = self.clock()
        if waited_ms >= LAG_MS_MAX or not self.high():
            self._turn_at = now
            await asyncio.sleep(0)
            return
        mine = self._turn_at = max(now, self._turn_at + self._pause)
        await asyncio.sleep(mine - now)
        begun = self.clock()
        await asyncio.sleep(0)
        came = self.clock()
        busy = came - begun > BUSY_SECONDS or self._coming >= COMING_MANY
        change = SLOWER if busy else FASTER
        self._pause = min(PAUSE_SECONDS_MAX, max(PAUSE_SECONDS_MIN, self._pause * change))
        self._turn_at = max(self._turn_at, came)

    def waits(self) -> None:
        """One more input waits to be read."""
        self.backlog += 1

    def begun(self) -> None:
        """One less: the first who waits for room may come in."""
        self.backlog -= 1
        while self._waiting and self.backlog < BACKLOG_MAX:
            waiter = self._waiting.popleft()
            if not waiter.done():
                waiter.set_result(None)
                return

    async def room(self) -> None:
        """Wait until there is room for one more input."""
        if self.backlog >= BACKLOG_MAX:
            waiter = asyncio.get_running_loop().create_future()
            self._waiting.append(waiter)
            await waiter
