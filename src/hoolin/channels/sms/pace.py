"""How fast we may speak: a token bucket that a provider's "too fast" closes for a while. Times are the loop's, in seconds."""

import asyncio

from hoolin.channels.sms.manifest import PACE_WAIT_S_MAX
from hoolin.core.errors import NotReached

BURST_S = 0.1
"""What was not used within this time is lost: a provider counts by the second."""

SLOW_FIRST_S = 0.5
SLOW_MAX_S = 10.0
"""The pause after "too fast", doubled each time until something is accepted again."""


class Pace:
    """The pace of one connection. per_second: 0 for no limit."""

    def __init__(self, per_second: float) -> None:
        self.step = 1 / per_second if per_second else 0.0
        self._next = 0.0
        self._pause = 0.0

    async def turn(self) -> None:
        """Wait for our turn. Raises NotReached when it is too far away; nothing has been written then."""
        if not self._next and not self.step:
            return
        now = asyncio.get_running_loop().time()
        mine = max(self._next, now - BURST_S)
        if mine - now > PACE_WAIT_S_MAX:
            raise NotReached("busy")
        self._next = mine + self.step
        if mine > now:
            await asyncio.sleep(mine - now)

    def too_fast(self) -> None:
        """The provider said so."""
        now = asyncio.get_running_loop().time()
        self._pause = min(SLOW_MAX_S, self._pause * 2 or SLOW_FIRST_S)
        self._next = max(self._next, now + self._pause)

    def well(self) -> None:
        """Something was accepted."""
        self._pause = 0.0
