"""Command → facts about learning.

It refuses: a lesson or a path with faults (`faults`); one that was made from a version that holds no longer; a path that somebody is on already; a step that a learner
confirms themselves where a coach has to; an answer to a question that is asked differently meanwhile.
"""

from collections.abc import Collection, Iterator
from typing import TypeVar

import msgspec

from hoolin.coaching.learning import commands as c
from hoolin.coaching.learning import facts as f
from hoolin.coaching.learning.faults import Fault, lesson_faults, path_faults
from hoolin.coaching.learning.lesson import Lesson
from hoolin.coaching.learning.path import CONFIRMED, LearningPath
from hoolin.coaching.learning.state import Learning, On, Version
from hoolin.core.commands import Decides, Decision
from hoolin.core.errors import Conflict, Invalid, NotFound
from hoolin.core.facts import Fact, Instant

Thing = TypeVar("Thing")

ACCOUNT = "account:"
"""How somebody is named who may log in and is no agent."""


def publish_lesson(state: Learning, command: c.PublishLesson, now: Instant) -> Decision:
    """The next version. What holds already changes nothing."""
    code = command.lesson.lesson
    number = _based(state.kept.lessons.get(code, []), command.based_on, "lesson_moved_on")
    held = state.lesson(code)
    if held and held.thing == command.lesson:
        return Decision()
    _check("lesson", lesson_faults(command.lesson, state.site.kept.rules.languages))
    return Decision((f.LessonPublished(number=number, lesson=command.lesson, why=command.why),))


def retire_lesson(state: Learning, command: c.RetireLesson, now: Instant) -> Decision:
    """Once."""
    if command.lesson not in state.kept.lessons:
        raise NotFound("no_such_lesson", lesson=command.lesson)
    return Decision((f.LessonRetired(lesson=command.lesson),) if state.lesson(command.lesson) else ())


def publish_path(state: Learning, command: c.PublishPath, now: Instant) -> Decision:
    """The next version. What holds already changes nothing."""
    code = command.path.path
    number = _based(state.kept.paths.get(code, []), command.based_on, "path_moved_on")
    held = state.path(code)
    if held and held.thing == command.path:
        return Decision()
    _check("path", path_faults(command.path, state.site.kept.rules.languages))
    return Decision((f.PathPublished(number=number, path=command.path, why=command.why),))


def retire_path(state: Learning, command: c.RetirePath, now: Instant) -> Decision:
    """Once."""
    if command.path not in state.kept.paths:
        raise NotFound("no_such_path", path=command.path)
    return Decision((f.PathRetired(path=command.path),) if state.path(command.path) else ())


def begin_path(state: Learning, command: c.BeginPath, now: Instant) -> Decision:
    """In the version that holds."""
    held = state.path(command.path)
    if held is None:
        raise NotFound("no_such_path", path=command.path)
    if command.learner not in state.site.kept.agents and not command.learner.startswith(ACCOUNT):
        raise Invalid("no_such_agent", agent=command.learner)
    _check_coach(command.learner, command.coach)
    on = state.learner(command.learner).paths.get(command.path)
    if on and not on.ended:
        raise Conflict("already_on_path", path=command.path)
    return Decision((f.PathBegun(learner=command.learner, path=command.path, number=held.number, coach=command.coach),))


def renew_path(state: Learning, command: c.RenewPath, now: Instant) -> Decision:
    """The newest version, and the coach if another is named."""
    on, held = _on(state, command.learner, command.path), state.path(command.path)
    _check_coach(command.learner, command.coach)
    number, coach = held.number if held else on.number, command.coach or on.coach
    if (number, coach) == (on.number, on.coach):
        return Decision()
    renewed = f.PathRenewed(learner=command.learner, path=command.path, number=number, coach=coach)
    path, before = state.path_of(command.path, number), state.path_of(command.path, on.number)
    alike = {one.step for one in path.steps if (was := before.step(one.step)) is not None and one.alike(was)}
    return Decision((renewed, *_ended(state, command.learner, command.path, path, alike & on.done.keys())))


