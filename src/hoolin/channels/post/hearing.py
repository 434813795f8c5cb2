"""Somebody wrote: whose it is, which conversation it belongs to, and the commands that follow.

Never two people in one thread. Proof counts before likeness: our own token in an answer, then ids of earlier messages, and both
only for the address we wrote to or the same customer. What cannot be proved begins a conversation of its own; people can merge
customers, and undo it. A code brings case, language and place along, and joins no records by itself (see `channels/passes`).
"""

import asyncio
import re
from collections import OrderedDict
from collections.abc import Awaitable
from functools import partial
from typing import NamedTuple, cast

import msgspec

from hoolin.channels.asking import asked
from hoolin.channels.media import kept_as, shown_name
from hoolin.channels.passes import Carried, claimed, code_in
from hoolin.channels.port import Answer
from hoolin.channels.post.house import Known, PostHouse, Thread
from hoolin.channels.post.language import guess
from hoolin.channels.written import Address, Heard, Raw
from hoolin.core.delivery.commands import AddressInteraction
from hoolin.core.errors import HoolinError, Invalid, NotFound
from hoolin.core.interaction import commands as c
from hoolin.core.interaction import facts as f
from hoolin.core.limits import ATTACHMENTS_PER_MESSAGE_MAX
from hoolin.core.site.rules import Language

REFERENCES_REMEMBERED_MAX = 50_000
"""Ids of what was heard lately; older ones are looked up."""

ANSWERS_KEPT_MAX = 20
"""Ids of earlier messages that an answer of ours refers to."""

TRIES = 3
"""How often a message follows its customer when they were forgotten a moment ago."""


class Correspondent(msgspec.Struct, frozen=True, omit_defaults=True):
    """Where answers go, as the content of an address keeps it. answers: the provider's ids of what was heard, newest first;
    subject: of the thread.
    """

    to: Address
    thread: str = ""
    answers: tuple[str, ...] = ()
    subject: str = ""


class Event(NamedTuple):
    """One event of an input. number: which of its events, from 0."""

    channel: str
    raw: Raw
    input: str
    number: int
    heard: Heard


