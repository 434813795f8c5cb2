"""Whose turn it is: inputs of one lane act in the order in which they came, and lanes do not wait for each other.

An input without a lane may concern anybody: it waits for all before it, and all after it wait for it.
"""

import asyncio
from typing import NamedTuple


class Place(NamedTuple):
    """An input's place. before: done when those have acted for which it waits; mine: to be done when it has acted itself."""

    lane: str
    before: tuple["asyncio.Future[None]", ...]
    mine: "asyncio.Future[None]"

    async def come(self) -> None:
        """Wait for its turn."""
        for other in self.before:
            if not other.done():
                await asyncio.wait([other])


class Lanes:
    """The lanes of one channel; as many are remembered as inputs are being read."""

    def __init__(self) -> None:
        self._last: dict[str, asyncio.Future[None]] = {}

    def enter(self, lane: str) -> Place:
        """The next input that has come. lane: "" if it has none."""
        mine: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        before = tuple(self._last.values())
        if lane:
            last = self._last.get(lane) or self._last.get("")
            before = () if last is None else (last,)
        else:
            self._last.clear()
        self._last[lane] = mine
        return Place(lane, before, mine)

    def leave(self, place: Place) -> None:
        """It has acted, or never will: whoever waits for it may go on."""
        if not place.mine.done():
            place.mine.set_result(None)
        if self._last.get(place.lane) is place.mine:
            del self._last[place.lane]
