"""What breathers cost those who wait: the same day twice on a virtual clock, with and without them.

Everything is decided and folded by the code that serves real customers: offers, breathers, and when one is cut short. The same customers
come and take as long in both days, and nobody gives up, so that all that differs is the breathers. Offers are taken at once.
"""

from collections.abc import Callable
from heapq import heappop, heappush
from itertools import accumulate, takewhile
from random import Random

import msgspec

from hoolin.core.commands import Command
from hoolin.core.errors import Invalid
from hoolin.core.facts import Entry, Fact, Instant
from hoolin.core.interaction import commands as c
from hoolin.core.interaction import facts as f
from hoolin.core.interaction.choose import follow_up, next_due
from hoolin.core.interaction.decide import DECIDES
from hoolin.core.interaction.fold import FOLDS
from hoolin.core.interaction.site import Site
from hoolin.core.site.ease import EaseRules
from hoolin.core.site.rules import AgentProfile, ChannelRules, QueueRules
from hoolin.workforce.simulation.draws import exponential

START: Instant = 1_000_000_000
QUEUE, CHANNEL = "service", "call"
HOUR_MS = 3_600_000
CONTACTS_MAX = 2_000_000


class Day(msgspec.Struct, frozen=True, kw_only=True):
    """What happens. load: the share of their time in which people would be busy. hard_share: of contacts, after how many the agent wants
    a moment. target_ms: of the queue.
    """

    agents: int = 20
    load: float = 0.85
    handle_ms: int = 240_000
    hours: float = 100.0
    hard_share: float = 0.1
    target_ms: int = 20_000
    seed: int = 1


class Cost(msgspec.Struct, frozen=True, kw_only=True):
    """What a day was like. met: the share answered within the target. asa_ms: how long people waited on average, and waited_p95_ms: nineteen in
    twenty no longer than. wished: moments wanted and granted; begun: pieces begun; had_share: of the time granted, how much was
    had; cut: pieces that ended because somebody was overdue; rested_share: of all paid time, in rest.
    """

    contacts: int
    met: float
    asa_ms: float
    waited_p95_ms: int
    wished: int = 0
    begun: int = 0
    cut: int = 0
    had_share: float = 0.0
    rested_share: float = 0.0


class Floor:
    """One queue of calls, people who are all alike, and the clock. heard: is told each fact with its instant, once it is folded."""

    def __init__(self, people: int, target_ms: int, ease: EaseRules, heard: Callable[[Fact, Instant], None]) -> None:
        self.site, self.now, self._heard, self._position = Site(), START, heard, 0
        self.do(c.SetChannel(rules=ChannelRules(channel=CHANNEL)))
        self.do(c.SetQueue(rules=QueueRules(queue=QUEUE, target_ms=target_ms)))
        self.do(c.SetEaseRules(rules=ease))
        for number in range(people):
            self.do(c.SetAgent(profile=AgentProfile(agent=f"a{number:04}", skills={"lang:et": 100})))
            self.do(c.SetPresence(agent=f"a{number:04}", presence="online"))

    def do(self, command: Command) -> None:
        """Ask for something now, and let follow what follows."""
        self._fold(DECIDES[type(command)](self.site, command, self.now).facts)
        while facts := follow_up(self.site, self.now):
            self._fold(facts)

    def _fold(self, facts: tuple[Fact, ...]) -> None:
        for fact in facts:
            self._position += 1
            FOLDS[type(fact)](self.site, Entry(self._position, self.now, "system", "", fact))
            self._heard(fact, self.now)


