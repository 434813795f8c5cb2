"""Asking rtpengine over its `ng` protocol: one datagram each way, a cookie that ties them together.

- A question is sent again until it is answered or its time is up. rtpengine knows a cookie for some seconds and gives the same
  answer again, so a question that was heard twice is done once.
- An answer for nobody (late, twice, not ours) is dropped.
- An error that it answers is told as whose fault it is: a call it does not know is NotFound, the rest is PeerError.
"""

import asyncio
import secrets
from collections.abc import Mapping
from typing import Final

from hoolin.channels.voice.media import bencode
from hoolin.channels.voice.media.port import ANSWER_S_MAX
from hoolin.core.errors import Malformed, NotFound, NotReached, PeerError, TooLarge

AGAIN_S: Final = (0.2, 0.4, 0.8, 1.6)
"""Pauses before a question is sent again. An answer takes a millisecond or two; a lost one should not be heard."""

PING_S_MAX: Final = 1.0
"""How long an engine may take to say that it is there."""

DATAGRAM_BYTES_MAX: Final = 65_000
"""What fits into one datagram, with a little room."""

COOKIE_BYTES: Final = 6
"""Random bytes that tell our questions from those of whoever asked on this port before us."""

_NOT_THERE: Final = ("unknown call-id", "from-tag given, but", "no monologue matching", "no participant party")
"""How its errors begin that mean: there is no such call, or no such leg in it."""

Reply = dict[str, bencode.Read]


class NgClient(asyncio.DatagramProtocol):
    """Asks one rtpengine. asked, sent: questions, and datagrams that they took."""

    def __init__(self, host: str, port: int) -> None:
        self.host = host
        self.port = port
        self.asked = 0
        self.sent = 0
        self._transport: asyncio.DatagramTransport | None = None
        self._waiting: dict[bytes, asyncio.Future[Reply]] = {}
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
        for answer in waiting.values():
            if not answer.done():
                answer.set_exception(NotReached("media_engine"))

    async def ask(
        self, command: str, said: Mapping[str, bencode.Value] | None = None, *, seconds: float = ANSWER_S_MAX
    ) -> Reply:
        """What rtpengine answers. Names in `said` are written with hyphens. Raises NotReached without an answer in time,
        NotFound, TooLarge, Malformed, PeerError.
        """
        question = {"command": command, **{name.replace("_", "-"): value for name, value in (said or {}).items()}}
        raw = bencode.write(question)
        if len(raw) > DATAGRAM_BYTES_MAX:
            raise TooLarge("media_question", bytes=len(raw), most=DATAGRAM_BYTES_MAX)
        self.asked += 1
        cookie = b"%b-%d" % (self._prefix, self.asked)
        answer: asyncio.Future[Reply] = asyncio.get_running_loop().create_future()
        self._waiting[cookie] = answer
        try:
            async with asyncio.timeout(seconds):
                return _well(await self._answered(b"%b %b" % (cookie, raw), answer))
        except TimeoutError as why:
            raise NotReached("media_engine", command=command) from why
        finally:
            self._waiting.pop(cookie, None)

    async def _answered(self, datagram: bytes, answer: asyncio.Future[Reply]) -> Reply:
        for pause in AGAIN_S:
            self._send(datagram)
            done, _ = await asyncio.wait((answer,), timeout=pause)
            if done:
                return answer.result()
        self._send(datagram)
        return await answer

    def _send(self, datagram: bytes) -> None:
        if self._transport is None:
            raise NotReached("media_engine")
        self.sent += 1
        self._transport.sendto(datagram)

    async def alive(self) -> bool:
        """Whether it answers now."""
        try:
            return (await self.ask("ping", seconds=PING_S_MAX)).get("result") == b"pong"
        except PeerError:
            return False

    def datagram_received(self, data: bytes, addr: object) -> None:
        """An answer, or noise."""
        cookie, _, raw = data.partition(b" ")
        answer = self._waiting.get(cookie)
        if answer is None or answer.done():
            return
        try:
            value = bencode.read(raw)
        except Malformed as why:
            answer.set_exception(why)
            return
        if isinstance(value, dict):
            answer.set_result(value)
        else:
            answer.set_exception(Malformed("media_answer"))

    def error_received(self, exc: Exception) -> None:
        """Nobody listens there (yet): asked again until the time is up."""


def _well(reply: Reply) -> Reply:
    """The reply, unless it is an error."""
    if reply.get("result") in (b"ok", b"pong"):
        return reply
    reason = reply.get("error-reason", b"")
    said = reason.decode("utf-8", "replace")[:200] if isinstance(reason, bytes) else ""
    if said.lower().startswith(_NOT_THERE):
        raise NotFound("media_call", why=said)
    raise PeerError("media_engine_refuses", why=said)
