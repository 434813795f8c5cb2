"""What the post room is told of people, of the past and of the stores, out of the rooms that know them."""

import hmac
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any, cast

from hoolin.cases.api import Cases
from hoolin.channels.post.house import Known, Record, Thread
from hoolin.core.commands import Command
from hoolin.core.errors import NotFound
from hoolin.core.interaction.facts import Attachment
from hoolin.core.interaction.site import Site
from hoolin.journal.errors import ContentTaken, OwnerErased
from hoolin.journal.port import Stores
from hoolin.journal.readable import readable
from hoolin.people.api import IdentityKind, People, checked_address, comparable
from hoolin.people.api import commands as p
from hoolin.runtime.loop import Loop
from hoolin.runtime.reading import Reading
from hoolin.server.records import attachments_of


class Lookups:
    """Values are found by a keyed hash, so that nobody who reads the files learns them. secret: of the site."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    def __call__(self, kind: str, value: str) -> str:
        """The hash of a value of this kind."""
        return hmac.digest(self._secret, f"{kind}\n{value}".encode(), "sha256").hex()


class Correspondents:
    """Who is who, by their addresses."""

    def __init__(self, people: People, reading: Reading, lookup: Lookups, new_id: Callable[[str], str]) -> None:
        self._people = people
        self._reading = reading
        self._lookup = lookup
        self._new_id = new_id

    def whose(self, kind: str, value: str) -> Known:
        """See `PeopleDoor`. An address that somebody only said is theirs leads nobody else to them."""
        found = self._reading.ask("people.by_lookup", (kind, self._lookup(kind, comparable(kind, value))))
        for row in found:
            shown = self._people.shown_as(row["customer"])
            if row["verified"] and self._people.erased.isdisjoint((row["customer"], shown)):
                return Known(shown, identified=True, verified=True, own=row["customer"])
        own = self._new(kind, value)
        mine = [row for row in found if row["customer"] == own]
        erased = self._people.erased
        said = tuple(row["customer"] for row in found if row["customer"] != own and row["customer"] not in erased)
        return Known(self._people.shown_as(own), identified=bool(mine), verified=False, own=own, said=said)

    def _new(self, kind: str, value: str) -> str:
        """Whoever is nobody's yet: the same customer each time, and another one after an erasure."""
        life = 0
        while True:
            mark = self._lookup(f"customer/{kind}/{life}", comparable(kind, value))
            customer = "c" + mark[:32]
            if self._people.erased.isdisjoint((customer, self._people.shown_as(customer))):
                return customer
            life += 1

    def identity(self, customer: str, kind: str, value: str, verified: bool) -> Command:
        """See `PeopleDoor`."""
        address = checked_address(kind, value) if kind in ("email", "phone") else value
        return p.AddIdentity(
            customer=customer, identity=self._new_id("v"), kind=cast(IdentityKind, kind), value=address,
            lookup=self._lookup(kind, comparable(kind, address)), verified=verified,
        )  # fmt: skip

    def name(self, customer: str, name: str) -> Command:
        """See `PeopleDoor`."""
        return p.NameCustomer(customer=customer, content=self._new_id("n"), name=name)

    def record(self, customer: str) -> Record:
        """See `PeopleDoor`."""
        found = self._reading.ask("people.customer", (customer,))
        return Record(found[0]["language"], found[0]["name"] is not None) if found else Record(None, named=False)

    def shown_as(self, customer: str) -> str:
        """See `PeopleDoor`."""
        return self._people.shown_as(customer)


class Threads:
    """What was before. agent_name: what colleagues call an agent."""

    def __init__(self, reading: Reading, loop: Loop, cases: Cases, site: Site) -> None:
        self._reading = reading
        self._loop = loop
        self._cases = cases
        self._site = site
        self.agent_name: Callable[[str | None], str | None] = lambda agent: agent

    def case_of(self, customer: str) -> tuple[str | None, str | None]:
        """See `PastDoor`."""
        case = self._cases.continuing(customer, self._loop.clock())
        return (case.case, case.agent) if case is not None else (None, None)

    def thread(self, interaction: str) -> Thread | None:
        """See `PastDoor`."""
        one = self._site.kept.interactions.get(interaction)
        if one is not None:
            return Thread(interaction, one.customer, one.case, one.queue)
        found = self._reading.ask("cases.conversation", (interaction,))
        return Thread(interaction, found[0]["customer"], found[0]["case"], found[0]["queue"]) if found else None

    def open_case(self, case: str) -> bool:
        """See `PastDoor`."""
        return self._cases.may_go_on(case, self._loop.clock())

    async def files_of(self, message: str) -> tuple[str | None, tuple[Attachment, ...]]:
        """See `PastDoor`."""
        await self._reading.reached(self._loop.durable_position)
        interaction, _, ordinal = message.rpartition(".m")
        found = await self._reading.ask_aside("cases.messages_before", (interaction, int(ordinal) + 1, 1))
        return (found[0]["agent"], attachments_of(found[0])) if found else (None, ())

    def person_name(self, agent: str | None) -> str | None:
        """See `PastDoor`: the first name."""
        name = self.agent_name(agent) if agent is not None else None
        return name.split()[0] if name else None


class Shelves:
    """Contents and files."""

    def __init__(self, stores: Stores, reading: Reading) -> None:
        self._stores = stores
        self._reading = reading

    def contents(self, ids: Iterable[str]) -> Mapping[str, bytes]:
        """See `StoreDoor`."""
        return readable(self._stores.contents, ids)

    def put(self, blob: str, owner: str, body: bytes) -> None:
        """See `StoreDoor`."""
        with suppress(ContentTaken):
            try:
                self._stores.blobs.put(blob, owner, [body])
            except OwnerErased:
                raise NotFound("erased") from None

    def open(self, blob: str) -> Iterator[bytes]:
        """See `StoreDoor`."""
        return self._stores.blobs.open(blob)

    def delete(self, blob: str) -> None:
        """See `StoreDoor`."""
        self._stores.blobs.delete(blob)

    def look(self, name: str, params: Sequence[object]) -> list[Any]:
        """See `StoreDoor`."""
        return self._reading.ask(name, params)
