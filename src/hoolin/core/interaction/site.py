"""The live state of a site: who is in line, who is with whom, and what is due by the clock. Changed by folds alone.

Ended interactions leave this state; the read models keep them. `router` and the indexes are derived: a snapshot holds
only `Dump`, and `restore` builds the rest from it.
"""

import heapq

import msgspec

from hoolin.core.errors import NotFound
from hoolin.core.facts import Instant
from hoolin.core.interaction.strain import Strain
from hoolin.core.interaction.table import ENDED, IN_LINE, OCCUPYING, State
from hoolin.core.routing.router import Router
from hoolin.core.routing.state import RouterState
from hoolin.core.routing.waiting import Refused, Waiting
from hoolin.core.site.ease import EaseRules
from hoolin.core.site.hours import Holidays, Hours, without_holidays
from hoolin.core.site.rules import AgentProfile, ChannelRules, Language, Presence, QueueRules, SiteRules

AGENT_GONE_MS_MAX = 120_000
"""How long conversations wait for an agent who went offline, before they go back in line."""

Due = tuple[Instant, str, str]
"""When, what (`interaction`, `agent` who is gone, or `rest` of an agent), and which one."""


class Interaction(msgspec.Struct, kw_only=True):
    """One live interaction. Instants are 0 and counters start at 0 until something happened.

    waiting: what it asks for while in line (None otherwise). refused: who may not be offered it for now, kept while it is
    offered or active. customer_gone_at: since when the customer's page is out of reach. due_at: of the state it is in:
    offer, wrap-up, park or deferral. wakes: a deferral ends with the customer's next word.
    """

    interaction: str
    customer: str
    case: str
    channel: str
    queue: str
    language: Language
    state: State
    arrived_at: Instant
    place_at: Instant
    priority: int = 0
    skills: dict[str, int] = {}
    prefers: str | None = None
    target: str | None = None
    agent: str | None = None
    offer: str | None = None
    offers: int = 0
    transfers: int = 0
    due_at: Instant = 0
    wakes: bool = False
    waiting: Waiting | None = None
    relaxed: int = 0
    refused: tuple[Refused, ...] = ()
    last_ordinal: int = 0
    read_customer: int = 0
    read_agent: int = 0
    customer_gone_at: Instant = 0
    answer_later: bool = False
    answered_at: Instant = 0


class Agent(msgspec.Struct, kw_only=True):
    """One agent as the life cycle sees them. work: what they hold or are offered, in the order in which it came (a set
    would be written in another order by each process). gone_at: offline since, holding work. strain: what they have had lately, and their breather.
    """

    profile: AgentProfile
    presence: Presence = "offline"
    reason: str = ""
    idle_since: Instant = 0
    gone_at: Instant = 0
    work: dict[str, None] = {}
    strain: Strain = msgspec.field(default_factory=Strain)

    @property
    def attends(self) -> bool:
        """Whether they may be asked: present, and not resting."""
        return self.presence == "online" and not self.strain.until


class Kept(msgspec.Struct, kw_only=True):
    """What happened to whom so far. hours: by channel, "" for all that have none of their own; holidays are among their dates, and are kept by channel. ease: how people are spared."""

    rules: SiteRules = SiteRules()
    queues: dict[str, QueueRules] = {}
    channels: dict[str, ChannelRules] = {}
    agents: dict[str, Agent] = {}
    interactions: dict[str, Interaction] = {}
    hours: dict[str, Hours] = {}
    holidays: dict[str, Holidays] = {}
    ease: EaseRules = EaseRules()

    def hours_of(self, channel: str) -> Hours | None:
        """When the channel is open; None where nothing is set."""
        return self.hours.get(channel) or self.hours.get("")

    @property
    def hours_set(self) -> list[Hours]:
        """Hours as they were set, without the holidays that came with a country."""
        return [without_holidays(hours, self.holidays.get(channel)) for channel, hours in self.hours.items()]


class Dump(msgspec.Struct):
    """A snapshot of the site. router: a RouterState with its mappings in order; in `kept` their order has a meaning."""

    kept: Kept
    router: msgspec.Raw


