"""One connection to an SMSC: bytes in and out, answers to questions, and whether the other side is there.

- A request is answered, not answered in time (NoAnswer), or cut off (Cut); what was written may have arrived in the last two.
- What comes in is handed on in order; while too much of it is unanswered, nothing more is read.
- After a length that cannot be, the connection ends: nobody can tell where the next PDU begins.
"""

import asyncio
import logging
import ssl
from collections import OrderedDict
from contextlib import suppress
from dataclasses import dataclass
from typing import Protocol, cast

from hoolin.channels.sms import pdu
from hoolin.channels.sms.manifest import CONNECT_S_MAX, GOODBYE_S_MAX, INPUTS_AT_ONCE_MAX, SmsAccount
from hoolin.channels.sms.pdu import Command, Pdu
from hoolin.channels.sms.statuses import INVALID_COMMAND, OK
from hoolin.core.errors import Malformed

log = logging.getLogger(__name__)

LATE_MAX = 1_000
"""Requests whose answer did not come in time, remembered in case it comes late."""

TICK_S = 0.25
"""How often time-outs are looked for, at the least."""


class NoAnswer(Exception):
    """No answer came in time."""


class Cut(Exception):
    """The connection ended before the answer came."""


class Refused(Exception):
    """The SMSC refused our bind."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class Hearer(Protocol):
    """Who a link hands on to."""

    def came(self, link: "Link", what: Pdu) -> None:
        """A deliver_sm or data_sm came. It is answered with `Link.answer`, once."""

    def came_late(self, link: "Link", answer: Pdu, mark: str) -> None:
        """An answer came after its time-out. mark: what the request was written with."""

    def lost(self, link: "Link") -> None:
        """The connection ended, however it did."""


@dataclass(slots=True)
class Asked:
    """A request on its way. due: loop time. mark: what a late answer is known by."""

    answer: asyncio.Future[Pdu]
    due: float
    mark: str


class Link(asyncio.Protocol):
    """One connection. number: tells connections of a process apart."""

    def __init__(self, account: SmsAccount, hearer: Hearer, number: int = 0) -> None:
        self.account = account
        self.hearer = hearer
        self.number = number
        self.bound = False
        self.closed = asyncio.Event()
        self._loop = asyncio.get_running_loop()
        self._transport: asyncio.Transport | None = None
        self._frames = pdu.Frames()
        self._sequence = 0
        self._asked: dict[int, Asked] = {}
        self._late: OrderedDict[int, str] = OrderedDict()
        self._heard_at = self._loop.time()
        self._enquiring = False
        self._inputs = 0
        self._clogged = False
        self._holding = False
        self._ticking: asyncio.TimerHandle | None = None

    async def connect(self, command: Command) -> None:
        """Connect and bind. Raises OSError (ssl.SSLError among them), TimeoutError, Refused, NoAnswer, Cut."""
        account = self.account
        tls = await self._loop.run_in_executor(None, tls_of, account)
        async with asyncio.timeout(CONNECT_S_MAX):
            await self._loop.create_connection(lambda: self, account.host, account.port, ssl=tls)
        body = pdu.write_bind(
            system_id=account.system_id, password=account.password, system_type=account.system_type,
            address_range=account.address_range,
        )  # fmt: skip
        answer = await self.request(command, body, seconds=CONNECT_S_MAX)
        if answer.status != OK:
            await self.goodbye(polite=False)
            raise Refused(answer.status)
        self.bound = not self.closed.is_set()
        if not self.bound:
            raise Cut

    # ── we ask ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def request(
        self, command: int, body: bytes = b"", *, seconds: float | None = None, mark: str = ""
    ) -> asyncio.Future[Pdu]:
        """Write a request at once; the answer, a generic_nack included, comes with the future. Raises Cut when nothing was written."""
        if self._transport is None or self._transport.is_closing():
            raise Cut
        self._sequence = self._next(self._sequence)
        answer: asyncio.Future[Pdu] = self._loop.create_future()
        due = self._loop.time() + (self.account.answer_seconds if seconds is None else seconds)
        self._asked[self._sequence] = Asked(answer, due, mark)
        # Written one by one: the other side then works on the first while we make the next.
        self._transport.write(pdu.write(command, self._sequence, body))
        return answer

    def _next(self, sequence: int) -> int:
        sequence = sequence % pdu.SEQUENCE_MAX + 1
        while sequence in self._asked:
            sequence = sequence % pdu.SEQUENCE_MAX + 1
        return sequence

    async def alive(self) -> bool:
        """Whether the SMSC answers now."""
        try:
            return (await self.request(Command.ENQUIRE_LINK, seconds=CONNECT_S_MAX)).status == OK
        except (Cut, NoAnswer):
            return False

    async def goodbye(self, *, polite: bool = True) -> None:
        """End the connection; politely with an unbind, whose answer is not waited for long."""
        if polite and self.bound:
            self.bound = False
            with suppress(Cut, NoAnswer):
                await self.request(Command.UNBIND, seconds=GOODBYE_S_MAX)
        self.bound = False
        if self._transport is not None:
            self._transport.close()
            self._loop.call_later(GOODBYE_S_MAX, self._transport.abort)
            await self.closed.wait()

    # ── they ask ────────────────────────────────────────────────────────────────────────────────────────────────────

    def answer(self, what: Pdu, status: int) -> bool:
        """Answer what came; False when the connection is gone."""
        self._inputs -= 1
        if self._transport is None or self._transport.is_closing():
            return False
        self._hold_or_read()
        # The answer's message_id is unused in an answer to deliver_sm, and must be there all the same.
        self._transport.write(pdu.write(what.command | pdu.RESPONSE, what.sequence, b"\0", status))
        return True

    def _take(self, what: Pdu) -> None:
        if what.command & pdu.RESPONSE:
            self._answered(what)
        elif what.command in (Command.DELIVER_SM, Command.DATA_SM):
            self._inputs += 1
            self._hold_or_read()
            self.hearer.came(self, what)
        elif what.command == Command.ENQUIRE_LINK:
            self._write(Command.ENQUIRE_LINK_RESP, what.sequence)
        elif what.command == Command.UNBIND:
            self.bound = False
            self._write(Command.UNBIND_RESP, what.sequence)
            if self._transport is not None:
                self._transport.close()
        elif what.command not in (Command.ALERT_NOTIFICATION, Command.OUTBIND):
            self._write(Command.GENERIC_NACK, what.sequence, INVALID_COMMAND)

    def _answered(self, what: Pdu) -> None:
        asked = self._asked.pop(what.sequence, None)
        if asked is not None:
            if not asked.answer.done():
                asked.answer.set_result(what)
            elif asked.mark:
                # Whoever asked has given up before its time-out; the answer is worth knowing all the same.
                self.hearer.came_late(self, what, asked.mark)
        elif mark := self._late.pop(what.sequence, ""):
            self.hearer.came_late(self, what, mark)

    def _write(self, command: int, sequence: int, status: int = OK) -> None:
        if self._transport is not None:
            self._transport.write(pdu.write(command, sequence, b"", status))

    # ── the connection ──────────────────────────────────────────────────────────────────────────────────────────────

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Open."""
        # A faster loop's transport is one in all but its class.
        self._transport = cast(asyncio.Transport, transport)
        self._tick()

    def data_received(self, data: bytes) -> None:
        """Bytes came."""
        self._heard_at = self._loop.time()
        try:
            for one in self._frames.feed(data):
                self._take(one)
        except Malformed:
            log.warning("%s sent what is no SMPP; the connection is made anew", self.account)
            if self._transport is not None:
                self._transport.abort()

    def pause_writing(self) -> None:
        """The other side does not read: nothing more is read from it, so that it asks for no more answers."""
        self._clogged = True
        self._hold_or_read()

    def resume_writing(self) -> None:
        """It reads again."""
        self._clogged = False
        self._hold_or_read()

    def _hold_or_read(self) -> None:
        hold = self._clogged or self._inputs >= (INPUTS_AT_ONCE_MAX // 2 if self._holding else INPUTS_AT_ONCE_MAX)
        if hold != self._holding and self._transport is not None and not self._transport.is_closing():
            self._holding = hold
            (self._transport.pause_reading if hold else self._transport.resume_reading)()

    def connection_lost(self, problem: Exception | None) -> None:
        """Closed."""
        self.bound = False
        if self._ticking is not None:
            self._ticking.cancel()
        for asked in self._asked.values():
            if not asked.answer.done():
                asked.answer.set_exception(Cut())
                asked.answer.exception()  # nobody may be waiting any more
        self._asked.clear()
        self.closed.set()
        self.hearer.lost(self)

    def _tick(self) -> None:
        now = self._loop.time()
        # The dictionary is in order of asking; all but a few have the same time-out, so the look is short.
        for sequence in [number for number, asked in self._asked.items() if asked.due <= now]:
            asked = self._asked.pop(sequence)
            if asked.mark:
                self._late[sequence] = asked.mark
                if len(self._late) > LATE_MAX:
                    self._late.popitem(last=False)
            if not asked.answer.done():
                asked.answer.set_exception(NoAnswer())
                asked.answer.exception()  # nobody may be waiting any more
        self._enquire(now)
        self._ticking = self._loop.call_later(min(TICK_S, self.account.answer_seconds / 4), self._tick)

    def _enquire(self, now: float) -> None:
        if not self.bound or self._enquiring or now - self._heard_at < self.account.enquire_seconds:
            return
        self._enquiring = True
        self.request(Command.ENQUIRE_LINK).add_done_callback(self._enquired)

    def _enquired(self, answer: asyncio.Future[Pdu]) -> None:
        self._enquiring = False
        if not answer.cancelled() and isinstance(answer.exception(), NoAnswer) and self._transport is not None:
            log.warning("%s does not answer; the connection is made anew", self.account)
            self._transport.abort()


def tls_of(account: SmsAccount) -> ssl.SSLContext | None:
    """How the connection is encrypted; blocking. Raises OSError for a file of authorities that cannot be read."""
    return ssl.create_default_context(cafile=account.ca_file or None) if account.tls else None
