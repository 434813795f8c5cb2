"""The lean socket under our own server: RFC 6455 is kept, towards peers who keep it and towards those who do not."""

import asyncio
import secrets
import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import msgspec
import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from hoolin.channels.chat.manifest import RULES
from hoolin.core.interaction import commands as c
from hoolin.core.site.rules import QueueRules
from hoolin.server import lean
from hoolin.server.serve import Serving
from hoolin.server.settings import ServerSettings
from hoolin.wiring import Built, HoolinSettings, build, web

WAIT_SECONDS = 10.0
SETTINGS = ServerSettings(port=0, access_log=False, public_rate_scale=0)
HELLO = b'{"type":"hello","token":null,"since":0,"language":"et"}'


@asynccontextmanager
async def served(settings: ServerSettings = SETTINGS) -> AsyncIterator[tuple[Built, int]]:
    """A whole site in memory behind a real port of this machine."""
    built = build(HoolinSettings(data="", server=settings))
    serving = Serving(web(built), settings)
    ready = asyncio.get_running_loop().create_future()
    task = asyncio.create_task(serving.run(ready.set_result))
    try:
        await asyncio.wait_for(ready, WAIT_SECONDS)
        for command in (c.SetChannel(rules=RULES), c.SetQueue(rules=QueueRules(queue="service"))):
            await built.loop.submit(command, actor="system", key=secrets.token_hex(8))
        yield built, serving.port
    finally:
        serving.stop()
        await asyncio.wait_for(task, 90)


class Raw:
    """A peer that may say anything: bytes out, frames in."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer

    @classmethod
    async def connected(cls, port: int) -> "Raw":
        """An open socket."""
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        head = (
            f"GET /api/v1/chat HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
        )
        writer.write(head.encode())
        answer = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), WAIT_SECONDS)
        assert answer.startswith(b"HTTP/1.1 101")
        return cls(reader, writer)

    def send(
        self, first: int, body: bytes, mask: bytes | None = b"\x01\x02\x03\x04", length: int | None = None
    ) -> None:
        """One frame, as wrong as you like. length: what the head says of it."""
        size = len(body) if length is None else length
        masked = 0x80 if mask is not None else 0
        if size < 126:
            head = bytes((first, masked | size))
        elif size < 65_536:
            head = bytes((first, masked | 126)) + struct.pack("!H", size)
        else:
            head = bytes((first, masked | 127)) + struct.pack("!Q", size)
        hidden = bytes(byte ^ mask[at % 4] for at, byte in enumerate(body)) if mask is not None else body
        self.writer.write(head + (mask or b"") + hidden)

    async def frame(self) -> tuple[int, bytes]:
        """The next frame of the server: its first byte and its body."""
        async with asyncio.timeout(WAIT_SECONDS):
            first, size = await self.reader.readexactly(2)
            assert not size & 0x80, "a server does not mask"
            if size == 126:
                (size,) = struct.unpack("!H", await self.reader.readexactly(2))
            elif size == 127:
                (size,) = struct.unpack("!Q", await self.reader.readexactly(8))
            return first, await self.reader.readexactly(size)

    async def json(self) -> Any:
        """The next frame, which must be text."""
        first, body = await self.frame()
        assert first == 0x81, (first, body)
        return msgspec.json.decode(body)

    async def closing(self) -> int:
        """The code that the server closes with; what it said before is passed over. It is answered, and the line ends."""
        while True:
            first, body = await self.frame()
            if first == 0x88:
                break
        self.send(0x88, body[:2])
        await self.end()
        return int.from_bytes(body[:2], "big")

    async def end(self) -> None:
        """Nothing more comes."""
        assert await asyncio.wait_for(self.reader.read(), WAIT_SECONDS) == b""
        self.writer.close()


async def test_a_conversation_over_the_wire() -> None:
    """A browser's client and the lean socket understand each other, in small frames and in large ones."""
    async with served() as (built, port), connect(f"ws://127.0.0.1:{port}/api/v1/chat") as page:
        token = secrets.token_urlsafe(32)
        await page.send(msgspec.json.encode({"type": "hello", "token": token, "since": 0, "language": "et"}).decode())
        assert msgspec.json.decode(await page.recv())["type"] == "welcome"
        for number, text in enumerate(("Tere!", "õ" * 100, "ж" * 7_999), start=1):
            frame = {"type": "say", "key": secrets.token_hex(12), "text": text}
            await page.send(msgspec.json.encode(frame).decode())
            heard = [msgspec.json.decode(await page.recv()) for _ in range(3 if number == 1 else 2)]
            said = next(one["event"] for one in heard if one.get("event", {}).get("kind") == "message")
            assert (said["ordinal"], said["text"]) == (number, text)
            assert heard[-1]["type"] == "accepted"
        assert built.chat.connections == 1
        await page.ping()
    async with asyncio.timeout(WAIT_SECONDS):
        while built.chat.connections:  # noqa: ASYNC110 - the goodbye is on its way
            await asyncio.sleep(0.001)


