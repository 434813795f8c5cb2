"""The SMS channel: all accounts of a site, as the house sees them.

- Coming in: kept, then answered (`intake`); understood from what was kept, parts put together (`reassembly`).
- Going out: one part after another, each within the account's window and pace. All parts accepted: accepted. The first refused:
  rejected. Something in between, or no answer to what was written: unknown.
- "Too fast" and "full" mean that nothing was taken: the message comes again later. Between parts we wait for it ourselves.
"""

import asyncio
from collections.abc import Mapping

from hoolin.channels.sms import compose, numbers, pdu
from hoolin.channels.sms.checks import findings
from hoolin.channels.sms.heard import digest, piece, text_of
from hoolin.channels.sms.intake import Intake, ident_of
from hoolin.channels.sms.line import Line
from hoolin.channels.sms.link import Cut, Link, NoAnswer
from hoolin.channels.sms.manifest import PARTS_WAIT_S_MAX, SmsAccount
from hoolin.channels.sms.parts import plan
from hoolin.channels.sms.pdu import Command, Message, Pdu
from hoolin.channels.sms.reassembly import Belongs, Part, Reassembly, Unfinished, Whole
from hoolin.channels.sms.receipts import answered_id, is_receipt, read_receipt
from hoolin.channels.sms.statuses import LATER, NOT_BOUND, OK, name
from hoolin.channels.written import (
    Address,
    File,
    Finding,
    Heard,
    Outgoing,
    Passed,
    Raw,
    Reported,
    Sent,
    Surroundings,
    Understood,
    Waiting,
)  # fmt: skip
from hoolin.core.errors import NotFound, NotReached
from hoolin.core.interaction.commands import Letter
from hoolin.core.limits import MESSAGE_CHARACTERS_MAX

GAP = "[…]"
"""Stands for a part that never came."""


class Door:
    """One account: its line and its intake."""

    def __init__(self, code: str, account: SmsAccount, around: Surroundings) -> None:
        self.account = account
        self.reassembly = Reassembly(account.unfinished_minutes * 60_000)
        self.intake = Intake(code, account, around, self.reassembly)
        self.around = around
        self.line = Line(account, self)

    def came(self, link: Link, what: Pdu) -> None:
        """A deliver_sm or data_sm came."""
        self.intake.came(link, what)

    def came_late(self, link: Link, answer: Pdu, mark: str) -> None:
        """An answer came after its time-out."""
        self.intake.came_late(answer, mark)

    def bound(self, link: Link) -> None:
        """A connection is bound."""
        self.intake.repeats.bound(self.around.now())

    def broke(self, link: Link) -> None:
        """A connection ended."""
        self.intake.repeats.broke(link.number, self.around.now())


