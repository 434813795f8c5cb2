"""Lessons, paths and progress: what may be published, what is refused, what is remembered of whom, and when something is due."""

from datetime import timedelta
from random import Random
from typing import Any

import msgspec
import pytest

from hoolin.coaching.api import learning
from hoolin.coaching.learning.facts import LessonDone, PathEnded, QuestionAnswered
from hoolin.core.errors import Conflict, Invalid, NotFound, Refusal
from hoolin.core.interaction import commands as i
from hoolin.core.site.rules import AgentProfile
from tests.coaching.learning.site import (
    DAY,
    FIRST,
    HOUR,
    MONDAY,
    ZONE,
    World,
    at,
    lesson,
    path,
    question,
    step,
    words,
)

c, days = learning.commands, learning.days


def standings(world: World, day: object) -> list[str]:
    """Of the steps of the newcomer's path."""
    return [one.standing for one in world.stand(day).steps]  # type: ignore[arg-type]


def test_a_lesson_is_published_in_versions_and_with_faults_not_at_all() -> None:
    """What holds already changes nothing; an older copy is refused; all faults are said at once, each with its place."""
    world = World()
    world.publish(lesson("listen"))
    at_first = world.house.position
    world.publish(lesson("listen"))
    assert world.house.position == at_first
    changed = lesson("listen", body="Better.")
    detail = world.refused(Conflict, "lesson_moved_on", c.PublishLesson(lesson=changed, based_on=0))
    assert detail["in_force"] == 1
    world.publish(changed)
    held = world.state.lesson("listen")
    assert held is not None and (held.number, held.thing.body.et, held.by) == (2, "Better.", "agent:guru")
    bad = lesson("bad", question("q", False, False), question("q", True, True), body="x " * 601 + "[a](javascript:b)")
    faults = world.refused(Invalid, "lesson", c.PublishLesson(lesson=bad, based_on=0))["faults"]
    found = {(one["place"], one["why"]) for one in faults}
    assert {
        ("body.et", "too_long"),
        ("body.ru", "bad_link"),
        ("questions.q", "named_twice"),
        ("questions.q", "none_right"),
        ("questions.q", "none_wrong"),
    } <= found
    silent = learning.Lesson(lesson="x", title=words(""), body=changed.body, questions=changed.questions)
    assert [one.place for one in learning.lesson_faults(silent, ("et", "ru"))] == ["title.et", "title.ru"]


def test_what_is_retired_is_offered_no_more_and_can_be_published_again() -> None:
    """Its versions go on counting."""
    world = World()
    world.refused(NotFound, "no_such_lesson", c.RetireLesson(lesson="listen"))
    world.publish(lesson("listen"), path())
    world.do(c.RetireLesson(lesson="listen"), c.RetirePath(path="first"), c.RetireLesson(lesson="listen"))
    assert world.state.lesson("listen") is None and world.state.path("first") is None
    world.refused(NotFound, "no_such_path", c.BeginPath(learner="uus", path="first"))
    world.publish(lesson("listen"))
    held = world.state.lesson("listen")
    assert held is not None and held.number == 2


def test_a_path_points_where_it_must_and_may_point_to_what_is_not_there_yet() -> None:
    """A lesson step needs a lesson, something to do has a title in every language; an unknown drill is no fault."""
    wrong = path(step("a", "lesson", 1), step("a", "do", 2, "x"), learning.Step(step="b", kind="listen", due=1))
    found = {(one.place, one.why) for one in learning.path_faults(wrong, ("et",))}
    assert found == {
        ("steps.a", "named_twice"),
        ("steps.a.of", "points_nowhere"),
        ("steps.a.of", "points_without_need"),
        ("steps.b.title.et", "no_words"),
    }
    World().publish(path(step("a", "drill", 1, "nobody_has_it")))


def test_days_are_counted_as_they_are_worked() -> None:
    """On a day off nothing becomes due; after a week of illness the second day is still the second; a night shift is one day."""
    world = World().teach()
    assert standings(world, MONDAY) == ["today", "today", "missing", "later"]
    world.work(MONDAY)
    assert world.stand(MONDAY).day == 1
    assert world.stand(MONDAY + timedelta(1)).day == 2
    # A week at home, ill.
    back = MONDAY + timedelta(8)
    assert world.stand(back).day == 2
    assert standings(world, back) == ["left", "left", "missing", "later"]
    world.now = at(back, 20)
    world.do(i.SetPresence(agent="uus", presence="online"))
    world.now = at(back + timedelta(1), 1)
    world.do(i.SetPresence(agent="uus", presence="away", reason="tea"), i.SetPresence(agent="uus", presence="online"))
    world.now = at(back + timedelta(1), 4)
    world.do(i.SetPresence(agent="uus", presence="offline"))
    assert world.stand(back + timedelta(2)).day == 3
    assert standings(world, back + timedelta(2)) == ["left", "left", "missing", "today"]