async def test_nothing_lost_over_a_line_that_is_cut() -> None:
    """Cut at any byte and taken up again by position, a conversation is shown whole, once and in order."""
    async with served() as (_, port):
        token, since = secrets.token_urlsafe(32), 0
        shown: list[str] = []
        unanswered: dict[str, str] = {}
        for number in range(25):
            page = await Raw.connected(port)
            hello = {"type": "hello", "token": token, "since": since, "language": "et"}
            page.send(0x81, msgspec.json.encode(hello))
            unanswered[secrets.token_hex(12)] = f"word {number}"
            for key, text in unanswered.items():
                page.send(0x81, msgspec.json.encode({"type": "say", "key": key, "text": text}))
            if number % 3 == 0:
                page.writer.write(b"\x81\xfe")
            while True:
                heard = await page.json()
                if heard["type"] == "event" and heard["n"] > since:
                    since = heard["n"]
                    if heard["event"]["kind"] == "message":
                        shown.append(heard["event"]["text"])
                elif heard["type"] == "accepted":
                    unanswered.pop(heard["key"], None)
                    break
            page.writer.transport.abort()
        async with connect(f"ws://127.0.0.1:{port}/api/v1/chat") as last:
            await last.send(msgspec.json.encode({**hello, "since": since}).decode())
            for key, text in unanswered.items():
                await last.send(msgspec.json.encode({"type": "say", "key": key, "text": text}).decode())
            async with asyncio.timeout(WAIT_SECONDS):
                while len(shown) < 25:
                    heard = msgspec.json.decode(await last.recv())
                    if heard["type"] == "event" and heard["n"] > since and heard["event"]["kind"] == "message":
                        shown.append(heard["event"]["text"])
        assert sorted(shown) == sorted(f"word {number}" for number in range(25))


async def test_a_message_in_pieces() -> None:
    """A text in fragments, with a ping between them and cut anywhere on the line, is one message."""
    async with served() as (_, port):
        page = await Raw.connected(port)
        page.send(0x01, HELLO[:10])
        page.send(0x89, b"are you there")
        page.send(0x00, HELLO[10:20])
        await page.writer.drain()
        assert await page.frame() == (0x8A, b"are you there")
        page.send(0x80, HELLO[20:])
        assert (await page.json())["type"] == "welcome"
        whole = bytearray()
        page.writer.write, written = whole.extend, page.writer.write  # type: ignore[method-assign,assignment]
        for _ in range(3):
            page.send(0x81, b'{"type":"ping"}')
        page.writer.write = written  # type: ignore[method-assign]
        for at in range(len(whole)):
            page.writer.write(bytes(whole[at : at + 1]))
            await page.writer.drain()
        for _ in range(3):
            assert await page.json() == {"type": "pong"}
        page.writer.close()


