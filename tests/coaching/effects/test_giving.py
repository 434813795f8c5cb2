"""Giving something to people: alone it is just given; to whoever waits, or to one after another, only with a why, which is written down and told; what people take up by themselves is never refused."""

from datetime import timedelta
from typing import Any

import pytest

from hoolin.coaching.advice.facts import AdviceGiven
from hoolin.coaching.api import effects, learning
from hoolin.coaching.effects import commands as c
from hoolin.coaching.effects import facts as f
from hoolin.coaching.effects.fold import FOLDS
from hoolin.coaching.effects.rollout import Pointer
from hoolin.core.errors import Conflict, NotFound
from hoolin.core.facts import Entry, Fact
from hoolin.core.interaction import commands as i
from hoolin.core.site.rules import AgentProfile
from tests.coaching.effects.test_rollouts import DAY, LESSON, TODAY, ZONE, World, rollout

PATH = Pointer(kind="path", id="newcomer")


def give(agent: str, why: str = "", what: Pointer = LESSON) -> c.GiveThing:
    """By the guru."""
    return c.GiveThing(what=what, agent=agent, by="hele", zone=ZONE, why=why)


def let(agent: str, why: str = "", what: Pointer = LESSON, **more: Any) -> c.LetHave:
    """Before it is given elsewhere."""
    return c.LetHave(what=what, agent=agent, by="hele", zone=ZONE, why=why, **more)


def facts(world: World, command: Any) -> list[Any]:
    """What a command records."""
    return [entry.fact for entry in world.do(command).entries]


def happens(world: World, fact: Fact) -> None:
    """Somebody else of the house recorded it."""
    FOLDS[type(fact)](world.state, Entry(0, world.now, "agent:hele", "c", fact))


def owed(world: World, agent: str, days: int = 0) -> list[effects.Pointer]:
    """What somebody is to have, so many days on."""
    return [one.what for one in world.state.owed(agent, TODAY + timedelta(days))]


def test_whoever_waits_is_told_of_when_their_turn_is() -> None:
    """And with a why they may have it: the order stays, and that they were let is kept beside it."""
    world = World()
    world.plan(rollout())
    said = world.refused(Conflict, "waits_in_rollout", give("a00"))
    assert said == {"what": "lesson", "id": "named_back", "agents": {"a00": None}}
    world.begin()
    known = world.state.kept.rollouts["r1"]
    first, second, third = (wave[0] for wave in known.order)
    later = (TODAY + timedelta(14)).isoformat()
    assert world.refused(Conflict, "waits_in_rollout", give(second))["agents"] == {second: later}
    assert world.refused(Conflict, "waits_in_rollout", let(second, "  "))["agents"] == {second: later}
    assert facts(world, let(first)) == []
    excused = f.GivenOutOfTurn(what=LESSON, agent=second, by="hele", why="Läheb homme pensionile.", rollout="r1")
    given = f.ThingGiven(what=LESSON, agent=second, by="hele")
    assert facts(world, give(second, "Läheb homme pensionile.")) == [excused, given]
    assert facts(world, give(second)) == [] and owed(world, second) == [LESSON]
    assert known.let[second].why == "Läheb homme pensionile." and set(known.let) == {second}
    assert known.order == effects.order_of(known) and known.turn(second) == TODAY + timedelta(14)
    world.refused(Conflict, "waits_in_rollout", give(third))
    world.now += 14 * DAY
    assert facts(world, let(known.order[1][1])) == []
    world.refused(Conflict, "waits_in_rollout", give(third))
    world.do(c.EndRollout(rollout="r1", zone=ZONE, why="Õppetükk oli vale."))
    assert len(facts(world, give(third))) == 1


def test_one_after_another_is_several() -> None:
    """The first is just given; the second within four weeks goes by an order, or somebody says why not."""
    world = World()
    assert facts(world, give("a00")) == [f.ThingGiven(what=LESSON, agent="a00", by="hele")]
    said = world.refused(Conflict, "rollout_first", give("a01"))
    assert (said["agents"], said["others"]) == (["a01"], ["a00"])
    assert facts(world, give("a01", what=Pointer(kind="lesson", id="other")))
    out, _ = facts(world, give("a01", "Mõlemal oli sama klient."))
    assert (out.rollout, out.agent, out.why) == (None, "a01", "Mõlemal oli sama klient.")
    assert world.state.kept.gifts.why(LESSON, "a01") == "Mõlemal oli sama klient."
    world.refused(Conflict, "rollout_first", give("a02"))
    world.now += 27 * DAY
    world.refused(Conflict, "rollout_first", let("a02"))
    world.now += 2 * DAY
    assert len(facts(world, give("a02"))) == 1
    world.refused(NotFound, "no_such_agent", give("nobody"))


