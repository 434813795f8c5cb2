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

    def of(self, call: str, *legs: str) -> "Turn":
        """Nobody else does anything to this call meanwhile. Raises Defect for names that cannot be ours, NotReached when it takes too long."""
        check_name(call)
        for leg in filter(None, legs):
            check_name(leg)
        return Turn(self, call)

    def wants(self, call: str) -> asyncio.Lock:
        """One more wants to do something to a call."""
        self._wanted[call] = self._wanted.get(call, 0) + 1
        return self._turns.setdefault(call, asyncio.Lock())

    def had(self, call: str) -> None:
        """One less."""
        self._wanted[call] -= 1
        if not self._wanted[call]:
            del self._wanted[call], self._turns[call]


class Turn:
    """One turn: `async with`. A call takes a dozen, so it is a plain object, and no generator."""

    __slots__ = ("call", "lock", "time", "turns")

    def __init__(self, turns: Turns, call: str) -> None:
        self.turns, self.call = turns, call
        self.time = asyncio.timeout(ANSWER_S_MAX)

    async def __aenter__(self) -> None:
        self.lock = self.turns.wants(self.call)
        await self.time.__aenter__()
        try:
            await self.lock.acquire()
        except BaseException as why:
            await self._end(why)
            raise

    async def __aexit__(self, kind: type[BaseException] | None, why: BaseException | None, _: object) -> None:
        self.lock.release()
        await self._end(why)

    async def _end(self, why: BaseException | None) -> None:
        self.turns.had(self.call)
        try:
            await self.time.__aexit__(type(why) if why is not None else None, why, None)
        except TimeoutError as late:
            raise NotReached("media_engine", call=self.call) from late