@pytest.mark.parametrize(
    ("code", "first", "body", "mask"),
    [
        (lean.BAD_FRAME, 0x81, b"{}", None),
        (lean.BAD_FRAME, 0xC1, b"{}", b"abcd"),
        (lean.BAD_FRAME, 0x80, b"{}", b"abcd"),
        (lean.BAD_FRAME, 0x83, b"{}", b"abcd"),
        (lean.BAD_FRAME, 0x8B, b"", b"abcd"),
        (lean.BAD_FRAME, 0x09, b"half a ping", b"abcd"),
        (lean.BAD_FRAME, 0x89, b"x" * 126, b"abcd"),
        (lean.NOT_TEXT, 0x82, b"\x00\x01", b"abcd"),
        (lean.BAD_TEXT, 0x81, b"\xff\xfe", b"abcd"),
        (lean.TOO_LARGE, 0x81, b"x" * 65_537, b"abcd"),
    ],
    ids=[
        "no mask",
        "reserved bit",
        "goes on with nothing",
        "unknown kind",
        "unknown control",
        "half a ping",
        "long ping",
        "binary",
        "no UTF-8",
        "too large",
    ],
)
async def test_who_breaks_the_rules_is_told_which(code: int, first: int, body: bytes, mask: bytes | None) -> None:
    """A frame that the standard forbids ends the connection with the standard's code, and nobody else is disturbed."""
    async with served() as (_, port):
        page, other = await Raw.connected(port), await Raw.connected(port)
        page.send(0x81, HELLO)
        assert (await page.json())["type"] == "welcome"
        page.send(first, body, mask)
        page.send(0x81, b'{"type":"ping"}')
        assert await page.closing() == code
        other.send(0x81, b'{"type":"ping"}')
        assert await other.json() == {"type": "pong"}
        other.writer.close()


async def test_pieces_that_are_too_much_together() -> None:
    """The limit holds for a message, however many frames it comes in; a second beginning within one is a mistake."""
    async with served() as (_, port):
        page = await Raw.connected(port)
        page.send(0x01, b"x" * 40_000)
        page.send(0x00, b"x" * 40_000)
        assert await page.closing() == lean.TOO_LARGE
        page = await Raw.connected(port)
        page.send(0x01, b"x")
        page.send(0x01, b"x")
        assert await page.closing() == lean.BAD_FRAME


async def test_goodbye_from_either_side() -> None:
    """A close is answered with the same code and the line ends; who is closed by us may still answer."""
    async with served() as (built, port):
        page = await Raw.connected(port)
        page.send(0x88, (1001).to_bytes(2, "big") + b"bye")
        assert await page.closing() == 1001
        page = await Raw.connected(port)
        for _ in range(130):
            page.send(0x81, b'{"type":"ping"}')
        with pytest.raises(AssertionError):
            while True:
                await page.json()
        page.send(0x88, (1008).to_bytes(2, "big"))
        await page.end()
        async with asyncio.timeout(WAIT_SECONDS):
            while built.chat.connections:  # noqa: ASYNC110 - the end of the line is on its way
                await asyncio.sleep(0.001)


async def test_who_does_not_answer_a_ping_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    """A silent line is asked whether it is there; one that answers stays, one that does not is closed."""
    monkeypatch.setattr("hoolin.server.serve.PING_SECONDS", 0.1)
    async with served() as (built, port):
        silent = await Raw.connected(port)
        async with connect(f"ws://127.0.0.1:{port}/api/v1/chat") as page:
            first, _ = await silent.frame()
            assert first == 0x89
            assert await silent.closing() == lean.OUR_FAULT
            await asyncio.sleep(0.3)
            await page.send('{"type":"ping"}')
            assert msgspec.json.decode(await page.recv()) == {"type": "pong"}
            assert built.chat.connections == 1


