"""What the chat gateway is told of people and of the past, out of the rooms that know it."""

import hmac
import json
from collections import OrderedDict
from collections.abc import Callable, Sequence
from functools import partial
from hashlib import sha256
from typing import Any, cast

import msgspec

from hoolin.cases.api import Cases
from hoolin.channels.chat import wire
from hoolin.channels.chat.house import Shown
from hoolin.channels.media import MEDIA_TYPE_OF_ANY, MEDIA_TYPES
from hoolin.core.commands import Command
from hoolin.core.errors import NotFound
from hoolin.core.facts import Instant
from hoolin.core.interaction.facts import Attachment
from hoolin.journal.port import Blobs, Contents
from hoolin.journal.readable import readable
from hoolin.people.api import IdentityKind, People, checked_address, comparable
from hoolin.people.api import commands as p
from hoolin.runtime.loop import Loop
from hoolin.runtime.reading import Reading
from hoolin.server.cards import card
from hoolin.server.records import attachments_of

TOKENS_KNOWN_MAX = 50_000
"""Visitors remembered by their token; others are looked up."""

SHOWN_MAX = 500
"""Events read at once for a page that comes back; a page that begins anew is shown no more of the past than that."""


class Visitors:
    """Who the customer is. secret: the site's key for looking identities up without keeping them in the clear."""

    def __init__(
        self, people: People, reading: Reading, loop: Loop, secret: bytes, new_id: Callable[[str], str]
    ) -> None:
        self._people = people
        self._reading = reading
        self._loop = loop
        self._secret = secret
        self._new_id = new_id
        self._known: OrderedDict[str, str] = OrderedDict()

    def lookup(self, kind: str, value: str) -> str:
        """The keyed hash under which a value is found."""
        return hmac.new(self._secret, f"{kind}\n{comparable(kind, value)}".encode(), sha256).hexdigest()

    def met_with(self, token: str) -> str | None:
        """The customer that follows from a page's token; None for one who was erased."""
        customer = "c" + self.lookup("customer", token)[:32]
        return None if customer in self._people.erased else customer

    async def customer_by(self, kind: str, value: str) -> str | None:
        """Who is known under this identity; nobody who was erased."""
        lookup = self.lookup(kind, value)
        customer = self._known.get(lookup)
        if customer is None:
            await self._reading.reached(self._loop.durable_position)
            found = self._reading.ask("people.by_lookup", (kind, lookup))
            customer = found[0]["customer"] if found else None
            if customer is not None and kind == "visitor":
                self._remember(lookup, customer)
        return None if customer is None or customer in self._people.erased else customer

    def visitor_identity(self, customer: str, token: str) -> Command:
        """The command that makes the token name this customer. What is kept of the token is its keyed hash alone."""
        lookup = self.lookup("visitor", token)
        self._remember(lookup, customer)
        return p.AddIdentity(
            customer=customer, identity=self._new_id("v"), kind="visitor", value=lookup, lookup=lookup, verified=True
        )

    def address(self, customer: str, kind: str, value: str) -> Command:
        """The command that notes an address. Raises Invalid when it cannot be one."""
        address = checked_address(kind, value)
        return p.AddIdentity(
            customer=customer, identity=self._new_id("v"), kind=cast(IdentityKind, kind), value=address,
            lookup=self.lookup(kind, address),
        )  # fmt: skip

    def note(self, customer: str, what: str, value: str) -> Command:
        """The command that notes a `name` or a `language`."""
        if what == "name":
            return p.NameCustomer(customer=customer, content=self._new_id("n"), name=value)
        return p.PreferLanguage(customer=customer, language=cast(Any, value))

    def _remember(self, lookup: str, customer: str) -> None:
        self._known[lookup] = customer
        if len(self._known) > TOKENS_KNOWN_MAX:
            self._known.popitem(last=False)


def _words_of(row: Any) -> str | None:
    """The content with a promise's words."""
    return json.loads(row["fact"]).get("words") if row["kind"] == wire.PROMISE else None


class Past:
    """What was before, as a customer may see it."""

    def __init__(self, reading: Reading, loop: Loop, cases: Cases, contents: Contents, blobs: Blobs) -> None:
        self._reading = reading
        self._loop = loop
        self._cases = cases
        self._contents = contents
        self._blobs = blobs
        self.agent_name: Callable[[str | None], str | None] = lambda agent: agent

    async def shown_after(self, customer: str, channels: Sequence[str], n: int) -> list[Shown]:
        """What this customer was shown on these channels after a position, oldest first, up to everything durable now.

        Who asks from the very beginning is shown the latest part; who goes on is shown everything, however much it is.
        """
        await self._reading.reached(self._loop.durable_position)
        among = msgspec.json.encode(channels).decode()
        if n:
            rows = await self._all_after(customer, among, n)
        else:
            rows = await self._reading.ask_aside("cases.latest_shown", (customer, among, SHOWN_MAX))
            rows.reverse()
        rows = [row for row in rows if row["kind"] in wire.SHOWN_KINDS]
        said = [words for row in rows if (words := row["message"] or _words_of(row))]
        bodies = await self._reading.aside(partial(readable, self._contents), said)
        return [(row["n"], row["at"], self._shown(row, bodies)) for row in rows]

    async def _all_after(self, customer: str, among: str, n: int) -> list[Any]:
        rows: list[Any] = []
        while True:
            more = await self._reading.ask_aside("cases.shown_after", (customer, among, n, SHOWN_MAX))
            rows += more
            if len(more) < SHOWN_MAX:
                return rows
            n = more[-1]["n"]

    def _shown(self, row: Any, bodies: dict[str, bytes]) -> dict[str, Any]:
        kind = row["kind"]
        name = self.person_name(row["agent"])
        if kind == "message":
            body = bodies.get(row["message"])
            return wire.message(row["ordinal"], row["speaker"], name, body, attachments_of(row), row["cause"])
        if kind == "joined":
            return {"kind": kind, "name": name}
        if kind == "read":
            return {"kind": kind, "reader": row["speaker"], "ordinal": row["ordinal"]}
        return card(json.loads(row["fact"]), bodies) if kind == wire.PROMISE else {"kind": kind}

    def case_of(self, customer: str) -> tuple[str | None, str | None]:
        """The case a new contact goes on with, and who last answered in it."""
        now: Instant = self._loop.clock()
        case = self._cases.continuing(customer, now)
        return (case.case, case.agent) if case is not None else (None, None)

    def open_case(self, case: str) -> bool:
        """Whether a contact may still go on with it."""
        return self._cases.may_go_on(case, self._loop.clock())

    def person_name(self, agent: str | None) -> str | None:
        """What customers may call this agent: the first name."""
        name = self.agent_name(agent) if agent is not None else None
        return name.split()[0] if name else None

    def attachment(self, customer: str, blob: str) -> Attachment:
        """A file this customer owns. Raises NotFound."""
        note = self._blobs.note(blob)
        media_type = MEDIA_TYPES.get(blob.rpartition(".")[2], MEDIA_TYPE_OF_ANY)
        if note is None or note.owner != customer:
            raise NotFound("attachment")
        return Attachment(blob=blob, media_type=media_type, size=note.size)
