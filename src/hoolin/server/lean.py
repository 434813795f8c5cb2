"""A socket that costs little: uvicorn opens it, and once it is open its frames pass no layer between the line and the room.

uvicorn gives each frame an object, a queue, two changes of what the line is watched for and half a dozen coroutines; with a
thousand sockets and thousands of frames a second that is most of the work there is. Here a frame is cut out of the bytes and
handed to whoever listens, and what is written in one turn leaves in one write. RFC 6455 is kept: masks, fragments, pings,
closing in both directions, UTF-8, and the size that settings allow.

It refuses, with the standard's code: a frame without a mask, reserved bits, a control frame in pieces (1002), a message that
is not text (1003), text that is no UTF-8 (1007), a message that is too large (1009).
"""

import asyncio
import struct
from collections import deque
from collections.abc import Awaitable, Callable, Iterable
from typing import Any, cast

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

try:
    from websockets.speedups import apply_mask
except ImportError:  # pragma: no cover - where websockets was installed without its compiled part
    from websockets.utils import apply_mask

EXTENSION = "hoolin.lean"
"""Under this name a route finds the socket in its scope."""

OUT_BYTES_MAX = 2 * 1024 * 1024
"""A peer that has not taken this much is gone or hostile; it comes back and asks for what it missed."""

INBOX_FRAMES_MAX = 64
"""Frames that wait while one is being answered; beyond them the line is not read."""

CLOSE_SECONDS = 10.0
"""How long a peer may take to answer a goodbye."""

DEAF_SECONDS = 1.0
"""How long one who broke the rules may read what we said about it; what they go on saying is not looked at."""

CONTINUED, TEXT, BINARY, CLOSE, PING, PONG = 0x0, 0x1, 0x2, 0x8, 0x9, 0xA
TEXT_HEAD, CLOSE_HEAD, PING_HEAD, PONG_HEAD = 0x81, 0x88, 0x89, 0x8A
FIN, RESERVED, MASKED = 0x80, 0x70, 0x80

BAD_FRAME, NOT_TEXT, BAD_TEXT, TOO_LARGE, OUR_FAULT, RESTARTING = 1002, 1003, 1007, 1009, 1011, 1012

_head_16, _head_64 = struct.Struct("!BBH").pack, struct.Struct("!BBQ").pack

Heard = Callable[[str], Awaitable[None] | None]


