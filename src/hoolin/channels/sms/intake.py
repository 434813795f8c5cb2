"""What comes from an SMSC, on its way to disk: the raw input with its key, and the answer once it is kept.

The answer to a deliver_sm is written after `keep` has returned, never before; when we cannot keep it the SMSC is told to come again.
"""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Coroutine
from hashlib import sha256
from typing import Any

from hoolin.channels.sms import pdu, repeats
from hoolin.channels.sms.heard import Place, digest, piece
from hoolin.channels.sms.link import Link
from hoolin.channels.sms.manifest import SmsAccount
from hoolin.channels.sms.numbers import comparable
from hoolin.channels.sms.pdu import Message, Pdu, Tag
from hoolin.channels.sms.reassembly import Ident, Reassembly
from hoolin.channels.sms.receipts import is_receipt, read_receipt
from hoolin.channels.sms.repeats import Repeats
from hoolin.channels.sms.statuses import OK, TEMPORARY
from hoolin.channels.written import Raw, Surroundings
from hoolin.core.errors import Malformed

log = logging.getLogger(__name__)

ORDINALS_MAX = 200
"""The same words of the same person within one stretch of time, over restarts; beyond it they are taken for a repetition."""

DAY_MS = 86_400_000

REMEMBERED_MAX = 10_000
"""Messages of ours, for receipts that repeat our reference or name an earlier part."""


class Intake:
    """Everything that comes in on one account."""

    def __init__(self, name: str, account: SmsAccount, around: Surroundings, reassembly: Reassembly) -> None:
        self.name = name
        self.account = account
        self.around = around
        self.reassembly = reassembly
        self.repeats = Repeats(account.repeat_seconds * 1000, around.now())
        self._tasks: set[asyncio.Task[None]] = set()
        self._closing = False
        self._references: OrderedDict[tuple[int, str], str] = OrderedDict()
        self._last_of: OrderedDict[str, str] = OrderedDict()

    # ── what we remember of what we sent ────────────────────────────────────────────────────────────────────────────

    def sending(self, reference: int, digits: str, delivery: str) -> None:
        """A delivery is about to go out with this reference of ours."""
        self._references[reference, digits] = delivery
        if len(self._references) > REMEMBERED_MAX:
            self._references.popitem(last=False)

    def parts_accepted(self, ids: list[str]) -> None:
        """A message of several parts was accepted under these ids; it is known by the last."""
        for one in ids[:-1]:
            self._last_of[one] = ids[-1]
            if len(self._last_of) > REMEMBERED_MAX:
                self._last_of.popitem(last=False)

    # ── what comes ──────────────────────────────────────────────────────────────────────────────────────────────────

    def came(self, link: Link, what: Pdu) -> None:
        """Keep it, then answer it. When we are about to end it is left unanswered: the SMSC brings it again."""
        if not self._closing:
            self._spawn(self._keep_and_answer(link, what))

    def came_late(self, answer: Pdu, mark: str) -> None:
        """Keep an answer to a message of ours that was given up for unknown."""
        raw = Raw(
            account=self.name, key=f"late/{mark}", body=answer.whole, envelope={"ours": mark}, at=self.around.now()
        )
        self._spawn(self._keep_late(raw))

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def stop(self) -> None:
        """Let what is being kept be kept."""
        self._closing = True
        if self._tasks:
            await asyncio.wait(list(self._tasks), timeout=5)
        for task in list(self._tasks):
            task.cancel()

    async def _keep_late(self, raw: Raw) -> None:
        try:
            await self.around.keep(raw)
        except Exception:
            log.exception("%s: a late answer could not be kept; its message stays unknown", self.account)

    async def _keep_and_answer(self, link: Link, what: Pdu) -> None:
        try:
            await self._keep(link, what)
        except Exception:
            log.exception("%s: a message could not be kept; the SMSC is asked to send it again", self.account)
            link.answer(what, TEMPORARY)

    async def _keep(self, link: Link, what: Pdu) -> None:
        now = self.around.now()
        try:
            message = pdu.read_message(what.command, what.body)
        except Malformed:
            await self.around.keep(Raw(account=self.name, key=odd_key(what, now), body=what.whole, at=now))
            link.answer(what, OK)
            return
        if is_receipt(message):
            await self.around.keep(self._receipt(what, message))
            link.answer(what, OK)
            return
        place = piece(message, self.account).place
        name = digest(message, place)
        guess = self.repeats.came(name, link.number, now)
        ident = ident_of(self.name, self.account, message, place) if place is not None else None
        while True:
            key = repeats.key(name, guess.said)
            envelope = {}
            if ident is not None and place is not None:
                envelope["text"] = self.reassembly.anchor(ident, place.number, name, key, now)
            fresh = await self.around.keep(Raw(account=self.name, key=key, body=what.whole, envelope=envelope, at=now))
            if not fresh and ident is not None:
                self.reassembly.withdraw(ident, key)
            if fresh or guess.settled or guess.said.ordinal >= ORDINALS_MAX:
                break
            guess.said.ordinal += 1
        if link.answer(what, OK):
            guess.said.answered = self.around.now()

    def _receipt(self, what: Pdu, message: Message) -> Raw:
        """A receipt, with what we know of the message that it is about."""
        envelope: dict[str, str] = {}
        read = read_receipt(message, self.account.id_form)
        key = f"dlr/{digest(message, None)}"
        if read is not None:
            # An SMSC's ids come round again one day; a receipt that is taken in twice says the same.
            key = f"dlr/{read.id}/{read.code}/{self.around.now() // DAY_MS}"
            if last := self._last_of.get(read.id):
                envelope["last"] = last
        reference = message.number(Tag.USER_MESSAGE_REFERENCE, 2)
        if reference is not None and (ours := self._references.get((reference, message.source.digits))):
            envelope["ours"] = ours
        return Raw(account=self.name, key=key[:400], body=what.whole, envelope=envelope, at=self.around.now())


def odd_key(what: Pdu, now: int) -> str:
    """The key of what cannot be read: the same when it is repeated within the day."""
    return f"odd/{sha256(what.body).hexdigest()[:40]}/{now // DAY_MS}"


def ident_of(name: str, account: SmsAccount, message: Message, place: Place) -> Ident:
    """Which parts belong together."""
    source, to = (comparable(one, account.country) for one in (message.source, message.destination))
    return (name, source, to, place.reference, place.total)
