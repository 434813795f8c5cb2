"""The rules of routing, stated plainly: every question looks at everybody. Obviously right, and slow.

This is what the index in `router.py` must agree with, answer for answer, and what it is measured against. It keeps
agents and waiting interactions as they were told, and nothing else.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

import msgspec

from hoolin.core.errors import Defect, NotFound
from hoolin.core.routing.choice import OTHERS_MAX, Choice, Verdict
from hoolin.core.routing.facts import Explanation, Scored
from hoolin.core.routing.resting import Overdue, resting_max
from hoolin.core.routing.waiting import Refused, Waiting, demanded, is_refused, only_agent, urgency_at
from hoolin.core.site.ease import EaseRules
from hoolin.core.site.rules import AgentProfile, ChannelRules, Presence, QueueRules, SiteRules


@dataclass
class Somebody:
    """One agent: what they can do, where they are, what they have in hand by channel, and since when nothing changed."""

    profile: AgentProfile
    presence: Presence = "offline"
    idle_since: int = 0
    held: dict[str, int] = field(default_factory=dict)
    resting: bool = False

    @property
    def asked(self) -> bool:
        """Whether they may be asked for anything: present, and not having a breather."""
        return self.presence == "online" and not self.resting


class PlainRouter:
    """The agents and the interactions in line of one site. The methods mean what they mean in `Router`."""

    def __init__(self, site: SiteRules | None = None) -> None:
        self.site = site or SiteRules()
        self.queues: dict[str, QueueRules] = {}
        self.channels: dict[str, ChannelRules] = {}
        self.agents: dict[str, Somebody] = {}
        self.line: dict[str, Waiting] = {}

    # What happens.

    def set_site(self, rules: SiteRules) -> None:
        """New rules for the whole site."""
        self.site = rules

    def set_channel(self, rules: ChannelRules) -> None:
        """Add a channel or change its rules."""
        self.channels[rules.channel] = rules

    def set_queue(self, rules: QueueRules) -> None:
        """Add a queue or change its rules."""
        self.queues[rules.queue] = rules

    def set_agent(self, profile: AgentProfile) -> tuple[str, ...]:
        """Add an agent, offline and empty-handed, or change what one can do."""
        known = self.agents.get(profile.agent)
        self.agents[profile.agent] = Somebody(profile) if known is None else known
        self.agents[profile.agent].profile = profile
        return self._reconsider(profile.agent)

    def remove_agent(self, agent: str) -> tuple[str, ...]:
        """Forget an agent, who must have nothing in hand."""
        if any(self.agents[agent].held.values()):
            raise Defect("agent_holds_work", agent=agent)
        del self.agents[agent]
        return self._reconsider(agent)

    def set_presence(self, agent: str, presence: Presence, now: int) -> tuple[str, ...]:
        """Online, away or offline; whoever comes online is idle since now."""
        somebody = self.agents[agent]
        before = somebody.asked
        somebody.presence = presence
        if somebody.asked and not before:
            somebody.idle_since = now
        return self._reconsider(agent)

    def set_resting(self, agent: str, resting: bool, now: int) -> tuple[str, ...]:
        """A breather begins or ends; whoever is back from it is idle since now."""
        somebody = self.agents[agent]
        before = somebody.asked
        somebody.resting = resting
        if somebody.asked and not before:
            somebody.idle_since = now
        return self._reconsider(agent)

    def occupy(self, agent: str, channel: str, now: int) -> None:
        """One more interaction in hand."""
        somebody = self.agents[agent]
        somebody.held[channel] = somebody.held.get(channel, 0) + 1
        somebody.idle_since = now

    def release(self, agent: str, channel: str, now: int) -> None:
        """One interaction less in hand."""
        somebody = self.agents[agent]
        if not somebody.held.get(channel):
            raise Defect("nothing_to_release", channel=channel)
        somebody.held[channel] -= 1
        somebody.idle_since = now

    def finish(self, agent: str, channel: str, now: int) -> Waiting | None:
        """One interaction less in hand, and the next one taken at once."""
        self.release(agent, channel, now)
        choice = self.choose_work(agent)
        if choice is None:
            return None
        waiting = self.withdraw(choice.interaction)
        self.occupy(agent, waiting.channel, now)
        return waiting

    def enqueue(self, waiting: Waiting, now: int) -> Waiting:
        """Put an interaction in line."""
        if waiting.interaction in self.line:
            raise Defect("twice_in_line", interaction=waiting.interaction)
        waiting = self._admitted(waiting, now)
        self.line[waiting.interaction] = waiting
        return waiting

    def withdraw(self, interaction: str) -> Waiting:
        """Take an interaction out of line."""
        if interaction not in self.line:
            raise NotFound("not_in_line", interaction=interaction)
        return self.line.pop(interaction)

    def relax(self, interaction: str) -> Waiting:
        """The next relaxation step is taken."""
        return self._change(interaction, relaxed=self.line[interaction].relaxed + 1)

    def let_go(self, interaction: str) -> Waiting:
        """No longer held back for one person."""
        return self._change(interaction, target=None, target_until=None, kept=False)

    def refuse(self, interaction: str, agent: str, until: int) -> Waiting:
        """The agent is kept from it until then."""
        if only_agent(self.line[interaction]) == agent:
            self.let_go(interaction)
        others = [refused for refused in self.line[interaction].refused if refused.agent != agent]
        return self._change(interaction, refused=(*others, Refused(agent, until)))

    def unrefuse(self, interaction: str, agent: str) -> Waiting:
        """The agent may be offered it again."""
        refused = self.line[interaction].refused
        return self._change(interaction, refused=tuple(one for one in refused if one.agent != agent))

    def _change(self, interaction: str, **fields: object) -> Waiting:
        self.line[interaction] = msgspec.structs.replace(self.line[interaction], **fields)
        return self.line[interaction]

    # Waiting for one person: only while there is sense in it.

    def _admitted(self, waiting: Waiting, now: int) -> Waiting:
        """As it enters the line: held back for a preferred agent who is there and able but full; no absent target."""
        waiting = msgspec.structs.replace(waiting, kept=False)
        if waiting.target is not None:
            expired = waiting.target_until is not None and waiting.target_until <= now
            if not expired and not is_refused(waiting, waiting.target) and self._worth_waiting(waiting, waiting.target):
                return waiting
            waiting = msgspec.structs.replace(waiting, target=None, target_until=None)
        preferred = waiting.preferred
        kept = (
            preferred is not None
            and now < waiting.place_at + self.queues[waiting.queue].affinity_ms_max
            and not is_refused(waiting, preferred)
            and self._worth_waiting(waiting, preferred)
            and not self.has_room(preferred, waiting.channel)
        )
        return msgspec.structs.replace(waiting, kept=kept)

    def _worth_waiting(self, waiting: Waiting, agent: str) -> bool:
        """Whether this person could take it as soon as they have room."""
        if agent not in self.agents:
            return False
        capacity = self.agents[agent].profile.capacity
        could = (
            self.channels[waiting.channel].weight <= capacity.units and capacity.per_channel.get(waiting.channel, 1) > 0
        )
        if waiting.target is not None:
            return could and self.agents[agent].presence != "offline"
        return could and self.agents[agent].asked and self._lacking(waiting, agent) is None

    def _reconsider(self, agent: str) -> tuple[str, ...]:
        """Let go of what is held back for somebody for whom it makes no sense to wait any longer."""
        let_go = [
            waiting
            for waiting in self.line.values()
            if only_agent(waiting) == agent and not self._worth_waiting(waiting, agent)
        ]
        let_go.sort(key=self._order)
        for waiting in let_go:
            self.let_go(waiting.interaction)
        return tuple(waiting.interaction for waiting in let_go)

    def _order(self, waiting: Waiting) -> tuple[int, str]:
        return urgency_at(waiting, self.queues[waiting.queue]), waiting.interaction

    # What an agent could take.

    def _load_percent(self, agent: str) -> int:
        units = self.agents[agent].profile.capacity.units
        used = self._used(agent)
        return used * 100 // units if units else 100 * (used > 0)

    def _used(self, agent: str) -> int:
        return sum(self.channels[channel].weight * count for channel, count in self.agents[agent].held.items())

    def has_room(self, agent: str, channel: str) -> bool:
        """Whether one more interaction of the channel fits, in units and in number."""
        somebody = self.agents[agent]
        capacity = somebody.profile.capacity
        fits = self._used(agent) + self.channels[channel].weight <= capacity.units
        held = somebody.held.get(channel, 0)
        return fits and (channel not in capacity.per_channel or held < capacity.per_channel[channel])

    def _lacking(self, waiting: Waiting, agent: str) -> tuple[str, int, int] | None:
        """The first demanded skill that the agent lacks, with the levels asked and had; None when qualified."""
        skills = self.agents[agent].profile.skills
        for skill, asked in demanded(waiting, self.queues[waiting.queue]):
            if skills.get(skill, 0) < asked:
                return skill, asked, skills.get(skill, 0)
        return None

    def verdict(self, waiting: Waiting, agent: str) -> Verdict:
        """What excludes the agent from the interaction, or what choosing them costs."""
        if not self.agents[agent].asked:
            return Verdict(agent, "away")
        lacking = self._lacking(waiting, agent)
        if lacking is not None:
            return Verdict(agent, "unskilled", *lacking)
        if not self.has_room(agent, waiting.channel):
            return Verdict(agent, "full")
        if is_refused(waiting, agent):
            return Verdict(agent, "refused")
        if only_agent(waiting) not in (None, agent):
            return Verdict(agent, "kept")
        return Verdict(agent, cost_ms=self.cost_ms(waiting, agent))

    def cost_ms(self, waiting: Waiting, agent: str) -> int:
        """Standing cost, load and time since their last work, less what they are better than demanded: lower is better."""
        somebody = self.agents[agent]
        asked = demanded(waiting, self.queues[waiting.queue])
        fit = sum(somebody.profile.skills[skill] - level for skill, level in asked)
        return (
            somebody.profile.standing_cost_ms
            + self._load_percent(agent) * self.site.load_ms_per_percent
            + somebody.idle_since
            - fit * self.site.level_ms
        )

    # Who takes whom.

    def choose_agent(self, interaction: str) -> Choice | None:
        """The cheapest candidate, or the preferred one if they cost little more."""
        if interaction not in self.line:
            raise NotFound("not_in_line", interaction=interaction)
        waiting = self.line[interaction]
        costs = {one.agent: one.cost_ms for one in self.explain(interaction) if one.cost_ms is not None}
        if not costs:
            return None
        best = min(costs, key=lambda agent: (costs[agent], agent))
        if waiting.preferred in costs and only_agent(waiting) is None:
            paid = costs[waiting.preferred] - costs[best]
            if paid <= self.queues[waiting.queue].affinity_ms_max:
                return Choice(interaction, waiting.preferred, self._explanation(waiting, waiting.preferred, paid))
        return Choice(interaction, best, self._explanation(waiting, best, 0))

    def choose_work(self, agent: str) -> Choice | None:
        """The most urgent interaction for this agent, those who know them drawn forward by the cap."""
        head_start = self.agents[agent].profile.head_start_ms
        mine = [one for one in self.line.values() if self.verdict(one, agent).excluded is None]
        if not mine:
            return None

        def unaided_at(waiting: Waiting) -> int:
            return self._order(waiting)[0] - head_start.get(waiting.queue, 0)

        def knows(waiting: Waiting) -> bool:
            return waiting.preferred == agent and waiting.target is None

        def wanted_at(waiting: Waiting) -> int:
            return unaided_at(waiting) - knows(waiting) * self.queues[waiting.queue].affinity_ms_max

        best = min(mine, key=lambda waiting: (wanted_at(waiting), waiting.interaction))
        open_to_all = [unaided_at(waiting) for waiting in mine if only_agent(waiting) is None]
        paid = unaided_at(best) - min(open_to_all, default=unaided_at(best)) if knows(best) else 0
        return Choice(best.interaction, agent, self._explanation(best, agent, max(0, paid)))

    def _explanation(self, waiting: Waiting, chosen: str, affinity_ms: int) -> Explanation:
        verdicts = self.explain(waiting.interaction)
        scored = {one.agent: Scored(one.agent, one.cost_ms) for one in verdicts if one.cost_ms is not None}
        excluded = [one.excluded for one in verdicts]
        return Explanation(
            chosen=scored[chosen],
            others=tuple(one for agent, one in scored.items() if agent != chosen)[:OTHERS_MAX],
            away=excluded.count("away"),
            unskilled=excluded.count("unskilled"),
            full=excluded.count("full"),
            refused=excluded.count("refused") + excluded.count("kept"),
            urgency_at=self._order(waiting)[0],
            affinity_ms=affinity_ms,
            relaxed=waiting.relaxed,
        )

    # What one may ask.

    def waiting_count(self, queue: str) -> int:
        """How many are in line in this queue."""
        return sum(waiting.queue == queue for waiting in self.line.values())

    def position(self, interaction: str) -> int:
        """One more than those of the same queue who are more urgent."""
        asked = self.line[interaction]
        return 1 + sum(
            self._order(waiting) < self._order(asked) for waiting in self.line.values() if waiting.queue == asked.queue
        )

    def kept_for(self, agent: str) -> tuple[str, ...]:
        """What is held back for this person alone, the most urgent first."""
        kept = [waiting for waiting in self.line.values() if only_agent(waiting) == agent]
        return tuple(waiting.interaction for waiting in sorted(kept, key=self._order))

    def overdue_at(self, waiting: Waiting, rules: EaseRules) -> int:
        """From when on nobody rests who could serve it."""
        queue = self.queues[waiting.queue]
        return urgency_at(waiting, queue) - queue.target_ms + queue.target_ms * rules.yield_percent // 100

    def overdue(self, rules: EaseRules) -> Overdue | None:
        """The first in line to be overdue of those whom somebody could serve who rests."""
        found = []
        for waiting in self.line.values():
            able = [
                agent for agent, somebody in self.agents.items() if somebody.resting and self._would(waiting, agent)
            ]
            if able:
                found.append(Overdue(self.overdue_at(waiting, rules), waiting.interaction, tuple(sorted(able))))
        return min(found, default=None)

    def _would(self, waiting: Waiting, agent: str) -> bool:
        """Whether this agent is a candidate once they rest no more."""
        somebody = self.agents[agent]
        somebody.resting, resting = False, somebody.resting
        free = self.verdict(waiting, agent).excluded is None
        somebody.resting = resting
        return free

    def may_rest(self, agents: Iterable[str], rules: EaseRules, before: int) -> list[str]:
        """Those with room for something, able to serve nobody who is overdue before then, of whose kind too many do not rest."""
        return [agent for agent in agents if self._may_rest(agent, rules, before)]

    def _may_rest(self, agent: str, rules: EaseRules, before: int) -> bool:
        if not self.agents[agent].asked or not any(self.has_room(agent, channel) for channel in self.channels):
            return False
        for waiting in self.line.values():
            if self.overdue_at(waiting, rules) > before:
                continue
            only = only_agent(waiting)
            able = self._lacking(waiting, agent) is None
            if able and (only is None or (only == agent and self._would(waiting, agent))):
                return False
        for queue in self.queues.values():
            for language in self.site.languages:
                group = [one for one in self.agents if self._serves(one, queue, f"lang:{language}")]
                resting = sum(self.agents[one].resting for one in group)
                if agent in group and resting >= resting_max(len(group), rules):
                    return False
        return True

    def _serves(self, agent: str, queue: QueueRules, language: str) -> bool:
        """Whether they are present and have what a queue asks for, and the language."""
        asked = {language: 1, **queue.skills}
        asked[language] = max(1, asked[language])
        profile = self.agents[agent].profile
        return self.agents[agent].presence == "online" and all(
            profile.skills.get(skill, 0) >= level for skill, level in asked.items()
        )

    def explain(self, interaction: str) -> tuple[Verdict, ...]:
        """Everybody with their cost or what excludes them: candidates first, the cheapest first; then by id."""
        verdicts = [self.verdict(self.line[interaction], agent) for agent in self.agents]
        return tuple(sorted(verdicts, key=lambda one: (one.cost_ms is None, one.cost_ms or 0, one.agent)))
