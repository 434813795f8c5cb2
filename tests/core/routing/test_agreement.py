"""The index agrees with the plain rules, answer for answer, through anything that may happen."""

import msgspec
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from hoolin.core.routing.limits import LIMITS, Limits
from hoolin.core.routing.naive import PlainRouter
from hoolin.core.routing.router import Router
from hoolin.core.routing.state import RouterState
from hoolin.core.routing.waiting import Waiting, next_change, only_agent
from hoolin.core.site.ease import EaseRules
from hoolin.core.site.rules import AgentProfile, ChannelRules, QueueRules
from tests.core.routing import worlds


class Floor(RuleBasedStateMachine):
    """A contact centre's floor, told to both. Whatever is chosen is taken, so that hands and lines fill and empty."""

    limits: Limits = LIMITS

    def __init__(self) -> None:
        super().__init__()
        self.router = Router(limits=self.limits)
        self.plain = PlainRouter()
        self.now = 100_000
        self.arrived = 0
        self.hands: list[tuple[str, str]] = []

    @initialize(
        queues=st.tuples(*[worlds.queue_rules] * 3),
        # Ids in any order, so that who was there first has no advantage.
        ids=st.permutations(worlds.AGENTS),
        agents=st.lists(worlds.profiles(st.just("")), min_size=4, max_size=len(worlds.AGENTS)),
        busy=st.sets(st.sampled_from(worlds.AGENTS)),
    )
    def opens(self, queues: tuple[QueueRules, ...], ids: list[str], agents: list[AgentProfile], busy: set[str]) -> None:
        """Channels, queues and people, everybody online, some of them on the phone."""
        for code, weight in zip(worlds.CHANNELS, (100, 34, 10), strict=True):
            self.both("set_channel", ChannelRules(channel=code, weight=weight))
        for queue, rules in zip(worlds.QUEUES, queues, strict=True):
            self.both("set_queue", msgspec.structs.replace(rules, queue=queue))
        for agent, profile in zip(ids, agents, strict=False):
            self.both("set_agent", msgspec.structs.replace(profile, agent=agent))
            self.both("set_presence", agent, "online", self.now)
        for agent in sorted(busy):
            if agent in self.plain.agents:
                self.is_given(agent, "call")

    def both(self, method: str, *arguments: object) -> object:
        """Tell both; they must answer the same."""
        answer = getattr(self.router, method)(*arguments)
        assert answer == getattr(self.plain, method)(*arguments)
        return answer

    def agents(self) -> list[str]:
        """Who there is, in order."""
        return sorted(self.plain.agents)

    # What may happen.

    @rule(ms=worlds.lengths)
    def time_passes(self, ms: int) -> None:
        """Nothing else happens."""
        self.now += ms

    @rule(data=st.data(), many=st.integers(1, 4))
    def arrive(self, data: st.DataObject, many: int) -> None:
        """Some come in line; asked just before, the index says who each would go to."""
        for _ in range(many):
            self.arrived += 1
            waiting = data.draw(worlds.arrivals(self.arrived, self.now, self.agents()))
            at_once = self.router.agent_for_new(waiting, self.now)
            self.both("enqueue", waiting, self.now)
            choice = self.plain.choose_agent(waiting.interaction)
            assert at_once == (choice.agent if choice else None)

    @precondition(lambda self: self.plain.line)
    @rule(data=st.data())
    def is_served(self, data: st.DataObject) -> None:
        """Somebody in line goes to their agent."""
        interaction = data.draw(st.sampled_from(sorted(self.plain.line)))
        choice = self.router.choose_agent(interaction)
        if choice is not None:
            self.take(choice.interaction, choice.agent)

    @precondition(lambda self: self.plain.line)
    @rule(data=st.data())
    def pulls(self, data: st.DataObject) -> None:
        """Somebody takes the next work."""
        choice = self.router.choose_work(data.draw(st.sampled_from(self.agents())))
        if choice is not None:
            self.take(choice.interaction, choice.agent)

    def take(self, interaction: str, agent: str) -> None:
        """The interaction leaves the line for the agent's hands."""
        waiting = self.both("withdraw", interaction)
        assert isinstance(waiting, Waiting)
        self.is_given(agent, waiting.channel)

    @precondition(lambda self: self.hands)
    @rule(data=st.data())
    def ends(self, data: st.DataObject) -> None:
        """Something leaves somebody's hands."""
        agent, channel = self.hands.pop(data.draw(st.integers(0, len(self.hands) - 1)))
        self.both("release", agent, channel, self.now)

    @precondition(lambda self: self.hands)
    @rule(data=st.data())
    def finishes(self, data: st.DataObject) -> None:
        """Something leaves somebody's hands, and they take what is next for them, if anything is."""
        agent, channel = self.hands.pop(data.draw(st.integers(0, len(self.hands) - 1)))
        taken = self.both("finish", agent, channel, self.now)
        if isinstance(taken, Waiting):
            self.hands.append((agent, taken.channel))

    @precondition(lambda self: self.plain.agents)
    @rule(data=st.data(), channel=st.sampled_from(worlds.CHANNELS))
    def is_handed_work(self, data: st.DataObject, channel: str) -> None:
        """Work reaches somebody past routing, even beyond their capacity."""
        self.is_given(data.draw(st.sampled_from(self.agents())), channel)

    def is_given(self, agent: str, channel: str) -> None:
        """Something of a channel is in somebody's hands."""
        self.both("occupy", agent, channel, self.now)
        self.hands.append((agent, channel))

    @precondition(lambda self: self.plain.line)
    @rule(data=st.data())
    def is_refused(self, data: st.DataObject) -> None:
        """Somebody declines what is in line."""
        interaction = data.draw(st.sampled_from(sorted(self.plain.line)))
        choice = self.plain.choose_agent(interaction)
        likely = [choice.agent] * 3 if choice else []
        agent = only_agent(self.plain.line[interaction]) or data.draw(st.sampled_from([*likely, *worlds.AGENTS]))
        self.both("refuse", interaction, agent, self.now + 5_000)

    @precondition(lambda self: self.plain.line)
    @rule(data=st.data())
    def change_is_due(self, data: st.DataObject) -> None:
        """A timer of somebody in line falls due."""
        waiting = self.plain.line[data.draw(st.sampled_from(sorted(self.plain.line)))]
        change = next_change(waiting, self.plain.queues[waiting.queue])
        assert change == self.router.next_change(waiting.interaction)
        if change is not None:
            self.now = max(self.now, change.at)
            self.both(change.what, waiting.interaction, *([change.agent] if change.agent else []))

    @precondition(lambda self: self.plain.line)
    @rule(data=st.data())
    def abandons(self, data: st.DataObject) -> None:
        """Somebody leaves the line."""
        self.both("withdraw", data.draw(st.sampled_from(sorted(self.plain.line))))

    @precondition(lambda self: self.plain.agents)
    @rule(data=st.data(), presence=st.sampled_from(["online", "online", "away", "offline"]))
    def presence_changes(self, data: st.DataObject, presence: str) -> None:
        """Somebody comes or goes."""
        self.both("set_presence", data.draw(st.sampled_from(self.agents())), presence, self.now)

    @precondition(lambda self: self.plain.agents)
    @rule(data=st.data(), resting=st.sampled_from([True, True, False]))
    def rests(self, data: st.DataObject, resting: bool) -> None:
        """Somebody's breather begins or ends."""
        self.both("set_resting", data.draw(st.sampled_from(self.agents())), resting, self.now)

    @rule(data=st.data())
    def set_up_changes(self, data: st.DataObject) -> None:
        """Somebody new comes, learns or leaves for good; or a queue, a channel or the site has other rules from now on."""
        kind = data.draw(st.sampled_from(["agent", "agent", "agent", "leaves", "queue", "channel", "site"]))
        if kind == "agent":
            self.both("set_agent", data.draw(worlds.profiles(st.sampled_from(worlds.AGENTS))))
        elif kind == "queue":
            self.both("set_queue", data.draw(worlds.queue_rules))
        elif kind == "channel":
            self.both("set_channel", data.draw(worlds.channel_rules))
        elif kind == "site":
            self.both("set_site", data.draw(worlds.site_rules))
        else:
            busy = {agent for agent, _ in self.hands}
            idle = [agent for agent in self.agents() if agent not in busy]
            if len(idle) > 2:
                self.both("remove_agent", data.draw(st.sampled_from(idle)))

    @rule()
    def starts_again_from_a_snapshot(self) -> None:
        """The index is built anew from its own state, through JSON and back."""
        written = msgspec.json.encode(self.router.state())
        self.router = Router.restore(msgspec.json.decode(written, type=RouterState), self.limits)
        assert msgspec.json.encode(self.router.state()) == written

    # What is true all along.

    @invariant()
    def they_agree(self) -> None:
        """Every question has the same answer."""
        for interaction in self.plain.line:
            choice = self.plain.choose_agent(interaction)
            assert self.router.choose_agent(interaction) == choice
            assert self.router.agent_for(interaction) == (choice.agent if choice else None)
            assert self.router.position(interaction) == self.plain.position(interaction)
            assert self.router.waiting(interaction) == self.plain.line[interaction]
            assert self.router.explain(interaction) == self.plain.explain(interaction)
        for agent in self.plain.agents:
            choice = self.plain.choose_work(agent)
            assert self.router.choose_work(agent) == choice
            assert self.router.work_for(agent) == (choice.interaction if choice else None)
            assert self.router.kept_for(agent) == self.plain.kept_for(agent)
        for rules in (EaseRules(), EaseRules(share_percent=50, yield_percent=25)):
            overdue = self.plain.overdue(rules)
            assert self.router.overdue(rules) == overdue
            assert self.router.overdue_at(rules) == (overdue.at if overdue else None)
            for before in (self.now, self.now + 60_000):
                assert self.both("may_rest", self.agents(), rules, before) is not None
        for queue in self.plain.queues:
            assert self.router.waiting_count(queue) == self.plain.waiting_count(queue)


@pytest.mark.slow
@pytest.mark.parametrize("name", worlds.ALL_LIMITS)
def test_the_index_agrees_with_the_plain_rules_at_every_step(name: str) -> None:
    """Whatever happens, in whatever order, and however small the parts of the index: both give the same answers."""
    machine = type("FloorWith", (Floor,), {"limits": worlds.ALL_LIMITS[name]})
    run_state_machine_as_test(machine, settings=settings(max_examples=100, stateful_step_count=50, deadline=None))
