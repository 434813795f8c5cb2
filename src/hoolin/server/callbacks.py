"""Customers who ask to be called: who they are, and what they are told.

A number that somebody typed proves nothing: it leads to nobody's record. Whoever shows a pass goes on where they were; unless it was
given to whoever gave us that number before, a person confirms that they are one.
Everything is named after the form that was sent, so that a second click, or a retry after a crash, is the same request.
"""

import re
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from typing import Any, NamedTuple

import msgspec

from hoolin.cases.api import callbacks as k
from hoolin.channels.callback.manifest import CHANNEL, RULES
from hoolin.channels.passes import Carried, claimed, code_in
from hoolin.channels.port import Asking
from hoolin.channels.post.hearing import Correspondent
from hoolin.channels.post.house import PostHouse
from hoolin.channels.voice.house import Caller
from hoolin.channels.voice.numbers import Uncallable
from hoolin.channels.written import Address
from hoolin.core.address import checked_address
from hoolin.core.commands import Command
from hoolin.core.errors import Conflict, Refusal
from hoolin.core.facts import Instant
from hoolin.core.interaction import commands as c
from hoolin.core.interaction.site import Interaction
from hoolin.core.site.rules import Language

ADMITTED_MAX = 20_000
"""Forms remembered as counted; whoever sends an older one again is counted anew."""

Soonest = Callable[[Language], tuple[int, int] | None]
"""Within how many milliseconds somebody who asks now may expect a call, from and to; None when nobody can say."""


class Wanted(NamedTuple):
    """What a form says. token: made by the page, unique for each form. code: of a pass, if there is one. at: None for as soon as a person
    is free.
    """

    token: str
    phone: str
    name: str
    language: Language
    at: Instant | None
    about: str
    code: str


class Promised(NamedTuple):
    """What the customer is told: when they are called, or which place they have in line, and within how many milliseconds, from and to,
    their turn comes; None where nobody can say.
    """

    promised_at: Instant | None
    place: int | None
    wait: tuple[int, int] | None = None


