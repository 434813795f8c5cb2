"""A WebSocket client for the benches that costs as little as possible, so that what is measured is the server.

It speaks text frames on a connection of its own machine, answers pings, and masks with zeros: the standard wants masks that
nobody can foresee, which is of no use against ourselves.
"""

import asyncio
import base64
import secrets
from collections.abc import Callable

TEXT, CLOSE, PING, PONG = 0x81, 0x88, 0x89, 0x8A


class LeanSocket(asyncio.Protocol):
    """One connection. hears: told of each text frame, with its bytes. closed: the code it was closed with; 0 while open."""

    __slots__ = ("_head", "_rest", "_transport", "closed", "gone", "hears", "opened")

    def __init__(self, head: bytes, hears: Callable[[bytes], None]) -> None:
        """head: of the request that opens it."""
        self.hears = hears
        self.opened: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.gone: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.closed = 0
        self._head: bytes | None = head
        self._rest = b""
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """The line is there: ask for a socket on it."""
        assert isinstance(transport, asyncio.Transport) or hasattr(transport, "write")
        self._transport = transport  # type: ignore[assignment]
        assert self._head is not None
        self._write(self._head)

    def connection_lost(self, exc: Exception | None) -> None:
        """The line is gone."""
        self.closed = self.closed or 1006
        if not self.opened.done():
            self.opened.set_exception(ConnectionError("the server hung up"))
        if not self.gone.done():
            self.gone.set_result(None)

    def data_received(self, data: bytes) -> None:
        """Bytes: the answer to the head first, then frames."""
        if self._rest:
            data = self._rest + data
        elif len(data) > 130 and data[1] == 126 and len(data) == 4 + (data[2] << 8) + data[3] and data[0] == TEXT:
            # Nearly always: one frame, whole.
            self.hears(data[4:])
            return
        if self._head is not None:
            end = data.find(b"\r\n\r\n")
            if end < 0:
                self._rest = data
                return
            self._head, data = None, data[end + 4 :] if data.startswith(b"HTTP/1.1 101") else self._refused(data)
            if not self.opened.done():
                self.opened.set_result(None)
        at, size = 0, len(data)
        while size - at >= 2:
            length, begin = data[at + 1], at + 2
            if length == 126:
                length, begin = int.from_bytes(data[at + 2 : at + 4], "big"), at + 4
            elif length == 127:
                length, begin = int.from_bytes(data[at + 2 : at + 10], "big"), at + 10
            if begin + length > size or begin > size:
                break
            kind, at = data[at], begin + length
            if kind == TEXT:
                self.hears(data[begin:at])
            else:
                self._control(kind, data[begin:at])
        self._rest = data[at:]

    def send(self, text: bytes) -> None:
        """One text frame."""
        self._write(framed(TEXT, text))

    def hang_up(self) -> None:
        """Let go of the line without a word, as a tunnel does."""
        if self._transport is not None:
            self._transport.abort()

    def _control(self, kind: int, body: bytes) -> None:
        if kind == PING:
            self._write(framed(PONG, body))
        elif kind == CLOSE:
            self.closed = int.from_bytes(body[:2], "big") or 1005
            self._write(framed(CLOSE, body[:2]))

    def _refused(self, data: bytes) -> bytes:
        self.opened.set_exception(ConnectionError(data.split(b"\r\n", 1)[0].decode("ascii", "replace")))
        return b""

    def _write(self, data: bytes) -> None:
        if self._transport is not None and not self._transport.is_closing():
            self._transport.write(data)


def framed(kind: int, body: bytes) -> bytes:
    """One masked frame."""
    size = len(body)
    if size < 126:
        return bytes((kind, 0x80 | size, 0, 0, 0, 0)) + body
    if size < 65_536:
        return bytes((kind, 0xFE)) + size.to_bytes(2, "big") + b"\0\0\0\0" + body
    return bytes((kind, 0xFF)) + size.to_bytes(8, "big") + b"\0\0\0\0" + body


async def connect(port: int, path: str, hears: Callable[[bytes], None], cookie: str = "") -> LeanSocket:
    """An open socket on this machine. cookie: of a session, with the origin that goes with it."""
    key = base64.b64encode(secrets.token_bytes(16)).decode()
    own = f"Origin: http://127.0.0.1:{port}\r\nCookie: {cookie}\r\n" if cookie else ""
    head = (
        f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n{own}\r\n"
    )
    loop = asyncio.get_running_loop()
    _, made = await loop.create_connection(lambda: LeanSocket(head.encode(), hears), "127.0.0.1", port)
    await made.opened
    return made
