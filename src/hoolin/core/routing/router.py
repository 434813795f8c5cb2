"""The routing index: who takes whom, without looking at everybody.

What changes it is called only while facts are folded, so its state is a function of the facts; what asks it changes no
answer. Instants and ids are arguments. It says exactly what `naive.py` says, which states the rules plainly and slowly.

Refusals: `NotFound` for an agent, queue, channel or interaction that is not there. Defects: an interaction twice in
line, more released than held, an agent removed with work in hand, a change that is not due to anybody.
"""

from collections.abc import Iterable

import msgspec

from hoolin.core.errors import Defect
from hoolin.core.facts import Code, Id, Instant
from hoolin.core.routing.agents import Agent
from hoolin.core.routing.capacity import slots_of
from hoolin.core.routing.channel import Ready
from hoolin.core.routing.choice import OTHERS_MAX, Choice, Verdict, account_of, explanation_of, without_refused
from hoolin.core.routing.limits import LIMITS, Limits
from hoolin.core.routing.lines import Line, Lines
from hoolin.core.routing.order import EMPTY, NEVER, Entry
from hoolin.core.routing.outlook import LAST, Outlook, outlook
from hoolin.core.routing.places import Places, first_allowed
from hoolin.core.routing.resting import Overdue, first_overdue, groups_of, may_rest, overdue
from hoolin.core.routing.roster import Roster
from hoolin.core.routing.state import AgentState, RouterState
from hoolin.core.routing.waiting import Change, Refused, Waiting, is_refused, next_change, only_agent
from hoolin.core.site.ease import EaseRules
from hoolin.core.site.rules import AgentProfile, ChannelRules, Presence, QueueRules, SiteRules


