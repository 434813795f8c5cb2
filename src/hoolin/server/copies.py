"""What was promised where nothing is written (on the telephone) reaches the customer in writing: by SMS, else by mail, at an address that is on
their record. Where there is none, the agent reads it aloud.

Reads along with the loop and never keeps it waiting. After a start the last facts are looked through again: a copy has an id of its own that
follows from the promise, so it is sent once, whenever the process ended.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence
from typing import NamedTuple, cast

import msgspec

from hoolin.cases.api import promises
from hoolin.channels.post.hearing import Correspondent
from hoolin.channels.post.office import Office
from hoolin.channels.written import Address, AddressKind
from hoolin.core.errors import HoolinError
from hoolin.core.facts import Content, Entry
from hoolin.core.interaction import commands as c
from hoolin.core.site.rules import Language
from hoolin.journal.readable import readable
from hoolin.runtime.loop import Loop
from hoolin.runtime.reading import Reading

log = logging.getLogger(__name__)

WAYS: tuple[tuple[promises.facts.Written, AddressKind, str], ...] = (
    ("sms", "phone", "sms"),
    ("email", "email", "email"),
)
"""How it is written, to which kind of address, by which channel: the telephone is in their hand."""

LOOKED_BACK = 5_000
"""Entries looked through again after a start: many times as many as can have become durable just before a crash."""

DONE = frozenset({"id_used", "erased"})
"""What is refused for good: it was sent before, or there is nobody any more to send it to. Every other refusal may pass: a line that is full, a channel
that is not set up yet.
"""

RETRY_SECONDS = (2.0, 30.0, 300.0)
"""Between tries to hand a copy in, when a store or the loop is in trouble; a start tries anew."""


class Copy(NamedTuple):
    """A promise that is to be written to its customer. mark: of the fact, by which a copy is known."""

    customer: str
    case: str
    interaction: str
    words: str
    written: str
    mark: str


class Copies:
    """All copies of a site. lookup: keyed hashes, for ids that follow from a promise."""

    def __init__(self, office: Office, loop: Loop, reading: Reading, lookup: Callable[[str, str], str]) -> None:
        self._office = office
        self._loop = loop
        self._reading = reading
        self._lookup = lookup
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def under_way(self) -> int:
        """How many copies are being looked after."""
        return len(self._tasks)

    def written_to(self, customer: str) -> promises.facts.Written:
        """How this customer can be written to beside a call."""
        return next((written for written, _, _ in WAYS if self._address(customer, written) is not None), "aloud")

    def _address(self, customer: str, written: str) -> tuple[str, str, Address] | None:
        """Channel, account and address; those that are proved first."""
        kind, channel = next((kind, channel) for name, kind, channel in WAYS if name == written)
        accounts = self._office.accounts.get(channel, ())
        if not accounts:
            return None
        together = [row["customer"] for row in self._reading.ask("people.together", (customer,))] or [customer]
        known = [
            row for one in together for row in self._reading.ask("people.identities", (one,)) if row["kind"] == kind
        ]
        known.sort(key=lambda row: not row["verified"])
        bodies = readable(self._loop.stores.contents, [row["identity"] for row in known])
        found = next((bodies[row["identity"]] for row in known if row["identity"] in bodies), None)
        return (channel, accounts[0], Address(kind=kind, value=found.decode())) if found is not None else None

    async def recover(self) -> None:
        """After a start: whatever was promised a moment before a crash is written now."""
        head = self._loop.durable_position
        for entry in await self._reading.aside(self._last, head):
            self._begin(entry)

    def _last(self, head: int) -> list[Entry]:
        return self._loop.stores.journal.read(max(0, head - LOOKED_BACK), LOOKED_BACK)

    async def stop(self) -> None:
        """Let go."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def take(self, entries: Sequence[Entry], contents: Sequence[Content]) -> None:
        """A durable batch: a reader of the loop."""
        for entry in entries:
            self._begin(entry)

    def _begin(self, entry: Entry) -> None:
        copy = _copy(entry)
        if copy is None:
            return
        task = asyncio.get_running_loop().create_task(self._until_sent(copy))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _until_sent(self, copy: Copy) -> None:
        for pause in (*RETRY_SECONDS, None):
            try:
                await self._send(copy)
            except Exception as problem:
                code = problem.code if isinstance(problem, HoolinError) else type(problem).__name__
                if code in DONE:
                    return
                log.warning("a promise was not written to its customer", extra={"promise": copy.mark, "code": code})
                if pause is not None:
                    await asyncio.sleep(pause)
            else:
                return

    async def _send(self, copy: Copy) -> None:
        await self._reading.reached(self._loop.durable_position)
        found = await self._reading.aside(self._look, copy)
        if found is None:
            return
        channel, account, address, words, language = found
        ids = {letter: letter + self._lookup(f"promise/{letter}", copy.mark)[:32] for letter in ("i", "a")}
        begins = c.Arrive(
            interaction=ids["i"], customer=copy.customer, case=copy.case, channel=channel, language=language, apart=True
        )  # fmt: skip
        command = c.SendNotice(
            begins=begins,
            account=account,
            address=ids["a"],
            body=msgspec.json.encode(Correspondent(address)),
            text=words,
        )
        await self._loop.submit(command, actor="system", key=f"promise-copy-{ids['i']}")

    def _look(self, copy: Copy) -> tuple[str, str, Address, str, Language] | None:
        where = self._address(copy.customer, copy.written)
        words = readable(self._loop.stores.contents, [copy.words]).get(copy.words)
        spoken = self._reading.ask("cases.conversation", (copy.interaction,))
        if where is None or words is None or not spoken:
            return None
        return (*where, words.decode(), cast(Language, spoken[0]["language"]))


def _copy(entry: Entry) -> Copy | None:
    match entry.fact:
        case promises.facts.PromiseMade(written="sms" | "email") as made:
            return Copy(made.customer, made.case, made.interaction, made.words, made.written, made.words)
        case promises.facts.PromiseMoved(written="sms" | "email") as moved:
            return Copy(moved.customer, moved.case, moved.agreed_in, moved.words, moved.written, moved.words)
        case _:
            return None