class LeanWebSocket(WebSocketsSansIOProtocol):
    """uvicorn's protocol until `take_over`; then a `channels.port.Socket`."""

    _heard: Heard | None = None
    _over: "asyncio.Future[None] | None" = None
    _lean = False
    _early = False
    _deaf = False
    _busy: "asyncio.Task[None] | None" = None
    _rest = b""
    _parts: list[bytes] | None = None
    _parts_bytes = 0
    _inbox: "deque[str] | None" = None

    # ── until it is open ────────────────────────────────────────────────────────────────────────────────────────────

    def handle_connect(self, event: Any) -> None:
        """The request: tell the route that it may take the socket over."""
        super().handle_connect(event)
        if hasattr(self, "scope"):
            cast(dict[str, Any], self.scope["extensions"])[EXTENSION] = self

    def take_over(self) -> bool:
        """From here on frames come straight to `each`. False when the peer has not waited for us: then the usual way."""
        if self._early or not self.handshake_complete or self.disconnected or self.close_sent:
            return False
        self._lean = True
        self._over = self.loop.create_future()
        self._size_max: int = self.config.ws_max_size
        # What was needed to open it is not needed any more; ten thousand sockets would keep it ten thousand times.
        del self.conn, self.request, self.response, self.frames, self.queue, self.writable
        return True

    # ── a socket, as the rooms know one ─────────────────────────────────────────────────────────────────────────────

    async def each(self, heard: Heard) -> None:
        """Have every text frame heard, in order, until the peer is gone or we have ended it."""
        assert self._over is not None
        self._heard = heard
        await self._over

    def write(self, frames: Iterable[bytes]) -> bool:
        """Send these text frames, without waiting. False: the peer has not taken enough of those before."""
        if self.close_sent or self.transport.is_closing():
            return True
        if self.transport.get_write_buffer_size() > OUT_BYTES_MAX:
            return False
        self.transport.write(b"".join([part for frame in frames for part in (head(TEXT_HEAD, len(frame)), frame)]))
        return True

    def end(self, code: int) -> None:
        """Say goodbye, after what was written; whoever does not answer is hung up on."""
        if self._lean and not self.close_sent:
            self.close_sent = True
            self.stop_keepalive()
            if not self.transport.is_closing():
                self._control(CLOSE_HEAD, code.to_bytes(2, "big"))
                self.close_timer = self.loop.call_later(CLOSE_SECONDS, self.transport.abort)
            self._finish()

    # ── the line ────────────────────────────────────────────────────────────────────────────────────────────────────

    def data_received(self, data: bytes) -> None:
        """Bytes of the peer."""
        if not self._lean:
            self._early = self.handshake_initiated
            super().data_received(data)
            return
        if self._deaf:
            return
        if self._rest:
            data = self._rest + data
        at = 0
        while (end := self._frame(data, at)) > at:
            at = end
        self._rest = data[at:] if at < len(data) and not self._deaf else b""

    def connection_lost(self, exc: Exception | None) -> None:
        """The line is gone."""
        if not self._lean:
            super().connection_lost(exc)
            return
        self.stop_keepalive()
        self.connections.remove(self)
        self.disconnected = True
        if self.close_timer is not None:
            self.close_timer.cancel()
            self.close_timer = None
        if exc is None:
            self.transport.close()
        self._finish()

    def pause_writing(self) -> None:
        """The peer is slow. What is written is kept; `write` says when it is too much."""
        if not self._lean:
            super().pause_writing()

    def resume_writing(self) -> None:
        """The peer has caught up."""
        if not self._lean:
            super().resume_writing()

    def shutdown(self) -> None:
        """The server stops."""
        if not self._lean:
            super().shutdown()
            return
        self.end(RESTARTING)
        self.transport.close()

    def _frame(self, data: bytes, at: int) -> int:
        """Take the frame at this place; gives where the next one begins, or the same place when it is not whole."""
        size = len(data) - at
        if size < 2:
            return at
        first, second = data[at], data[at + 1]
        length, begin = second & 0x7F, at + 2
        if length == 126:
            if size < 4:
                return at
            length, begin = data[begin] << 8 | data[begin + 1], at + 4
        elif length == 127:
            if size < 10:
                return at
            length, begin = int.from_bytes(data[begin : begin + 8], "big"), at + 10
        end = begin + 4 + length
        if first & RESERVED or not second & MASKED:
            self._fail(BAD_FRAME)
        elif length > self._size_max:
            self._fail(TOO_LARGE)
        elif end > len(data):
            return at
        else:
            body = apply_mask(data[begin + 4 : end], data[begin : begin + 4])
            if first == TEXT_HEAD and self._parts is None:
                self._text(body)
            else:
                self._other(first & 0x0F, bool(first & FIN), body)
        return at if self._deaf else end

    def _other(self, kind: int, whole: bool, body: bytes) -> None:
        if kind >= CLOSE:
            if whole and len(body) <= 125:
                self._controlled(kind, body)
            else:
                self._fail(BAD_FRAME)
        elif kind == BINARY:
            self._fail(NOT_TEXT)
        elif kind == TEXT and self._parts is None:
            self._parts, self._parts_bytes = [body], len(body)
        elif kind == CONTINUED and self._parts is not None:
            self._parts.append(body)
            self._parts_bytes += len(body)
            if self._parts_bytes > self._size_max:
                self._fail(TOO_LARGE)
            elif whole:
                body, self._parts = b"".join(self._parts), None
                self._text(body)
        else:
            self._fail(BAD_FRAME)

    def _controlled(self, kind: int, body: bytes) -> None:
        if kind == PING:
            self._control(PONG_HEAD, body)
        elif kind == PONG:
            if self.pending_ping_payload == body:
                self.pending_ping_payload = None
                if self.pong_timer is not None:
                    self.pong_timer.cancel()
                    self.pong_timer = None
                    self.schedule_ping()
        elif kind == CLOSE:
            if not self.close_sent:
                self.close_sent = True
                self._control(CLOSE_HEAD, body[:2])
            self.transport.close()
            self._finish()
        else:
            self._fail(BAD_FRAME)

    def _text(self, body: bytes) -> None:
        if self.close_sent:
            return
        try:
            text = str(body, "utf-8")
        except UnicodeDecodeError:
            self._fail(BAD_TEXT)
            return
        if self._busy is None and self._heard is not None:
            try:
                wait = self._heard(text)
            except Exception as problem:
                self._finish(problem)
                return
            if wait is not None:
                self._busy = self.loop.create_task(self._answer(wait))
            return
        if self._inbox is None:
            self._inbox = deque()
        self._inbox.append(text)
        if len(self._inbox) == INBOX_FRAMES_MAX:
            self.transport.pause_reading()

    async def _answer(self, wait: Awaitable[None] | None) -> None:
        """Wait for one answer, then hear what has come meanwhile."""
        try:
            if wait is not None:
                await wait
            while self._inbox and not self.close_sent and self._heard is not None:
                text = self._inbox.popleft()
                if len(self._inbox) == INBOX_FRAMES_MAX - 1 and not self.transport.is_closing():
                    self.transport.resume_reading()
                more = self._heard(text)
                if more is not None:
                    await more
        except Exception as problem:
            self._finish(problem)
        finally:
            self._busy, self._inbox = None, None

    def _control(self, kind: int, body: bytes) -> None:
        if not self.transport.is_closing():
            self.transport.write(head(kind, len(body)) + body)

    def _fail(self, code: int) -> None:
        """The peer broke the rules: say which, and close the line soon, without looking at what still comes."""
        self._deaf = True
        self.end(code)
        if self.close_timer is not None:
            self.close_timer.cancel()
        self.close_timer = self.loop.call_later(DEAF_SECONDS, self.transport.close)

    def _finish(self, problem: Exception | None = None) -> None:
        """Nothing more is heard."""
        self._heard = None
        if self._over is not None and not self._over.done():
            if problem is not None:
                self._over.set_exception(problem)
            else:
                self._over.set_result(None)

    # ── is the peer still there ─────────────────────────────────────────────────────────────────────────────────────

    def send_keepalive_ping(self) -> None:
        """Ask."""
        if not self._lean:
            super().send_keepalive_ping()
            return
        self.ping_timer = None
        if self.close_sent or self.transport.is_closing():
            return
        self.pending_ping_payload = struct.pack("!d", self.loop.time())
        self._control(PING_HEAD, self.pending_ping_payload)
        assert self.ping_timeout is not None
        self.pong_timer = self.loop.call_later(self.ping_timeout, self.keepalive_timeout)

    def keepalive_timeout(self) -> None:
        """No answer: the peer is gone, whatever the line says."""
        if not self._lean:
            super().keepalive_timeout()
            return
        self.pong_timer = None
        self.end(OUR_FAULT)
        self.transport.close()

    async def send(self, message: Any) -> None:
        """What the framework still says once the room has the socket: that it is over."""
        if not self._lean:
            await super().send(message)
        elif message["type"] == "websocket.close":
            self.end(message.get("code", 1000))


def head(kind: int, size: int) -> bytes:
    """The head of a server's frame: not masked, in one piece."""
    if size < 126:
        return bytes((kind, size))
    if size < 65_536:
        return _head_16(kind, 126, size)
    return _head_64(kind, 127, size)
