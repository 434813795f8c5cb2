"""The register of rollouts: what it refuses, what it remembers, and that the order is the seed's and nobody else's."""

from datetime import date, timedelta
from typing import Any

import msgspec
import pytest

from hoolin.coaching.api import effects
from hoolin.coaching.effects import commands as c
from hoolin.coaching.effects import facts as f
from hoolin.coaching.effects.rollout import Pointer, Rollout, Spared
from hoolin.core.commands import Command
from hoolin.core.errors import Conflict, Invalid, NotFound, Refusal
from hoolin.core.interaction import commands as i
from hoolin.core.site.rules import AgentProfile, Capacity, QueueRules
from hoolin.runtime.house import House, Outcome
from hoolin.wiring import rooms

DAY = 86_400_000
NOW = 1_796_000_000_000
"""The last day of November 2026."""

ZONE = "Europe/Tallinn"
TODAY = date(2026, 11, 30)
AGENTS = tuple(f"a{at:02}" for at in range(12))
MORE = tuple(f"a{at:02}" for at in range(16))
PAIRS = tuple((MORE[at], MORE[at + 1]) for at in range(0, 16, 2))
LESSON = Pointer(kind="lesson", id="named_back")


def rollout(number: int = 1, **more: Any) -> Rollout:
    """In three waves of four, unless said otherwise."""
    usual: dict[str, Any] = {
        "rollout": f"r{number}", "title": "Mure oma sõnadega üle", "what": LESSON, "items": ("heard.named_back",), "design": "stepped", "agents": AGENTS,
        "blocks": (AGENTS,), "waves": 3, "step_weeks": 2,
    }  # fmt: skip
    return Rollout(**(usual | more))


class World:
    """The real house, with a clock in the hand."""

    def __init__(self) -> None:
        self.rooms = rooms()
        self.house = House(tuple(self.rooms.values()))
        self.state: effects.Rollouts = self.rooms["effects"].state
        self.now = NOW
        self.number = 0
        self.do(i.SetQueue(rules=QueueRules(queue="service")))
        for agent in (*MORE, "b1"):
            self.do(i.SetAgent(profile=AgentProfile(agent=agent, capacity=Capacity(units=1))))

    def do(self, *commands: Command) -> Outcome:
        """Decide and fold; the last outcome."""
        for command in commands:
            self.number += 1
            outcome = self.house.handle(command, "agent:hele", f"c{self.number}", self.now)
        return outcome

    def plan(self, told: Rollout, seed: int = 7) -> Outcome:
        """Written down."""
        return self.do(c.PlanRollout(rollout=told, seed=seed, by="hele"))

    def begin(self, number: int = 1, day: date = TODAY) -> Outcome:
        """Drawn."""
        return self.do(c.BeginRollout(rollout=f"r{number}", day=day.isoformat(), zone=ZONE))

    def refused(self, kind: type[Refusal], code: str, command: Command) -> dict[str, Any]:
        """Refused with this code, and nothing has changed; the detail."""
        before = effects.dump(self.state)
        with pytest.raises(kind) as refusal:
            self.do(command)
        assert refusal.value.code == code and effects.dump(self.state) == before
        return refusal.value.detail


def test_the_order_is_the_seeds_and_can_be_drawn_again() -> None:
    """It is nowhere before it begins, and then it is what the recorded seed gives; of another seed another."""
    world = World()
    world.plan(rollout())
    known = world.state.kept.rollouts["r1"]
    assert known.standing == "planned" and known.order == () and known.turn("a00") is None
    outcome = world.begin()
    (fact,) = (entry.fact for entry in outcome.entries)
    assert isinstance(fact, f.RolloutBegun) and fact.order == effects.order_of(known) == known.order
    assert {agent for agent in AGENTS if known.wave_of(agent) is not None} == set(AGENTS)
    orders = {effects.order_of(effects.Known(rollout(), seed, "hele", 0)) for seed in range(20)}
    assert len(orders) == 20
    assert not world.begin().entries
    assert not world.plan(rollout()).entries


