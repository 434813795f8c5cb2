"""What a gateway is given in tests, the door that the homeserver calls at, and a customer with plain HTTP."""

import asyncio
import itertools
import time
from collections.abc import AsyncIterator, Callable, MutableMapping
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import parse_qsl, quote

import httpx
import uvicorn

from hoolin.channels.matrix.gateway import MatrixGateway
from hoolin.channels.matrix.manifest import MatrixAccount
from hoolin.channels.matrix.wire import read
from hoolin.channels.written import Address, Gateway, Hooked, HookReply, HookRequest, Keep, Outgoing, Raw, Surroundings
from hoolin.core.errors import HoolinError, NotAllowed, NotFound, PeerError
from tests.channels.matrix.synapse import DOMAIN, Synapse

HELP = f"@help:{DOMAIN}"
CLIENT = "/_matrix/client/v3"
HOOK = "/hooks/matrix/main"

count = itertools.count(int(time.time() * 1_000) % 10_000_000)

# The type checker holds these to the port.
PORT: type[Gateway] = MatrixGateway
HOOKED: type[Hooked] = MatrixGateway


def now() -> int:
    """This instant."""
    return int(time.time() * 1_000)


class Kept:
    """What was kept. all: each key once, in order. repeats: keys that came again. fails: the next so many are refused."""

    def __init__(self) -> None:
        self.all: list[Raw] = []
        self.keys: set[str] = set()
        self.repeats: list[str] = []
        self.fails = 0
        self._news = asyncio.Condition()

    async def keep(self, raw: Raw) -> bool:
        """Keep it, or say that it is there."""
        await asyncio.sleep(0)
        if self.fails:
            self.fails -= 1
            raise OSError("no space left")
        fresh = raw.key not in self.keys
        if fresh:
            self.keys.add(raw.key)
            self.all.append(raw)
        else:
            self.repeats.append(raw.key)
        async with self._news:
            self._news.notify_all()
        return fresh

    async def until(self, true: Callable[[], bool], seconds: float = 90) -> None:
        """Wait until something is true of what was kept."""
        async with asyncio.timeout(seconds), self._news:
            await self._news.wait_for(true)

    def of(self, room: str, kind: str = "m.room.message", sender: str = "") -> list[Raw]:
        """What was kept of one room, of one kind, by anybody or by one."""
        found = ((raw, read(raw.body)) for raw in self.all)
        return [
            raw for raw, event in found if (event.room, event.kind) == (room, kind) and sender in ("", event.sender)
        ]


class Door:
    """The way in, as the server's route does it. calls: what was answered, by path and status."""

    def __init__(self, gateway: MatrixGateway) -> None:
        self.calls: list[tuple[str, int]] = []
        self._gateway = gateway

    async def __call__(self, scope: MutableMapping[str, Any], receive: Any, send: Any) -> None:
        """One call (ASGI)."""
        if scope["type"] != "http":
            return
        body = b""
        while True:
            message = await receive()
            body += message.get("body", b"")
            if not message.get("more_body"):
                break
        reply = await self._answer(scope, body)
        self.calls.append((scope["path"], reply.status))
        headers = [(b"content-type", reply.media_type.encode())]
        await send({"type": "http.response.start", "status": reply.status, "headers": headers})
        await send({"type": "http.response.body", "body": reply.body})

    async def _answer(self, scope: MutableMapping[str, Any], body: bytes) -> HookReply:
        headers = {name.decode(): value.decode() for name, value in scope["headers"]}
        query = dict(parse_qsl(scope["query_string"].decode()))
        request = HookRequest(scope["method"], headers, query, body, scope["path"].removeprefix(HOOK))
        try:
            return await self._gateway.hook("main", request)
        except NotAllowed:
            return HookReply(403)
        except NotFound:
            return HookReply(404)
        except PeerError:
            return HookReply(400)
        except (HoolinError, OSError):
            return HookReply(500)


@asynccontextmanager
async def serving(app: Any, port: int) -> AsyncIterator[None]:
    """Serve on a port of loopback."""
    config = uvicorn.Config(
        app, host="127.0.0.1", port=port, log_config=None, lifespan="off", ws="none", timeout_graceful_shutdown=1
    )
    server = uvicorn.Server(config)
    server.install_signal_handlers = lambda: None  # type: ignore[attr-defined]
    task = asyncio.create_task(server._serve())
    while not server.started:
        assert not task.done()
        await asyncio.sleep(0.01)
    try:
        yield
    finally:
        server.should_exit = True
        await task