async def test_who_speaks_before_being_let_in_is_heard(monkeypatch: pytest.MonkeyPatch) -> None:
    """A peer that does not wait for the answer to its handshake is served the framework's way, and loses nothing."""
    monkeypatch.setattr(lean.LeanWebSocket, "take_over", lambda self: False)
    async with served() as (_, port), connect(f"ws://127.0.0.1:{port}/api/v1/chat") as page:
        await page.send(HELLO.decode())
        assert msgspec.json.decode(await page.recv())["type"] == "welcome"
        for _ in range(130):
            await page.send('{"type":"ping"}')
        with pytest.raises(ConnectionClosed) as closed:
            while True:
                await page.recv()
        assert closed.value.rcvd is not None and closed.value.rcvd.code == 1008


async def test_the_server_stops_and_says_so() -> None:
    """When the server stops, open sockets are told, and it does not wait for those who do not listen."""
    async with served() as (_, port):
        page = await Raw.connected(port)
        page.send(0x81, HELLO)
        await page.json()
    assert await page.closing() in (1001, lean.RESTARTING)


async def test_a_mistake_of_ours_ends_one_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    """What goes wrong while a frame is answered closes that connection with 1011 and no other."""
    async with served() as (built, port):
        other = await Raw.connected(port)
        monkeypatch.setattr(built.chat, "_hello", lambda page, frame: 1 / 0)
        page = await Raw.connected(port)
        page.send(0x81, HELLO)
        assert await page.closing() == lean.OUR_FAULT
        other.send(0x81, b'{"type":"ping"}')
        assert await other.json() == {"type": "pong"}
        other.writer.close()


async def test_files_go_up_and_down() -> None:
    """A customer's file is taken under their token and given to them alone; what a browser could run is not taken."""
    async with served() as (built, port), httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}/api/v1") as web_client:
        tokens = [secrets.token_urlsafe(32) for _ in range(2)]
        for token in tokens:
            async with connect(f"ws://127.0.0.1:{port}/api/v1/chat") as page:
                hello = {"type": "hello", "token": token, "since": 0, "language": "et"}
                await page.send(msgspec.json.encode(hello).decode())
                word = {"type": "say", "key": secrets.token_hex(12), "text": "Tere!"}
                await page.send(msgspec.json.encode(word).decode())
                while msgspec.json.decode(await page.recv())["type"] != "accepted":
                    pass
        owner, other = ({"authorization": f"Bearer {token}"} for token in tokens)
        up = await web_client.post(
            "/chat/attachments", headers=owner, files={"file": ("arve.pdf", b"%PDF-1.7", "text/html")}
        )
        assert up.status_code == 200, up.text
        blob = up.json()
        assert (blob["name"], blob["media_type"], blob["size"]) == ("arve.pdf", "application/pdf", 8)
        down = await web_client.get(f"/chat/attachments/{blob['blob']}", headers=owner)
        assert down.content == b"%PDF-1.7" and down.headers["content-disposition"].startswith("attachment")
        for headers in (other, {"authorization": "Bearer " + "x" * 43}, {}):
            assert (await web_client.get(f"/chat/attachments/{blob['blob']}", headers=headers)).status_code in (
                403,
                404,
            )
        bad = await web_client.post(
            "/chat/attachments", headers=owner, files={"file": ("page.html", b"<script>", "text/plain")}
        )
        assert (bad.status_code, bad.json()["code"]) == (422, "media_type")
        async with connect(f"ws://127.0.0.1:{port}/api/v1/chat") as page:
            for token, expected in ((tokens[1], "refused"), (tokens[0], "accepted")):
                hello = {"type": "hello", "token": token, "since": 0, "language": "et"}
                await page.send(msgspec.json.encode(hello).decode())
                say: dict[str, Any] = {
                    "type": "say",
                    "key": secrets.token_hex(12),
                    "text": "",
                    "attachments": [{"blob": blob["blob"], "name": "arve.pdf"}],
                }
                await page.send(msgspec.json.encode(say).decode())
                while (answer := msgspec.json.decode(await page.recv()))["type"] not in ("accepted", "refused"):
                    pass
                assert answer["type"] == expected
        assert built.site.kept.interactions
