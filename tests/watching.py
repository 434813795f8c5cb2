"""A running site and everything durable since it was opened, for tests that wait for what follows from what they did."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from hoolin.core.commands import Command
from hoolin.core.facts import Content, Entry, Fact
from hoolin.runtime.loop import Receipt
from hoolin.wiring import Built, new_id

WAIT_SECONDS = 45.0

Kind = TypeVar("Kind", bound=Fact)


class Watched:
    """The site, and what it has written down."""

    def __init__(self, built: Built) -> None:
        self.built = built
        self.entries: list[Entry] = []
        self._more = asyncio.Event()
        built.loop.read_along(self._take)

    def _take(self, entries: Sequence[Entry], contents: Sequence[Content]) -> None:
        self.entries.extend(entries)
        self._more.set()

    def all(self, kind: type[Kind]) -> Iterator[Kind]:
        """Every fact of this kind so far."""
        return (entry.fact for entry in self.entries if isinstance(entry.fact, kind))

    async def fact(self, kind: type[Kind], such: Callable[[Kind], bool] = lambda fact: True) -> Kind:
        """The first such fact, as soon as it is durable. Raises AssertionError with what came instead."""
        try:
            async with asyncio.timeout(WAIT_SECONDS):
                while True:
                    self._more.clear()
                    for fact in self.all(kind):
                        if such(fact):
                            return fact
                    await self._more.wait()
        except TimeoutError:
            told = [type(entry.fact).__name__ for entry in self.entries]
            last = [entry.fact for entry in self.entries[-4:]]
            raise AssertionError(f"no {kind.__name__} came; there were {told}, at last {last}") from None

    async def ask(self, command: Command, actor: str = "system", key: str = "") -> Receipt:
        """Ask the loop for something."""
        return await self.built.loop.submit(command, actor=actor, key=key or new_id("x"))
