"""The peer of `hoolin bench routing`: no index, everybody looked at each time, but written with care.

What each interaction asks for is worked out when it comes, room per channel once per choice; no explanation is made. It
follows the same rules, so it must choose the same interaction as the engine, which the bench checks.
"""

from hoolin.core.routing.state import RouterState
from hoolin.core.routing.waiting import Skills, Waiting, demanded, only_agent, urgency_at
from hoolin.core.site.rules import AgentProfile

# Demands, urgency in ms, queue, channel, the person it knows, what that is worth in ms, the only person who may take it.
Line = tuple[Skills, int, str, str, str | None, int, str | None]


class PlainScan:
    """Agents and interactions of a site, as lists to be read from one end to the other."""

    def __init__(self, state: RouterState) -> None:
        self.queues = {rules.queue: rules for rules in state.queues}
        self.weights = {rules.channel: rules.weight for rules in state.channels}
        self.profiles = {one.profile.agent: one.profile for one in state.agents}
        self.held = {one.profile.agent: dict(one.held) for one in state.agents}
        self.online = {one.profile.agent for one in state.agents if one.presence == "online"}
        self.line: dict[str, Line] = {}
        for waiting in state.waiting:
            self.enqueue(waiting)

    def enqueue(self, waiting: Waiting) -> None:
        """Somebody comes in line."""
        rules = self.queues[waiting.queue]
        self.line[waiting.interaction] = (
            demanded(waiting, rules),
            urgency_at(waiting, rules),
            waiting.queue,
            waiting.channel,
            waiting.preferred,
            rules.affinity_ms_max,
            only_agent(waiting),
        )

    def withdraw(self, interaction: str) -> None:
        """Somebody leaves the line."""
        del self.line[interaction]

    def change(self, agent: str, channel: str, by: int) -> None:
        """An agent has one interaction more or less in hand."""
        self.held[agent][channel] = self.held[agent].get(channel, 0) + by

    def room(self, profile: AgentProfile) -> set[str]:
        """The channels that one more interaction fits on."""
        held = self.held[profile.agent]
        left = profile.capacity.units - sum(self.weights[channel] * count for channel, count in held.items())
        most = profile.capacity.per_channel
        return {
            channel
            for channel, weight in self.weights.items()
            if weight <= left and held.get(channel, 0) < most.get(channel, 1 << 30)
        }

    def choose_work(self, agent: str) -> str | None:
        """The most urgent interaction that the agent may take."""
        profile = self.profiles[agent]
        room = self.room(profile)
        skills, head_start_ms = profile.skills, profile.head_start_ms
        best: tuple[int, str] | None = None
        for interaction, (demands, urgency, queue, channel, preferred, affinity_ms, only) in self.line.items():
            if channel not in room or (only is not None and only != agent):
                continue
            for skill, level in demands:
                if skills.get(skill, 0) < level:
                    break
            else:
                at = urgency - head_start_ms.get(queue, 0)
                if preferred == agent:
                    at -= affinity_ms
                if best is None or (at, interaction) < best:
                    best = (at, interaction)
        return None if best is None else best[1]

    def anybody_for(self, interaction: str) -> bool:
        """Whether any agent could take this interaction now."""
        demands, _, _, channel, _, _, only = self.line[interaction]
        for agent, profile in self.profiles.items():
            if agent not in self.online or (only is not None and only != agent):
                continue
            if all(profile.skills.get(skill, 0) >= level for skill, level in demands) and channel in self.room(profile):
                return True
        return False
