"""What routing promises, whatever happens on the floor."""

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hoolin.core.routing.choice import Choice
from hoolin.core.routing.waiting import Waiting, demanded, only_agent
from hoolin.core.site.rules import AgentProfile, Capacity, Presence, QueueRules
from tests.core.routing import worlds
from tests.core.routing.floor import Work

limits = st.sampled_from(sorted(worlds.ALL_LIMITS)).map(worlds.ALL_LIMITS.__getitem__)


@st.composite
def floors(draw: st.DrawFn) -> Work:
    """A floor with agents of all sorts, everybody online and nobody waiting."""
    queues = tuple(
        msgspec.structs.replace(draw(worlds.queue_rules), queue=queue, offer_ms=1_000) for queue in worlds.QUEUES
    )
    profiles = draw(st.lists(worlds.profiles(st.just("")), min_size=1, max_size=8))
    agents = tuple(
        msgspec.structs.replace(profile, agent=agent) for agent, profile in zip(worlds.AGENTS, profiles, strict=False)
    )
    return Work(queues, agents, draw(limits))


def run(work: Work, data: st.DataObject, steps: int = 40) -> None:
    """Let things happen."""
    for _ in range(steps):
        happening = data.draw(st.sampled_from(["arrives", "arrives", "ends", "declines", "passes", "comes or goes"]))
        if happening == "arrives":
            work.arrive(data.draw(worlds.arrivals(len(work.seen), work.now)))
        elif happening == "passes":
            work.pass_time(data.draw(worlds.lengths))
        elif happening == "comes or goes":
            agent = data.draw(st.sampled_from([profile.agent for profile in work.agents]))
            work.set_presence(agent, data.draw(st.sampled_from(["online", "online", "away", "offline"])))
        elif work.hands:
            interaction = data.draw(st.sampled_from(sorted(work.hands)))
            if happening == "ends":
                work.end(interaction)
            else:
                work.give_back(interaction, work.now + 5_000)


@settings(max_examples=50)
@given(work=floors(), data=st.data())
def test_nobody_is_offered_to_a_full_away_or_unskilled_agent(work: Work, data: st.DataObject) -> None:
    """At the moment of every choice the agent is online, skilled, has room, has not declined it and is the one it waits for."""
    profiles = {profile.agent: profile for profile in work.agents}
    rules = {queue.queue: queue for queue in work.queues}
    online = {profile.agent for profile in work.agents}

    def check(choice: Choice, waiting: Waiting) -> None:
        profile = profiles[choice.agent]
        in_hand = [held.channel for agent, held in work.hands.values() if agent == choice.agent]
        used = sum(work.weights[channel] for channel in in_hand)
        assert choice.agent in online
        for skill, level in demanded(waiting, rules[waiting.queue]):
            assert profile.skills.get(skill, 0) >= level
        assert used + work.weights[waiting.channel] <= profile.capacity.units
        own_max = profile.capacity.per_channel.get(waiting.channel)
        assert own_max is None or in_hand.count(waiting.channel) < own_max
        assert choice.agent not in [refused.agent for refused in waiting.refused]
        assert only_agent(waiting) in (None, choice.agent)

    work.on_choice = check
    set_presence = work.router.set_presence

    def watch(agent: str, presence: Presence, now: int) -> tuple[str, ...]:
        (online.add if presence == "online" else online.discard)(agent)
        return set_presence(agent, presence, now)

    work.router.set_presence = watch  # type: ignore[method-assign]
    run(work, data)


@settings(max_examples=40)
@given(work=floors(), data=st.data())
def test_nobody_who_could_be_served_is_left_in_line(work: Work, data: st.DataObject) -> None:
    """After everything that happens, no agent with room has work in line that they could take: work is pulled."""
    run(work, data, steps=30)
    for agent in work.router.agents_with_room():
        assert work.router.choose_work(agent) is None
    for interaction in work.line:
        assert work.router.choose_agent(interaction) is None


@settings(max_examples=50)
@given(work=floors(), data=st.data())
def test_nobody_is_held_by_two(work: Work, data: st.DataObject) -> None:
    """An interaction is in line or in exactly one agent's hands, and what the router counts in hand is what is held."""
    run(work, data)
    assert not work.line & set(work.hands)
    assert {waiting.interaction for waiting in work.router.state().waiting} == work.line
    for agent in work.router.state().agents:
        held = [waiting.channel for holder, waiting in work.hands.values() if holder == agent.profile.agent]
        assert agent.held == {channel: held.count(channel) for channel in set(held)}


