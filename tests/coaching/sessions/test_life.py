"""A coaching session from plan to follow-up: the table, who may do what, whose words lie where."""

from itertools import product
from typing import Any

import pytest

from hoolin.coaching.sessions import commands as c
from hoolin.coaching.sessions import facts as f
from hoolin.coaching.sessions.decide import OPEN_OF_AGENT_MAX, STEP_DAYS_MAX, WRITTEN_TIMES_MAX
from hoolin.coaching.sessions.life import OPEN, TABLE, Standing, standing_after
from hoolin.coaching.sessions.state import KEPT_DAYS, Coaching, dump, load
from hoolin.core.errors import Conflict, Invalid, NotAllowed, NotFound
from hoolin.core.facts import Fact
from hoolin.core.interaction import commands as i
from tests.coaching.sessions.world import DAY, HELD, HOUR, ITEM, NOW, World, plan, prepare, step, view

STANDINGS: tuple[Standing, ...] = ("planned", "held", "agreed", "followed", "cancelled")
STEPS = sorted({fact for _, fact in TABLE}, key=lambda fact: fact.__name__)


def test_the_whole_way() -> None:
    """Planned, prepared, seen by the agent and then by the coach, held, one step, followed up; nothing anybody wrote is in a fact."""
    world = World()
    world.do(plan(question="What do I do when somebody shouts?"))
    world.do(prepare("hele", "her bill calls", "p1"), prepare("mari", "I am nervous about bills", "p2"))
    world.do(view("agent", "mari", "v1", 0), view("coach", "hele", "v2"))
    world.do(c.HoldCoaching(session="s1", by="hele", listened=("i1",)))
    world.do(step(points=(f.CoachingPointer(kind="drill", id="d1"),)))
    world.do(c.FollowUp(session="s1", by="mari", outcome="partly", learned="Easier than I thought", learned_id="l1"))
    one = world.session()
    assert (one.standing, one.outcome, one.listened) == ("followed", "partly", ("i1",))
    assert (one.views["agent"].marks, one.views["coach"].marks) == ({ITEM: 0}, {ITEM: 1})
    written = ("shouts", "bill calls", "nervous", "view of", "say back", "Easier")
    facts = " ".join(str(entry.fact) for outcome in world.outcomes for entry in outcome.entries)
    assert not [one for one in written if one in facts]
    said = " ".join(body for _, body in world.words().values())
    assert all(one in said for one in written)


@pytest.mark.parametrize(("standing", "fact"), list(product(STANDINGS, STEPS)))
def test_what_is_not_in_the_table_cannot_happen(standing: Standing, fact: type[Fact]) -> None:
    """Every step from every standing: it is in the table, or refused by the name of where the session stands."""
    if (standing, fact) in TABLE:
        assert standing_after(standing, fact) == TABLE[standing, fact]
    else:
        with pytest.raises(Conflict) as refusal:
            standing_after(standing, fact)
        assert refusal.value.code == f"session_{standing}"
    assert (standing in OPEN) == any(known == standing for known, _ in TABLE)


def test_a_session_is_of_two_people() -> None:
    """To whoever is neither of the two it is not there, whatever they ask; not even a second coach, nor another agent."""
    world = World()
    world.do(plan())
    for by in ("olga", "account:admin"):
        for command in (
            plan(new=False, by=by), prepare(by, "x", "p9"), view("agent", by, "v9"), c.HoldCoaching(session="s1", by=by),
            step(by=by), c.FollowUp(session="s1", by=by, outcome="done", learned_id="l9"),
            c.CancelCoaching(session="s1", by=by, reason="busy"), c.AgreeListening(session="s1", by=by, minutes=30),
            c.EndListening(session="s1", by=by),
        ):  # fmt: skip
            world.refused(NotFound, "no_such_session", command)
    world.refused(NotAllowed, "not_yours", plan(session="s2", by="olga"))


def test_the_agent_speaks_first() -> None:
    """The coach tells no view, and no session is held, before the agent's view is there; what the agent wrote the coach does not write over; nobody writes the coach's."""
    world = World()
    world.do(plan())
    world.refused(Conflict, "agent_first", view("coach", "hele", "v1"))
    world.refused(Conflict, "agent_first", c.HoldCoaching(session="s1", by="hele"))
    world.do(view("agent", "hele", "v2"))
    world.do(view("agent", "mari", "v3"))
    world.refused(Conflict, "said_themselves", view("agent", "hele", "v4"))
    world.refused(NotAllowed, "not_yours", view("coach", "mari", "v5"))
    world.refused(NotAllowed, "not_yours", c.HoldCoaching(session="s1", by="mari"))
    world.refused(
        Invalid, "not_a_topic", c.TellView(session="s1", side="agent", by="mari", words_id="v6", marks={"x": 1})
    )
    world.refused(Invalid, "no_words", c.TellView(session="s1", side="agent", by="mari", words_id="v6", words="  "))