def test_waves_become_due_on_their_day() -> None:
    """Whose turn has come is told what they are to have; whoever waits until when; who gets it whatever is drawn, from the beginning."""
    world = World()
    world.plan(rollout(agents=AGENTS[:11], blocks=(AGENTS[:11],), spared=(Spared(agent="b1", why="Seadus nõuab"),)))
    world.begin()
    known = world.state.kept.rollouts["r1"]
    for at, wave in enumerate(known.order):
        turn = TODAY + timedelta(14 * at)
        for agent in wave:
            assert known.turn(agent) == turn
            assert [one.what for one in world.state.due(agent, turn)] == [LESSON]
            assert world.state.due(agent, turn - timedelta(1)) == []
    assert known.until == TODAY + timedelta(28) and known.turn("b1") == TODAY and known.turn("a11") is None
    later = known.order[1][0]
    with pytest.raises(Conflict, match="waits_in_rollout"):
        world.state.check_given(LESSON, (later,), TODAY)
    world.state.check_given(LESSON, (later,), TODAY + timedelta(14))


def test_giving_something_to_several_goes_by_a_rollout() -> None:
    """Unless one says why everybody gets it at once; to one person it may be given."""
    world = World()
    with pytest.raises(Conflict, match="rollout_first") as refusal:
        world.state.check_given(LESSON, ("a00", "a01"), TODAY)
    assert refusal.value.detail == {"what": "lesson", "id": "named_back", "agents": ["a00", "a01"], "others": []}
    world.state.check_given(LESSON, ("a00",), TODAY)
    at_once = rollout(design="at_once", blocks=(), waves=1, why="Hind muutub homme.")
    world.plan(at_once)
    world.begin()
    world.state.check_given(LESSON, AGENTS, TODAY)
    known = world.state.kept.rollouts["r1"]
    assert known.order == (AGENTS,) and known.until == TODAY + timedelta(56)


@pytest.mark.parametrize(
    ("more", "kind", "code"),
    [
        ({"items": ("heard.nothing",)}, Invalid, "no_such_item"),
        ({"items": ("resolution.fcr_7d",)}, Invalid, "item_not_of_agents"),
        ({"items": ("heard.named_back",) * 2}, Invalid, "named_twice"),
        ({"agents": (*AGENTS, "nobody"), "blocks": ((*AGENTS, "nobody"),)}, NotFound, "no_such_agent"),
        ({"spared": (Spared(agent="a00", why="x"),)}, Invalid, "named_twice"),
        ({"agents": AGENTS[:9], "blocks": (AGENTS[:9],)}, Invalid, "too_few_agents"),
        ({"design": "pairs", "waves": 2, "agents": MORE[:14], "blocks": PAIRS[:7]}, Invalid, "too_few_agents"),
        ({"design": "pairs", "waves": 2, "agents": MORE, "blocks": (MORE[:4], MORE[4:])}, Invalid, "not_pairs"),
        ({"design": "pairs", "waves": 3, "agents": MORE, "blocks": PAIRS}, Invalid, "not_pairs"),
        ({"blocks": PAIRS[:6]}, Invalid, "not_waves"),
        ({"waves": 7}, Invalid, "not_waves"),
        ({"blocks": (AGENTS[:11],)}, Invalid, "blocks_not_of_agents"),
        ({"design": "at_once", "blocks": (), "waves": 1}, Invalid, "no_why"),
        ({"design": "at_once", "why": "x"}, Invalid, "not_at_once"),
    ],
)
def test_what_could_tell_nothing_is_not_planned(more: dict[str, Any], kind: type[Refusal], code: str) -> None:
    """And why is said."""
    World().refused(kind, code, c.PlanRollout(rollout=rollout(**more), seed=1, by="hele"))


