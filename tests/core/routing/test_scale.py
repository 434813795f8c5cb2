"""Larger floors: the same answers as the plain rules, the same in any process, and memory that follows what is in use."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path
from random import Random

import msgspec
import pytest

from hoolin.core.routing.leaders import Heaped
from hoolin.core.routing.limits import LIMITS, Limits
from hoolin.core.routing.naive import PlainRouter
from hoolin.core.routing.router import Router
from hoolin.core.routing.state import RouterState
from hoolin.core.routing.waiting import Waiting
from hoolin.core.site.rules import AgentProfile, Capacity, ChannelRules, QueueRules
from tests.core.routing import worlds

ROOT = Path(__file__).parents[3]
CHANNELS = {"call": 100, "chat": 34, "mail": 20}
SKILLS = tuple(f"skill-{number}" for number in range(6))


def set_up(router: Router | PlainRouter, agents: int, chance: Random) -> None:
    """So many agents, no two alike, and a queue for each skill."""
    for code, weight in CHANNELS.items():
        router.set_channel(ChannelRules(channel=code, weight=weight))
    for number, skill in enumerate(SKILLS):
        router.set_queue(QueueRules(queue=f"queue-{number}", skills={skill: 10 * number}))
    for number in range(agents):
        skills = {skill: chance.randint(20, 100) for skill in chance.sample(SKILLS, 3)}
        skills["lang:et"] = number % 101
        agent = f"agent-{number * 7919 % agents:04}"
        router.set_agent(AgentProfile(agent=agent, skills=skills, capacity=Capacity(per_channel={"chat": 2})))
        router.set_presence(agent, "online", chance.randrange(10_000))


def arrival(number: int, now: int, agents: int, chance: Random) -> Waiting:
    """Somebody who comes now, one in four of them knowing somebody."""
    return Waiting(
        interaction=f"interaction-{number}",
        queue=f"queue-{chance.randrange(len(SKILLS))}",
        channel=chance.choice(sorted(CHANNELS)),
        place_at=now,
        skills=(("lang:et", chance.choice([10, 40])),),
        priority=chance.choice([0, 0, 0, 2]),
        preferred=f"agent-{chance.randrange(agents):04}" if chance.random() < 0.25 else None,
    )


def replayed(seed: int, limits: Limits = LIMITS, snapshots: bool = False, steps: int = 3_000) -> str:
    """A digest of all choices of a day that depends on the seed alone."""
    chance = Random(seed)
    router = Router(limits=limits)
    set_up(router, 80, chance)
    digest = hashlib.sha256()
    held: list[tuple[str, str]] = []
    now = 20_000
    for number in range(steps):
        now += chance.randrange(300)
        waiting = router.enqueue(arrival(number, now, 80, chance), now)
        choices = [router.choose_agent(waiting.interaction)]
        if held and chance.random() < 0.9:
            agent, channel = held.pop(chance.randrange(len(held)))
            if choices == [None]:
                router.release(agent, channel, now)
                choices = [router.choose_work(agent)]
        for choice in choices:
            digest.update(msgspec.json.encode(choice))
            if choice is not None:
                held.append((choice.agent, router.withdraw(choice.interaction).channel))
                router.occupy(*held[-1], now)
        if snapshots and number % 500 == 0:
            state = msgspec.json.decode(msgspec.json.encode(router.state()), type=RouterState)
            router = Router.restore(state, limits)
    return digest.hexdigest()


@pytest.mark.parametrize("seed", range(3))
def test_many_agents_who_are_all_different_are_chosen_as_the_plain_rules_say(seed: int) -> None:
    """With more views than are compared, through rush and lull: agent by agent the same choice and explanation."""
    agents = 120
    router, plain = Router(), PlainRouter()
    set_up(router, agents, Random(seed))
    set_up(plain, agents, Random(seed))
    chance = Random(seed)
    held: list[tuple[str, str]] = []
    now = 20_000
    for number in range(400):
        now += chance.randrange(300)
        waiting = arrival(number, now, agents, chance)
        assert router.enqueue(waiting, now) == plain.enqueue(waiting, now)
        choice = plain.choose_agent(waiting.interaction)
        assert router.choose_agent(waiting.interaction) == choice
        # First everybody fills up, then more ends than begins.
        for _ in range(number // 150):
            if choice is None and held:
                agent, channel = held.pop(chance.randrange(len(held)))
                for one in (router, plain):
                    one.release(agent, channel, now)
                choice = plain.choose_work(agent)
                assert router.choose_work(agent) == choice
        if choice is not None:
            channel = plain.withdraw(choice.interaction).channel
            router.withdraw(choice.interaction)
            for one in (router, plain):
                one.occupy(choice.agent, channel, now)
            held.append((choice.agent, channel))
    assert len(held) > agents


@pytest.mark.parametrize("hash_seed", ["0", "1", "4242"])
def test_the_outcome_does_not_depend_on_the_process(hash_seed: str) -> None:
    """The same day in a process that hashes text differently has the same choices, to the last explanation."""
    told = subprocess.run(
        [sys.executable, "-c", "from tests.core.routing.test_scale import replayed; print(replayed(7))"],
        cwd=ROOT,
        env=os.environ | {"PYTHONHASHSEED": hash_seed, "PYTHONPATH": "src:."},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert told.stdout.strip() == replayed(7)


def test_the_outcome_does_not_depend_on_snapshots_or_sizes() -> None:
    """Starting again from snapshots in the middle of the day, or with other sizes inside, changes no choice."""
    day = replayed(11)
    assert replayed(11, snapshots=True) == day
    assert replayed(11, Limits(few_agents_max=0, compared_views_max=0, walk_cost=0, noted_agents_max=1)) == day
    assert replayed(12) != day


def test_lines_that_nobody_waits_in_are_dropped() -> None:
    """However many different demands come and go, the index keeps no more lines than are in use, and some for later."""
    router = Router(limits=Limits(idle_lines_max=20))
    set_up(router, 5, Random(1))
    for number in range(2_000):
        waiting = Waiting(
            interaction=f"i{number}", queue="queue-0", channel="call", place_at=number, skills=((f"rare-{number}", 1),)
        )
        router.enqueue(waiting, number)
        assert router.choose_agent(waiting.interaction) is None
        router.withdraw(waiting.interaction)
    lines = router._lines
    assert len(lines._lines) <= 21
    assert len(lines.asks) <= 21
    assert len(lines._candidates) <= 21
    assert len(lines.of_queue("queue-0")) <= 21


def test_loads_are_bounded_although_capacity_is_not() -> None:
    """A channel that weighs nothing may be held without end; the loads that are remembered may not."""
    router = Router(limits=Limits(loads_max=10))
    router.set_channel(ChannelRules(channel="free", weight=0))
    router.set_agent(AgentProfile(agent="a"))
    for now in range(500):
        router.occupy("a", "free", now)
    assert len(router._roster._loads._known) <= 10
    for now in range(500, 1_000):
        router.release("a", "free", now)
    assert router.state().agents[0].held == {}


def test_work_for_one_person_is_forgotten_line_by_line() -> None:
    """While something waits for somebody, what else came and went for them leaves nothing behind."""
    router = Router()
    set_up(router, 1, Random(1))
    skills = dict.fromkeys(SKILLS, 100)
    router.set_agent(AgentProfile(agent="agent-0000", skills=skills, head_start_ms={"queue-1": 5_000}))
    for number in range(len(SKILLS)):
        waiting = Waiting(interaction=f"i{number}", queue=f"queue-{number}", channel="call", place_at=number)
        router.enqueue(msgspec.structs.replace(waiting, preferred="agent-0000"), 0)
    personal = router._places.personal["agent-0000"]
    for left in range(len(SKILLS), 0, -1):
        assert len(personal.runs) == left
        assert sum(len(lines) for _, _, lines in personal.groups) == left
        assert router.work_for("agent-0000") is not None
        router.withdraw(f"i{left - 1}")
    assert not router._places.personal
    assert router.work_for("agent-0000") is None


def test_a_heap_of_views_is_bounded() -> None:
    """However often agents change between choices, what is remembered of them does not outgrow twice their number."""
    router = Router(limits=Limits(few_agents_max=0, compared_views_max=0, walk_cost=0))
    set_up(router, 20, Random(5))
    chance = Random(5)
    for now in range(2_000):
        agent = f"agent-{chance.randrange(20):04}"
        router.occupy(agent, "mail", now)
        router.release(agent, "mail", now)
        router.agent_for_new(arrival(now, now, 20, chance), now)
    heaps = [candidates._leaders for candidates in router._lines._candidates.values()]
    assert any(isinstance(heap, Heaped) for heap in heaps)
    assert all(len(heap._heap) <= 2 * len(heap._fits) for heap in heaps if isinstance(heap, Heaped))


@pytest.mark.parametrize("name", worlds.ALL_LIMITS)
def test_who_comes_is_not_taken_for_who_left(name: str) -> None:
    """Somebody new in the place of somebody who left is judged by their own skills, not by those left behind."""
    router = Router(limits=worlds.ALL_LIMITS[name])
    set_up(router, 0, Random(1))
    for number, agent in enumerate(("anna", "berta", "cilla")):
        router.set_agent(AgentProfile(agent=agent, skills={"skill-1": 50 + number}))
        router.set_presence(agent, "online", number)
    router.enqueue(Waiting(interaction="i", queue="queue-1", channel="call", place_at=0), 0)
    assert router.agent_for("i") == "cilla"
    router.remove_agent("cilla")
    router.set_agent(AgentProfile(agent="dora", skills={"skill-2": 100}))
    router.set_presence("dora", "online", 0)
    assert router.agent_for("i") == "berta"
    choice = router.choose_agent("i")
    assert choice is not None
    assert [other.agent for other in choice.explanation.others] == ["anna"]
    assert choice.explanation.unskilled == 1


def test_what_leaves_is_forgotten() -> None:
    """After everybody has gone, agents and interactions, nothing of them is left in the index."""
    router = Router()
    set_up(router, 30, Random(3))
    chance = Random(3)
    for number in range(200):
        waiting = router.enqueue(arrival(number, 20_000, 30, chance), 20_000)
        router.choose_agent(waiting.interaction)
    for number in range(200):
        router.withdraw(f"interaction-{number}")
    for number in range(30):
        router.remove_agent(f"agent-{number:04}")
    roster = router._roster
    assert not router._places.personal
    assert not roster.views
    assert not roster.online
    assert not any(candidates.fits or candidates.qualified for candidates in router._lines._candidates.values())
    for channel in (roster.anywhere, *roster.channels.values()):
        assert not channel.room
        assert not any(channel.ready)
        assert not any(channel.watchers)