class SmsGateway:
    """SMS, for all accounts of a site. Made outside the loop; started in it."""

    def __init__(self, around: Surroundings, accounts: Mapping[str, SmsAccount]) -> None:
        self.around = around
        self.accounts = dict(accounts)
        self._doors: dict[str, Door] = {}

    async def start(self) -> None:
        """Connect all accounts; what fails goes on by itself."""
        for code in self.accounts:
            self._door(code).line.start()

    async def stop(self) -> None:
        """Let go of everything."""
        doors, self._doors = list(self._doors.values()), {}
        await asyncio.gather(*(door.intake.stop() for door in doors))
        await asyncio.gather(*(door.line.stop() for door in doors))

    async def bound(self, code: str, seconds: float = 10.0) -> bool:
        """Whether an account is wholly bound within so many seconds."""
        door = self._door(code)
        for _ in range(max(1, int(seconds * 50))):
            if door.line.wholly_bound():
                return True
            await asyncio.sleep(0.02)
        return False

    async def check(self, account: str) -> tuple[Finding, ...]:
        """Connect and bind, unless we are bound: an SMSC may know but one of us."""
        return await findings(self._door(account).line)

    def _door(self, code: str) -> Door:
        if code not in self._doors:
            if code not in self.accounts:
                raise NotFound("account", account=code)
            self._doors[code] = Door(code, self.accounts[code], self.around)
        return self._doors[code]

    # ── what comes in ───────────────────────────────────────────────────────────────────────────────────────────────

    async def understand(self, raw: Raw) -> tuple[Understood, ...]:
        """What an input means. Raises Malformed for a PDU that cannot be read."""
        door = self._door(raw.account)
        what = pdu.read(raw.body)
        if what.command & pdu.RESPONSE:
            return (self._late(door, what, raw),)
        message = pdu.read_message(what.command, what.body)
        if is_receipt(message):
            return (self._receipt(door, message, raw),)
        return (await self._message(door, message, raw),)

    def _late(self, door: Door, what: Pdu, raw: Raw) -> Understood:
        ours = raw.envelope.get("ours", "")
        if what.command != Command.SUBMIT_SM_RESP or not ours:
            return Passed(why="late_answer")
        if what.status != OK:
            return Reported(state="failed", ours=ours, code=name(what.status))
        return Reported(
            state="accepted", ours=ours, reference=answered_id(pdu.read_message_id(what.body), door.account.id_form)
        )

    def _receipt(self, door: Door, message: Message, raw: Raw) -> Understood:
        read = read_receipt(message, door.account.id_form)
        ours = raw.envelope.get("ours", "")
        if read is None:
            return Passed(why="receipt_without_id")
        if read.state is None:
            return Passed(why="receipt_says_nothing")
        last = raw.envelope.get("last", "")
        if last and read.state != "failed":
            return Passed(why="receipt_of_a_part")
        return Reported(state=read.state, ours=ours, reference=last or read.id, code=read.code)

    async def _message(self, door: Door, message: Message, raw: Raw) -> Understood:
        one = piece(message, door.account)
        if one.place is None:
            if one.codec == "binary":
                return Passed(why="binary")
            return self._heard(door, message, raw.key, text_of([one], door.account))
        part = Part(
            ident=ident_of(raw.account, door.account, message, one.place), place=one.place, piece=one, key=raw.key,
            digest=digest(message, one.place), at=raw.at,
        )  # fmt: skip
        anchor = raw.envelope.get("text", raw.key)
        if not door.reassembly.knows(part) and await self.around.was_heard(raw.account, text_key(anchor)):
            return Passed(why="part")
        found = door.reassembly.add(part, anchor, self.around.now())
        match found:
            case Belongs():
                return Passed(why="part")
            case Unfinished(until=until):
                return Waiting(until=until)
            case Whole():
                return self._whole(door, message, found)

    def _whole(self, door: Door, message: Message, whole: Whole) -> Understood:
        there = [one for one in whole.pieces if one is not None]
        if all(one.codec == "binary" for one in there):
            return Passed(why="binary")
        if len(there) == len(whole.pieces):
            return self._heard(door, message, text_key(whole.key), text_of(there, door.account))
        # With gaps each piece is read alone: joining over a gap would pair what does not belong together.
        shown = [GAP if one is None else text_of([one], door.account) for one in whole.pieces]
        return self._heard(door, message, text_key(whole.key), " ".join(shown))

    def _heard(self, door: Door, message: Message, key: str, text: str) -> Understood:
        sender = Address(kind="phone", value=numbers.comparable(message.source, door.account.country)[:100])
        if not text.strip():
            return Passed(why="empty")
        if len(text) <= MESSAGE_CHARACTERS_MAX:
            return Heard(key=key, sender=sender, text=text)
        all_of_it = File(name="message.txt", media_type="text/plain", body=text.encode())
        return Heard(
            key=key,
            sender=sender,
            text=text[:MESSAGE_CHARACTERS_MAX],
            letter=Letter(shortened=True),
            files=(all_of_it,),
        )

    # ── what goes out ───────────────────────────────────────────────────────────────────────────────────────────────

    async def send(self, out: Outgoing) -> Sent:
        """One attempt. Raises NotReached when nothing has left the house, or when the SMSC said "later" to the first part."""
        door = self._door(out.account)
        account = door.account
        to = numbers.destination(out.to.value)
        if to is None:
            return Sent("rejected", "no_number")
        if out.files:
            return Sent("rejected", "no_files_in_sms")
        planned = plan(out.text, account.transliterate, account.alphabet, account.concatenation)
        if not planned.texts:
            return Sent("rejected", "empty")
        if len(planned.texts) > account.parts_max:
            return Sent("rejected", "too_long")
        if account.user_reference:
            door.intake.sending(compose.reference_of(out.delivery), to.digits, out.delivery)
        bodies = compose.bodies(planned, to, out.delivery, account)
        return await _send(door, bodies, out.delivery)


def text_key(anchor: str) -> str:
    """The key under which a text in parts is heard."""
    return f"text/{anchor}"


async def _send(door: Door, bodies: list[bytes], delivery: str) -> Sent:
    """All parts, one after another."""
    ids: list[str] = []
    # A late answer tells the fate of the whole message only when it is the only part.
    mark = delivery if len(bodies) == 1 else ""
    for body in bodies:
        try:
            answer = await (_insist(door, body) if ids else _once(door, body, mark))
        except NotReached as problem:
            if not ids:
                raise
            return Sent("unknown", f"{len(ids)} of {len(bodies)} parts accepted, then {problem.code}"[:100])
        except (NoAnswer, Cut) as problem:
            code = "no_answer" if isinstance(problem, NoAnswer) else "connection_lost"
            return Sent("unknown", f"{len(ids)} of {len(bodies)} parts accepted, then {code}" if ids else code)
        if answer.status != OK:
            word = name(answer.status)
            if not ids:
                return Sent("rejected", word)
            return Sent("unknown", f"{len(ids)} of {len(bodies)} parts accepted, then {word}"[:100])
        ids.append(answered_id(pdu.read_message_id(answer.body), door.account.id_form))
    if len(ids) > 1:
        door.intake.parts_accepted(ids)
    return Sent("accepted", "", ids[-1])


async def _once(door: Door, body: bytes, mark: str = "") -> Pdu:
    """One part. Raises NotReached also when the SMSC did not take it and says that it may later."""
    answer = await door.line.submit(body, mark)
    if answer.status == OK:
        door.line.pace.well()
    elif answer.status in LATER:
        door.line.pace.too_fast()
        raise NotReached("throttled", status=name(answer.status))
    elif answer.status == NOT_BOUND:
        raise NotReached("not_bound")
    return answer


async def _insist(door: Door, body: bytes) -> Pdu:
    """A later part: what was surely not taken is sent again for a while, so that a text is not left half said."""
    loop = asyncio.get_running_loop()
    until = loop.time() + PARTS_WAIT_S_MAX
    while True:
        try:
            return await _once(door, body)
        except NotReached:
            if loop.time() > until:
                raise
            await asyncio.sleep(0.1)
