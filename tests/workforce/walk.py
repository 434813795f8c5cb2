"""Histories by chance: every interaction walks through the life-cycle table, and each step becomes its fact."""

from collections.abc import Sequence
from random import Random

from hoolin.core.facts import Entry, Fact
from hoolin.core.interaction import facts as f
from hoolin.core.interaction.table import TABLE, State
from hoolin.core.site.rules import AgentProfile, QueueRules

QUEUES = ("billing", "service")
AGENTS = ("agent-1", "agent-2", "agent-3")
START = 1_700_000_000_000

STEPS: dict[State, list[type[Fact]]] = {}
for _state, _fact in TABLE:
    STEPS.setdefault(_state, []).append(_fact)


class Walker:
    """One interaction on its way. agent: who has it or is offered it."""

    def __init__(self, name: str, random: Random, at: int) -> None:
        self.name = name
        self.state: State = "arrived"
        self.agent: str | None = None
        self.place_at = max(0, at - random.choice([0, 0, 0, 60_000]))
        self._random = random

    def arrival(self) -> Fact:
        """The fact it begins with."""
        return f.InteractionArrived(
            interaction=self.name,
            customer="customer",
            case="case",
            channel="chat",
            queue="service",
            language="et",
            place_at=self.place_at,
        )

    def step(self, at: int) -> Fact | None:
        """The next fact, by chance from what the table allows; None at the end."""
        allowed = STEPS.get(self.state)
        if not allowed:
            return None
        kind = self._random.choice(allowed)
        if kind in (f.OfferMade, f.InteractionTaken):
            self.agent = self._random.choice(AGENTS)
        fact = self._fact(kind, at)
        self.state = TABLE[self.state, kind]
        if self.state in ("waiting", "deferred", "closed", "abandoned", "moved"):
            self.agent = None
        return fact

    def _fact(self, kind: type[Fact], at: int) -> Fact:
        values: dict[str, object] = {
            "interaction": self.name,
            "agent": self.agent,
            "offer": f"{self.name}-offer",
            "queue": self._random.choice(QUEUES),
            "case": "case",
            "to": "elsewhere",
            "step": "relax",
            "expires_at": at + 20_000,
            "cause": "left" if kind is f.InteractionAbandoned else "declined",
            "until": at + 1,
            "due_at": at + 1,
            "place_at": self.place_at,
            "outcome": "solved",
            "waited_ms": max(0, at - self.place_at),
        }
        return kind(**{name: values[name] for name in kind.__struct_fields__ if name in values})


def set_up() -> list[Fact]:
    """Two queues and three agents, online."""
    facts: list[Fact] = [f.QueueSet(rules=QueueRules(queue=queue, skills={queue: 1})) for queue in QUEUES]
    for agent in AGENTS:
        facts.append(f.AgentSet(profile=AgentProfile(agent=agent, skills={"service": 50})))
        facts.append(f.PresenceChanged(agent=agent, presence="online"))
    return facts


def history(seed: int, steps: int, gap_ms: int = 30_000) -> tuple[list[Entry], list[Walker]]:
    """So many steps of interactions that come and go, after the set-up; and where each interaction is in the end."""
    random = Random(seed)
    facts: list[tuple[int, Fact]] = [(START, fact) for fact in set_up()]
    walkers: list[Walker] = []
    at = START
    for _ in range(steps):
        at += random.randrange(gap_ms)
        live = [walker for walker in walkers if walker.state in STEPS]
        if not live or random.random() < 0.2:
            walkers.append(Walker(f"interaction-{len(walkers)}", random, at))
            facts.append((at, walkers[-1].arrival()))
            continue
        fact = random.choice(live).step(at)
        assert fact is not None
        facts.append((at, fact))
    return entries(facts), walkers


def entries(facts: Sequence[tuple[int, Fact]]) -> list[Entry]:
    """Facts at their instants, as the journal would hold them."""
    return [Entry(position + 1, at, "system", f"cause-{position}", fact) for position, (at, fact) in enumerate(facts)]