class Lived:
    """A day as it goes: who comes when, whom they get, when it ends, and whether the agent wants a moment then."""

    def __init__(self, day: Day, ease: EaseRules) -> None:
        gaps = exponential(day.handle_ms / day.load / day.agents, day.seed, "arrival")
        length = round(day.hours * HOUR_MS)
        self.arrivals = [START + 1 + at for at in takewhile(lambda at: at < length, accumulate(gaps))]
        self.waits: dict[str, int] = {}
        self.rests: list[tuple[Instant, Instant]] = []
        self.wished = self.cut = self.granted_ms = 0
        handles, chance = exponential(day.handle_ms, day.seed, "handling"), Random(f"{day.seed}/hard")  # noqa: S311 - as in draws
        self._contacts = {
            f"i{number}": (at, 1 + next(handles), chance.random() < day.hard_share)
            for number, at in enumerate(self.arrivals)
        }
        self._ends: list[tuple[Instant, str, str]] = []
        self._offered: list[tuple[str, str, str]] = []
        self._since: dict[str, Instant] = {}
        self.floor = Floor(day.agents, day.target_ms, ease, self._hear)
        for interaction, (at, _, _) in self._contacts.items():
            self._live_until(at)
            self._do(c.Arrive(interaction=interaction, customer=interaction, case=interaction, channel=CHANNEL, language="et"))  # fmt: skip
        self._live_until(None)

    def _live_until(self, at: Instant | None) -> None:
        """Calls end and timers ring, in their order, until then, or until there is no call left."""
        while at is not None or self._ends:
            due, ends_at = next_due(self.floor.site), self._ends[0][0] if self._ends else None
            first = min(one for one in (due, ends_at, at) if one is not None)
            self.floor.now = max(self.floor.now, first)
            if due == first:
                self._do(c.TimePassed())
            elif ends_at == first:
                self._end(*heappop(self._ends))
            else:
                return

    def _end(self, ends_at: Instant, interaction: str, agent: str) -> None:
        self._do(c.StartWrapUp(interaction=interaction, agent=agent))
        strain = self.floor.site.agent(agent).strain
        may = len([one for one in strain.begun if one > ends_at - HOUR_MS]) < self.floor.site.kept.ease.per_hour_max
        if self._contacts[interaction][2] and self.floor.site.kept.ease.on and may:
            self._do(c.WishBreather(agent=agent))
        self._do(c.Close(interaction=interaction, agent=agent, outcome="pending"))

    def _do(self, command: Command) -> None:
        self.floor.do(command)
        self._take()

    def _take(self) -> None:
        while self._offered:
            interaction, offer, agent = self._offered.pop(0)
            self.floor.do(c.AcceptOffer(interaction=interaction, offer=offer, agent=agent))

    def _hear(self, fact: Fact, at: Instant) -> None:
        if isinstance(fact, f.OfferMade):
            came, takes, _ = self._contacts[fact.interaction]
            self.waits[fact.interaction] = at - came
            heappush(self._ends, (at + takes, fact.interaction, fact.agent))
            self._offered.append((fact.interaction, fact.offer, fact.agent))
        elif isinstance(fact, f.BreatherWished):
            self.wished += 1
            self.granted_ms += fact.ms
        elif isinstance(fact, f.BreatherBegun):
            self._since[fact.agent] = at
        elif isinstance(fact, f.BreatherEnded) and fact.agent in self._since:
            self.rests.append((self._since.pop(fact.agent), at))
            self.cut += fact.cause == "needed"


def cost_of(day: Day, ease: EaseRules) -> Cost:
    """Live a day under these rules. The same day and rules give the same figures. Refuses a day that never comes to rest, and one that is too long."""
    if not (0 < day.load < 1 and day.agents > 0 and 0 <= day.hard_share <= 1):
        raise Invalid("day")
    if day.hours * HOUR_MS * day.agents * day.load / day.handle_ms > CONTACTS_MAX:
        raise Invalid("contacts", most=CONTACTS_MAX)
    lived = Lived(day, ease)
    waits = sorted(lived.waits.values())
    if not waits:
        raise Invalid("contacts", contacts=0)
    rested = sum(end - begin for begin, end in lived.rests)
    return Cost(
        contacts=len(waits), met=sum(wait <= day.target_ms for wait in waits) / len(waits), asa_ms=sum(waits) / len(waits),
        waited_p95_ms=waits[min(len(waits) - 1, len(waits) * 95 // 100)], wished=lived.wished, begun=len(lived.rests),
        cut=lived.cut, had_share=rested / lived.granted_ms if lived.granted_ms else 0.0,
        rested_share=rested / (day.agents * day.hours * HOUR_MS),
    )  # fmt: skip
