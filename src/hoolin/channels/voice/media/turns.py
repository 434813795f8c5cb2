"""One thing at a time for each call, within the time that any question may take."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from hoolin.channels.voice.media.orders import check_name
from hoolin.channels.voice.media.port import ANSWER_S_MAX
from hoolin.core.errors import NotReached


class Turns:
    """Whose turn it is, by call."""

    def __init__(self) -> None:
        self._turns: dict[str, asyncio.Lock] = {}
        self._wanted: dict[str, int] = {}

    @asynccontextmanager
    async def of(self, call: str, *legs: str) -> AsyncIterator[None]:
        """Nobody else does anything to this call. Raises Defect for names that cannot be ours, NotReached when it takes too long."""
        check_name(call)
        for leg in filter(None, legs):
            check_name(leg)
        turn = self._turns.setdefault(call, asyncio.Lock())
        self._wanted[call] = self._wanted.get(call, 0) + 1
        try:
            async with asyncio.timeout(ANSWER_S_MAX), turn:
                yield
        except TimeoutError as why:
            raise NotReached("media_engine", call=call) from why
        finally:
            self._wanted[call] -= 1
            if not self._wanted[call]:
                del self._wanted[call], self._turns[call]
