"""Who is there: the agents, what each has in hand, and who has room on which channel.

Sets of agents are integers with a bit per agent, so "online, skilled and with room" is two `&` over a few hundred bytes
even for thousands of agents, and counting them is exact and cheap.
"""

from hoolin.core.errors import Defect, NotFound
from hoolin.core.routing.agents import Agent, View, ViewKey, view_key
from hoolin.core.routing.capacity import Load, Loads
from hoolin.core.routing.channel import Channel, Ready
from hoolin.core.routing.limits import Limits
from hoolin.core.site.rules import AgentProfile, ChannelRules, Presence, SiteRules

# From a long number so many bits are taken one by one; for more, its text is searched.
PEELED_MAX = 16


class Roster:
    """The agents of a site.

    online: a bit per agent who may be asked: present and not resting. resting: a bit per agent who is present and has a breather; resting_agents: the same by id. slots: the agent of a bit; a free slot keeps the one who left, who is in no set.
    """

    def __init__(self, site: SiteRules, limits: Limits) -> None:
        self.site = site
        self.limits = limits
        self._noted_max = limits.noted_agents_max
        self.agents: dict[str, Agent] = {}
        self.channels: dict[str, Channel] = {}
        self.channel_rules: dict[str, ChannelRules] = {}
        self.slots: list[Agent] = []
        self.views: dict[ViewKey, View] = {}
        self.online = 0
        self.resting = 0
        self.resting_agents: dict[str, Agent] = {}
        self._free_slots: list[int] = []
        self._view_count = 0
        self._free_views: list[int] = []
        self._noted: list[Agent] = []
        self._channels: list[Channel] = []
        # Who is ready on any channel at all is kept like one more channel, once somebody wants to know.
        self.anywhere = Channel("", 0, 0, 0)
        self._lists_anywhere = False
        self._loads = Loads(self._channels, site.load_ms_per_percent, limits)

    def agent(self, agent: str) -> Agent:
        """The agent of this id."""
        found = self.agents.get(agent)
        if found is None:
            raise NotFound("agent", agent=agent)
        return found

    def channel(self, channel: str) -> Channel:
        """The channel of this code."""
        found = self.channels.get(channel)
        if found is None:
            raise NotFound("channel", channel=channel)
        return found

    def among(self, bits: int) -> list[Agent]:
        """The agents of these bits."""
        slots = self.slots
        agents = []
        if bits.bit_count() <= PEELED_MAX:
            while bits:
                agent = slots[bits.bit_length() - 1]
                agents.append(agent)
                bits ^= agent.mask
            return agents
        # Searching the text of the number is one pass; peeling hundreds of bits off a long number copies it each time.
        text = bin(bits)[:1:-1]
        slot = text.find("1")
        while slot >= 0:
            agents.append(slots[slot])
            slot = text.find("1", slot + 1)
        return agents

    def held(self, agent: Agent) -> dict[str, int]:
        """What the agent has in hand, by channel code, without zeros."""
        return self._loads.held(agent.load)

    def set_site(self, site: SiteRules) -> None:
        """New rules for the whole site: everybody's cost is worked out anew."""
        held = self._all_held()
        self.site = site
        self._weigh(held)

    def set_channel(self, rules: ChannelRules) -> None:
        """Add a channel or change what it weighs; everybody's room is worked out anew."""
        held = self._all_held()
        self.channel_rules[rules.channel] = rules
        known = self.channels.get(rules.channel)
        if known is None:
            channel = self.channels[rules.channel] = Channel(
                rules.channel, len(self._channels), rules.weight, self._view_count
            )
            self._channels.append(channel)
        else:
            known.weight = rules.weight
        self._weigh(held)

    def _all_held(self) -> list[tuple[Agent, dict[str, int]]]:
        return [(agent, self.held(agent)) for agent in self.agents.values()]

    def _weigh(self, held: list[tuple[Agent, dict[str, int]]]) -> None:
        """What loads weigh and cost has changed: work it out anew for everybody."""
        self._loads = Loads(self._channels, self.site.load_ms_per_percent, self.limits)
        for agent, in_hand in held:
            self.take(agent, self._loads.of(agent.profile.capacity, in_hand), agent.idle_since)

    def put(self, profile: AgentProfile, view: View) -> Agent:
        """Add an agent, offline, or change what one can do; what they have in hand stays."""
        agent = self.agents.get(profile.agent)
        if agent is None:
            load = self._loads.of(profile.capacity, {})
            if self._free_slots:
                slot = self._free_slots.pop()
                agent = self.slots[slot] = Agent(profile, slot, view, load)
            else:
                agent = Agent(profile, len(self.slots), view, load)
                self.slots.append(agent)
            self.agents[profile.agent] = agent
        else:
            load = self._loads.of(profile.capacity, self.held(agent))
            agent.profile = profile
            agent.standing_ms = profile.standing_cost_ms
        agent.view.members &= ~agent.mask
        agent.view = view
        view.members |= agent.mask
        self.take(agent, load, agent.idle_since)
        return agent

    def hold(self, agent: Agent, held: dict[str, int], idle_since: int) -> None:
        """Say at once what an agent has in hand and since when, as a snapshot does."""
        for channel in held:
            self.channel(channel)
        self.take(agent, self._loads.of(agent.profile.capacity, held), idle_since)

    def remove(self, agent: Agent) -> None:
        """Forget an agent, who must have nothing in hand."""
        if any(agent.load.held):
            raise Defect("agent_holds_work", agent=agent.id, held=self.held(agent))
        self.set_presence(agent, "offline", agent.idle_since)
        agent.view.members &= ~agent.mask
        del self.agents[agent.id]
        self._free_slots.append(agent.slot)

    def view_of(self, profile: AgentProfile) -> View:
        """The view that agents with this profile share, made when it is the first."""
        key = view_key(profile)
        view = self.views.get(key)
        if view is None:
            if not self._free_views:
                self._free_views.append(self._view_count)
                self._view_count += 1
                for channel in (self.anywhere, *self._channels):
                    channel.add_view()
            view = self.views[key] = View(key, self._free_views.pop())
        return view

    def retire(self, view: View) -> None:
        """Nobody has this view any more."""
        self.list_ready()
        del self.views[view.key]
        self._free_views.append(view.index)

    def set_presence(self, agent: Agent, presence: Presence, now: int) -> None:
        """Online, away or offline; whoever comes online is idle since now."""
        agent.presence = presence
        self._attend(agent, now)

    def set_resting(self, agent: Agent, resting: bool, now: int) -> None:
        """A breather begins or ends; whoever is back from it is idle since now."""
        agent.resting = resting
        self._attend(agent, now)

    def _attend(self, agent: Agent, now: int) -> None:
        present = agent.presence == "online"
        online = present and not agent.resting
        if online and not agent.online:
            agent.idle_since = now
            self.online |= agent.mask
        elif agent.online and not online:
            self.online &= ~agent.mask
        agent.online = online
        self.resting &= ~agent.mask
        self.resting_agents.pop(agent.id, None)
        for channel in self._channels:
            channel.rested &= ~agent.mask
        if present and agent.resting:
            self.resting |= agent.mask
            self.resting_agents[agent.id] = agent
        self.take(agent, agent.load, agent.idle_since)

    def more(self, load: Load, channel: Channel) -> Load:
        """What somebody with this in hand has with one interaction more."""
        return self._loads.step(load, channel.index, 1)

    def less(self, load: Load, channel: Channel) -> Load:
        """What somebody with this in hand has with one interaction less; none to leave is a defect."""
        return self._loads.step(load, channel.index, -1)

    def take(self, agent: Agent, load: Load, now: int) -> None:
        """The agent has this in hand since now."""
        agent.load = load
        agent.idle_since = now
        agent.base = agent.standing_ms + load.cost_ms + now
        is_open = load.open if agent.online else self._rests(agent, load)
        changed = agent.open ^ is_open
        if changed:
            agent.open = is_open
            for channel in self._channels:
                if changed & channel.bit:
                    channel.room ^= agent.mask
        if not agent.noted:
            agent.noted = True
            self._noted.append(agent)
            if len(self._noted) > self._noted_max:
                self.list_ready()

    def _rests(self, agent: Agent, load: Load) -> int:
        """Nobody who is not to be asked is open for anything; of those who rest it is kept what they would have room for."""
        if self.resting & agent.mask:
            for channel in self._channels:
                if load.open & channel.bit:
                    channel.rested |= agent.mask
                else:
                    channel.rested &= ~agent.mask
        return 0

    def list_anywhere(self) -> Channel:
        """From now on `anywhere` has who is ready on any channel."""
        self.list_ready()
        if not self._lists_anywhere:
            self._lists_anywhere = True
            for agent in self.agents.values():
                if agent.listed_open:
                    self.anywhere.relist(agent.listed_index, None, agent.listed)
        return self.anywhere

    def room_anywhere(self) -> int:
        """Who has room on any channel at all, a bit per agent."""
        room = 0
        for channel in self._channels:
            room |= channel.room
        return room

    def list_ready(self) -> None:
        """Bring the orders of ready agents up to date with whoever changed since last time."""
        for agent in self._noted:
            agent.noted = False
            was_open = agent.listed_open
            is_open = agent.open
            if not was_open and not is_open:
                continue
            was = agent.listed
            now = (agent.base, agent.id, agent.slot)
            index = agent.view.index
            if index != agent.listed_index:
                self._relist(agent.listed_index, was_open, 0, was, now)
                was_open = 0
            self._relist(index, was_open, is_open, was, now)
            agent.listed = now
            agent.listed_open = is_open
            agent.listed_index = index
        self._noted.clear()

    def _relist(self, index: int, was_open: int, is_open: int, was: Ready, now: Ready) -> None:
        """An agent of a view was ready on these channels at one cost, and is on those at another."""
        either = was_open | is_open
        if either and self._lists_anywhere:
            self.anywhere.relist(index, was if was_open else None, now if is_open else None)
        for channel in self._channels:
            bit = channel.bit
            if either & bit:
                channel.relist(index, was if was_open & bit else None, now if is_open & bit else None)
