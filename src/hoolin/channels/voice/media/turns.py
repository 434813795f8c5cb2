"""One thing at a time for each call, within the time that any question may take."""

import asyncio

from hoolin.channels.voice.media.orders import check_name
from hoolin.channels.voice.media.port import ANSWER_S_MAX
from hoolin.core.errors import NotReached


class Turns:
    """Whose turn it is, by call."""

    def __init__(self) -> None:
        self._turns: dict[str, asyncio.Lock] = {}
        self._wanted: dict[str, int] = {}
        self._until: dict[str, float] = {}

    def of(self, call: str, *legs: str) -> "Turn":
        """Nobody else does anything to this call meanwhile. Raises Defect for names that cannot be ours, NotReached when it takes too long."""
        check_name(call)
        for leg in filter(None, legs):
            check_name(leg)
        return Turn(self, call)

    def left(self, call: str) -> float:
        """How many seconds whoever has the turn may still take; none are left when it is 0."""
        until = self._until.get(call)
        return ANSWER_S_MAX if until is None else max(0.0, until - asyncio.get_running_loop().time())

    def has(self, call: str, until: float) -> None:
        """Somebody has the turn, and gives it back by then."""
        self._until[call] = until

    def wants(self, call: str) -> asyncio.Lock:
        """One more wants to do something to a call."""
        self._wanted[call] = self._wanted.get(call, 0) + 1
        return self._turns.setdefault(call, asyncio.Lock())

    def awaited(self, call: str) -> bool:
        """Whether others have a turn, or wait for theirs."""
        return self._wanted[call] > 1

    def had(self, call: str) -> None:
        """One less."""
        self._wanted[call] -= 1
        if not self._wanted[call]:
            del self._wanted[call], self._turns[call]
            self._until.pop(call, None)


class Turn:
    """One turn: `async with`. A call takes a dozen, so it is a plain object, and has a timer only where it must wait for others; what is asked
    of the engine in it is given the time that is `left`.
    """

    __slots__ = ("call", "lock", "turns")

    def __init__(self, turns: Turns, call: str) -> None:
        self.turns, self.call = turns, call

    async def __aenter__(self) -> None:
        self.lock = self.turns.wants(self.call)
        until = asyncio.get_running_loop().time() + ANSWER_S_MAX
        try:
            # A lock that was given back is not free yet for whoever comes after those who wait.
            if self.turns.awaited(self.call):
                async with asyncio.timeout(ANSWER_S_MAX):
                    await self.lock.acquire()
            else:
                await self.lock.acquire()
        except TimeoutError as late:
            self.turns.had(self.call)
            raise NotReached("media_engine", call=self.call) from late
        except BaseException:
            self.turns.had(self.call)
            raise
        self.turns.has(self.call, until)

    async def __aexit__(self, *_: object) -> None:
        self.lock.release()
        self.turns.had(self.call)
