"""One conversation with a mail server that hands us mail, in SMTP or LMTP, by aiosmtpd; what it lacks is here.

- The body is read in large pieces up to its end, within a time and a size: aiosmtpd reads line by line, keeps a line that never
  ends, and refuses lines of more than a thousand characters, which real mail has.
- A body over the limit is heard out up to twice the limit, so that its sender is told; then the line is cut.
- VRFY, EXPN and AUTH tell nobody anything; HELP lists what there is.
"""

import asyncio
import re
from collections import defaultdict
from ssl import SSLContext
from typing import Any, NamedTuple, NoReturn, Protocol

from aiosmtpd.smtp import SMTP, syntax

COMMAND_CHARACTERS_MAX = 2_048
"""Room for an address of 320 characters, quoted, and the options that servers put behind it."""

PIECE_BYTES = 1 << 20
"""What is read at once."""

GOODBYE_SECONDS_MAX = 2

PLAIN_ADDRESS = re.compile(r"<([^\s<>\"\\(),:;@\[\]]{1,64}@[^\s<>\"\\(),:;@\[\]]{1,255})>((?: .*)?)")

TIMES_MAX = {
    "*": 100, "MAIL": 100_000, "RCPT": 1_000_000, "DATA": 100_000, "RSET": 100_000, "NOOP": 10_000, "AUTH": 3, "VRFY": 10,
}  # fmt: skip
"""How often a command may come on one connection: mail in any number, anything else as a program would."""


class SessionLimits(NamedTuple):
    """bytes_max: of one mail. seconds_max: for one mail to come in; silence is cut after a fifth of it."""

    bytes_max: int
    seconds_max: float

    @property
    def silence_seconds_max(self) -> float:
        """How long nothing may be said."""
        return self.seconds_max / 5


class House(Protocol):
    """Who takes the mail, as a connection sees it; beside this it has aiosmtpd's own hooks (`handle_RCPT`, `handle_DATA`)."""

    def entered(self, session: "SmtpSession") -> None:
        """The connection is there."""

    def left(self, session: "SmtpSession") -> None:
        """The connection is gone."""

    def has_room(self, session: "SmtpSession", size: int) -> bool:
        """Whether this much of a body may be held for the connection."""


