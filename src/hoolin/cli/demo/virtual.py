"""The stage of the past: a virtual clock, and the house decided on at once, without a loop; what was decided is kept in batches.

Nothing here waits and nothing runs beside it, so the same site, seed and instants give the same facts. What a running
site would do between deciding and telling is done in between: a delivery begins, the peer hears it, it ends accepted.
"""

import heapq
from collections import deque
from collections.abc import Callable, Sequence
from functools import partial
from random import Random
from typing import NamedTuple

from hoolin.channels.loopback import wire
from hoolin.channels.loopback.manifest import CHANNEL
from hoolin.cli.demo.stage import Then
from hoolin.core.commands import Command
from hoolin.core.delivery.commands import BeginDelivery, EndDelivery
from hoolin.core.effects import Deliver, Effect
from hoolin.core.errors import Refusal
from hoolin.core.facts import Content, Entry, Instant
from hoolin.core.interaction.commands import TimePassed
from hoolin.core.interaction.facts import InteractionArrived
from hoolin.wiring import Built

BATCH_ENTRIES = 2_000
"""Kept in one transaction."""

SYSTEM = "system"


class Planned(NamedTuple):
    """What was planned for an instant; `number` keeps the order of what is due together."""

    at: Instant
    number: int
    then: Then


class Asked(NamedTuple):
    """What was asked for and is not decided yet."""

    command: Command
    actor: str
    key: str


class VirtualStage:
    """The house of a site that does not run, on a clock that jumps from one event to the next."""

    def __init__(self, built: Built, start: Instant, seed: int) -> None:
        self.built = built
        self.take: Callable[[Sequence[Entry], Sequence[Content]], None] = _nobody
        self.hear: Callable[[str, bytes], None] = _nobody
        self.refused = 0
        self._now = start
        self._ids = Random(f"ids of {seed}")  # noqa: S311 ids that follow from the seed
        self._plans: list[Planned] = []
        self._numbers = 0
        self._asked: deque[Asked] = deque()
        self._entries: list[Entry] = []
        self._contents: list[Content] = []
        self._customer_of = {one.interaction: one.customer for one in built.site.kept.interactions.values()}

    # ── what a stage gives ──────────────────────────────────────────────────────────────────────────────────────────

    def now(self) -> Instant:
        """See `Stage`."""
        return self._now

    def at(self, instant: Instant, then: Then) -> None:
        """See `Stage`."""
        self._numbers += 1
        heapq.heappush(self._plans, Planned(instant, self._numbers, then))

    def ask(self, command: Command, actor: str, key: str) -> None:
        """See `Stage`."""
        self._asked.append(Asked(command, actor, key))

    def speak(self, customer: str, frame: bytes) -> None:
        """See `Stage`."""
        parsed = wire.read_frame(frame)
        for command, key in wire.commands(parsed, self._contact(customer)):
            self.ask(command, f"customer:{customer}", key)

    def introduce(self, customer: str, name: str, address: str) -> None:
        """See `Stage`."""
        people = self.built.chat.house.people
        self.ask(people.note(customer, "name", name), f"customer:{customer}", f"name-{customer}")
        if address:
            self.ask(people.address(customer, "email", address), f"customer:{customer}", f"address-{customer}")

    # ── time passes ─────────────────────────────────────────────────────────────────────────────────────────────────

    def run(self, until: Instant, progress: Callable[[Instant], None] = lambda at: None) -> None:
        """Everything that is planned or due until then. progress: told the instant after each batch."""
        self._drain()
        while (at := self._next()) is not None and at <= until:
            self._now = max(self._now, at)
            if self._plans and self._plans[0].at <= at:
                heapq.heappop(self._plans).then()
            else:
                self.ask(TimePassed(), SYSTEM, f"clock-{at}-{self.built.loop.house.position}")
            self._drain()
            if len(self._entries) >= BATCH_ENTRIES:
                self._keep()
                progress(self._now)
        self._now = max(self._now, until)
        self._keep()
        progress(self._now)

    def still_planned(self) -> list[Planned]:
        """What was planned for later, in its order: another stage may go on with it."""
        return sorted(self._plans)

    def _next(self) -> Instant | None:
        due = self.built.loop.house.next_due()
        if not self._plans:
            return due
        return self._plans[0].at if due is None else min(due, self._plans[0].at)

    def _keep(self) -> None:
        if self._entries:
            self.built.stores.journal.append(self._entries, self._contents)
            self._entries, self._contents = [], []

    # ── deciding ────────────────────────────────────────────────────────────────────────────────────────────────────

    def _drain(self) -> None:
        while self._asked:
            self._decide(self._asked.popleft())

    def _decide(self, asked: Asked) -> None:
        cause = f"{asked.actor}/{asked.key}"
        try:
            entries, contents, effects = self.built.loop.house.handle(asked.command, asked.actor, cause, self._now)
        except Refusal:
            self.refused += 1
            return
        self._entries += entries
        self._contents += contents
        for entry in entries:
            if isinstance(entry.fact, InteractionArrived):
                self._customer_of[entry.fact.interaction] = entry.fact.customer
        self.take(entries, contents)
        if effects:
            self._deliver(effects, {content.id: content.body for content in contents})

    def _deliver(self, effects: Sequence[Effect], bodies: dict[str, bytes]) -> None:
        for effect in effects:
            if isinstance(effect, Deliver):
                key = f"delivery-{effect.outbox}"
                self._decide(Asked(BeginDelivery(delivery=effect.outbox), SYSTEM, f"{key}-begin-0"))
                frame = wire.message(effect.outbox, effect.interaction, bodies[effect.content])
                self._decide(Asked(EndDelivery(delivery=effect.outbox, ending="accepted"), SYSTEM, f"{key}-end-1"))
                self.at(self._now, partial(self.hear, self._customer_of[effect.interaction], wire.write(frame)))

    def _contact(self, customer: str) -> wire.Contact:
        live = self.built.site.live_with(customer, CHANNEL)
        if live is not None:
            return wire.Contact(customer=customer, interaction=live.interaction)
        case, prefers = self.built.chat.house.past.case_of(customer)
        return wire.Contact(
            customer=customer,
            interaction=self._new_id("i"),
            begins=True,
            case=case or self._new_id("k"),
            prefers=prefers,
        )

    def _new_id(self, kind: str) -> str:
        return f"{kind}{self._ids.getrandbits(128):032x}"


def _nobody(*told: object) -> None:
    """Until somebody listens."""