def test_midnight_is_that_of_the_site() -> None:
    """Half past eleven at night by UTC is the next day in Tallinn, and still the same one in London."""
    world = World()
    world.now = at(MONDAY, 23)
    world.do(i.SetPresence(agent="uus", presence="online"))
    came = world.state.kept.came["uus"]
    assert days.worked(came, "Europe/Tallinn") == [MONDAY + timedelta(1)]
    assert days.worked(came, "Europe/London") == [MONDAY]


def test_a_day_to_come_is_told_no_more_exactly_than_it_is_known() -> None:
    """Nothing without two weeks of work; then a day within the week, and a week beyond it; of shifts that wander, nothing."""
    office = [MONDAY + timedelta(by) for by in range(28) if (MONDAY + timedelta(by)).weekday() < 5]
    today = MONDAY + timedelta(28)
    assert days.expected(office[-5:], today, 1) is None
    assert days.usual(office, today) == {0, 1, 2, 3, 4}
    assert days.expected(office, today, 3) == days.Expected(today + timedelta(3), "day")
    assert days.expected(office, today, 6) == days.Expected(today + timedelta(7), "week")
    # On a Saturday the present day worked is still to come.
    assert days.expected(office, today - timedelta(2), 1) == days.Expected(today + timedelta(1), "day")
    wandering = [MONDAY + timedelta(by) for by in range(28) if by % 4 < 2]
    assert days.expected(wandering, today, 2) is None


def test_a_day_that_is_told_mostly_comes_true() -> None:
    """Of people who work on weekdays and are away on one day in fifteen, what was said of the next five days worked holds in more than three of four cases."""
    random = Random(5)
    told = true = 0
    for _ in range(60):
        all_days = [MONDAY + timedelta(by) for by in range(56)]
        worked = [day for day in all_days if day.weekday() < 5 and random.random() > 1 / 15]
        for today in worked:
            past, coming = [day for day in worked if day <= today], [day for day in worked if day > today]
            for ahead in range(1, min(6, len(coming))):
                said = days.expected(past, today, ahead)
                if said is not None and said.exact == "day":
                    told, true = told + 1, true + (said.day == coming[ahead - 1])
    assert told > 3_000
    assert true / told > 0.75


def test_a_lesson_is_done_once_everything_was_answered_and_the_first_try_is_kept() -> None:
    """Wrong answers count as answered, for the why was read; trying again changes neither the first try nor the end."""
    world = World().teach()
    world.answer("listen", "q1", 1)
    assert not world.state.is_done(world.state.learner("uus"), world.state.learner("uus").paths["first"], FIRST[0])
    world.answer("listen", "q1", 0)
    world.answer("listen", "q2", 0)
    tried = world.state.learner("uus").lessons["listen"].tried["q1"]
    assert (tried.first, tried.chosen, tried.right, tried.box) == (False, (1,), True, 1)
    assert [fact for fact in world.facts if isinstance(fact, LessonDone)] == [
        LessonDone(learner="uus", lesson="listen", number=1)
    ]
    world.answer("listen", "q2", 1)
    assert len([fact for fact in world.facts if isinstance(fact, LessonDone)]) == 1
    refusals: tuple[tuple[type[Refusal], str, dict[str, Any]], ...] = (
        (Conflict, "lesson_moved_on", {"number": 2}), (NotFound, "no_such_question", {"question": "q9"}),
        (Invalid, "no_such_answer", {"chosen": (5,)}), (Invalid, "no_such_answer", {"chosen": (0, 1)}),
    )  # fmt: skip
    for kind, code, other in refusals:
        right = c.AnswerQuestion(learner="uus", lesson="listen", number=1, question="q1", chosen=(0,))
        world.refused(kind, code, msgspec.structs.replace(right, **other))


def test_of_several_answers_exactly_the_right_ones_are_right() -> None:
    """Neither too few nor too many."""
    world = World()
    world.publish(lesson("many", question("q", True, False, True, several=True)))
    for chosen in ((0,), (0, 1, 2), (2, 0)):
        world.answer("many", "q", *chosen)
    answered = [fact for fact in world.facts if isinstance(fact, QuestionAnswered)]
    assert [fact.right for fact in answered] == [False, False, True]
    assert answered[-1].chosen == (0, 2)


def test_what_was_wrong_comes_back_after_some_days_worked_and_twice() -> None:
    """After two, and after six more; at once does not count; whatever was right the first time never comes."""
    world = World().teach()
    world.work(MONDAY)
    world.answer("listen", "q1", 1)
    world.answer("listen", "q1", 0)
    world.answer("listen", "q2", 0)

    def back(day: object) -> list[str]:
        came = days.worked(world.state.kept.came["uus"], ZONE)
        return [one.question for one in learning.back(world.state, world.state.learner("uus"), came, day, ZONE)]  # type: ignore[arg-type]

    assert back(MONDAY) == back(MONDAY + timedelta(1)) == []
    world.work(MONDAY + timedelta(1))
    third = MONDAY + timedelta(2)
    assert back(third) == ["q1"]
    world.work(third)
    world.answer("listen", "q1", 0)
    assert back(third + timedelta(1)) == []
    for by in range(1, 6):
        world.work(third + timedelta(by))
    last = third + timedelta(6)
    assert back(last) == ["q1"]
    world.work(last)
    world.answer("listen", "q1", 0)
    assert back(last + timedelta(30)) == []


