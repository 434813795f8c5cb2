"""Asking an engine by datagrams: one each way, a cookie that ties them together.

- A question is sent again until it is answered or its time is up. Both engines know a cookie for some seconds and give the same
  answer again, so a question that was heard twice is done once.
- An answer for nobody (late, twice, not ours) is dropped.
"""

import asyncio
import secrets
from dataclasses import dataclass
from typing import Final

from hoolin.channels.voice.media.port import ANSWER_S_MAX
from hoolin.core.errors import NotReached, TooLarge

AGAIN_S: Final = (0.1, 0.2, 0.3, 0.5, 0.8, 0.8)
"""Pauses before a question is sent again. An answer takes a millisecond or two; a lost one should not be heard."""

LATE_S: Final = 0.05
HEAR_S: Final = 0.005
"""A timer that comes later than the one shows that our own process was busy; what came meanwhile is then given this long to be heard."""

DATAGRAM_BYTES_MAX: Final = 65_000
"""What fits into one datagram, with a little room."""

COOKIE_BYTES: Final = 6
"""Random bytes that tell our questions from those of whoever asked on this port before us."""


@dataclass(slots=True)
class _Waits:
    """A question that is not answered yet. until: when it is given up; due: when it is said again; both on the loop's clock. said: how
    often it was.
    """

    datagram: bytes
    answer: asyncio.Future[bytes]
    until: float
    said: int = 0
    due: float = 0.0
    timer: asyncio.TimerHandle | None = None

    def fail(self) -> None:
        """There is no answer."""
        if not self.answer.done():
            self.answer.set_exception(NotReached("media_engine"))

    def end(self) -> None:
        """It is not said again."""
        if self.timer is not None:
            self.timer.cancel()


class Asking(asyncio.DatagramProtocol):
    """Asks one engine. asked, sent: questions, and datagrams that they took."""

    def __init__(self, host: str, port: int) -> None:
        self.host = host
        self.port = port
        self.asked = 0
        self.sent = 0
        self._transport: asyncio.DatagramTransport | None = None
        self._waiting: dict[bytes, _Waits] = {}
        self._prefix = secrets.token_hex(COOKIE_BYTES).encode()

    async def open(self) -> None:
        """Questions may be asked. Raises NotReached when no socket can be had."""
        loop = asyncio.get_running_loop()
        try:
            transport, _ = await loop.create_datagram_endpoint(lambda: self, remote_addr=(self.host, self.port))
        except OSError as why:
            raise NotReached("media_engine", why=str(why)) from why
        self._transport = transport

    def close(self) -> None:
        """Nothing more is asked; who still waits is told that the engine is not there."""
        if self._transport is not None:
            self._transport.abort()
            self._transport = None
        waiting, self._waiting = self._waiting, {}
        for waits in waiting.values():
            waits.end()
            waits.fail()

    async def ask(self, question: bytes, *, seconds: float = ANSWER_S_MAX) -> bytes:
        """The answer, without its cookie. Raises NotReached without one in time, TooLarge."""
        if len(question) > DATAGRAM_BYTES_MAX:
            raise TooLarge("media_question", bytes=len(question), most=DATAGRAM_BYTES_MAX)
        self.asked += 1
        cookie = b"%b-%d" % (self._prefix, self.asked)
        loop = asyncio.get_running_loop()
        waits = self._waiting[cookie] = _Waits(
            b"%b %b" % (cookie, question), loop.create_future(), loop.time() + seconds
        )
        try:
            self._say(waits)
            return await waits.answer
        finally:
            self._waiting.pop(cookie, None)
            waits.end()

    def _say(self, waits: _Waits) -> None:
        """Say a question, again after each pause until it is answered or its time is up. One timer at a time and no task: a call asks many,
        and nearly all are answered at once.
        """
        loop = asyncio.get_running_loop()
        now = loop.time()
        if waits.said and now - waits.due > LATE_S:
            # We had no time ourselves: the answer may lie in the socket, and is heard first.
            waits.due = now + HEAR_S
            waits.timer = loop.call_at(waits.due, self._say, waits)
            return
        if now >= waits.until:
            waits.fail()
            return
        if waits.said <= len(AGAIN_S):
            self._send(waits.datagram)
        pause = AGAIN_S[waits.said] if waits.said < len(AGAIN_S) else ANSWER_S_MAX
        waits.said += 1
        waits.due = min(now + pause, waits.until)
        waits.timer = loop.call_at(waits.due, self._say, waits)

    def _send(self, datagram: bytes) -> None:
        if self._transport is None:
            raise NotReached("media_engine")
        self.sent += 1
        self._transport.sendto(datagram)

    def datagram_received(self, data: bytes, addr: object) -> None:
        """An answer, or noise."""
        cookie, _, raw = data.partition(b" ")
        waits = self._waiting.get(cookie)
        if waits is not None and not waits.answer.done():
            waits.answer.set_result(raw)

    def error_received(self, exc: Exception) -> None:
        """Nobody listens there (yet): asked again until the time is up."""