def test_the_same_thing_is_not_rolled_out_twice_at_a_time() -> None:
    """To the same people; to others, or something else, it may be; and again once it is over."""
    world = World()
    world.plan(rollout())
    said = world.refused(Conflict, "rollout_open", c.PlanRollout(rollout=rollout(2), seed=1, by="hele"))
    assert said["rollout"] == "r1"
    world.refused(Conflict, "rollout_known", c.PlanRollout(rollout=rollout(title="Muu"), seed=1, by="hele"))
    world.plan(rollout(3, what=Pointer(kind="drill", id="named_back")))
    world.refused(Invalid, "no_why", c.EndRollout(rollout="r1", zone=ZONE))
    world.do(c.EndRollout(rollout="r1", zone=ZONE, why="Alustame hiljem."))
    assert world.state.kept.rollouts["r1"].standing == "withdrawn"
    assert not world.do(c.EndRollout(rollout="r1", zone=ZONE)).entries
    world.refused(Conflict, "rollout_withdrawn", c.BeginRollout(rollout="r1", day=TODAY.isoformat(), zone=ZONE))
    world.plan(rollout(2))


def standing(world: World) -> str:
    """Where the first one stands now."""
    return world.state.kept.rollouts["r1"].standing


def test_an_end_is_called_what_it_is() -> None:
    """Stopped while somebody waits, with a why; lived when nobody does."""
    world = World()
    world.plan(rollout())
    for day in (TODAY - timedelta(1), TODAY + timedelta(61)):
        world.refused(Invalid, "not_a_day_to_begin", c.BeginRollout(rollout="r1", day=day.isoformat(), zone=ZONE))
    world.refused(NotFound, "no_such_rollout", c.BeginRollout(rollout="r9", day=TODAY.isoformat(), zone=ZONE))
    world.begin()
    world.now = NOW + 27 * DAY
    world.refused(Invalid, "no_why", c.EndRollout(rollout="r1", zone=ZONE))
    before = effects.dump(world.state)
    world.do(c.EndRollout(rollout="r1", zone=ZONE, why="Õppetükk oli vale."))
    assert standing(world) == "stopped"
    effects.load(world.state, before)
    world.now = NOW + 28 * DAY
    world.do(c.EndRollout(rollout="r1", zone=ZONE))
    assert standing(world) == "lived"


def test_a_start_from_a_snapshot_knows_the_same() -> None:
    """To the last byte, whatever was folded."""
    world, other = World(), World()
    world.plan(rollout(spared=(Spared(agent="b1", why="Seadus"),)))
    world.begin()
    effects.load(other.state, effects.dump(world.state))
    assert other.state.kept == world.state.kept and effects.dump(other.state) == effects.dump(world.state)
    assert msgspec.msgpack.decode(effects.dump(world.state))["rollouts"]["r1"]["seed"] == 7


def test_hours_go_where_they_went_and_few_people_are_not_told() -> None:
    """What is about two things is divided; of fewer than five nobody is told of; what rollouts were about stands beside."""
    spent = [effects.Spent("lesson", f"a{at}", ("heard.named_back", "heard.clarified"), 30.0, at) for at in range(6)]
    spent += [effects.Spent("topic", f"a{at}", ("heard.empathy",), 45.0, at) for at in range(4)]
    found = {one.item: one for one in effects.topics(spent, {"r1": ("heard.named_back",), "r2": ("clarity.no_jargon",)})}  # fmt: skip
    assert found["heard.named_back"].minutes == {"lesson": 90.0} and found["heard.named_back"].people == 6
    assert found["heard.clarified"].whole == 90.0 and found["heard.named_back"].rollouts == ("r1",)
    assert found["heard.empathy"].minutes is None and found["heard.empathy"].people is None
    assert found["clarity.no_jargon"].whole == 0 and found["clarity.no_jargon"].rollouts == ("r2",)