class Hearing:
    """Turns what was heard into commands. Events begin in order; `begin` gives what to wait for."""

    def __init__(self, house: PostHouse) -> None:
        self._house = house
        self._recent: OrderedDict[str, str] = OrderedDict()
        self._whose_recent: OrderedDict[str, str] = OrderedDict()
        self._identified: OrderedDict[str, None] = OrderedDict()
        self._begun: dict[str, asyncio.Future[str | None]] = {}

    async def begin(self, event: Event) -> Awaitable[str | None]:
        """Submit what the event asks for, if it was not heard before. What is given back ends with the customer whose words they are,
        once all of it is durable; None: nobody's any more. Raises Refusal, PeerError, Defect.
        """
        own = self._lookup(event, "event", event.heard.key)
        for lookup in (own, *(self._lookup(event, "reference", answer) for answer in event.heard.answers)):
            if (before := self._begun.get(lookup)) is not None:
                # What came with it, a moment ago, must be known before it can be told where this belongs.
                await asyncio.wait([before])
        heard_in = self._interaction_of(own)
        if heard_in is not None:
            return _whoever(self._customer_of(heard_in))
        begun = asyncio.ensure_future(await self._submit(event, TRIES))
        for lookup in (own, self._lookup(event, "reference", event.heard.reference or event.heard.key)):
            self._begun[lookup] = begun
            begun.add_done_callback(partial(self._has_ended, lookup))
        return begun

    def _has_ended(self, lookup: str, begun: asyncio.Future[str | None]) -> None:
        if self._begun.get(lookup) is begun:
            del self._begun[lookup]

    def was_heard(self, channel: str, account: str, key: str) -> bool:
        """Whether an event of this key has been taken in, on disk."""
        lookup = self._house.lookup(f"event/{channel}/{account}", key)
        return self._interaction_of(lookup) is not None

    async def _submit(self, event: Event, tries: int) -> Awaitable[str | None]:
        theirs = self._house.people.whose(event.heard.sender.kind, event.heard.sender.value)
        thread, proved = self._thread(event, theirs)
        carried = await self._carried(event) if thread is None else None
        written_to = self._written_to(event, theirs) if thread is None and carried is None else None
        thread = thread or written_to
        known = self._whose(event, theirs, thread, carried)
        try:
            files, names = await self._files(event, known.customer)
        except NotFound:
            return await self._submit(event, tries - 1) if tries else _whoever(None)
        marked = self._marked(event, theirs, proved)
        command = self._message(marked, known, thread, carried, (files, names))
        key = f"hear-{self._lookup(event, 'event', event.heard.key)}"
        # Asked for by the channel: after a crash the same event may be found to be another record's, by a merge for one.
        answer = asked(self._house.ask, command, f"channel:{event.channel}", key)
        if written_to is None:
            self._introduce(event, known, theirs, proved)
        return asyncio.ensure_future(self._finish(event, known, answer, tries))

    async def _finish(self, event: Event, known: Known, answer: Awaitable[Answer], tries: int) -> str | None:
        try:
            entries = (await answer).entries
        except NotFound:
            # Forgotten a moment ago: whoever writes now is somebody new.
            if not tries:
                raise
            return await (await self._submit(event, tries - 1))
        interaction = next(e.fact.interaction for e in entries if isinstance(e.fact, f.MessageReceived))
        # What was asked for before a crash stays whose it became then.
        begun = (e.fact.customer for e in entries if isinstance(e.fact, f.InteractionArrived))
        customer = next(begun, None) or self._customer_of(interaction) or known.customer
        _remember(self._whose_recent, interaction, customer)
        await self._address(event, customer, interaction)
        return customer

    def _customer_of(self, interaction: str) -> str | None:
        """Whom a conversation is with; of recent ones it is known before the read models have heard of them."""
        if (customer := self._whose_recent.get(interaction)) is not None:
            return customer
        thread = self._house.site.kept.interactions.get(interaction) or self._house.past.thread(interaction)
        return thread.customer if thread is not None else None

    # ── whose, and where ────────────────────────────────────────────────────────────────────────────────────────────

    def _whose(self, event: Event, theirs: Known, thread: Thread | None, carried: Carried | None) -> Known:
        """Whoever is proved by the thread; else whoever has the address. A code makes nobody another: it is a claim, for a person to
        confirm. Only a sender that may be forged, in the name of somebody we know, is at the word of its code and not of its name.
        """
        sender, people = event.heard.sender, self._house.people
        if thread is not None:
            return Known(thread.customer, identified=False, verified=False)
        known = theirs
        if not event.heard.apart:
            known = known._replace(customer=whose_is_under_way(self._house, known, event.channel))
        if claimed(carried, known.customer, people.shown_as) and known.verified and not sender.proven:
            return Known(cast(Carried, carried).customer, identified=False, verified=False)
        return known

    def _thread(self, event: Event, theirs: Known) -> tuple[Thread | None, bool]:
        """The conversation that the event belongs to, and whether our own token in it proves that. Ids of messages are seen by whoever gets a
        copy, and prove nothing.
        """
        heard = event.heard
        if heard.ours:
            thread = self._house.past.thread(heard.ours.rpartition(".m")[0])
            if thread is not None and self._fits(event, theirs, thread):
                return thread, True
        for reference in heard.answers:
            interaction = self._interaction_of(self._lookup(event, "reference", reference))
            thread = self._house.past.thread(interaction) if interaction is not None else None
            if thread is not None and self._fits(event, theirs, thread):
                return thread, False
        return None, False

    def _marked(self, event: Event, theirs: Known, proved: bool) -> Event:
        """A letter in the name of a proved address says so where it is not proved to be from there; it is heard all the same."""
        heard = event.heard
        sender = heard.sender
        if heard.letter is None or sender.proven or proved:
            return event
        if not theirs.verified:
            return event
        letter = msgspec.structs.replace(heard.letter, unproven=True)
        return event._replace(heard=msgspec.structs.replace(heard, letter=letter))

    def _written_to(self, event: Event, theirs: Known) -> Thread | None:
        """The conversation under way in which we write to this very address, because its customer said that it is theirs. Whoever answers
        there has had our words; that the address is that customer's, it does not prove.
        """
        house = self._house
        if event.heard.apart:
            return None
        for customer in theirs.said:
            shown = house.people.shown_as(customer)
            one = house.site.live_with(customer, event.channel) or house.site.live_with(shown, event.channel)
            where = house.outbox.address_of.get(one.interaction) if one is not None else None
            if one is None or where is None or where.account != event.raw.account:
                continue
            thread = Thread(one.interaction, one.customer, one.case, one.queue)
            if self._fits(event, theirs, thread):
                return thread
        return None

    def _fits(self, event: Event, theirs: Known, thread: Thread) -> bool:
        """Whether the sender is whom that conversation is with: the address we answer, or the same customer."""
        sender = event.heard.sender
        if theirs.customer == thread.customer:
            return True
        wrote_to = self.correspondent(thread.interaction)
        return wrote_to is not None and (wrote_to.to.kind, wrote_to.to.value) == (sender.kind, sender.value)

    def correspondent(self, interaction: str) -> Correspondent | None:
        """Where answers in a conversation go, or went."""
        known = self._house.outbox.address_of.get(interaction)
        found = self._house.store.look("post.address_of", (interaction,)) if known is None else ()
        address = known.address if known is not None else found[0]["address"] if found else ""
        body = self._house.store.contents([address]).get(address) if address else None
        return msgspec.json.decode(body, type=Correspondent) if body is not None else None

    def _lookup(self, event: Event, kind: str, value: str) -> str:
        return self._house.lookup(f"{kind}/{event.channel}/{event.raw.account}", value)

    def _interaction_of(self, lookup: str) -> str | None:
        recent = self._recent.get(lookup)
        if recent is not None:
            return recent
        found = self._house.store.look("post.by_reference", (lookup,))
        return found[0]["interaction"] if found else None

    # ── commands ────────────────────────────────────────────────────────────────────────────────────────────────────

    async def _carried(self, event: Event) -> Carried | None:
        """What somebody brings along who shows a code."""
        heard = event.heard
        code = code_in(heard.letter.subject if heard.letter is not None else "", heard.text)
        sender = f"{heard.sender.kind}/{heard.sender.value}"
        return await self._house.passes.show(code, event.channel, sender) if code is not None else None

    def _message(
        self, event: Event, known: Known, thread: Thread | None, carried: Carried | None,
        files: tuple[tuple[f.Attachment, ...], tuple[str, ...]],
    ) -> c.ReceiveMessage:  # fmt: skip
        heard = event.heard
        joins = not heard.apart and carried is None
        under_way = self._house.site.live_with(known.customer, event.channel) if joins else None
        language = carried.language if carried is not None else under_way.language if under_way is not None else None
        begins = self._arrival(event, known, thread, carried, language or self._language(heard, known))
        interaction = thread.interaction if thread is not None else under_way.interaction if under_way else None
        letter = msgspec.structs.replace(heard.letter, raw=event.input) if heard.letter is not None else None
        return c.ReceiveMessage(
            interaction=interaction or begins.interaction, key=self._lookup(event, "event", heard.key)[:64],
            text=heard.text, attachments=files[0], names=files[1], letter=letter, begins=begins,
        )  # fmt: skip

    def _arrival(
        self, event: Event, known: Known, thread: Thread | None, carried: Carried | None, language: Language
    ) -> c.Arrive:
        house, heard = self._house, event.heard
        case, prefers = house.past.case_of(known.customer) if not heard.apart else (None, None)
        if thread is not None and house.past.open_case(thread.case):
            case = thread.case
        if carried is not None:
            case = carried.case if house.past.open_case(carried.case) else case
        queue = thread.queue if thread is not None and thread.queue in house.site.kept.queues else ""
        return c.Arrive(
            interaction=house.new_id("i"), customer=known.customer, case=case or house.new_id("k"),
            channel=event.channel, language=language, prefers=prefers, queue=queue, apart=heard.apart,
            moves=carried.interaction if carried is not None else None,
            claims=claimed(carried, known.customer, house.people.shown_as),
        )  # fmt: skip

    def _language(self, heard: Heard, known: Known) -> Language:
        words = f"{heard.letter.subject if heard.letter else ''} {heard.text}"
        spoken = self._house.site.kept.rules.languages
        return heard.language or guess(words, self._house.people.record(known.customer).language, spoken)

    def _introduce(self, event: Event, known: Known, theirs: Known, proved: bool) -> None:
        """Note the address and the name, where they are new; nothing hangs on the answer. theirs: who has the address. proved: by what
        was shown with it.
        """
        house, sender = self._house, event.heard.sender
        mark = f"{known.customer}/{sender.kind}/{sender.value}"
        proven = sender.proven or proved
        on_record = known.identified and (known.verified or not proven)
        if not on_record and theirs.verified:
            # It is proved to be somebody's already, and an answer in their thread does not make it another's.
            on_record = True
        if not on_record and mark not in self._identified:
            _remember(self._identified, mark, None)
            try:
                command = house.people.identity(known.customer, sender.kind, sender.value, proven)
            except Invalid:
                return

            def noted(answer: object) -> None:
                if isinstance(answer, HoolinError):
                    self._identified.pop(mark, None)

            house.ask(command, f"customer:{known.customer}", f"identity-{house.new_id('x')}", noted)
        # In the thread of somebody whose address it is not proved to be, a letter gives nobody a name.
        named_by_them = proven or known.own == known.customer
        if (
            named_by_them
            and sender.name.strip()
            and not known.identified
            and not house.people.record(known.customer).named
        ):
            name = house.people.name(known.customer, re.sub(r"[\x00-\x1f]", " ", sender.name)[:200])
            house.ask(name, f"customer:{known.customer}", f"name-{house.new_id('x')}", _let_be)

    async def _address(self, event: Event, customer: str, interaction: str) -> None:
        heard = event.heard
        keys = (("event", heard.key), ("reference", heard.reference))
        lookups = tuple(dict.fromkeys(self._lookup(event, kind, value) for kind, value in keys if value))
        for lookup in lookups:
            _remember(self._recent, lookup, interaction)
        before = self.correspondent(interaction)
        answers: tuple[str, ...] = (heard.reference,) if heard.reference else ()
        if before is not None:
            answers = (answers + before.answers)[:ANSWERS_KEPT_MAX]
        subject = heard.letter.subject if heard.letter is not None else ""
        body = msgspec.json.encode(
            Correspondent(heard.sender, heard.thread, answers, (before.subject if before else "") or subject)
        )
        command = AddressInteraction(
            interaction=interaction, customer=customer, account=event.raw.account, address=self._house.new_id("a"),
            body=body, input=event.input, lookups=lookups,
        )  # fmt: skip
        answer = asked(self._house.ask, command, f"channel:{event.channel}", f"address-{event.input}-{event.number}")
        if answer.done():
            # We are too busy, or stop.
            await answer
        # Whatever is asked for from now on is decided after it: nobody need wait. Where it is refused, the customer was forgotten in this
        # very moment, and nobody is answered any more.
        answer.add_done_callback(_seen)

    async def _files(self, event: Event, customer: str) -> tuple[tuple[f.Attachment, ...], tuple[str, ...]]:
        """The files of an event, kept under its customer's key; the same event again keeps them once."""
        attachments, names = [], []
        for number, file in enumerate(event.heard.files[:ATTACHMENTS_PER_MESSAGE_MAX]):
            ending, media_type = kept_as(file.name, file.media_type)
            mark = self._house.lookup("file", f"{customer}/{event.input}/{event.number}/{number}")
            blob = f"b{mark[:32]}.{ending}"
            put = self._house.store.put
            await asyncio.get_running_loop().run_in_executor(None, put, blob, customer, file.body)
            attachments.append(f.Attachment(blob=blob, media_type=media_type, size=len(file.body)))
            names.append(shown_name(file.name))
        return tuple(attachments), tuple(names)


def whose_is_under_way(house: PostHouse, known: Known, channel: str) -> str:
    """Under which record somebody is talked with: what was under way when records were merged goes on as it began."""
    there = house.site.live_with(known.customer, channel)
    return known.own if there is None and house.site.live_with(known.own, channel) is not None else known.customer


def _remember(known: OrderedDict[str, str] | OrderedDict[str, None], key: str, value: str | None) -> None:
    known[key] = value  # type: ignore[assignment]
    if len(known) > REFERENCES_REMEMBERED_MAX:
        known.popitem(last=False)


def _seen(answer: "asyncio.Future[Answer]") -> None:
    """Nothing hangs on how it ended."""
    if not answer.cancelled():
        answer.exception()


def _let_be(answer: object) -> None:
    """Nothing hangs on this answer."""


def _whoever(customer: str | None) -> asyncio.Future[str | None]:
    known: asyncio.Future[str | None] = asyncio.get_running_loop().create_future()
    known.set_result(customer)
    return known