class Router:
    """The agents and the lines of one site.

    Methods that change what an interaction asks for without being asked to (somebody leaves, a profile changes) return
    the interactions that are no longer held back for that person: they want an agent chosen for them.
    """

    def __init__(self, site: SiteRules | None = None, limits: Limits = LIMITS) -> None:
        self._roster = Roster(site or SiteRules(), limits)
        self._lines = Lines(self._roster, limits)
        self._places = Places(self._lines, self._roster.agents, limits.chunk_entries_max)
        # The same dictionaries, one step nearer for what runs a hundred thousand times a second.
        self._by_id = self._places.by_id
        self._personal = self._places.personal
        self._agents = self._roster.agents
        self._channels = self._roster.channels
        self._asks = self._lines.asks
        # Of whom not all may rest at once; worked out when somebody wants to.
        self._groups: list[int] | None = None

    # How the site is set up.

    def set_site(self, rules: SiteRules) -> None:
        """What holds for the whole site: what a level and a percent of load are worth."""
        self._groups = None
        self._roster.set_site(rules)
        self._lines.price()

    def set_channel(self, rules: ChannelRules) -> None:
        """Add a channel, or change its weight."""
        self._roster.set_channel(rules)

    def set_queue(self, rules: QueueRules) -> None:
        """Add a queue, or change its rules for those who wait in it, too. Takes time with everybody in that queue, unless
        what changes says nothing of who goes where.
        """
        self._groups = None
        known = self._lines.queues.get(rules.queue)
        if known is not None and _hangs_by(known) == _hangs_by(rules):
            self._lines.queues[rules.queue] = rules
        else:
            self._places.rehang(rules)

    def set_agent(self, profile: AgentProfile) -> tuple[Id, ...]:
        """Add an agent, offline and with nothing in hand, or change what one can do."""
        self._groups = None
        known = self._agents.get(profile.agent)
        old = known.view if known else None
        new = self._roster.view_of(profile)
        if not new.members:
            self._lines.introduce(new)
        agent = self._roster.put(profile, new)
        self._lines.joined(agent, old)
        self._places.look_anew(agent.id)
        return self._reconsider(profile.agent)

    def remove_agent(self, agent: Id) -> tuple[Id, ...]:
        """Forget an agent, who must have nothing in hand."""
        self._groups = None
        known = self._roster.agent(agent)
        self._roster.remove(known)
        self._lines.left(known)
        self._places.look_anew(agent)
        return self._reconsider(agent)

    # What happens to agents.

    def set_presence(self, agent: Id, presence: Presence, now: Instant) -> tuple[Id, ...]:
        """Online, away or offline. Whoever comes online is idle since now."""
        self._roster.set_presence(self._roster.agent(agent), presence, now)
        return self._reconsider(agent)

    def set_resting(self, agent: Id, resting: bool, now: Instant) -> tuple[Id, ...]:
        """A breather begins or ends: whoever has one is asked for nothing, as if they were away."""
        self._roster.set_resting(self._roster.agent(agent), resting, now)
        return self._reconsider(agent)

    def occupy(self, agent: Id, channel: Code, now: Instant) -> None:
        """The agent takes one more interaction of the channel in hand, even beyond their capacity: a fact is a fact.
        Offered or active, it occupies them.
        """
        roster = self._roster
        known = self._agents.get(agent) or roster.agent(agent)
        on = self._channels.get(channel) or roster.channel(channel)
        roster.take(known, known.load.more[on.index] or roster.more(known.load, on), now)

    def release(self, agent: Id, channel: Code, now: Instant) -> None:
        """An interaction of the channel leaves the agent's hands: over, parked, handed on, or the offer went back."""
        roster = self._roster
        known = self._agents.get(agent) or roster.agent(agent)
        on = self._channels.get(channel) or roster.channel(channel)
        roster.take(known, known.load.less[on.index] or roster.less(known.load, on), now)

    # What happens in line.

    def enqueue(self, waiting: Waiting, now: Instant) -> Waiting:
        """Put an interaction in line; the place it asks for may be in the past. Returns it as it stands in line:
        held back (`kept`) for its preferred agent if they are online but full and the cap has not run out, and no longer
        asking for a `target` who is not there.
        """
        if waiting.preferred is not None or waiting.target is not None:
            waiting = self._admitted(waiting, now)
        self._places.add(waiting)
        return waiting

    def withdraw(self, interaction: Id) -> Waiting:
        """Take an interaction out of line: offered, abandoned or deferred. Returns what it asked for, to come back with."""
        return self._places.remove(interaction)

    def relax(self, interaction: Id) -> Waiting:
        """The next relaxation step of its queue is taken."""
        waiting = self._places.place(interaction).waiting
        if waiting.relaxed >= len(self._lines.queue(waiting.queue).relaxations):
            raise Defect("no_step_left", interaction=interaction)
        return self._places.replace(msgspec.structs.replace(waiting, relaxed=waiting.relaxed + 1))

    def let_go(self, interaction: Id) -> Waiting:
        """It is no longer held back for one person: from now on anybody suitable may take it."""
        place = self._places.place(interaction)
        if not place.alone:
            raise Defect("not_held_back", interaction=interaction)
        return self._places.replace(_let_go(place.waiting))

    def refuse(self, interaction: Id, agent: Id, until: Instant) -> Waiting:
        """The agent is not to be offered it until then. Whoever refuses what waits for them alone lets it go."""
        waiting = self._places.place(interaction).waiting
        others = tuple(refused for refused in waiting.refused if refused.agent != agent)
        if only_agent(waiting) == agent:
            waiting = _let_go(waiting)
        return self._places.replace(msgspec.structs.replace(waiting, refused=(*others, Refused(agent, until))))

    def unrefuse(self, interaction: Id, agent: Id) -> Waiting:
        """The agent may be offered it again."""
        waiting = self._places.place(interaction).waiting
        others = tuple(refused for refused in waiting.refused if refused.agent != agent)
        if len(others) == len(waiting.refused):
            raise Defect("not_refused", interaction=interaction, agent=agent)
        return self._places.replace(msgspec.structs.replace(waiting, refused=others))

    # Who takes whom.

    def choose_agent(self, interaction: Id) -> Choice | None:
        """The agent for an interaction in line, with the explanation; None when nobody suitable has room."""
        place = self._places.place(interaction)
        picked = self._pick(place.waiting, place.line, 1 + OTHERS_MAX)
        if picked is None:
            return None
        agent, affinity_ms, best = picked
        return Choice(interaction, agent.id, explanation_of(self._roster, place, agent, affinity_ms, best))

    def choose_work(self, agent: Id) -> Choice | None:
        """The interaction for an agent who has room, with the explanation; None when nothing in line is for them."""
        chosen = self._agents.get(agent) or self._roster.agent(agent)
        found = self._find(chosen, chosen.open)
        if found is None:
            return None
        interaction, affinity_ms = found
        explanation = explanation_of(self._roster, self._by_id[interaction], chosen, affinity_ms)
        return Choice(interaction, agent, explanation)

    def agent_for(self, interaction: Id) -> Id | None:
        """`choose_agent` without the explanation."""
        place = self._places.place(interaction)
        return self._pick_quickly(place.waiting, place.line)

    def work_for(self, agent: Id) -> Id | None:
        """`choose_work` without the explanation."""
        chosen = self._agents.get(agent) or self._roster.agent(agent)
        found = self._find(chosen, chosen.open)
        return None if found is None else found[0]

    def agent_for_new(self, waiting: Waiting, now: Instant) -> Id | None:
        """`agent_for` as if it had been put in line now: whoever is served at once need never stand in it."""
        if waiting.preferred is not None or waiting.target is not None or waiting.refused:
            waiting = self._admitted(waiting, now)
            return self._pick_quickly(waiting, self._lines.line_for(waiting))
        line = self._asks.get((waiting.queue, waiting.channel, waiting.skills, waiting.relaxed))
        if line is None:
            line = self._lines.line_for(waiting)
        return line.candidates.first(line.channel)

    def finish(self, agent: Id, channel: Code, now: Instant) -> Waiting | None:
        """The agent ends an interaction of the channel and takes what is next for them, which is returned: `release`,
        `work_for`, `withdraw` and `occupy` in one, for whoever asks so often that every step counts.
        """
        roster = self._roster
        known = self._agents.get(agent) or roster.agent(agent)
        on = self._channels.get(channel) or roster.channel(channel)
        after = known.load.less[on.index] or roster.less(known.load, on)
        found = self._find(known, after.open if known.online else 0)
        if found is None:
            roster.take(known, after, now)
            return None
        on = self._by_id[found[0]].line.channel
        roster.take(known, after.more[on.index] or roster.more(after, on), now)
        return self._places.remove(found[0])

    # What one may ask.

    def next_change(self, interaction: Id) -> Change | None:
        """What is due next for an interaction in line, and when."""
        waiting = self._places.place(interaction).waiting
        return next_change(waiting, self._lines.queue(waiting.queue))

    def waiting(self, interaction: Id) -> Waiting:
        """What an interaction in line asks for."""
        return self._places.place(interaction).waiting

    def waiting_count(self, queue: Code) -> int:
        """How many are in line in this queue."""
        self._lines.queue(queue)
        return sum(line.places for line in self._lines.of_queue(queue))

    def position(self, interaction: Id) -> int:
        """Its place among those in line in its queue, 1 for the most urgent; bisections, not a walk."""
        return self._places.position(interaction)

    def outlook(self, waiting: Waiting, interaction: Id = LAST) -> Outlook:
        """What an interaction that asks for this finds, or would find: it may be in line, or not be there at all."""
        line = self._lines.line_for(waiting)
        at = waiting.place_at + line.target_ms - waiting.priority * line.step_ms
        return outlook(self._roster, self._lines, line, at, interaction)

    def slots(self, agents: int, channel: Code) -> int:
        """How many interactions of a channel these agents (bits) have in hand when they are full of nothing else."""
        weight = self._roster.channel(channel).weight
        return sum(slots_of(agent.profile.capacity, channel, weight) for agent in self._roster.among(agents))

    def kept_for(self, agent: Id) -> tuple[Id, ...]:
        """What is held back for this person alone, the most urgent first."""
        return tuple(waiting.interaction for waiting in self._places.kept_for(agent))

    def kept_in(self, queue: Code) -> list[Id]:
        """What is held back in this queue for one person alone."""
        return self._places.kept_in(queue)

    def agents_with_room(self) -> tuple[Id, ...]:
        """Who could take something on at least one channel, by id: whom to ask after the rules have changed."""
        return tuple(sorted(agent.id for agent in self._agents.values() if agent.open))

    def overdue(self, rules: EaseRules) -> Overdue | None:
        """Who in line has waited for long enough first of all, or will have, for whom a resting agent could be had."""
        return overdue(self._roster, self._lines, self._places, rules)

    def overdue_at(self, rules: EaseRules) -> Instant | None:
        """When that is; None when there is nobody."""
        at, _, agents = first_overdue(self._roster, self._lines, self._places, rules)
        return at if agents else None

    def may_rest(self, agents: Iterable[Id], rules: EaseRules, before: Instant) -> list[Id]:
        """Those of these agents who may rest now: nobody in line whom they could serve is overdue before this instant, and not too many
        of their kind rest. Whoever has no room is not among them: nothing can be asked of them anyway.
        """
        if self._groups is None:
            self._groups = groups_of(self._roster, self._lines.queues)
        return may_rest(agents, self._roster, self._lines, self._places, self._groups, rules, before)

    def explain(self, interaction: Id) -> tuple[Verdict, ...]:
        """Every agent with what they would cost or what excludes them: candidates first, the cheapest first; then by id."""
        return account_of(self._roster, self._places.place(interaction))

    # As one value.

    def state(self) -> RouterState:
        """Everything that decides a choice, as a plain value for a snapshot."""
        roster = self._roster
        return RouterState(
            roster.site,
            tuple(rules for _, rules in sorted(self._lines.queues.items())),
            tuple(rules for _, rules in sorted(roster.channel_rules.items())),
            tuple(
                AgentState(agent.profile, agent.presence, roster.held(agent), agent.idle_since, agent.resting)
                for _, agent in sorted(self._agents.items())
            ),
            tuple(place.waiting for _, place in sorted(self._by_id.items())),
        )

    @classmethod
    def restore(cls, state: RouterState, limits: Limits = LIMITS) -> "Router":
        """A router that answers everything as the one that this state was taken from."""
        router = cls(state.site, limits)
        for channel in state.channels:
            router.set_channel(channel)
        for queue in state.queues:
            router.set_queue(queue)
        for one in state.agents:
            router.set_agent(one.profile)
            router._agents[one.profile.agent].resting = one.resting
            router._roster.set_presence(router._agents[one.profile.agent], one.presence, one.idle_since)
            router._roster.hold(router._agents[one.profile.agent], one.held, one.idle_since)
        for waiting in state.waiting:
            router._places.add(waiting)
        return router

    # How it is decided.

    def _pick_quickly(self, waiting: Waiting, line: Line) -> Id | None:
        """The agent; None when nobody can."""
        if waiting.preferred is None and waiting.target is None and not waiting.refused:
            return line.candidates.first(line.channel)
        picked = self._pick(waiting, line, 1)
        return None if picked is None else picked[0].id

    def _pick(self, waiting: Waiting, line: Line, count: int) -> tuple[Agent, int, list[Ready]] | None:
        """The agent, what was paid in cost for the same person, and the best so many; None when nobody can."""
        candidates = line.candidates
        available = line.channel.room & candidates.qualified
        if not available:
            return None
        only = only_agent(waiting)
        if only is not None:
            agent = self._agents.get(only)
            return (agent, 0, []) if agent is not None and available & agent.mask else None
        if waiting.refused:
            available = without_refused(available, waiting, self._roster)
            if not available:
                return None
        best = candidates.best(line.channel, available, count, len(waiting.refused))
        if waiting.preferred is not None:
            preferred = self._agents.get(waiting.preferred)
            if preferred is not None and available & preferred.mask:
                paid = candidates.cost_of(preferred) - best[0][0]
                if paid <= line.affinity_ms:
                    return preferred, paid, best
        return self._roster.slots[best[0][2]], 0, best

    def _find(self, agent: Agent, is_open: int) -> tuple[Id, int] | None:
        """The interaction for an agent with room on these channels, and how far it was drawn forward for the same person;
        None when nothing is for them.
        """
        if not is_open or not self._by_id:
            return None
        best_at = NEVER
        best = ""
        for bit, head_start, lines in agent.view.groups:
            if is_open & bit:
                for line in lines:
                    head = line.head
                    at = head.at - head_start
                    if at < best_at or (at == best_at and head.interaction < best):
                        best_at = at
                        best = head.interaction
        if best:
            waiting = self._by_id[best].waiting
            if waiting.refused and is_refused(waiting, agent.id):
                allowed = self._find_allowed(agent, is_open)
                best_at, best = allowed.at, allowed.interaction
        if agent.id in self._personal:
            return self._find_personal(agent, is_open, best_at if best else NEVER, best)
        return (best, 0) if best else None

    def _find_allowed(self, agent: Agent, is_open: int) -> Entry:
        """As the loop above, passing over what this agent has refused."""
        best = EMPTY
        for bit, head_start, lines in agent.view.groups:
            if is_open & bit:
                for line in lines:
                    entry = first_allowed(line, agent, self._by_id)
                    if entry is not None:
                        best = min(best, Entry(entry.at - head_start, entry.interaction))
        return best

    def _find_personal(self, agent: Agent, is_open: int, open_at: int, open_best: str) -> tuple[Id, int] | None:
        """What prefers or asks for this agent, against the best that is open to everybody."""
        best_at, best = open_at, open_best
        for bit, head_start, runs in self._personal[agent.id].groups:
            if is_open & bit:
                for run in runs:
                    head = run.head
                    at = head.at - head_start
                    if at < best_at or (at == best_at and head.interaction < best):
                        best_at = at
                        best = head.interaction
        if not best:
            return None
        place = self._by_id[best]
        if place.person != agent.id:
            return best, 0
        unaided_at = place.entry.at - agent.view.head_start.get(place.line.queue, 0)
        return best, max(0, unaided_at - open_at)

    # Who waits for whom.

    def _admitted(self, waiting: Waiting, now: Instant) -> Waiting:
        """The interaction as it enters the line: for one person alone only while there is sense in it."""
        if waiting.target is not None:
            expired = waiting.target_until is not None and waiting.target_until <= now
            if not expired and not is_refused(waiting, waiting.target) and self._worth_waiting(waiting, waiting.target):
                return msgspec.structs.replace(waiting, kept=False)
            waiting = _let_go(waiting)
        return msgspec.structs.replace(waiting, kept=self._keeps(waiting, now))

    def _keeps(self, waiting: Waiting, now: Instant) -> bool:
        """Whether to hold it back for its preferred agent: they are there and able, but full, and the cap not reached."""
        preferred = waiting.preferred
        rules = self._lines.queue(waiting.queue)
        if preferred is None or now >= waiting.place_at + rules.affinity_ms_max or is_refused(waiting, preferred):
            return False
        if not self._worth_waiting(waiting, preferred):
            return False
        return not self._agents[preferred].open & self._roster.channel(waiting.channel).bit

    def _worth_waiting(self, waiting: Waiting, agent: Id) -> bool:
        """Whether this person could take it as soon as they have room."""
        known = self._agents.get(agent)
        if known is None or not known.load.could & self._roster.channel(waiting.channel).bit:
            return False
        if waiting.target is not None:
            return known.presence != "offline"
        return known.online and known.view in self._lines.line_for(waiting).candidates.fits

    def _reconsider(self, agent: Id) -> tuple[Id, ...]:
        """Let go of what is held back for somebody for whom it makes no sense to wait any longer."""
        let_go = [one for one in self._places.kept_for(agent) if not self._worth_waiting(one, agent)]
        for one in let_go:
            self._places.replace(_let_go(one))
        return tuple(one.interaction for one in let_go)


def _let_go(waiting: Waiting) -> Waiting:
    return msgspec.structs.replace(waiting, target=None, target_until=None, kept=False)


def _hangs_by(rules: QueueRules) -> tuple[object, ...]:
    """The part of a queue's rules that says which line somebody is in, and where in it."""
    steps = tuple(step.skills for step in rules.relaxations)
    return rules.skills, steps, rules.target_ms, rules.priority_step_ms, rules.affinity_ms_max
