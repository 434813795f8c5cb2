"""A floor at work for tests: arrivals, offers, refusals, endings and timers, driven by a seed or by hypothesis."""

from collections.abc import Callable
from dataclasses import dataclass, field

from hoolin.core.routing.choice import Choice
from hoolin.core.routing.limits import LIMITS, Limits
from hoolin.core.routing.router import Router
from hoolin.core.routing.waiting import Waiting
from hoolin.core.site.rules import AgentProfile, ChannelRules, Presence, QueueRules


@dataclass
class Work:
    """A floor that does what the life cycle does: offer at once, pull when somebody frees up, keep the timers.

    taken: every choice with its instant and what the interaction asked for then, in order. hands: who holds what. seen: who
    ever came.
    """

    queues: tuple[QueueRules, ...]
    agents: tuple[AgentProfile, ...]
    limits: Limits = LIMITS
    weights: dict[str, int] = field(default_factory=lambda: {"call": 100, "chat": 34, "mail": 10})
    now: int = 1_000_000
    taken: list[tuple[int, Choice, Waiting]] = field(default_factory=list)
    hands: dict[str, tuple[str, Waiting]] = field(default_factory=dict)
    line: set[str] = field(default_factory=set)
    seen: set[str] = field(default_factory=set)
    on_choice: Callable[[Choice, Waiting], None] = lambda choice, waiting: None

    def __post_init__(self) -> None:
        self.router = Router(limits=self.limits)
        for code, weight in self.weights.items():
            self.router.set_channel(ChannelRules(channel=code, weight=weight))
        for rules in self.queues:
            self.router.set_queue(rules)
        for profile in self.agents:
            self.router.set_agent(profile)
            self.router.set_presence(profile.agent, "online", self.now)

    def arrive(self, waiting: Waiting) -> None:
        """Somebody comes in line and is offered to the best agent, if any."""
        self.router.enqueue(waiting, self.now)
        self.line.add(waiting.interaction)
        self.seen.add(waiting.interaction)
        self.offer(waiting.interaction)

    def offer(self, interaction: str) -> None:
        """Somebody in line is given to the best agent, if any has room."""
        choice = self.router.choose_agent(interaction)
        if choice is not None:
            self.take(choice)

    def pull(self, agent: str) -> None:
        """An agent takes work for as long as there is room and work."""
        while (choice := self.router.choose_work(agent)) is not None:
            self.take(choice)

    def take(self, choice: Choice) -> None:
        """The interaction leaves the line for the agent's hands."""
        waiting = self.router.waiting(choice.interaction)
        self.on_choice(choice, waiting)
        self.router.withdraw(choice.interaction)
        self.line.remove(choice.interaction)
        self.router.occupy(choice.agent, waiting.channel, self.now)
        assert choice.interaction not in self.hands
        self.hands[choice.interaction] = (choice.agent, waiting)
        self.taken.append((self.now, choice, waiting))

    def end(self, interaction: str) -> None:
        """An interaction ends; its agent pulls the next."""
        agent, waiting = self.hands.pop(interaction)
        self.router.release(agent, waiting.channel, self.now)
        self.pull(agent)

    def give_back(self, interaction: str, until: int) -> None:
        """An agent declines: the interaction goes back to its place, kept from the agent for now, and on to the next."""
        agent, waiting = self.hands.pop(interaction)
        self.router.release(agent, waiting.channel, self.now)
        self.router.enqueue(waiting, self.now)
        self.line.add(interaction)
        self.router.refuse(interaction, agent, until)
        self.offer(interaction)
        self.pull(agent)

    def set_presence(self, agent: str, presence: Presence) -> None:
        """Somebody comes or goes; who came pulls, and what was held back for who went is offered to others."""
        for interaction in self.router.set_presence(agent, presence, self.now):
            self.offer(interaction)
        self.pull(agent)

    def pass_time(self, ms: int) -> None:
        """Time passes, and every change falls due at its instant."""
        until = self.now + ms
        while True:
            due = [(change, one) for one in self.line if (change := self.router.next_change(one)) is not None]
            at, what, agent, interaction = min(
                ((change.at, change.what, change.agent, one) for change, one in due),
                key=lambda one: (one[0], one[3], one[1], one[2] or ""),
                default=(until + 1, "", None, ""),
            )
            if at > until:
                break
            self.now = max(self.now, at)
            getattr(self.router, what)(interaction, *([agent] if agent else []))
            self.offer(interaction)
        self.now = until
