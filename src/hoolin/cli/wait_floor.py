"""A day on a floor, to measure how honest the foretold waits are: the floor's own rooms (life cycle, routing, foretelling) on a
virtual clock, without a journal.

Two queues with specialists, people who serve both, two languages. Customers come by the shape of a day and leave after an
exponential patience; a person takes an offer after some seconds, talks for a log-normal time and wraps up. Nothing here is
exponential that is not so on a real floor, and nothing is told to the model: it learns from the facts.

Beside it, on the same waits, the heuristic that does not look at the line: "as long as the last one who was answered waited",
with ends that are moved after each outcome in the very same way.
"""

import heapq
from collections.abc import Callable
from functools import partial
from math import exp
from random import Random
from typing import Any, NamedTuple

from hoolin.core.commands import Command
from hoolin.core.interaction import commands as c
from hoolin.core.interaction import facts as f
from hoolin.core.interaction.site import Site
from hoolin.core.site.rules import AgentProfile, Capacity, ChannelRules, Language, QueueRules
from hoolin.runtime.floor import floor_room
from hoolin.runtime.house import House
from hoolin.wiring.rooms import waits_room
from hoolin.workforce.api import waits

CHANNEL = "chat"
SECOND_MS = 1_000
MINUTE_MS = 60_000
HOUR_MS = 3_600_000

DAY = (0.5, 0.9, 1.2, 1.3, 1.1, 0.9, 1.0, 1.15, 1.1, 0.9, 0.7, 0.45)
"""How busy each of the twelve hours of a day is, beside the mean."""

MIX: tuple[tuple[str, Language, float], ...] = (
    ("service", "et", 0.45), ("service", "ru", 0.2), ("technical", "et", 0.25), ("technical", "ru", 0.1),
)  # fmt: skip
"""Who comes: queue, language and share."""

TALK = {"service": 240 * SECOND_MS, "technical": 540 * SECOND_MS}
TALK_SPREAD = 0.8
"""Median of a conversation, and the spread of its logarithm."""

WRAP_UP_MS = (10 * SECOND_MS, 50 * SECOND_MS)
BREAK_EVERY_MS = 2 * HOUR_MS
BREAK_MS = (10 * MINUTE_MS, 40 * MINUTE_MS)
PICK_UP_MS = (2 * SECOND_MS, 12 * SECOND_MS)


class Load(NamedTuple):
    """One floor. service, technical, both: people of each kind, half of whom speak Russian too; at_once: conversations that one person
    has in hand. load: work that comes, as a share of what they can do. patience_min: mean time until somebody leaves unanswered.
    breaks: people step away now and then, without a plan that anybody knows.
    """

    name: str
    service: int
    technical: int
    both: int
    at_once: int
    load: float
    patience_min: float
    breaks: bool = False


LOADS = (
    Load("quiet", 4, 4, 4, 1, 0.6, 15),
    Load("busy", 4, 4, 4, 1, 0.9, 15),
    Load("overloaded", 4, 4, 4, 1, 1.2, 8),
    Load("three at a time", 2, 2, 3, 3, 0.95, 15),
    Load("with breaks", 4, 4, 4, 1, 0.8, 15, breaks=True),
    Load("large", 20, 15, 15, 1, 0.97, 10),
)


class Outcome(NamedTuple):
    """A wait that ended. waited_ms: until the answer, or until leaving if `left`."""

    interaction: str
    low_ms: int
    high_ms: int
    ahead: int
    waited_ms: int
    left: bool