def finish_step(state: Learning, command: c.FinishStep, now: Instant) -> Decision:
    """Once; with the last of them the path is done."""
    on = _on(state, command.learner, command.path)
    path = state.path_of(command.path, on.number)
    step = path.step(command.step)
    if step is None:
        raise NotFound("no_such_step", step=command.step)
    if step.kind == "lesson":
        raise Invalid("lesson_is_read", step=command.step)
    if step.kind in CONFIRMED and command.by == command.learner:
        raise Conflict("coach_confirms", step=command.step)
    if command.step in on.done:
        return Decision()
    done = f.PathStepDone(learner=command.learner, path=command.path, step=command.step)
    return Decision((done, *_ended(state, command.learner, command.path, path, on.done.keys() | {command.step})))


def end_path(state: Learning, command: c.EndPath, now: Instant) -> Decision:
    """Whatever was done stays known."""
    _on(state, command.learner, command.path)
    return Decision((f.PathEnded(learner=command.learner, path=command.path, how=command.how),))


def answer(state: Learning, command: c.AnswerQuestion, now: Instant) -> Decision:
    """Right or wrong; with the last question the lesson is done, and with the last lesson the paths that it was wanting in."""
    held = state.lesson(command.lesson)
    if held is None:
        raise NotFound("no_such_lesson", lesson=command.lesson)
    if held.number != command.number:
        raise Conflict("lesson_moved_on", in_force=held.number)
    question = held.thing.question(command.question)
    if question is None:
        raise NotFound("no_such_question", question=command.question)
    chosen = tuple(sorted(set(command.chosen)))
    if chosen[-1] >= len(question.answers) or (len(chosen) > 1 and not question.several):
        raise Invalid("no_such_answer", question=command.question)
    said = f.QuestionAnswered(
        learner=command.learner, lesson=command.lesson, number=held.number, question=command.question, chosen=chosen,
        right=frozenset(chosen) == question.right(),
    )  # fmt: skip
    return Decision((said, *_done(state, command, held)))


def _done(state: Learning, command: c.AnswerQuestion, held: Version[Lesson]) -> Iterator[Fact]:
    learner = state.learner(command.learner)
    studied = learner.lessons.get(command.lesson)
    if studied and studied.done == held.number:
        return
    codes = {one.code for one in held.thing.questions} - {command.question}
    if not all(state.answered(learner, held, code) for code in codes):
        return
    yield f.LessonDone(learner=command.learner, lesson=command.lesson, number=held.number)
    for code, on in learner.paths.items():
        if not on.ended:
            path = state.path_of(code, on.number)
            yield from _ended(state, command.learner, code, path, on.done.keys(), command.lesson)


def _ended(
    state: Learning, learner: str, code: str, path: LearningPath, done: Collection[str], lesson: str = ""
) -> Iterator[Fact]:
    """The end of a path, if nothing of it is left. done: steps that are no lessons; lesson: one that is done with this."""
    known = state.learner(learner)
    on = known.paths[code]
    for step in path.steps:
        read = step.kind == "lesson" and (step.of == lesson or state.is_done(known, on, step))
        if not (read or step.step in done or state.is_missing(step)):
            return
    yield f.PathEnded(learner=learner, path=code, how="done")


def _on(state: Learning, learner: str, path: str) -> On:
    on = state.learner(learner).paths.get(path)
    if on is None or on.ended:
        raise NotFound("not_on_path", path=path)
    return on


def _based(versions: list[Version[Thing]], based_on: int, code: str) -> int:
    """The number of the next version."""
    if based_on != len(versions):
        raise Conflict(code, in_force=len(versions))
    return len(versions) + 1


def _check(code: str, found: tuple[Fault, ...]) -> None:
    if found:
        raise Invalid(code, faults=[msgspec.to_builtins(one) for one in found])


def _check_coach(learner: str, coach: str | None) -> None:
    if coach == learner:
        raise Invalid("own_coach", coach=coach)


DECIDES: Decides = {
    c.PublishLesson: publish_lesson, c.RetireLesson: retire_lesson, c.PublishPath: publish_path, c.RetirePath: retire_path, c.BeginPath: begin_path,
    c.RenewPath: renew_path, c.FinishStep: finish_step, c.EndPath: end_path, c.AnswerQuestion: answer,
}  # fmt: skip