class Callbacks:
    """Takes requests for calls. house: of the post room, which knows people and passes. country: of numbers written without one. may_call: whether a
    call to a number may be promised.
    """

    def __init__(self, desk: k.CallbackDesk, ask: Asking, house: PostHouse, country: str = "") -> None:
        self.soonest: Soonest = lambda language: None
        self.wait_of: Callable[[Interaction], tuple[int, int] | None] = lambda one: None
        self.may_call: Callable[[str], bool] = lambda number: True
        self._desk = desk
        self._ask = ask
        self._house = house
        self._country = country
        self._admitted: OrderedDict[tuple[str, str], None] = OrderedDict()

    def slots(self, language: Language) -> dict[str, Any]:
        """Half hours to choose from, and how soon somebody would call now; the latter only while somebody is at work."""
        now, desk = self._house.now(), self._desk
        taken, places = desk.kept.taken(), desk.rules.slot_places
        expected = self.soonest(language) if k.is_open(desk.open_between, now) else None
        return {
            "soonest": {"low_ms": expected[0], "high_ms": expected[1]} if expected is not None else None,
            "slots": [{"at": at, "free": taken[at] < places} for at in k.slots(desk.open_between, now, k.DAYS_SHOWN)],
        }

    def number(self, phone: str) -> str:
        """A number in the form in which it is kept and compared. Raises Invalid, Uncallable for one that may not be called: nobody is promised
        what cannot be kept.
        """
        number = checked_address("phone", phone)
        if self._country and not number.startswith("+"):
            number = checked_address("phone", f"+{self._country}{number.lstrip('0')}")
        if not self.may_call(number):
            raise Uncallable.of()
        return number

    def admit(self, token: str, number: str, take: Callable[[str], None]) -> None:
        """Have `take` count a form against its number, under that number's hash; the same form again is not counted again."""
        key = (token, number)
        if key in self._admitted:
            return
        take(self._house.lookup("callback/number", number))
        self._admitted[key] = None
        if len(self._admitted) > ADMITTED_MAX:
            self._admitted.popitem(last=False)

    async def ask(self, wanted: Wanted) -> Promised:
        """Promise a call; it is on disk when this returns. Raises Refusal, PeerError."""
        number = self.number(wanted.phone)
        form = self._house.lookup("callback/form", wanted.token)
        # Only what looks like a code is shown to whoever keeps them.
        code = code_in(wanted.code)
        carried = await self._house.passes.show(code, CHANNEL, f"phone/{number}") if code is not None else None
        await self._open_channel()
        command = self._command(wanted, number, form, carried)
        customer = command.begins.customer
        answer = self._house.lookup("callback/answer", f"{form}/{command.number}/{wanted.at}")
        await self._ask(command, actor=f"customer:{customer}", key=f"callback-{answer[:48]}")
        sent = self._desk.kept.forms.get(form)
        if sent is None or sent.cancelled:
            raise Conflict("form_sent")
        one = self._desk.kept.open.get(sent.interaction)
        if one is None or one.interaction == command.begins.interaction:
            await self._introduce(wanted, number, customer, form)
        return self._told(form)

    async def _open_channel(self) -> None:
        """The first who asks finds the channel with the rules it comes with, unless somebody has set it up."""
        if CHANNEL not in self._house.site.kept.channels:
            await self._ask(c.SetChannel(rules=RULES), actor="system", key="callback-channel")

    async def promise(self, caller: Caller) -> Instant | None:
        """Somebody on the telephone is called back, at their place in line (see `CallbackDoor`): their number is the one they called
        from, so whoever had only typed it on a form gives way.
        """
        house, number = self._house, self.number(caller.number)
        await self._open_channel()
        token = f"call/{caller.key}"
        made, form = house_ids(house, token), house.lookup("callback/form", token)
        moving = house.site.kept.interactions.get(caller.moves or "")
        case = moving.case if moving is not None else house.past.case_of(caller.customer)[0] or made["k"]
        begins = c.Arrive(
            interaction=made["i"], customer=caller.customer, case=case, channel=CHANNEL, language=caller.language,
            moves=caller.moves,
        )  # fmt: skip
        command = k.commands.AskCallback(
            form=form, number=house.lookup("callback/number", number), at=None, about="", begins=begins, proved=True,
            address=made["a"], body=msgspec.json.encode(Correspondent(Address(kind="phone", value=number))),
        )  # fmt: skip
        await self._ask(command, actor=f"customer:{caller.customer}", key=f"callback-{form[:48]}")
        return self._desk.kept.promised(form)

    def number_of(self, interaction: str) -> str:
        """The telephone number that a conversation is answered at; empty when there is none. See `CallbackDoor`."""
        found = self._house.store.look("post.address_of", (interaction,))
        body = self._house.store.contents([found[0]["address"]]).get(found[0]["address"]) if found else None
        if body is None:
            return ""
        to = msgspec.json.decode(body, type=Correspondent).to
        return to.value if to.kind == "phone" else ""

    async def cancel(self, token: str) -> None:
        """Do not call. Raises NotFound when nobody has asked with this form."""
        form = self._house.lookup("callback/form", token)
        await self._ask(k.commands.CancelCallback(form=form), actor="system", key=f"callback-cancel-{form[:40]}")

    def _command(self, wanted: Wanted, number: str, form: str, carried: Carried | None) -> k.commands.AskCallback:
        house, made = self._house, house_ids(self._house, wanted.token)
        case = made["k"]
        if carried is not None and house.past.open_case(carried.case):
            case = carried.case
        customer = carried.customer if carried is not None and self._has(carried.customer, number) else made["c"]
        begins = c.Arrive(
            interaction=made["i"], customer=customer, case=case,
            channel=CHANNEL, language=carried.language if carried is not None else wanted.language,
            moves=carried.interaction if carried is not None else None,
            claims=claimed(carried, customer, house.people.shown_as),
        )  # fmt: skip
        body = msgspec.json.encode(Correspondent(Address(kind="phone", value=number, name=wanted.name)))
        return k.commands.AskCallback(
            form=form, number=house.lookup("callback/number", number), at=wanted.at, about=wanted.about, begins=begins,
            proved=carried is not None, address=made["a"], body=body,
        )  # fmt: skip

    def _has(self, customer: str, number: str) -> bool:
        """Whether the customer has given us this number before: then the code brings nothing that they could not ask for themselves."""
        people = self._house.people
        lookup = getattr(people.identity(customer, "phone", number, verified=False), "lookup", "")
        known = self._house.store.look("people.by_lookup", ("phone", lookup))
        return people.shown_as(customer) in {people.shown_as(row["customer"]) for row in known}

    async def _introduce(self, wanted: Wanted, number: str, customer: str, form: str) -> None:
        """Note the number, as said and not proved, and the name, where they are new. Nothing hangs on the answer."""
        people = self._house.people
        lookup = people.identity(customer, "phone", number, verified=False)
        known = self._house.store.look("people.by_lookup", ("phone", getattr(lookup, "lookup", "")))
        commands: list[tuple[str, Command]] = []
        if customer not in {row["customer"] for row in known}:
            commands.append(("phone", lookup))
        name = " ".join(re.sub(r"[\x00-\x1f\x7f]", " ", wanted.name).split())
        if name and not people.record(customer).named:
            commands.append(("name", people.name(customer, name)))
        for what, command in commands:
            with suppress(Refusal):
                await self._ask(command, actor=f"customer:{customer}", key=f"callback-{form[:40]}-{what}")

    def _told(self, form: str) -> Promised:
        kept = self._desk.kept
        promised_at = kept.promised(form)
        one = self._desk.under_way(kept.forms[form].interaction)
        if one is None or one.state not in ("waiting", "offered"):
            return Promised(promised_at, None)
        if one.state == "offered":
            # Somebody is being asked at this moment.
            return Promised(promised_at, 1)
        return Promised(promised_at, self._house.site.router.position(one.interaction), self.wait_of(one))


def house_ids(house: PostHouse, token: str) -> dict[str, str]:
    """The ids of everything that follows from a form: the same however often it is sent."""
    return {letter: letter + house.lookup(f"callback/{letter}", token)[:32] for letter in ("i", "c", "k", "a")}
