"""When input comes faster than it can be read: taking in goes first, reading follows, and never falls behind for long.

A provider gives up on whoever answers late, while nobody minds that something is read a moment later. So above `HIGH_PER_SECOND`
inputs reading gets a share that is certain and small. What has waited for `LAG_MS_MAX` is read without regard to what comes; and
when `BACKLOG_MAX` inputs wait, the next ones are not taken in until there is room, so that the sender waits instead of memory
filling up.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from math import exp

HIGH_PER_SECOND = 100
"""A site that is sent so much is in a burst; below it everything is read as it comes."""

LEVEL_SECONDS = 0.1
"""Over about so long the rate is taken."""

TURN_SECONDS = 0.01
"""In a burst one input is read in so long, over all channels: a hundred a second, less than a tenth of a processor's time."""

LAG_MS_MAX = 10_000
"""What came so long ago is read now, whatever else comes."""

BACKLOG_MAX = 50_000
"""Inputs on disk that wait to be read, some 20 MB of memory and half a minute of reading."""


class Tide:
    """Of all channels together. clock: seconds, never going back."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._level = 0.0
        self._at = 0.0
        self._turn_at = 0.0
        self._waiting: deque[asyncio.Future[None]] = deque()
        self.backlog = 0

    def came(self, inputs: int) -> None:
        """So many have come in."""
        now = self._clock()
        self._level = self._level * exp((self._at - now) / LEVEL_SECONDS) + inputs
        self._at = now

    def high(self) -> bool:
        """Whether there is a burst."""
        return self._level * exp((self._at - self._clock()) / LEVEL_SECONDS) > HIGH_PER_SECOND * LEVEL_SECONDS

    async def turn(self, waited_ms: int) -> None:
        """Wait until the next input may be read. waited_ms: how long it has been waiting itself."""
        now = self._clock()
        if waited_ms < LAG_MS_MAX and self.high():
            self._turn_at = max(now, self._turn_at + TURN_SECONDS)
            await asyncio.sleep(self._turn_at - now)
        else:
            self._turn_at = now
            await asyncio.sleep(0)

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