class Floor:
    """A floor that runs. outcomes: how the waits ended, in their order."""

    def __init__(self, load: Load, seed: int) -> None:
        floor = floor_room()
        self.site: Site = floor.state
        self.house = House((floor, waits_room(self.site)))
        self.outcomes: list[Outcome] = []
        self.now = 0
        self._load = load
        self._chance = Random(f"{seed}/{load.name}")  # noqa: S311 - chance that can be repeated
        self._events: list[tuple[int, int, Callable[[], None]]] = []
        self._count = 0
        self._told: dict[str, tuple[int, waits.WaitForetold]] = {}
        self._furnish()

    def run(self, until: int) -> None:
        """Everything that happens until then, in ms since the floor opened."""
        while self._events:
            due = self.house.next_due()
            at = self._events[0][0] if due is None else min(due, self._events[0][0])
            if at > until:
                break
            self.now = max(self.now, at)
            if self._events[0][0] <= self.now:
                heapq.heappop(self._events)[2]()
            else:
                self._do(c.TimePassed())

    def rate_per_ms(self, at: int) -> float:
        """How many come in a millisecond of that time of the day."""
        load = self._load
        people = (load.service + load.technical + load.both) * load.at_once
        handle = sum(share * self._mean_ms(queue) for queue, _, share in MIX)
        return load.load * people / handle * DAY[at // HOUR_MS % len(DAY)]

    @staticmethod
    def _mean_ms(queue: str) -> float:
        talk = TALK[queue] * exp(TALK_SPREAD * TALK_SPREAD / 2)
        return talk + sum(WRAP_UP_MS) / 2 + sum(PICK_UP_MS) / 2

    # ── the floor ───────────────────────────────────────────────────────────────────────────────────────────────────

    def _furnish(self) -> None:
        self._do(c.SetChannel(rules=ChannelRules(channel=CHANNEL, weight=100)))
        for queue in TALK:
            self._do(c.SetQueue(rules=QueueRules(queue=queue, skills={queue: 1}, wrap_up_ms_max=HOUR_MS)))
        load = self._load
        kinds = {"s": (load.service, ("service",)), "t": (load.technical, ("technical",)),
                 "b": (load.both, ("service", "technical"))}  # fmt: skip
        for kind, (people, queues) in kinds.items():
            for number in range(people):
                spoken = ("lang:et", "lang:ru") if number % 2 == 0 else ("lang:et",)
                profile = AgentProfile(
                    agent=f"{kind}{number}", skills=dict.fromkeys((*queues, *spoken), 50),
                    capacity=Capacity(units=100 * load.at_once), standing_cost_ms=60_000 if kind == "b" else 0,
                )  # fmt: skip
                self._do(c.SetAgent(profile=profile))
                self._do(c.SetPresence(agent=profile.agent, presence="online"))
                if load.breaks:
                    self._later(self._chance.expovariate(1 / BREAK_EVERY_MS), partial(self._steps_away, profile.agent))
        self._later(0, self._one_comes)

    def _one_comes(self) -> None:
        # Thinned from the busiest hour's rate, so that the shape of the day is followed within the hour.
        most = max(self.rate_per_ms(hour * HOUR_MS) for hour in range(len(DAY)))
        self._later(self._chance.expovariate(most), self._one_comes)
        if self._chance.random() * most > self.rate_per_ms(self.now):
            return
        queue, language, _ = self._chance.choices(MIX, [share for _, _, share in MIX])[0]
        self._count += 1
        name = str(self._count)
        self._later(self._chance.expovariate(1 / (self._load.patience_min * MINUTE_MS)), partial(self._gives_up, name))
        self._do(c.Arrive(interaction=name, customer=name, case=name, channel=CHANNEL, language=language, queue=queue))

    def _steps_away(self, agent: str) -> None:
        self._do(c.SetPresence(agent=agent, presence="away", reason="break"))
        back = c.SetPresence(agent=agent, presence="online")
        away_ms = self._chance.uniform(*BREAK_MS)
        self._later(away_ms, partial(self._do, back))
        self._later(away_ms + self._chance.expovariate(1 / BREAK_EVERY_MS), partial(self._steps_away, agent))

    def _gives_up(self, name: str) -> None:
        one = self.site.kept.interactions.get(name)
        if one is not None and not one.answered_at:
            self._do(c.SayGoodbye(interaction=name))

    def _do(self, command: Command) -> None:
        for entry in self.house.handle(command, "system", "x", self.now).entries:
            self._heard(entry.fact)

    def _heard(self, fact: Any) -> None:
        chance = self._chance
        match fact:
            case waits.WaitForetold():
                self._told[fact.interaction] = (self.now, fact)
            case f.OfferMade(interaction=one, offer=offer, agent=agent):
                take = c.AcceptOffer(interaction=one, offer=offer, agent=agent)
                self._later(chance.uniform(*PICK_UP_MS), partial(self._if_lives, take))
            case f.OfferAccepted(interaction=one, agent=agent):
                self._ended(one, left=False)
                queue = self.site.kept.interactions[one].queue
                talk = TALK[queue] * chance.lognormvariate(0, TALK_SPREAD)
                self._later(talk, partial(self._do, c.StartWrapUp(interaction=one, agent=agent)))
            case f.WrapUpStarted(interaction=one, agent=agent):
                close = c.Close(interaction=one, agent=agent, outcome="solved", reasons=())
                self._later(chance.uniform(*WRAP_UP_MS), partial(self._do, close))
            case f.InteractionAbandoned(interaction=one):
                self._ended(one, left=True)

    def _if_lives(self, take: c.AcceptOffer) -> None:
        one = self.site.kept.interactions.get(take.interaction)
        if one is not None and one.offer == take.offer:
            self._do(take)

    def _ended(self, interaction: str, left: bool) -> None:
        if interaction in self._told:
            at, fact = self._told.pop(interaction)
            waited = self.now - at
            self.outcomes.append(Outcome(interaction, fact.low_ms, fact.high_ms, fact.ahead, waited, left))

    def _later(self, ms: float, then: Callable[[], None]) -> None:
        self._count += 1
        heapq.heappush(self._events, (self.now + max(1, round(ms)), self._count, then))