class Site:
    """The whole live state. unmatched: what a choice is owed to (interactions in line, agents with room); by_customer: by
    customer and channel, what is under way, the newest last. resting: who has a breather. owed: to whom one is owed. strained: who
    has had as much as the site's limits allow and was not told yet.
    """

    def __init__(self) -> None:
        self.kept = Kept()
        self.router = Router()
        self.by_customer: dict[tuple[str, str], dict[str, None]] = {}
        self.unmatched_work: dict[str, None] = {}
        self.unmatched_agents: dict[str, None] = {}
        self.resting: dict[str, None] = {}
        self.owed: dict[str, None] = {}
        self.strained: dict[str, None] = {}
        self.due: list[Due] = []
        self._due_of: dict[tuple[str, str], Instant] = {}

    def interaction(self, interaction: str) -> Interaction:
        """The live interaction of this id; NotFound when it never was or has ended."""
        found = self.kept.interactions.get(interaction)
        if found is None:
            raise NotFound("interaction", interaction=interaction)
        return found

    def agent(self, agent: str) -> Agent:
        """The agent of this id."""
        found = self.kept.agents.get(agent)
        if found is None:
            raise NotFound("agent", agent=agent)
        return found

    def queue(self, queue: str) -> QueueRules:
        """The rules of this queue."""
        found = self.kept.queues.get(queue)
        if found is None:
            raise NotFound("queue", queue=queue)
        return found

    def live_with(self, customer: str, channel: str) -> Interaction | None:
        """The newest interaction this customer has under way on this channel."""
        under_way = self.by_customer.get((customer, channel))
        return self.kept.interactions[next(reversed(under_way))] if under_way else None

    def join_customer(self, one: Interaction) -> None:
        """Note that its customer has it under way."""
        self.by_customer.setdefault((one.customer, one.channel), {})[one.interaction] = None

    def leave_customer(self, one: Interaction) -> None:
        """Its customer has it under way no more."""
        under_way = self.by_customer[one.customer, one.channel]
        del under_way[one.interaction]
        if not under_way:
            del self.by_customer[one.customer, one.channel]

    def people_at_work(self) -> int:
        """How many agents are online."""
        return sum(agent.presence == "online" for agent in self.kept.agents.values())

    def has_room(self, agent: str, channel: str) -> bool:
        """Whether the agent may be asked and one more interaction of this channel fits into their hands."""
        known = self.kept.agents.get(agent)
        if known is None or not known.attends:
            return False
        held = [one for work in known.work if (one := self.kept.interactions[work]).state in OCCUPYING]
        capacity = known.profile.capacity
        used = sum(self.kept.channels[one.channel].weight for one in held)
        same = sum(one.channel == channel for one in held)
        limit = capacity.per_channel.get(channel)
        return used + self.kept.channels[channel].weight <= capacity.units and (limit is None or same < limit)

    # ── timers ──────────────────────────────────────────────────────────────────────────────────────────────────────

    def due_of(self, one: Interaction) -> Instant | None:
        """When the clock alone next changes something about this interaction."""
        if one.state in ENDED:
            return None
        dues = [one.due_at] if one.due_at else []
        if one.state == "waiting":
            change = self.router.next_change(one.interaction)
            if change is not None:
                dues.append(change.at)
        silent_at = self.silent_at(one)
        if silent_at is not None:
            dues.append(silent_at)
        return min(dues, default=None)

    def silent_at(self, one: Interaction) -> Instant | None:
        """When a customer who left without a word has given up. Never once a person had answered: then it is ours to end."""
        if not one.customer_gone_at or one.answer_later or one.answered_at or one.state not in IN_LINE:
            return None
        silent_ms = self.kept.channels[one.channel].silent_ms_max
        return one.customer_gone_at + silent_ms if silent_ms else None

    def arm(self, one: Interaction) -> None:
        """Note when this interaction is next due; an older note is passed over when it comes up."""
        self._arm("interaction", one.interaction, self.due_of(one))

    def arm_agent(self, agent: Agent) -> None:
        """Note when an agent who is gone has been waited for long enough."""
        due = agent.gone_at + AGENT_GONE_MS_MAX if agent.gone_at else None
        self._arm("agent", agent.profile.agent, due)

    def arm_rest(self, agent: Agent) -> None:
        """Note when an agent's breather ends."""
        self._arm("rest", agent.profile.agent, agent.strain.until or None)

    def _arm(self, kind: str, id: str, due: Instant | None) -> None:
        known = self._due_of.get((kind, id))
        if due == known:
            return
        if due is None:
            self._due_of.pop((kind, id), None)
            return
        self._due_of[kind, id] = due
        heapq.heappush(self.due, (due, kind, id))

    def next_due(self) -> Due | None:
        """The earliest thing that is due, without taking it."""
        due = self.due
        while due and self._due_of.get((due[0][1], due[0][2])) != due[0][0]:
            heapq.heappop(due)
        return due[0] if due else None

    # ── snapshots ───────────────────────────────────────────────────────────────────────────────────────────────────

    def dump(self) -> bytes:
        """Everything that cannot be derived; equal sites give equal bytes."""
        router = msgspec.msgpack.encode(self.router.state(), order="deterministic")
        return msgspec.msgpack.encode(Dump(self.kept, msgspec.Raw(router)))

    def restore(self, body: bytes) -> None:
        """Take up a dump. The site must be new."""
        dump = msgspec.msgpack.decode(body, type=Dump)
        self.kept = dump.kept
        self.router = Router.restore(msgspec.msgpack.decode(dump.router, type=RouterState))
        for agent in self.kept.agents.values():
            self.arm_agent(agent)
            self.arm_rest(agent)
        for name, agent in self.kept.agents.items():
            if agent.strain.until:
                self.resting[name] = None
            elif agent.strain.owed_ms:
                self.owed[name] = None
        for one in self.kept.interactions.values():
            self.join_customer(one)
            self.arm(one)