def test_what_a_coach_has_to_confirm_nobody_confirms_for_themselves() -> None:
    """Listening together and what is done at work; a drill is the learner's own word. What the site does not have holds nobody up."""
    world = World().teach()
    world.refused(Conflict, "coach_confirms", c.FinishStep(learner="uus", path="first", step="s2", by="uus"))
    world.refused(Invalid, "lesson_is_read", c.FinishStep(learner="uus", path="first", step="s1", by="guru"))
    world.refused(Invalid, "own_coach", c.RenewPath(learner="uus", path="first", coach="uus"))
    world.do(c.FinishStep(learner="uus", path="first", step="s2", by="guru"))
    for code in ("listen", "solve"):
        world.answer(code, "q1")
        world.answer(code, "q2")
    assert isinstance(world.facts[-1], PathEnded) and world.facts[-1].how == "done"
    world.refused(NotFound, "not_on_path", c.FinishStep(learner="uus", path="first", step="s3", by="uus"))
    at_end = world.stand(MONDAY)
    assert (at_end.done, at_end.of) == (3, 3)


def test_once_the_site_has_the_drill_it_is_a_step_like_others() -> None:
    """Another room says so."""
    world = World().teach()
    world.state.has["drill"] = {"bill_shock"}.__contains__
    assert standings(world, MONDAY) == ["today", "today", "later", "later"]
    world.do(c.FinishStep(learner="uus", path="first", step="s3", by="uus"))
    assert standings(world, MONDAY)[2] == "done"


def test_whoever_is_on_a_path_keeps_its_version_until_they_choose_the_newer() -> None:
    """What is alike in both stays done; what points elsewhere now has to be done anew."""
    world = World().teach()
    world.do(c.FinishStep(learner="uus", path="first", step="s2", by="guru"))
    world.do(c.FinishStep(learner="uus", path="first", step="s3", by="uus"))
    world.publish(path(step("s2", "listen", 5), step("s3", "drill", 5, "roaming"), step("s9", "do", 6)))
    assert world.state.learner("uus").paths["first"].number == 1
    world.refused(Conflict, "already_on_path", c.BeginPath(learner="uus", path="first"))
    world.do(c.RenewPath(learner="uus", path="first"))
    on = world.state.learner("uus").paths["first"]
    assert (on.number, list(on.done), on.coach) == (2, ["s2"], "guru")
    world.do(c.EndPath(learner="uus", path="first", how="left"), c.BeginPath(learner="uus", path="first"))
    assert world.state.learner("uus").paths["first"].done == {}
    world.refused(Invalid, "no_such_agent", c.BeginPath(learner="nobody", path="first"))


def test_a_question_that_was_changed_is_asked_anew_and_others_are_not() -> None:
    """A lesson stays done; only what reads differently now is open."""
    world = World().teach()
    world.answer("listen", "q1", 0)
    world.answer("listen", "q2", 1)
    world.publish(lesson("listen", question("q1", True, False), question("q2", True, False, False)))
    learner, held = world.state.learner("uus"), world.state.lesson("listen")
    assert held is not None
    assert world.state.answered(learner, held, "q1") is not None
    assert world.state.answered(learner, held, "q2") is None
    world.answer("listen", "q2", 0)
    studied = world.state.learner("uus").lessons["listen"]
    assert (studied.done, studied.tried["q2"].first, studied.tried["q2"].number) == (2, True, 2)


def test_only_what_is_needed_of_anybodys_days_is_kept() -> None:
    """Four weeks; of whoever is on a path, all since four weeks before it. A snapshot has everything."""
    world = World().teach()
    world.do(i.SetAgent(profile=AgentProfile(agent="vana")))
    for by in range(0, 90, 3):
        world.work(MONDAY + timedelta(by))
        world.work(MONDAY + timedelta(by), agent="vana")
    assert len(days.worked(world.state.kept.came["uus"], ZONE)) == 30
    assert len(days.worked(world.state.kept.came["vana"], ZONE)) == 10
    other = World().state
    learning.load(other, learning.dump(world.state))
    assert other.kept == world.state.kept
    assert learning.dump(other) == learning.dump(world.state)


@pytest.mark.parametrize("gap", [HOUR, DAY])
def test_a_line_that_breaks_off_makes_no_new_day(gap: int) -> None:
    """Whoever comes back the same day has worked one day."""
    world = World()
    for by in range(3):
        world.now = at(MONDAY, 6) + by * gap
        world.do(i.SetPresence(agent="uus", presence="online"), i.SetPresence(agent="uus", presence="offline"))
    assert len(days.worked(world.state.kept.came["uus"], ZONE)) == (1 if gap == HOUR else 3)