def test_a_preparation_lies_under_its_writers_key_until_it_is_shared() -> None:
    """And what was shared once is not hidden again by writing more."""
    world = World()
    world.do(plan(), prepare("hele", "mine alone", "p1"))
    assert world.words()["p1"][0] == "agent:hele:s1"
    world.do(prepare("hele", "for both", "p2", shared=True), prepare("hele", "more for both", "p3"))
    assert [world.words()[one][0] for one in ("p2", "p3")] == ["agent:mari:s1"] * 2
    assert world.session().prepared["hele"].shared
    world.refused(Invalid, "no_words", prepare("mari", " \n ", "p4"))


def test_one_step_with_one_end() -> None:
    """A day or a number of shifts, not both and not neither; not in the past, not in a year; a second step is refused; it points to what helps and to nothing else."""
    world = World()
    world.do(plan(), *HELD)
    assert world.refused(Invalid, "one_end", step(day="2026-12-01"))
    world.refused(Invalid, "one_end", step(shifts=None))
    world.refused(Invalid, "not_a_day", step(shifts=None, day="2026-02-30"))
    for day in ("2026-11-29", "2027-01-26"):
        assert world.refused(Invalid, "step_not_then", step(shifts=None, day=day)) == {"days": STEP_DAYS_MAX}
    world.refused(Invalid, "no_such_item", step(item="no.such"))
    world.refused(Invalid, "not_to_that", step(points=(f.CoachingPointer(kind="rollout", id="r"),)))
    world.do(step(shifts=None, day="2026-11-30", item=ITEM))
    world.refused(Conflict, "session_agreed", step(words_id="w2"))


def test_what_a_plan_may_not_be() -> None:
    """With oneself, with nobody, of unknown items, twice the same, long past or far ahead, for two others, following what is not theirs."""
    world = World()
    world.refused(Invalid, "with_oneself", plan(agent="hele"))
    world.refused(NotFound, "no_such_agent", plan(agent="nobody"))
    world.refused(Invalid, "no_such_item", plan(topics=("no.such",)))
    world.refused(Invalid, "twice", plan(conversations=("i1", "i1")))
    world.refused(Invalid, "not_then", plan(begins_at=NOW - 8 * DAY))
    world.refused(Invalid, "not_then", plan(begins_at=NOW + 181 * DAY))
    world.refused(NotFound, "no_such_session", plan(new=False))
    world.do(plan())
    world.refused(Conflict, "session_known", plan())
    world.refused(Invalid, "other_people", plan(new=False, agent="olga"))
    world.refused(NotFound, "no_such_session", plan(session="s2", agent="olga", after="gone"))
    world.do(plan(new=False, by="mari", begins_at=NOW + 2 * DAY, question_id="q2"))
    assert (world.session().told.begins_at, world.session().told.by) == (NOW + 2 * DAY, "mari")


def test_nobody_writes_over_what_they_have_not_read() -> None:
    """Whoever changes a plan says which they read; what is listened to is chosen one by one, so that two who choose at the same time lose nothing, and no plan is out of date by that."""
    world = World()
    world.do(plan())
    assert world.session().version == 1
    for by, interaction in (("hele", "i2"), ("mari", "i3"), ("mari", "i3")):
        world.do(c.ChooseConversation(session="s1", by=by, interaction=interaction, chosen=True))
    assert (world.session().told.conversations, world.session().version, world.session().times) == (
        ("i1", "i2", "i3"),
        1,
        3,
    )
    later = plan(new=False, by="mari", begins_at=NOW + 2 * DAY, question_id="q2", conversations=(), based_on=1)
    world.do(later)
    assert (world.session().told.conversations, world.session().version) == (("i1", "i2", "i3"), 2)
    stale = plan(new=False, begins_at=NOW + 3 * DAY, question_id="q3", based_on=1)
    assert world.refused(Conflict, "session_moved_on", stale) == {"in_force": 2}
    world.do(c.ChooseConversation(session="s1", by="hele", interaction="i1", chosen=False))
    assert world.session().told.conversations == ("i2", "i3")
    for at in range(8):
        world.do(c.ChooseConversation(session="s1", by="hele", interaction=f"m{at}", chosen=True))
    one_more = c.ChooseConversation(session="s1", by="hele", interaction="m9", chosen=True)
    assert world.refused(Conflict, "conversations_enough", one_more) == {"at_most": 10}
    for by, code in (("olga", "no_such_session"),):
        world.refused(NotFound, code, c.ChooseConversation(session="s1", by=by, interaction="i9", chosen=True))
    world.do(*HELD[:1], c.HoldCoaching(session="s1", by="hele"))
    world.refused(
        Conflict, "session_held", c.ChooseConversation(session="s1", by="hele", interaction="m1", chosen=False)
    )