def test_whoever_takes_part_in_a_rollout_was_given_nothing_by_hand() -> None:
    """Those whose turn has come do not count as others, and one outside may be given it alone."""
    world = World()
    world.plan(rollout(agents=world_agents(), blocks=(world_agents(),), waves=2))
    world.begin()
    first, other = world.state.kept.rollouts["r1"].order[0][:2]
    for agent in (first, other):
        world.do(give(agent))
    assert len(facts(world, give("b1"))) == 1


def world_agents() -> tuple[str, ...]:
    """All but the last."""
    return tuple(f"a{at:02}" for at in range(11))


def test_a_path_that_has_it_asks_only_whether_somebody_waits() -> None:
    """What is a part of something larger may be given to one after another; not to whoever waits for it."""
    world = World()
    world.do(give("a05"))
    assert facts(world, let("a00", part=True)) == []
    world.refused(Conflict, "rollout_first", let("a00"))
    world.plan(rollout())
    world.refused(Conflict, "waits_in_rollout", let("a00", part=True))
    assert [one.rollout for one in facts(world, let("a00", "Esimene päev.", part=True))] == ["r1"]


def test_what_was_done_elsewhere_counts_as_given() -> None:
    """Advice by a coach and a path somebody is put on; what they take up by themselves does not, and is never asked about."""
    world = World()
    fields: dict[str, Any] = {"item": "heard.named_back", "look": 0, "n": 40, "seen": 0.2, "expected": 0.6, "mean": 0.3, "low": 0.2, "high": 0.4}  # fmt: skip
    advice = Pointer(kind="advice", id="heard.named_back")
    own = AdviceGiven(advice="v1", agent="a00", by="a00", **fields)
    world.do(i.SetAgent(profile=AgentProfile(agent="hele")))
    world.do(learning.commands.PublishPath(path=learning.ready.paths()[0], based_on=0))
    for fact in (own, AdviceGiven(advice="v2", agent="a01", by="hele", **fields)):
        happens(world, fact)
    assert world.state.kept.gifts.lately(advice, TODAY) == {"a01"}
    world.refused(Conflict, "rollout_first", let("a02", what=advice))
    world.do(learning.commands.BeginPath(learner="a03", path="newcomer"))
    world.do(learning.commands.BeginPath(learner="hele", path="newcomer"))
    assert world.state.kept.gifts.lately(PATH, TODAY) == {"a03"}
    assert [world.state.kept.taught.when(agent, PATH) != [] for agent in ("a03", "hele", "a00")] == [True, True, False]
    assert owed(world, "a01") == [] and owed(world, "a03") == []


def test_what_is_owed_is_had_once_it_was_done() -> None:
    """By turn, or as it was given; whoever does it before their turn, by themselves, has had it and is refused nothing."""
    world = World()
    world.plan(rollout())
    world.begin()
    first, second, _ = (wave[0] for wave in world.state.kept.rollouts["r1"].order)
    assert owed(world, first) == [LESSON] and owed(world, second) == [] and owed(world, second, 14) == [LESSON]
    world.now += DAY
    for agent in (first, second):
        done = learning.facts.LessonDone(learner=agent, lesson="named_back", number=1)
        happens(world, done)
    assert owed(world, first) == [] and owed(world, second, 14) == []
    world.now += DAY
    world.do(give(first))
    assert owed(world, first) == [LESSON]
    again = World()
    effects.load(again.state, effects.dump(world.state))
    assert again.state.kept == world.state.kept and again.state.kept.gifts.of(first)


@pytest.mark.parametrize("days", [0, 5])
def test_all_at_once_is_written_down_as_such(days: int) -> None:
    """Then they are given it, together or one after another, without being asked again."""
    world = World()
    everybody = rollout(design="at_once", blocks=(), waves=1, why="Seadus muutub homme.", agents=("a00", "a01", "a02"))
    world.plan(everybody)
    world.begin()
    world.now += days * DAY
    for agent in ("a00", "a01", "a02"):
        assert owed(world, agent) == [LESSON] and facts(world, let(agent)) == []
    assert len(facts(world, let("a03"))) == 0
