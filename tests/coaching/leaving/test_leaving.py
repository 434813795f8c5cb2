"""How people leave: one way for every room; their words under keys that go, and whoever is called the same finds nothing."""

import pytest

from hoolin.coaching.api import drills, ease, leaving, sessions
from hoolin.coaching.drills.rows import rows
from hoolin.coaching.drills.state import PLAYS_MAX
from hoolin.coaching.leaving.going import GONE_DAYS
from hoolin.coaching.leaving.state import LEFT_AFTER_DAYS
from hoolin.coaching.sessions.state import KEPT_DAYS
from hoolin.core.errors import Conflict, NotFound
from hoolin.core.facts import Entry, Fact
from hoolin.core.interaction import commands as i
from hoolin.core.site.rules import AgentProfile
from hoolin.runtime.house import House
from hoolin.wiring import rooms
from tests.coaching.leaving.lived import KEPT, WEEK, Lived
from tests.coaching.sessions.world import DAY, plan, prepare

c = leaving.commands


def facts(world: Lived) -> list[Entry]:
    """All that was recorded."""
    return [entry for outcome in world.outcomes for entry in outcome.entries]


def test_nothing_of_whoever_left_is_left_in_any_room() -> None:
    """And every key under which anything of theirs was written is to be destroyed; nobody else's."""
    world = Lived()
    world.everything()
    assert world.found("mari") == list(KEPT)
    world.do(i.RetireAgent(agent="mari"))
    assert world.found("mari") == []
    theirs = {owner for owner, _ in world.words().values() if owner.startswith("agent:mari:")}
    assert len(theirs) == 5
    assert theirs - world.going().keys() == {"agent:mari:ease:t1"}, "what a week still needs stays until it is counted"
    assert not [owner for owner in world.going() if owner.startswith("exemplar:")], (
        "an example has nobody in it, and stays"
    )
    world.do(ease.commands.CountEase(week=WEEK, this_week="2026-W50"))
    assert theirs <= world.going().keys()
    assert world.kept("ease").orphans == []


def test_whoever_is_called_the_same_finds_nothing() -> None:
    """Not their answers, lessons, plays, advice, sessions, nor what they were shown in; and what they do then is their own."""
    world = Lived()
    world.everything()
    world.do(i.RetireAgent(agent="mari"), i.SetAgent(profile=AgentProfile(agent="mari", skills={"lang:et": 100})))
    assert world.found("mari") == []
    before = world.going().keys()
    world.everything(mark="n")
    assert world.found("mari") == list(KEPT)
    assert world.going().keys() == before, "nothing of theirs goes with what went"
    assert world.kept("ease").taps["mari"].keys() == {"c-nt1"}
    assert [person for person, _ in world.rooms["ease"].state.told()] == ["mari", "mari"], "one person, for the week"


def test_a_coach_who_left_writes_nothing_more() -> None:
    """Their key is destroyed, so what they would write is refused, for ever; the agent keeps the session, and whoever is called as the coach was does not have it."""
    world = Lived()
    world.do(plan(), prepare("hele", "mine", "p1"))
    world.do(sessions.commands.AgreeListening(session="s1", by="mari", minutes=30))
    world.do(i.RetireAgent(agent="hele"), i.SetAgent(profile=AgentProfile(agent="hele")))
    assert "agent:hele:s1" in world.kept("sessions").gone
    for days in (0, GONE_DAYS + 1):
        world.now += days * DAY
        world.refused(Conflict, "coach_left", prepare("hele", "again", "p2"))
        world.refused(Conflict, "coach_left", prepare("hele", "again", "p2", shared=True))
        world.refused(Conflict, "coach_left", plan(new=False, by="mari", begins_at=world.now + DAY))
        world.refused(Conflict, "coach_left", sessions.commands.AgreeListening(session="s1", by="mari", minutes=30))
        one = world.session()
        assert one.has("mari") and not one.has("hele") and not one.reads_along(world.now)
        world.do(c.SweepCoaching())
    assert "agent:hele:s1" not in world.kept("sessions").gone
    world.do(prepare("mari", "for myself", "p3"))
    world.do(sessions.commands.CancelCoaching(session="s1", by="mari", reason="other"))
    # A second time it is not theirs to take along.
    world.do(i.RetireAgent(agent="hele"))
    assert "agent:hele:s1" not in world.kept("sessions").gone


def test_thanks_stay_with_whoever_got_them() -> None:
    """Whoever is called as the giver was cannot take them back, and is not held to what that one gave."""
    world = Lived()
    for number in range(2):
        world.do(
            sessions.commands.Recognise(
                recognition=f"r{number}", agent="mari", by="olga", words="Said it back.", words_id=f"x{number}"
            )
        )
    world.do(i.RetireAgent(agent="olga"))
    world.refused(NotFound, "no_such_recognition", sessions.commands.TakeBackRecognition(recognition="r0", by="olga"))
    world.do(
        sessions.commands.Recognise(recognition="r2", agent="mari", by="olga", words="Said it back.", words_id="x2")
    )
    world.do(sessions.commands.TakeBackRecognition(recognition="r0", by="mari"))
    assert set(world.kept("sessions").recognitions) == {"r1", "r2"}


def test_nobody_goes_along_in_the_place_of_a_coach_who_left() -> None:
    """Whoever goes along sees the answers: whoever is called as that coach was does not. Nor is that one named by an example they kept."""
    world = Lived()
    world.everything()
    world.do(i.RetireAgent(agent="hele"), i.SetAgent(profile=AgentProfile(agent="hele")))
    on = world.kept("learning").learners["mari"].paths["first"]
    assert (on.coach, on.coach_at) == (None, world.now)
    assert world.kept("exemplars").exemplars["e1"].approved_by == ""


