"""`hoolin bench routing`: how many decisions a second the engine makes, beside a plain scan of everybody in the same run.

A decision is all that happens when somebody finishes: the agent is released, the most urgent work is chosen and explained,
it leaves the line and occupies the agent, and a newcomer like it is looked at for an agent and gets in line. So the line
stays as long as it is, and the engine is never asked less than in real life: levels, head starts, ageing priorities,
targets, people who know each other, mixed capacities. All on one core, in pure Python, garbage collection as in the
running house (frozen after loading).
"""

import gc
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from statistics import median
from typing import Any

from hoolin.cli.plain_scan import PlainScan
from hoolin.core.routing.router import Router
from hoolin.core.routing.waiting import Waiting
from hoolin.core.site.rules import AgentProfile, Capacity, ChannelRules, QueueRules

SEED = 1
DECISIONS = 20_000
BATCHES = 10
PLAIN_SECONDS = 4.0

# Prototypes without explanations, affinity, head starts or places in line, measured before the engine was written.
ANCHORS = {
    "bare_bucketed_per_s_at_10000": 154_000,
    "bare_bucketed_per_s_at_100000": 84_000,
    "naive_per_s_at_10000": 1_076,
    "naive_per_s_at_100000": 103,
    "bare_bucketed_per_s_all_different_idle": 112,
}

CHANNELS = {"call": 100, "chat": 34, "mail": 20, "callback": 100}
QUEUES = 24
SKILLS = 12
LANGUAGES = ("et", "et", "et", "ru", "ru", "en")


def measure() -> dict[str, Any]:
    """Decisions a second per size of line, how cost grows, the worst decision, and how often a plain scan is beaten."""
    runs = []
    for number in (1, 2):
        say(f"run {number} of 2: filling the lines")
        rushed = {f"waiting_{waiting}": filled(1_000, 50, waiting) for waiting in (1_000, 10_000, 100_000)}
        rushed["all_different_waiting_100000"] = filled(5_000, 5_000, 100_000)
        lulled = {"all_different_idle": Floor(5_000, 5_000), "alike_idle": Floor(5_000, 50)}
        for floor in lulled.values():
            lull(floor, 5_000)
        say("everybody is busy and many wait; then most are idle and nobody waits")
        runs.append(timed(rushed, rush) | timed(lulled, lull))
    figures = {name: summed_up(runs[0][name], runs[1][name]) for name in runs[0]}
    for name in ("waiting_10000", "waiting_100000"):
        say(f"a plain scan of {name}")
        scan = scanned(rushed[name])
        figures[name] |= {"naive_per_s": round(scan, 1), "times_naive": round(figures[name]["per_s"] / scan, 1)}
    few, many = figures["waiting_1000"], figures["waiting_100000"]
    return {
        "decisions_per_s": figures["waiting_10000"]["per_s"],
        "cost_growth_1000_to_100000": round(few["per_s"] / many["per_s"], 2),
        "times_naive_at_100000": many["times_naive"],
        "worst_decision_ms": max(one["worst_ms"] for one in figures.values()),
        "seed": SEED,
        **figures,
        "anchors": ANCHORS,
    }


