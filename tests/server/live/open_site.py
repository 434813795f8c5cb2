"""The whole product, open on a free loopback port inside the test's event loop, and whoever comes to it over real sockets."""

import asyncio
import json
import secrets
import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from itertools import count
from pathlib import Path
from typing import Any, TypeAlias

import httpx
import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Origin

from hoolin.channels.chat.manifest import RULES
from hoolin.channels.voice.settings import VoiceSettings
from hoolin.core.facts import Entry
from hoolin.core.interaction import commands as c
from hoolin.core.interaction.site import Interaction
from hoolin.core.site.rules import AgentProfile, ChannelRules, QueueRules, SiteRules
from hoolin.server.accounts.passwords import Passwords
from hoolin.server.accounts.records import Account
from hoolin.server.permissions import Role
from hoolin.server.serve import Serving
from hoolin.server.settings import ServerSettings
from hoolin.wiring import Built, HoolinSettings, build, new_id, web
from tests.server.stand import CHEAP, PASSWORD

PATIENCE_SECONDS = 90.0
"""How long a test waits for what must come; it comes in milliseconds, but the machine may be busy."""

NO_TELEPHONE = VoiceSettings()

Json: TypeAlias = dict[str, Any]

PEOPLE: dict[str, tuple[str, Role, dict[str, int] | None]] = {
    "kristi": ("Kristi Kask", "supervisor", {"lang:et": 100, "lang:en": 100}),
    "oleg": ("Oleg Orlov", "agent", {"lang:et": 50, "lang:ru": 100, "lang:en": 50}),
    "juss": ("Juss Jõgi", "agent", {"lang:et": 100}),
    "anu": ("Anu Allik", "analyst", None),
    "guru": ("Gea Guru", "guru", None),
    "admin": ("Aadu Aas", "admin", None),
    "watch": ("Watch", "probe", None),
}
"""Fictional. Name, role, and skills of those who serve; only Oleg speaks Russian."""


async def until(happened: Callable[[], object], what: str = "it") -> None:
    """Wait, for a bounded time, until something is true."""
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            # Asked again and again: what is waited for has no event of its own.
            while not happened():  # noqa: ASYNC110
                await asyncio.sleep(0.005)
    except TimeoutError:
        raise AssertionError(f"{what} did not happen") from None


class Line:
    """One socket, and everything that was heard on it. closed: the code it ended with."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket
        self.heard: list[Json] = []
        self.closed: int | None = None
        self._keys = count()
        self._reader = asyncio.ensure_future(self._listen())

    async def _listen(self) -> None:
        with suppress(ConnectionClosed):
            async for text in self.socket:
                self.heard.append(json.loads(text))
        self.closed = self.socket.close_code

    async def send(self, name: str, /, **fields: object) -> None:
        """Send one frame."""
        await self.socket.send(json.dumps({"type": name, **fields}))

    async def one(self, name: str, wanted: Callable[[Json], bool] = lambda frame: True) -> Json:
        """The first such frame ever heard on this line, waited for."""

        def found() -> Json | None:
            return next((frame for frame in self.heard if frame["type"] == name and wanted(frame)), None)

        await until(found, f"a frame {name} among {[frame['type'] for frame in self.heard]}")
        frame = found()
        assert frame is not None
        return frame

    async def answer(self, key: str) -> Json:
        """What became of a message or command."""

        def answered() -> Json | None:
            return next((f for f in self.heard if f["type"] in ("accepted", "refused") and f["key"] == key), None)

        await until(answered, f"an answer to {key}")
        frame = answered()
        assert frame is not None
        return frame

    async def caught_up(self) -> None:
        """Return once everything the site had sent before this call has been heard."""
        before = self.number("pong")
        await self.send("ping")
        await until(lambda: self.number("pong") > before, "pong")

    def number(self, name: str) -> int:
        """How many frames of a type were heard."""
        return sum(frame["type"] == name for frame in self.heard)

    async def say(self, text: str, key: str = "", **more: object) -> Json:
        """A customer's message, and its answer."""
        key = key or f"s{next(self._keys)}-{secrets.token_hex(4)}"
        await self.send("say", key=key, text=text, **more)
        return await self.answer(key)

    async def do(self, command: str, **fields: object) -> Json:
        """A command of the desk, and its answer."""
        key = f"d{next(self._keys)}-{secrets.token_hex(4)}"
        await self.send("do", key=key, command={"command": command, **fields})
        return await self.answer(key)

    def events(self, kind: str = "") -> list[Json]:
        """What a customer was shown, in order: the frames, of one kind perhaps."""
        return [f for f in self.heard if f["type"] == "event" and kind in ("", f["event"]["kind"])]

    async def shown(self, kind: str, number: int) -> None:
        """Wait until so many events of a kind were shown."""
        await until(lambda: len(self.events(kind)) >= number, f"{number} {kind}")

    async def frames(self, number: int) -> None:
        """Wait until so many frames were heard."""
        await until(lambda: len(self.heard) >= number, f"{number} frames")

    def facts(self, name: str = "") -> list[Json]:
        """The fact frames a desk was told, of one name perhaps."""
        return [f for f in self.heard if f["type"] == "fact" and name in ("", f["fact"]["fact"])]

    async def phone(self, asked: str, **fields: object) -> Json:
        """A question to the telephone, and its answer."""
        key = f"p{next(self._keys)}-{secrets.token_hex(4)}"
        await self.send(f"phone_{asked}", key=key, **fields)

        def answered() -> Json | None:
            return next((f for f in self.heard if f["type"] in ("phone", "refused") and f["key"] == key), None)

        await until(answered, f"an answer to phone_{asked}")
        frame = answered()
        assert frame is not None
        return frame

    async def leave(self) -> None:
        """Go, politely."""
        await self.socket.close()
        await self._reader

    async def vanish(self) -> None:
        """Go, as a telephone in a tunnel does."""
        self.socket.transport.abort()
        await self._reader