class SmtpSession(SMTP):
    """A connection in SMTP. settled: whether no mail of it waits for its answer."""

    line_length_limit = PIECE_BYTES

    def __init__(self, house: House, hostname: str, limits: SessionLimits, tls: SSLContext | None) -> None:
        # The library has one such table for all connections and makes it larger with every greeting.
        self.command_size_limits: dict[str, int] = defaultdict(lambda: COMMAND_CHARACTERS_MAX)
        self.limits = limits
        self.house = house
        self.settled = asyncio.Event()
        self.settled.set()
        super().__init__(
            house, data_size_limit=limits.bytes_max, enable_SMTPUTF8=True, hostname=hostname, ident="Hoolin",
            tls_context=tls, timeout=limits.silence_seconds_max, auth_exclude_mechanism=("LOGIN", "PLAIN"),
            command_call_limit=TIMES_MAX, loop=asyncio.get_running_loop(),
        )  # fmt: skip

    @property
    def mail(self) -> Any:
        """The envelope as it is so far."""
        return self.envelope

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """The line stands, or is now encrypted."""
        super().connection_made(transport)
        self.house.entered(self)

    def connection_lost(self, error: Exception | None) -> None:
        """The line is gone, and with it what was being said."""
        self.settled.set()
        self.house.left(self)
        super().connection_lost(error)

    def hang_up(self) -> None:
        """Close the line once everything said is on its way; a peer that does not listen is not waited for."""
        if isinstance(transport := self.transport, asyncio.WriteTransport):
            transport.close()
            self.loop.call_later(GOODBYE_SECONDS_MAX, transport.abort)

    def _timeout_cb(self) -> None:
        """Too slow. The library would wait for the peer to read what was said."""
        if isinstance(self.transport, asyncio.WriteTransport):
            self.transport.abort()

    async def send_away(self, status: str) -> NoReturn:
        """A last word, and the end of the conversation."""
        await self.push(status)
        self.hang_up()
        raise asyncio.CancelledError

    @syntax("DATA")
    async def smtp_DATA(self, arg: str | None) -> None:
        """Take one mail: its body up to the lone dot, then whatever the house says of it."""
        if await self.check_helo_needed():
            return
        if arg or not self.mail.rcpt_tos:
            await self.push("501 Syntax: DATA" if arg else "503 5.5.1 Error: need RCPT command")
            return
        await self.push("354 End data with <CR><LF>.<CR><LF>")
        self._reset_timeout(self.limits.seconds_max)
        body = await self._body()
        self.settled.clear()
        if isinstance(body, str):
            status = self.each(body)
        else:
            self.mail.content = self.mail.original_content = body
            status = await self._call_handler_hook("DATA")
        self.house.has_room(self, 0)
        self._set_post_data_state()  # type: ignore[no-untyped-call]
        self._reset_timeout()
        await self.push(status)
        self.settled.set()

    def each(self, status: str) -> str:
        """A reply to a whole mail."""
        return status

    async def _body(self) -> bytes | str:
        """The body, its doubled dots made single; or the reply, when it was too large for the limit or for the moment."""
        reader = self._reader
        # The end of the command's own line is put back: so a lone dot is found even where it is the first line.
        reader._buffer[:0] = b"\r\n"  # type: ignore[attr-defined]
        body, size, ended, refusal = bytearray(), -5, False, ""
        while not ended:
            try:
                piece, ended = await reader.readuntil(b"\r\n.\r\n"), True
            except asyncio.LimitOverrunError as more:
                piece = await reader.readexactly(max(1, min(more.consumed, PIECE_BYTES)))
            size += len(piece)
            if size > self.limits.bytes_max:
                refusal = "552 5.3.4 Error: message too large"
            elif not refusal and not self.house.has_room(self, size):
                refusal = "452 4.3.1 Too much mail at once, come again later"
            if not refusal:
                body += piece
                continue
            body.clear()
            if size > 2 * self.limits.bytes_max:
                await self.send_away(refusal)
        if refusal:
            return refusal
        # In place, and without a copy that is not needed: everybody else waits while this is done to a large mail.
        del body[-3:]
        if b"\r\n." in body:
            body = body.replace(b"\r\n.", b"\r\n")
        del body[:2]
        return bytes(body)

    def _getaddr(self, arg: str) -> tuple[str | None, str | None]:
        """An address and what stands behind it. The library's parser takes a third of a mail's whole time; nearly all are plain."""
        if plain := PLAIN_ADDRESS.fullmatch(arg):
            return plain[1], plain[2]
        address, rest = super()._getaddr(arg)
        return address, rest

    async def smtp_VRFY(self, arg: str | None) -> None:
        """Nobody is told which addresses there are."""
        await self.push("502 5.5.1 VRFY is not answered here")

    async def smtp_AUTH(self, arg: str | None) -> None:
        """There is nothing to log in to."""
        await self.push("502 5.5.1 AUTH is not offered here")


class LmtpSession(SmtpSession):
    """A connection in LMTP: the same, with another greeting; after a mail there is one reply for each recipient."""

    def each(self, status: str) -> str:
        """The same reply for every recipient."""
        return "\r\n".join(status for _ in self.mail.rcpt_tos)

    @syntax("LHLO hostname")
    async def smtp_LHLO(self, arg: str) -> None:
        """The greeting."""
        await super().smtp_EHLO(arg)

    async def smtp_HELO(self, hostname: str) -> None:
        """Not known in LMTP."""
        await self.push('500 5.5.1 Error: command "HELO" not recognized')

    async def smtp_EHLO(self, hostname: str) -> None:
        """Not known in LMTP."""
        await self.push('500 5.5.1 Error: command "EHLO" not recognized')


class Full(asyncio.Protocol):
    """A connection beyond the limit: asked to come later."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Say so, and hang up."""
        if isinstance(transport, asyncio.WriteTransport):
            transport.write(b"421 4.3.2 Too many connections, come again later\r\n")
        transport.close()