@settings(max_examples=50)
@given(work=floors(), data=st.data())
def test_affinity_never_costs_more_than_its_cap(work: Work, data: st.DataObject) -> None:
    """Neither in what is paid at a choice, nor in time that an interaction is held back for one person."""
    rules = {queue.queue: queue for queue in work.queues}

    def check(choice: Choice, waiting: Waiting) -> None:
        cap = rules[waiting.queue].affinity_ms_max
        assert 0 <= choice.explanation.affinity_ms <= cap
        if waiting.preferred == choice.agent and waiting.target is None:
            rival = min(
                (other.cost_ms for other in choice.explanation.others), default=choice.explanation.chosen.cost_ms
            )
            assert choice.explanation.chosen.cost_ms - rival <= cap
        else:
            assert choice.explanation.affinity_ms == 0

    work.on_choice = check
    for _ in range(4):
        run(work, data, steps=10)
        work.pass_time(0)
        for waiting in work.router.state().waiting:
            if waiting.kept:
                assert work.now < waiting.place_at + rules[waiting.queue].affinity_ms_max


ONE_QUEUE = QueueRules(queue="billing", target_ms=20_000, priority_step_ms=60_000, affinity_ms_max=30_000)


@settings(max_examples=50)
@given(
    arrivals=st.lists(
        st.tuples(st.integers(0, 40_000), st.integers(0, 3), st.sampled_from([None, "agent-00", "agent-01"])),
        min_size=10,
        max_size=60,
    ),
    handle=st.integers(20_000, 60_000),
)
def test_nobody_starves(arrivals: list[tuple[int, int, str | None]], handle: int) -> None:
    """Under overload, whoever waits is overtaken only by those who came less than their head start in priority and affinity
    later; and once nobody more urgent is left, they are served.
    """
    work = Work(
        (ONE_QUEUE,),
        tuple(AgentProfile(agent=agent, capacity=Capacity(units=100)) for agent in worlds.AGENTS[:2]),
    )
    places: dict[str, tuple[int, int]] = {}

    def check(choice: Choice, waiting: Waiting) -> None:
        for other in work.line - {choice.interaction}:
            place_at, priority = places[other]
            kept_from = only_agent(work.router.waiting(other)) not in (None, choice.agent)
            ahead = (waiting.priority - priority) * ONE_QUEUE.priority_step_ms + ONE_QUEUE.affinity_ms_max
            assert kept_from or waiting.place_at - place_at <= ahead

    work.on_choice = check
    for number, (gap, priority, preferred) in enumerate(arrivals):
        work.pass_time(gap)
        for interaction in sorted(work.hands):
            if (
                work.taken
                and work.now - next(at for at, one, _ in work.taken if one.interaction == interaction) >= handle
            ):
                work.end(interaction)
        places[f"i{number}"] = (work.now, priority)
        work.arrive(
            Waiting(
                interaction=f"i{number}",
                queue="billing",
                channel="call",
                place_at=work.now,
                priority=priority,
                preferred=preferred,
            )
        )
    work.pass_time(ONE_QUEUE.affinity_ms_max)
    for _ in arrivals:
        if work.hands:
            work.end(min(work.hands))
    assert not work.line
    assert len({choice.interaction for _, choice, _ in work.taken}) == len(arrivals)


@given(behind=st.integers(1, 500_000), priority=st.integers(1, 3))
def test_a_later_arrival_overtakes_only_within_what_its_priority_is_worth(behind: int, priority: int) -> None:
    """A step of priority is worth so many milliseconds of place, and not one more."""
    work = Work((ONE_QUEUE,), (AgentProfile(agent="agent-00"),))
    first = Waiting(interaction="first", queue="billing", channel="call", place_at=1_000_000)
    for waiting in (
        first,
        msgspec.structs.replace(first, interaction="early"),
        msgspec.structs.replace(first, interaction="late", place_at=1_000_000 + behind, priority=priority),
    ):
        work.arrive(waiting)
    work.end("first")
    served = work.taken[-1][1].interaction
    assert (served == "late") == (behind < priority * ONE_QUEUE.priority_step_ms)
    assert work.router.position({"late": "early", "early": "late"}[served]) == 1


@pytest.mark.parametrize("name", worlds.ALL_LIMITS)
@settings(max_examples=20)
@given(work=floors(), data=st.data())
def test_the_sizes_of_the_index_change_no_outcome(name: str, work: Work, data: st.DataObject) -> None:
    """The same happenings lead to the same choices, with the same explanations, however large the parts of the index."""
    other = Work(work.queues, work.agents, worlds.ALL_LIMITS[name])
    for number in range(25):
        arrival = data.draw(worlds.arrivals(number, work.now))
        ms = data.draw(worlds.lengths)
        for floor in (work, other):
            floor.arrive(arrival)
            floor.pass_time(ms)
            if floor.hands and number % 2:
                floor.end(min(floor.hands))
    assert work.taken == other.taken
