"""The promises that are owed, and what is due about each by the clock. Changed by folds alone; the heap is derived."""

import heapq
from typing import Literal, NamedTuple, TypeAlias

import msgspec

from hoolin.cases.promises.times import AWAY_MS, escalate_at, remind_at
from hoolin.core.errors import NotFound
from hoolin.core.facts import Instant
from hoolin.core.interaction.facts import PromiseKind
from hoolin.core.interaction.site import Site

Source: TypeAlias = Literal["ledger", "callback", "deferral"]
"""Which facts it was promised by: the ledger's own, or those of calling back and of putting off."""

What: TypeAlias = Literal["owner", "supervisors", "hand_on", "break"]


class Promise(msgspec.Struct):
    """One that is owed. since: when its present due time was agreed. moves: how often it was moved. broken: its time is over and it was not kept.
    message: that says it. reminded, escalated: its owner, and the supervisors, have been told.
    """

    promise: str
    customer: str
    case: str
    interaction: str
    kind: PromiseKind
    channel: str
    queue: str
    owner: str | None
    since: Instant
    due_at: Instant
    source: Source = "ledger"
    moves: int = 0
    message: str | None = None
    reminded: bool = False
    escalated: bool = False
    broken: bool = False


class Kept(msgspec.Struct):
    """owed: by promise. by_interaction: those that other facts make. called: interactions that are callbacks. asked: callbacks with a time whose
    interaction arrives in the same step, as promise and due time. away: agents who are not online, since when.
    """

    owed: dict[str, Promise] = {}
    by_interaction: dict[str, str] = {}
    called: dict[str, None] = {}
    asked: dict[str, tuple[str, Instant]] = {}
    away: dict[str, Instant] = {}


class Step(NamedTuple):
    """What is due about a promise, and when."""

    at: Instant
    what: What


class Ledger:
    """What is decided upon: the promises, and the floor they were made on (which this room reads and never changes)."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.kept = Kept()
        self.due: list[tuple[Instant, str]] = []
        self._armed: dict[str, Instant] = {}

    def owed(self, promise: str) -> Promise:
        """The promise of this id. Raises NotFound when it never was, or has ended."""
        found = self.kept.owed.get(promise)
        if found is None:
            raise NotFound("promise", promise=promise)
        return found

    def next_step(self, one: Promise) -> Step | None:
        """What the clock alone does next about it."""
        steps = []
        if one.source == "ledger" and one.owner is not None:
            if not one.reminded:
                steps.append(Step(remind_at(one.since, one.due_at), "owner"))
            gone = self.kept.away.get(one.owner)
            if gone is not None and one.owner not in self.site.kept.agents:
                steps.append(Step(gone, "hand_on"))
            elif gone is not None:
                steps.append(Step(max(gone + AWAY_MS, remind_at(one.since, one.due_at)), "hand_on"))
        if not one.escalated:
            steps.append(Step(escalate_at(one.since, one.due_at), "supervisors"))
        if not one.broken:
            steps.append(Step(one.due_at, "break"))
        return min(steps, key=lambda step: step.at, default=None)

    def arm(self, promise: str) -> None:
        """Note when something is next due about it; an older note is passed over when it comes up."""
        one = self.kept.owed.get(promise)
        step = self.next_step(one) if one is not None else None
        if step is None:
            self._armed.pop(promise, None)
        elif self._armed.get(promise) != step.at:
            self._armed[promise] = step.at
            heapq.heappush(self.due, (step.at, promise))

    def arm_of(self, agent: str) -> None:
        """The same for all that this agent answers for."""
        for one in self.kept.owed.values():
            if one.owner == agent:
                self.arm(one.promise)

    def next_due(self) -> Instant | None:
        """The earliest instant at which something is due."""
        due = self.due
        while due and self._armed.get(due[0][1]) != due[0][0]:
            heapq.heappop(due)
        return due[0][0] if due else None

    def load(self, kept: Kept) -> None:
        """Take up what was kept."""
        self.kept, self.due, self._armed = kept, [], {}
        for promise in kept.owed:
            self.arm(promise)