def test_a_coach_who_is_no_agent_leaves_too() -> None:
    """An account that may not log in for a month has left: what only they could read goes, and the session is the agent's; what is undone before has never been."""
    world = Lived()
    coach = "account:a1"
    world.do(plan(coach=coach, by=coach), prepare(coach, "mine", "p1"))
    world.do(sessions.commands.NoteTrial(trial="t1", by=coach, tried="Vaikus", words_id="y1", new=True))
    world.do(c.CloseAccount(account="a1"), c.CloseAccount(account="a1"))
    assert not world.outcomes[-1].entries
    world.now += (LEFT_AFTER_DAYS - 1) * DAY
    world.do(c.ReopenAccount(account="a1"), i.TimePassed())
    world.now += 2 * DAY
    world.do(i.TimePassed())
    assert world.session().has(coach)
    world.do(c.CloseAccount(account="a1"))
    due = world.rooms["leaving"].next_due(world.rooms["leaving"].state)
    assert due == world.now + LEFT_AFTER_DAYS * DAY
    world.now = due
    world.do(i.TimePassed())
    assert world.rooms["leaving"].next_due(world.rooms["leaving"].state) is None
    assert set(world.kept("sessions").gone) == {"agent:account:a1:s1", "agent:account:a1:t1"}
    assert not world.session().has(coach) and world.session().prepared == {}
    world.refused(Conflict, "coach_left", prepare(coach, "again", "p2"))
    world.do(c.CloseAccount(account="a1"))
    assert not world.outcomes[-1].entries
    world.do(c.ReopenAccount(account="a1"))
    assert not world.session().has(coach), "they begin anew"


def test_a_play_is_forgotten_when_its_player_wants_it() -> None:
    """And by nobody else; each play has a key of its own. Of more than are listed the oldest goes by itself that nobody else may read."""
    world = Lived()
    for number in range(3):
        world.played(f"y{number}", "mari")
    for command in (
        drills.commands.ErasePlay(play="y1", agent="olga"),
        drills.commands.ErasePlay(play="y9", agent="mari"),
    ):
        with pytest.raises(NotFound, match="no_such_play"):
            world.do(command)
    world.do(drills.commands.ErasePlay(play="y1", agent="mari"))
    assert list(world.kept("drills").plays["mari"]) == ["y0", "y2"]
    assert list(world.kept("drills").gone) == ["agent:mari:drill:y1"]
    with pytest.raises(NotFound, match="no_such_play"):
        world.do(drills.commands.SharePlay(play="y1", agent="mari", shared=True))
    world.do(drills.commands.SharePlay(play="y0", agent="mari", shared=True))
    for number in range(3, PLAYS_MAX + 2):
        world.played(f"y{number}", "mari")
    assert list(world.kept("drills").gone) == ["agent:mari:drill:y1"] and world.kept("drills").plays["mari"]["y0"]
    world.played("last", "mari")
    assert list(world.kept("drills").gone) == ["agent:mari:drill:y1", "agent:mari:drill:y2"]
    assert world.kept("drills").plays["mari"]["y0"], "what somebody reads stays until it is taken back"


def test_rows_of_plays_go_too() -> None:
    """Of one that is forgotten, of an agent and of an account that has left."""
    wanted: dict[Fact, tuple[str, tuple[object, ...]]] = {
        drills.facts.DrillErased(play="y1", agent="mari"): ("forget", ("y1", "mari")),
        leaving.facts.AccountLeft(account="a1"): ("left", ("account:a1",)),
    }
    for fact, row in wanted.items():
        assert list(rows(Entry(1, 1, "x", "c", fact))) == [row]
    world = Lived()
    world.do(i.RetireAgent(agent="mari"))
    assert [row for entry in facts(world) for row in rows(entry)] == [("left", ("mari",))]


def test_what_changed_lately_does_not_hold_up_what_is_old() -> None:
    """What is too old is found, however much that was planned before it was changed since; by the clock, too, when nothing is planned any more."""
    world = Lived()
    for number in range(6):
        world.do(plan(session=f"s{number}", agent="mari" if number % 2 else "olga", question_id=f"q{number}"))
    world.now += KEPT_DAYS * DAY - 1
    for number in range(4):
        agent = "mari" if number % 2 else "olga"
        world.do(sessions.commands.CancelCoaching(session=f"s{number}", by=agent, reason="busy"))
    world.now += 2
    assert world.state.is_due(world.now)
    world.do(c.SweepCoaching())
    assert list(world.kept("sessions").sessions) == ["s0", "s1", "s2", "s3"]
    assert set(world.kept("sessions").gone) == {f"agent:{one}" for one in ("olga:s4", "hele:s4", "mari:s5", "hele:s5")}
    assert not world.state.is_due(world.now)


def test_the_facts_alone_lead_to_the_same() -> None:
    """A replay knows whose keys are to be destroyed, and after which fact; and so does a snapshot."""
    world = Lived()
    world.everything()
    world.do(c.CloseAccount(account="a1"), i.RetireAgent(agent="mari"))
    world.do(ease.commands.CountEase(week=WEEK, this_week="2026-W50"), c.SweepCoaching())
    replayed = House(tuple(rooms().values()))
    for entry in facts(world):
        replayed.fold(entry)
    assert replayed.dump() == world.house.dump()
    again = House(tuple(rooms().values()))
    again.load(world.house.dump(), world.house.position)
    assert again.dump() == world.house.dump()
    at = {type(entry.fact).__name__: entry.position for entry in facts(world)}
    assert {going.position for going in world.going().values()} == {at["AgentRetired"], at["EaseCounted"]}