@dataclass
class Floor:
    """A site of so many agents with so many different profiles, all online, drawn from the seed.

    hands: who holds an interaction, and of which channel (once made, such a pair is used again: the bench leaves the
    garbage collector nothing of its own to do).
    """

    agents: int
    profiles: int
    chance: Random = field(default_factory=lambda: Random(SEED))  # noqa: S311 - a seeded load
    router: Router = field(init=False, default_factory=Router)
    now: int = field(init=False, default=10_000_000)
    arrived: int = field(init=False, default=0)
    hands: list[tuple[str, str]] = field(init=False, default_factory=list)
    pairs: dict[str, dict[str, tuple[str, str]]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        chance = self.chance
        for code, weight in CHANNELS.items():
            self.router.set_channel(ChannelRules(channel=code, weight=weight))
        for number in range(QUEUES):
            skills = {f"skill-{number % SKILLS}": 20 + 20 * (number // SKILLS)}
            target_ms = chance.choice([20_000, 60_000, 600_000])
            self.router.set_queue(QueueRules(queue=f"queue-{number}", skills=skills, target_ms=target_ms))
        kinds = [self.kind(chance) for _ in range(self.profiles)]
        capacity = Capacity(per_channel={"chat": 3})
        for number in range(self.agents):
            skills, head_start_ms = kinds[number % self.profiles]
            agent = f"agent-{number:04}"
            self.router.set_agent(
                AgentProfile(agent=agent, skills=skills, head_start_ms=head_start_ms, capacity=capacity)
            )
            self.router.set_presence(agent, "online", self.now - chance.randrange(600_000))
            for channel in CHANNELS:
                self.pairs.setdefault(channel, {})[agent] = (agent, channel)

    def kind(self, chance: Random) -> tuple[dict[str, int], dict[str, int]]:
        """Skills with levels, and head starts in one's own queues."""
        skills = {f"skill-{one}": chance.randint(30, 100) for one in chance.sample(range(SKILLS), chance.randint(2, 4))}
        for language in chance.sample(("et", "ru", "en"), chance.randint(1, 3)):
            skills[f"lang:{language}"] = chance.randint(50, 100)
        return skills, {f"queue-{one}": 30_000 for one in chance.sample(range(QUEUES), 2)}

    def newcomer(self, like: Waiting | None = None) -> Waiting:
        """Somebody who comes now: anybody, or with the same demands as somebody who was just served."""
        chance = self.chance
        self.arrived += 1
        return Waiting(
            interaction=f"interaction-{self.arrived}",
            queue=like.queue if like else f"queue-{chance.randrange(QUEUES)}",
            channel=like.channel if like else chance.choice(("call", "chat", "mail")),
            place_at=self.now,
            skills=like.skills if like else ((f"lang:{chance.choice(LANGUAGES)}", 50),),
            priority=like.priority if like else chance.choice((0, 0, 0, 0, 1, 3)),
            preferred=f"agent-{int(chance.random() * self.agents):04}" if chance.random() < 0.2 else None,
        )

    def queue(self, newcomer: Waiting) -> str | None:
        """Somebody comes and gets in line, unless an agent is there for them, who is named."""
        router = self.router
        router.enqueue(newcomer, self.now)
        agent = router.agent_for(newcomer.interaction)
        if agent is not None:
            router.withdraw(newcomer.interaction)
            self.serve(agent, newcomer)
        return agent

    def finished(self) -> tuple[str, str]:
        """Somebody's work is over."""
        at = int(self.chance.random() * len(self.hands))
        self.hands[at], self.hands[-1] = self.hands[-1], self.hands[at]
        return self.hands.pop()

    def serve(self, agent: str, waiting: Waiting) -> None:
        """An interaction is in an agent's hands."""
        self.router.occupy(agent, waiting.channel, self.now)
        self.hands.append(self.pairs[waiting.channel][agent])


def filled(agents: int, profiles: int, waiting: int) -> Floor:
    """A floor where everybody is busy and so many wait."""
    floor = Floor(agents, profiles)
    in_line = 0
    while in_line < waiting:
        floor.now += 1
        if floor.queue(floor.newcomer()) is None:
            in_line += 1
    return floor


def rush(floor: Floor, decisions: int) -> None:
    """Somebody finishes and takes what is next, so many times."""
    router = floor.router
    made = 0
    while made < decisions:
        agent, channel = floor.finished()
        floor.now += 3
        router.release(agent, channel, floor.now)
        while (choice := router.choose_work(agent)) is not None:
            taken = router.withdraw(choice.interaction)
            floor.serve(agent, taken)
            made += 1
            while floor.queue(floor.newcomer(taken)) is not None:
                made += 1


def lull(floor: Floor, decisions: int) -> None:
    """Somebody comes, is given to the best of many free agents, and somebody finishes, so many times."""
    router = floor.router
    made = 0
    while made < decisions:
        floor.now += 20
        newcomer = floor.newcomer()
        router.enqueue(newcomer, floor.now)
        choice = router.choose_agent(newcomer.interaction)
        router.withdraw(newcomer.interaction)
        if choice is not None:
            floor.serve(choice.agent, newcomer)
            made += 1
        if len(floor.hands) > 0.4 * floor.agents:
            agent, channel = floor.finished()
            router.release(agent, channel, floor.now)
            assert router.choose_work(agent) is None


@dataclass
class Times:
    """Of one floor: decisions a second in each batch, and the seconds that each of many single decisions took."""

    rates: list[float] = field(default_factory=list)
    single: list[float] = field(default_factory=list)


def timed(floors: dict[str, Floor], act: Callable[[Floor, int], None]) -> dict[str, Times]:
    """All in the thread's own time: what another process takes from the core is not the engine's. The floors take turns,
    so that a bad moment of a shared machine falls on all of them.
    """
    gc.collect()
    gc.freeze()
    times = {name: Times() for name in floors}
    for _ in range(BATCHES):
        for name, floor in floors.items():
            begun = time.thread_time()
            act(floor, DECISIONS // BATCHES)
            times[name].rates.append(DECISIONS / BATCHES / (time.thread_time() - begun))
    for name, floor in floors.items():
        for _ in range(DECISIONS):
            begun = time.thread_time()
            act(floor, 1)
            times[name].single.append(time.thread_time() - begun)
    gc.unfreeze()
    return times


def summed_up(first: Times, again: Times) -> dict[str, Any]:
    """The median batch, and the worst decision of two runs.

    Both runs make the same decisions in the same order, so a decision took no longer than the shorter of its two times:
    the rest is the machine's (a virtual one is paused at times, and its clocks do not know). The longest time that any
    one took in either run is given as well.
    """
    worst = max(map(min, first.single, again.single))
    return {
        "per_s": round(median(first.rates + again.rates)),
        "worst_ms": round(1_000 * worst, 2),
        "longest_seen_ms": round(1_000 * max(first.single + again.single), 2),
    }


def scanned(floor: Floor) -> float:
    """Decisions a second of a plain scan, from the same floor on. It must choose what the engine chooses."""
    router = floor.router
    plain = PlainScan(router.state())
    spent = 0.0
    made = 0
    while spent < PLAIN_SECONDS:
        agent, channel = floor.finished()
        floor.now += 3
        router.release(agent, channel, floor.now)
        plain.change(agent, channel, -1)
        while True:
            begun = time.thread_time()
            chosen = plain.choose_work(agent)
            spent += time.thread_time() - begun
            assert chosen == router.work_for(agent)
            if chosen is None:
                break
            taken = router.withdraw(chosen)
            floor.serve(agent, taken)
            plain.withdraw(chosen)
            plain.change(agent, taken.channel, 1)
            made += 1
            helper: str | None = agent
            while helper is not None:
                newcomer = floor.newcomer(taken)
                helper = floor.queue(newcomer)
                if helper is None:
                    begun = time.thread_time()
                    plain.enqueue(router.waiting(newcomer.interaction))
                    assert not plain.anybody_for(newcomer.interaction)
                    spent += time.thread_time() - begun
                else:
                    plain.change(helper, newcomer.channel, 1)
    return made / spent


def say(what: str) -> None:
    """Progress, aside from the figures."""
    print(what, file=sys.stderr, flush=True)