class OpenSite:
    """A site that is served, and ways in."""

    def __init__(self, built: Built, port: int) -> None:
        self.built = built
        self.port = port
        self.origin = f"http://127.0.0.1:{port}"
        self._lines: list[Line] = []
        self._clients: dict[str, httpx.AsyncClient] = {}

    async def line(self, path: str, cookie: str = "", origin: str | None = None) -> Line:
        """A socket of this path; a browser's page, when there is an origin."""
        socket = await connect(
            f"ws://127.0.0.1:{self.port}/api/v1/{path}",
            additional_headers={"Cookie": cookie} if cookie else {},
            origin=Origin(origin) if origin is not None else None,
            proxy=None,
            max_size=None,
        )
        self._lines.append(Line(socket))
        return self._lines[-1]

    async def page(self, token: str | None = None, since: int = 0, **hello: object) -> Line:
        """A visitor's page that has said hello and was welcomed."""
        line = await self.line("chat", origin="https://shop.example")
        await line.send("hello", token=token, since=since, **{"language": "et", **hello})
        await line.one("welcome")
        return line

    async def client(self, login: str) -> httpx.AsyncClient:
        """Somebody's browser, logged in and ready for unsafe calls; the same one each time."""
        known = self._clients.get(login)
        if known is not None:
            return known
        client = httpx.AsyncClient(base_url=f"{self.origin}/api/v1", trust_env=False, timeout=PATIENCE_SECONDS)
        self._clients[login] = client
        if login:
            name, role, skills = PEOPLE[login]
            agent = login if skills is not None else None
            # A site that is opened once more knows them already.
            if login not in {one.login for one in await self.built.accounts.all()}:
                await self.built.accounts.add(
                    Account(id="new", login=login, name=name, role=role, agent=agent), PASSWORD
                )
                await self.built.read_names()
            opened = await self.built.accounts.log_in(login, PASSWORD, "192.0.2.1", "a browser")
            client.cookies.set("hoolin_session", opened.token)
            client.headers["x-hoolin-csrf"] = opened.who.csrf
        return client

    async def desk(self, login: str, since: int | None = None) -> Line:
        """Somebody's desk that has said hello; with `since` nothing may need to be answered."""
        client = await self.client(login)
        line = await self.line("live", f"hoolin_session={client.cookies['hoolin_session']}", self.origin)
        await line.send("hello", since=since)
        await line.caught_up()
        return line

    async def command(self, login: str, command: str, **fields: object) -> httpx.Response:
        """A command of the desk without its socket, so that the person may be at work without one."""
        client = await self.client(login)
        body = {"key": secrets.token_hex(12), "command": {"command": command, **fields}}
        return await client.post("/commands", json=body)

    def only(self) -> Interaction:
        """The one conversation under way."""
        (one,) = self.built.site.kept.interactions.values()
        return one

    def entries(self) -> list[Entry]:
        """The whole journal."""
        return list(self.built.stores.journal.read(0, 100_000))

    async def joined(self, login: str, interaction: str) -> None:
        """Have somebody come to work and take a conversation that waits."""
        assert (await self.command(login, "set_presence", presence="online", reason="")).status_code == 200
        taken = await self.command(login, "take", interaction=interaction)
        assert taken.status_code == 200, taken.text

    async def leave(self) -> None:
        """Everybody goes."""
        for line in self._lines:
            await line.leave()
        for client in self._clients.values():
            await client.aclose()


async def furnish(built: Built, channel: ChannelRules) -> None:
    """Queues, agents and reasons; accounts are added when somebody first logs in."""
    commands = [
        c.SetChannel(rules=channel),
        c.SetSite(rules=SiteRules(reasons=("bill", "roaming"))),
        c.SetQueue(rules=QueueRules(queue="service", offer_ms=60_000)),
        c.SetQueue(rules=QueueRules(queue="technical", offer_ms=60_000)),
        *(
            c.SetAgent(profile=AgentProfile(agent=login, skills=skills))
            for login, (_, _, skills) in PEOPLE.items()
            if skills is not None
        ),
    ]
    for command in commands:
        await built.loop.submit(command, actor="system", key=new_id("x"))


@asynccontextmanager
async def open_site(
    folder: Path, data: str = "", channel: ChannelRules = RULES, voice: VoiceSettings = NO_TELEPHONE
) -> AsyncIterator[OpenSite]:
    """A furnished site, served until it is left. folder: for what must be in files even so; data: empty for nowhere."""
    server = ServerSettings(port=0, access_log=False)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tempfile, "tempdir", str(folder))
        built = build(HoolinSettings(data=data, operator="Põhjala Mobiil", server=server, voice=voice))
    built.accounts._passwords = Passwords(CHEAP)
    ready = asyncio.Event()

    async def begin() -> None:
        if not built.site.kept.queues:
            await furnish(built, channel)
        ready.set()

    built.on_start.append(begin)
    serving = Serving(web(built), server)
    running = asyncio.ensure_future(serving.run())
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            await ready.wait()
        site = OpenSite(built, serving.port)
        try:
            yield site
            assert built.loop.failure is None
        finally:
            await site.leave()
    finally:
        serving.stop()
        async with asyncio.timeout(PATIENCE_SECONDS):
            await running
        built.accounts.close()
