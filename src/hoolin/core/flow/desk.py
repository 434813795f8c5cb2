"""What is decided upon about flows: those that are set, which channel uses which, and where each customer is in one. Changed by folds alone."""

import heapq
from collections.abc import Callable

import msgspec

from hoolin.core.errors import NotFound
from hoolin.core.facts import Instant
from hoolin.core.flow.language import Callback, Flow, Message, ToQueue, served_by
from hoolin.core.flow.step import Context, FlowState
from hoolin.core.flow.surroundings import Surroundings, names_in
from hoolin.core.flow.traps import Bounds
from hoolin.core.interaction.site import Site
from hoolin.core.site.hours import Hours
from hoolin.core.site.rules import LANGUAGES, Language

SPOKEN: frozenset[str] = frozenset({"voice"})
"""Channels on which people speak and listen."""

NextOpen = Callable[[Hours, Instant], Instant | None]
"""When it is open next after an instant: that instant where it is open, None where it is not in sight."""

SayWhen = Callable[[Instant, Language], str]
"""A promised instant in words; 0 for as soon as somebody is free."""


class Walk(msgspec.Struct):
    """One customer in a flow. state: None as long as it has not begun to speak. kept: by name, contents. steps: how many so far. nameless: nobody
    knows their number.
    """

    flow: str
    revision: int
    language: Language
    wish: bool
    state: FlowState | None = None
    kept: dict[str, str] = {}
    due_at: Instant = 0
    lookup: str | None = None
    steps: int = 0
    nameless: bool = False


class KeptFlows(msgspec.Struct):
    """flows: by name and revision, the newest and those somebody is in. revisions: the newest of each, also of those retired. used: by channel.
    walks: by interaction.
    """

    flows: dict[str, dict[int, Flow]] = {}
    revisions: dict[str, int] = {}
    used: dict[str, str] = {}
    walks: dict[str, Walk] = {}


def open_always(hours: Hours, now: Instant) -> Instant | None:
    """Until wiring hands in a clock: open."""
    return now


def say_nothing(when: Instant, language: Language) -> str:
    """Until wiring hands in a calendar: the bare number."""
    return str(when)


def call_any(number: str) -> bool:
    """Until wiring hands in the rules: whichever."""
    return True


class Flows:
    """The room's state, beside the floor it reads. next_open, say_when: what only a calendar can tell; what is decided by them is recorded.
    bounds: of the guarantee. may_call: whether a number may be called.
    """

    def __init__(self, site: Site) -> None:
        self.site = site
        self.kept = KeptFlows()
        self.bounds = Bounds()
        self.next_open: NextOpen = open_always
        self.say_when: SayWhen = say_nothing
        self.may_call: Callable[[str], bool] = call_any
        self.due: list[tuple[Instant, str]] = []
        self._around: dict[str, tuple[Flow, Surroundings]] = {}

    def flow(self, name: str) -> Flow:
        """The newest revision."""
        known = self.kept.flows.get(name, {}).get(self.kept.revisions.get(name, 0))
        if known is None:
            raise NotFound("flow", flow=name)
        return known

    def of(self, walk: Walk) -> Flow:
        """The revision somebody is in."""
        return self.kept.flows[walk.flow][walk.revision]

    def surroundings(self, flow: Flow, *, spoken: bool | None = None) -> Surroundings:
        """What a flow of this site leads into, as things are set up now. spoken: whether it greets callers too; None: whether a flow of this
        name does.
        """
        spoken = self.greets_callers(flow.name) if spoken is None else spoken
        site = self.site.kept
        out = {served_by(node): node for node in flow.nodes.values() if isinstance(node, ToQueue | Callback | Message)}
        served: dict[Language, frozenset[str]] = {
            language: frozenset(name for name, node in out.items() if self._serves(node, language))
            for language in LANGUAGES
        }
        return Surroundings(
            languages=site.rules.languages, served=served, hours=dict(site.hours), nameless=spoken
        )  # fmt: skip

    def greets_callers(self, name: str) -> bool:
        """Whether a flow greets where people speak."""
        return any(used == name for channel, used in self.kept.used.items() if channel in SPOKEN)

    def around(self, flow: Flow) -> Surroundings:
        """The same, looked up once until the site is set up otherwise: with thousands of agents it is not asked at every word."""
        known = self._around.get(flow.name)
        if known is not None and known[0] is flow:
            return known[1]
        around = self.surroundings(flow)
        if any(one is flow for one in self.kept.flows.get(flow.name, {}).values()):
            # A draft that is only tried out is not remembered.
            self._around[flow.name] = (flow, around)
        return around

    def look_again(self) -> None:
        """The site is set up otherwise."""
        self._around.clear()

    def _serves(self, node: ToQueue | Callback | Message, language: Language) -> bool:
        """Whether some agent can be offered what has waited in the queue as long as there are relaxations."""
        rules = self.site.kept.queues.get(node.queue)
        if rules is None:
            return False
        wanted = {f"lang:{language}": 1, **rules.skills, **getattr(node, "skills", {})}
        for relaxation in rules.relaxations:
            wanted.update({skill: level for skill, level in relaxation.skills.items() if skill in wanted})
        profiles = (agent.profile.skills for agent in self.site.kept.agents.values())
        return any(all(skills.get(skill, 0) >= level for skill, level in wanted.items()) for skills in profiles)

    def context(
        self, flow: Flow, language: Language, now: Instant, kept: frozenset[str], *, spoken: bool, nameless: bool = False
    ) -> Context:  # fmt: skip
        """How things stand at this instant."""
        around = self.around(flow)
        opens_at, is_open = dict[str, int](), set[str]()
        for name in names_in(flow):
            hours = around.hours_of(name)
            at = now if hours is None else self.next_open(hours, now)
            if at is not None and at <= now:
                is_open.add(name)
            if at is not None and name.startswith("queue:"):
                opens_at[name.removeprefix("queue:")] = 0 if at <= now else at
        return Context(
            language=language, open=frozenset(is_open), opens_at=opens_at, served=around.served, kept=kept, spoken=spoken,
            nameless=nameless,
        )  # fmt: skip

    # ── timers ──────────────────────────────────────────────────────────────────────────────────────────────────────────────

    def arm(self, interaction: str, walk: Walk) -> None:
        """Note when waiting is over; an older note is passed over when it comes up."""
        if walk.due_at:
            heapq.heappush(self.due, (walk.due_at, interaction))

    def next_due(self) -> tuple[Instant, str] | None:
        """The walk whose waiting is over first, without taking it."""
        while self.due:
            due_at, interaction = self.due[0]
            walk = self.kept.walks.get(interaction)
            if walk is not None and walk.due_at == due_at:
                return self.due[0]
            heapq.heappop(self.due)
        return None