@asynccontextmanager
async def gateway(
    server: Synapse, keep: Keep, account: MatrixAccount | None = None
) -> AsyncIterator[tuple[MatrixGateway, Door]]:
    """A started gateway with one account, `main`, and its open door."""
    around = Surroundings(keep=keep, now=now, secret=b"s" * 32)
    made = MatrixGateway(around, {"main": account or server.account})
    door = Door(made)
    async with serving(door, server.ours):
        await made.start()
        try:
            yield made, door
        finally:
            await made.stop()


async def ready(made: MatrixGateway, seconds: float = 90) -> None:
    """Wait until our users are there."""
    house = made._houses["main"]
    await _true(lambda: len(house.rooms.devices) == len(house.account.users), seconds)


async def _true(what: Callable[[], bool], seconds: float) -> None:
    async with asyncio.timeout(seconds):
        while not what():  # noqa: ASYNC110  what is waited for has nobody who would tell
            await asyncio.sleep(0.01)


class Customer:
    """Somebody with an account on the homeserver."""

    def __init__(self, server: Synapse) -> None:
        self._http = httpx.AsyncClient(base_url=server.url, trust_env=False, timeout=30)
        self.user = ""

    async def __aenter__(self) -> "Customer":
        said = {"username": f"customer-{next(count)}", "password": "secret", "auth": {"type": "m.login.dummy"}}
        made = await self.call("POST", f"{CLIENT}/register", said)
        self.user = made["user_id"]
        self._http.headers["authorization"] = f"Bearer {made['access_token']}"
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._http.aclose()

    async def call(self, method: str, path: str, said: Any = None) -> Any:
        """Call the homeserver."""
        answer = await self._http.request(method, path, json=said)
        assert answer.is_success, (path, answer.text)
        return answer.json()

    async def talk(self, with_whom: str = HELP, **more: Any) -> str:
        """Begin a room with somebody; it returns when they are in it."""
        said = {"preset": "trusted_private_chat", "is_direct": True, "invite": [with_whom], **more}
        room: str = (await self.call("POST", f"{CLIENT}/createRoom", said))["room_id"]
        async with asyncio.timeout(90):
            while (await self.member(room, with_whom)) != "join":  # noqa: ASYNC110  only asking tells
                await asyncio.sleep(0.05)
        return room

    async def member(self, room: str, user: str) -> str:
        """Whether somebody is in a room."""
        found = await self._http.get(f"{CLIENT}/rooms/{quote(room)}/state/m.room.member/{quote(user)}")
        return str(found.json().get("membership", ""))

    async def say(self, room: str, text: str, kind: str = "m.room.message", **more: Any) -> str:
        """Say something; the event's id."""
        said = {"msgtype": "m.text", "body": text, **more}
        where = f"{CLIENT}/rooms/{quote(room)}/send/{kind}/t{next(count)}"
        return str((await self.call("PUT", where, said))["event_id"])

    async def messages(self, room: str) -> list[dict[str, Any]]:
        """All messages of a room, oldest first."""
        found = await self.call("GET", f"{CLIENT}/rooms/{quote(room)}/messages?dir=f&limit=1000")
        return [event for event in found["chunk"] if event["type"] == "m.room.message"]

    async def hears(self, room: str, text: str, seconds: float = 90) -> dict[str, Any]:
        """The message with that text, once it is there."""
        async with asyncio.timeout(seconds):
            while True:
                found = [event for event in await self.messages(room) if event["content"].get("body") == text]
                if found:
                    return found[0]
                await asyncio.sleep(0.05)


def outgoing(customer: Customer, room: str, text: str, delivery: str, **more: Any) -> Outgoing:
    """A message on its way out."""
    to = Address(kind="matrix", value=customer.user)
    said = {
        "delivery": delivery,
        "attempt": 1,
        "account": "main",
        "to": to,
        "text": text,
        "thread": room,
        "person": "Kati",
    }
    return Outgoing(**{**said, **more})