def test_everybodys_things_are_found_without_looking_through_all() -> None:
    """By person, also after a snapshot; what is gone from what is kept is gone from there."""
    world = World()
    world.do(plan(), plan(session="s2", agent="olga", question_id="q2"))
    world.do(c.Recognise(recognition="r1", agent="mari", by="olga", words="Kuulas lõpuni, küsis siis.", words_id="t1"))
    world.do(c.NoteTrial(trial="d1", by="hele", about="mari", tried="Vaikust", words_id="t2", new=True))
    other = Coaching(world.state.site, world.state.criteria, world.state.asked)
    load(other, dump(world.state))
    for state in (world.state, other):
        assert [[one.told.session for one in state.sessions_of(who)] for who in ("mari", "hele", "olga", "x")] == [
            ["s1"], ["s1", "s2"], ["s2"], [],
        ]  # fmt: skip
        assert [len(state.recognitions_of(who)) for who in ("mari", "olga", "hele")] == [1, 1, 0]
        assert [len(state.trials_of(who)) for who in ("mari", "hele", "olga")] == [1, 1, 0]
    world.do(c.CancelCoaching(session="s2", by="hele", reason="busy"), i.RetireAgent(agent="mari"))
    assert [one.told.session for one in world.state.sessions_of("hele")] == ["s2"]
    assert [world.state.open_of("hele"), world.state.recognitions_of("olga"), world.state.trials_of("hele")] == [
        [],
        [],
        [],
    ]


def test_there_is_an_end_to_everything() -> None:
    """So many open sessions, so many times written over."""
    world = World()
    for number in range(OPEN_OF_AGENT_MAX):
        world.do(plan(session=f"s{number + 1}"))
    detail = world.refused(Conflict, "too_many_sessions", plan(session="more", coach="olga", by="mari"))
    assert detail == {"at_most": OPEN_OF_AGENT_MAX}
    for number in range(WRITTEN_TIMES_MAX):
        world.do(prepare("hele", "again", f"p{number}"))
    world.refused(Conflict, "written_too_often", prepare("hele", "again", "p"))


def test_reading_along_is_the_agents_to_give_and_to_end() -> None:
    """Only they agree; it ends by itself, with the session, or when either of the two says so."""
    world = World()
    world.do(plan())
    world.refused(NotAllowed, "agent_agrees", c.AgreeListening(session="s1", by="hele", minutes=30))
    world.do(c.AgreeListening(session="s1", by="mari", minutes=30))
    one = world.session()
    assert one.reads_along(NOW)
    assert not one.reads_along(NOW + HOUR // 2)
    world.do(c.EndListening(session="s1", by="mari"), c.EndListening(session="s1", by="mari"))
    assert not world.outcomes[-1].entries
    assert not one.reads_along(NOW)
    world.do(c.AgreeListening(session="s1", by="mari", minutes=30), *HELD)
    assert one.listening is None
    world.refused(Conflict, "session_held", c.AgreeListening(session="s1", by="mari", minutes=30))


def test_it_survives_a_snapshot() -> None:
    """A state that was dumped and taken up is the same, to the byte."""
    world = World()
    world.do(
        plan(),
        *HELD,
        step(),
        c.Recognise(recognition="r1", agent="mari", by="olga", words="Said it back.", words_id="x"),
    )
    world.do(c.NoteTrial(trial="t1", by="hele", tried="Silence", words_id="y", new=True))
    taken = Coaching(world.state.site, world.state.criteria, world.state.asked)
    load(taken, dump(world.state))
    assert dump(taken) == dump(world.state)
    assert taken.kept == world.state.kept


def test_whoever_leaves_takes_along_what_was_written_of_them() -> None:
    """The agent: everything, and also what their coach had not shared. The coach: what only they could read. Others keep theirs."""
    world = World()
    world.do(plan(), prepare("hele", "private", "p1"), prepare("mari", "private too", "p2"))
    world.do(plan(session="s2", agent="olga", coach="mari", by="mari"), plan(session="s3", agent="olga"))
    world.do(c.PrepareCoaching(session="s2", by="mari", words="of the coach", words_id="p3"))
    world.do(c.Recognise(recognition="r1", agent="mari", by="olga", words="Said it back.", words_id="x"))
    world.do(c.NoteTrial(trial="t1", by="hele", tried="Silence", words_id="y", about="mari", new=True))
    world.do(i.RetireAgent(agent="mari"))
    kept = world.state.kept
    assert list(kept.sessions) == ["s3", "s2"]
    assert (kept.recognitions, kept.trials, kept.sessions["s2"].prepared) == ({}, {}, {})
    assert set(kept.gone) == {"agent:mari:s1", "agent:hele:s1", "agent:mari:s2", "agent:mari:r1", "agent:hele:t1"}
    # Whatever was written of them lay under one of these.
    assert {owner for owner, _ in world.words().values()} <= set(kept.gone)


def test_what_is_long_past_is_forgotten() -> None:
    """After two years, with its words; and it is remembered for a while whose keys are to go."""
    world = World()
    world.do(plan(), prepare("mari", "long ago", "p1"))
    world.now += (KEPT_DAYS + 1) * DAY
    later: dict[str, Any] = {"begins_at": world.now + DAY}
    world.do(plan(session="s2", **later))
    assert list(world.state.kept.sessions) == ["s2"]
    assert set(world.state.kept.gone) == {"agent:mari:s1", "agent:hele:s1"}
    world.now += 61 * DAY
    world.do(plan(session="s3", begins_at=world.now + DAY))
    assert world.state.kept.gone == {}
