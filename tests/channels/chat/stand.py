"""A site in memory with the chat open, and sockets that are none: what a page says and hears, without a network."""

import asyncio
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from typing import Any

import msgspec

from hoolin.channels.chat.gateway import ChatGateway
from hoolin.channels.chat.manifest import RULES
from hoolin.core.commands import Command
from hoolin.core.facts import Entry
from hoolin.core.interaction import commands as c
from hoolin.core.interaction.site import Interaction
from hoolin.core.site.rules import AgentProfile, QueueRules, SiteRules
from hoolin.runtime.loop import Receipt
from hoolin.wiring import Built, HoolinSettings, build

WAIT_SECONDS = 10.0


async def until(true: Callable[[], object]) -> Any:
    """Wait until something has come true, giving all others their turn; gives it."""
    async with asyncio.timeout(WAIT_SECONDS):
        while not (found := true()):  # noqa: ASYNC110 - what is waited for has no event of its own
            await asyncio.sleep(0.001)
    return found


class Line:
    """A socket without a network. frames: what the page has heard, in order. closed: the goodbye, 0 while open."""

    def __init__(self) -> None:
        self.frames: list[dict[str, Any]] = []
        self.closed = 0
        self.full = False
        self._heard: Callable[[str], Awaitable[None] | None] | None = None
        self._over = asyncio.get_running_loop().create_future()
        self._turn = asyncio.Lock()

    async def each(self, heard: Callable[[str], Awaitable[None] | None]) -> None:
        """See `channels.port.Socket`."""
        self._heard = heard
        await self._over

    def write(self, frames: Iterable[bytes]) -> bool:
        """As above."""
        if self.full:
            return False
        self.frames.extend(msgspec.json.decode(frame) for frame in frames)
        return True

    def end(self, code: int) -> None:
        """As above."""
        self.closed = self.closed or code
        self.hang_up()

    def hang_up(self) -> None:
        """The line is cut."""
        if not self._over.done():
            self._over.set_result(None)

    async def say(self, frame: dict[str, Any] | str) -> None:
        """The page says something, and it is heard before anything that it says later."""
        assert self._heard is not None
        async with self._turn:
            wait = self._heard(frame if isinstance(frame, str) else msgspec.json.encode(frame).decode())
            if wait is not None:
                await wait


class Visitor:
    """A page that behaves: it keeps its token and its place, and says again what was not answered."""

    def __init__(self, gateway: ChatGateway, token: str | None = None) -> None:
        self.gateway = gateway
        self.token = token if token is not None else secrets.token_urlsafe(32)
        self.since = 0
        self.events: list[dict[str, Any]] = []
        self.line = Line()
        self.serving: asyncio.Task[None] | None = None

    async def come(self, language: str = "et", **more: Any) -> dict[str, Any]:
        """Connect and say hello; gives the welcome."""
        self.line = Line()
        self.serving = asyncio.create_task(self.gateway.serve(self.line))
        await asyncio.sleep(0)
        hello = {"type": "hello", "token": self.token, "since": self.since, "language": language, **more}
        await self.line.say(hello)
        welcome: dict[str, Any] = await until(lambda: self.heard("welcome"))
        return welcome

    async def leave(self) -> None:
        """The line is cut; what was heard counts."""
        self.note()
        self.line.hang_up()
        assert self.serving is not None
        await self.serving

    def note(self) -> None:
        """Take up what was heard: events in order, once."""
        for frame in self.line.frames:
            if frame["type"] == "event" and frame["n"] > self.since:
                self.since = frame["n"]
                self.events.append(frame["event"])

    def heard(self, kind: str, **fields: Any) -> dict[str, Any] | None:
        """The first frame of this kind with these fields."""
        for frame in self.line.frames:
            if frame["type"] == kind and all(frame.get(name) == value for name, value in fields.items()):
                return frame
        return None

    async def say(self, text: str, key: str = "") -> dict[str, Any]:
        """Say something; gives the answer."""
        key = key or secrets.token_hex(12)
        await self.line.say({"type": "say", "key": key, "text": text})
        answer = await until(lambda: self.heard("accepted", key=key) or self.heard("refused", key=key))
        assert isinstance(answer, dict)
        return answer

    async def event(self, kind: str) -> dict[str, Any]:
        """Wait for an event of this kind; gives it."""

        def there() -> dict[str, Any] | None:
            self.note()
            return next((event for event in self.events if event["kind"] == kind), None)

        found: dict[str, Any] = await until(there)
        return found

    def messages(self) -> list[tuple[int, str]]:
        """What was said, as this page has been shown it: ordinal and text."""
        self.note()
        return [(event["ordinal"], event["text"]) for event in self.events if event["kind"] == "message"]


class Stand:
    """The site, and somebody at work in it."""

    def __init__(self, built: Built) -> None:
        self.built = built
        self.gateway = built.chat

    async def do(self, command: Command, actor: str = "system") -> Receipt:
        """Give a command, and wait until it is on disk."""
        return await self.built.loop.submit(command, actor=actor, key=secrets.token_hex(8))

    async def agent(self, agent: str = "kristi", language: str = "et") -> None:
        """Somebody comes to work."""
        self.built.names[agent] = agent.title() + " Tamm"
        await self.do(c.SetAgent(profile=AgentProfile(agent=agent, skills={f"lang:{language}": 100})))
        await self.do(c.SetPresence(agent=agent, presence="online"))

    def one(self) -> Interaction:
        """The only live conversation."""
        (one,) = self.built.site.kept.interactions.values()
        return one

    async def answer(self, text: str = "Tere, mina olen Kristi.") -> None:
        """Whoever is asked takes the only conversation, and says something."""
        one = self.one()
        if one.state == "offered":
            await self.do(c.AcceptOffer(interaction=one.interaction, offer=str(one.offer), agent=str(one.agent)))
        await self.do(c.SendMessage(interaction=one.interaction, agent=str(one.agent), text=text))

    def facts(self) -> list[Any]:
        """Everything on disk."""
        entries: list[Entry] = self.built.stores.journal.read(0, 1_000_000)
        return [entry.fact for entry in entries]


@asynccontextmanager
async def standing(agents: tuple[str, ...] = ("kristi",), data: str = "", **settings: Any) -> AsyncIterator[Stand]:
    """A running site with a queue, and these people at work. data: its folder; in memory where there is none. settings: what is set otherwise than usual."""
    built = build(HoolinSettings(data=data, operator="Põhjala Mobiil", **settings))
    try:
        async with built.running():
            stand = Stand(built)
            await stand.do(c.SetSite(rules=SiteRules(reasons=("bill",))))
            await stand.do(c.SetChannel(rules=RULES))
            await stand.do(c.SetQueue(rules=QueueRules(queue="service")))
            await stand.do(c.SetQueue(rules=QueueRules(queue="billing")))
            for agent in agents:
                await stand.agent(agent)
            yield stand
    finally:
        built.accounts.close()
