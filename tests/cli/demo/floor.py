"""The demo's people in a running site, acting faster than people do."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from typing import TypeVar

import msgspec
from msgspec.structs import replace

from hoolin.cli.demo import live
from hoolin.cli.demo.actors import Actors
from hoolin.cli.demo.cast import crew
from hoolin.cli.demo.play import Play
from hoolin.cli.demo.script import load
from hoolin.cli.demo.setup import EASE
from hoolin.core.commands import Command
from hoolin.core.facts import Content, Entry, Fact
from hoolin.core.interaction import commands as c
from hoolin.core.interaction import facts as f
from hoolin.core.interaction.speak import Said
from hoolin.runtime.loop import Receipt
from hoolin.wiring import Built, HoolinSettings, build, new_id

WAIT_SECONDS = 40.0
KRISTI = "a-kristi"

Kind = TypeVar("Kind", bound=Fact)


class Floor:
    """A running demo site and everything durable since it was opened."""

    def __init__(self, built: Built, actors: Actors) -> None:
        self.built = built
        self.actors = actors
        self.entries: list[Entry] = []
        self.said: dict[str, str] = {}
        self._more = asyncio.Event()
        built.loop.read_along(self._take)

    def _take(self, entries: Sequence[Entry], contents: Sequence[Content]) -> None:
        self.entries.extend(entries)
        for content in contents:
            if ".m" in content.id:
                self.said[content.id] = _text(content.body)
        self._more.set()

    def all(self, kind: type[Kind]) -> Iterator[Kind]:
        """Every fact of this kind so far."""
        return (entry.fact for entry in self.entries if isinstance(entry.fact, kind))

    async def until(self, so: Callable[[], object]) -> None:
        """Wait until it is so; asked again after every batch."""
        async with asyncio.timeout(WAIT_SECONDS):
            while not so():
                self._more.clear()
                await self._more.wait()

    async def fact(self, kind: type[Kind], such: Callable[[Kind], bool] = lambda fact: True) -> Kind:
        """The first such fact, as soon as it is durable."""
        await self.until(lambda: any(such(fact) for fact in self.all(kind)))
        return next(fact for fact in self.all(kind) if such(fact))

    async def ask(self, command: Command) -> Receipt:
        """Kristi, who is a person, does this at her desk."""
        return await self.built.loop.submit(command, actor=f"agent:{KRISTI}", key=new_id("x"))

    async def reply_after(self, interaction: str, text: str) -> str:
        """Kristi writes, and what the customer answers."""
        receipt = await self.ask(c.SendMessage(interaction=interaction, agent=KRISTI, text=text))
        sent = next(entry.fact for entry in receipt.entries if isinstance(entry.fact, f.MessageSent))
        heard = await self.fact(
            f.MessageReceived, lambda fact: fact.interaction == interaction and fact.ordinal > sent.ordinal
        )
        return self.said[heard.message]


@asynccontextmanager
async def floor(*, data: str = "", agents: int = 6, rate: float = 120.0, speed: float = 40.0) -> AsyncIterator[Floor]:
    """A demo site that runs; customers a minute and everything they do come `speed` times faster."""
    built = build(HoolinSettings(data=data))
    actors = Actors(Play(load(), crew(agents), lambda at: rate / speed, 1, "Europe/Tallinn"))
    live.perform(built, actors, speed=speed)
    stage = Floor(built, actors)
    try:
        async with built.running():
            # The house is no faster than the clock, and a moment to breathe is longer than what is tested here: nobody has one.
            await built.loop.submit(c.SetEaseRules(rules=replace(EASE, on=False)), actor="system", key=new_id("x"))
            yield stage
    finally:
        built.accounts.close()


def _text(body: bytes) -> str:
    return msgspec.json.decode(body, type=Said).text
