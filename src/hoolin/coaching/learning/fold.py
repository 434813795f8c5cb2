"""Facts → lessons, paths, learners, and the days on which people worked."""

from bisect import bisect_left
from typing import cast

from hoolin.coaching.learning import facts as f
from hoolin.coaching.learning.state import QUARTER_MS, USUAL_MS, Learner, Learning, On, Studied, Tried, Version
from hoolin.coaching.leaving.fold import LEAVES, leaver
from hoolin.core.commands import Folds
from hoolin.core.facts import Entry, Instant
from hoolin.core.interaction.facts import PresenceChanged

REPEATED_AFTER_MS = 12 * 3_600_000
"""Whoever tries again at once has the answer still before them; half a day later they remember it or they do not."""

BOXES = 2
"""How often what was answered wrong comes back, if it is right by then."""


def lesson_published(state: Learning, entry: Entry) -> None:
    """One version more; what was retired is offered again."""
    fact, kept = cast(f.LessonPublished, entry.fact), state.kept
    made = Version(fact.number, entry.at, entry.actor, fact.why, fact.lesson)
    kept.lessons.setdefault(fact.lesson.lesson, []).append(made)
    kept.retired_lessons = [one for one in kept.retired_lessons if one != fact.lesson.lesson]


def lesson_retired(state: Learning, entry: Entry) -> None:
    """Its versions stay."""
    state.kept.retired_lessons.append(cast(f.LessonRetired, entry.fact).lesson)


def path_published(state: Learning, entry: Entry) -> None:
    """One version more; what was retired is offered again."""
    fact, kept = cast(f.PathPublished, entry.fact), state.kept
    kept.paths.setdefault(fact.path.path, []).append(Version(fact.number, entry.at, entry.actor, fact.why, fact.path))
    kept.retired_paths = [one for one in kept.retired_paths if one != fact.path.path]


def path_retired(state: Learning, entry: Entry) -> None:
    """Its versions stay."""
    state.kept.retired_paths.append(cast(f.PathRetired, entry.fact).path)


def path_begun(state: Learning, entry: Entry) -> None:
    """From the beginning, also for whoever was on it once."""
    fact = cast(f.PathBegun, entry.fact)
    _learner(state, fact.learner).paths[fact.path] = On(fact.number, entry.at, entry.actor, fact.coach, entry.at)


def path_renewed(state: Learning, entry: Entry) -> None:
    """What is alike in both versions stays done."""
    fact = cast(f.PathRenewed, entry.fact)
    on = state.learner(fact.learner).paths.get(fact.path)
    if on is None:
        return
    before, now = state.path_of(fact.path, on.number), state.path_of(fact.path, fact.number)
    alike = {one.step for one in now.steps if (was := before.step(one.step)) is not None and one.alike(was)}
    on.done = {step: said for step, said in on.done.items() if step in alike}
    if fact.coach != on.coach:
        on.coach, on.coach_at = fact.coach, entry.at
    on.number = fact.number


def step_done(state: Learning, entry: Entry) -> None:
    """When, and who says so."""
    fact = cast(f.PathStepDone, entry.fact)
    on = state.learner(fact.learner).paths.get(fact.path)
    if on is not None:
        on.done[fact.step] = (entry.at, entry.actor)


def path_ended(state: Learning, entry: Entry) -> None:
    """What was done stays known."""
    fact = cast(f.PathEnded, entry.fact)
    on = state.learner(fact.learner).paths.get(fact.path)
    if on is not None:
        on.ended, on.ended_at = fact.how, entry.at


def answered(state: Learning, entry: Entry) -> None:
    """The first try is remembered; what was wrong comes back twice, and each time it is wrong from the beginning."""
    fact = cast(f.QuestionAnswered, entry.fact)
    tried = _studied(state, fact.learner, fact.lesson).tried
    before = tried.get(fact.question)
    asked = state.question(fact.lesson, fact.number, fact.question)
    if before is None or state.question(fact.lesson, before.number, fact.question) != asked:
        box = 0 if fact.right else 1
        tried[fact.question] = Tried(fact.number, fact.right, fact.chosen, entry.at, entry.at, fact.right, box)
        return
    if not fact.right:
        before.box = 1
    elif before.box and entry.at - before.at >= REPEATED_AFTER_MS:
        before.box = before.box + 1 if before.box < BOXES else 0
    before.at, before.right = entry.at, fact.right


def lesson_done(state: Learning, entry: Entry) -> None:
    """In this version."""
    fact = cast(f.LessonDone, entry.fact)
    studied = _studied(state, fact.learner, fact.lesson)
    studied.done, studied.done_at = fact.number, entry.at


def presence_changed(state: Learning, entry: Entry) -> None:
    """Somebody came to work, or left. A shift over midnight belongs to the day on which it began."""
    fact, kept = cast(PresenceChanged, entry.fact), state.kept
    here = fact.agent in kept.here
    if fact.presence == "offline" and here:
        kept.here.remove(fact.agent)
    elif fact.presence != "offline" and not here:
        kept.here.append(fact.agent)
        came, quarter = kept.came.setdefault(fact.agent, []), entry.at // QUARTER_MS
        if not came or came[-1] < quarter:
            came.append(quarter)
        del came[: bisect_left(came, _since(state, fact.agent, entry.at) // QUARTER_MS)]


def left(state: Learning, entry: Entry) -> None:
    """What they learned goes with them; nobody else goes along in their place, though they be called the same: whoever goes along sees the answers."""
    person, kept = leaver(entry), state.kept
    kept.learners.pop(person, None)
    kept.came.pop(person, None)
    kept.here = [one for one in kept.here if one != person]
    for learner in kept.learners.values():
        for on in learner.paths.values():
            if on.coach == person:
                on.coach, on.coach_at = None, entry.at


def _since(state: Learning, agent: str, now: Instant) -> Instant:
    """Since when it matters when somebody came: four weeks before they began the oldest path that they are on, else before now."""
    running = [on.begun_at for on in state.learner(agent).paths.values() if not on.ended]
    return max(0, min(running, default=now) - USUAL_MS)


def _learner(state: Learning, learner: str) -> Learner:
    return state.kept.learners.setdefault(learner, Learner())


def _studied(state: Learning, learner: str, lesson: str) -> Studied:
    return _learner(state, learner).lessons.setdefault(lesson, Studied())


FACTS = (
    f.LessonPublished, f.LessonRetired, f.PathPublished, f.PathRetired, f.PathBegun, f.PathRenewed, f.PathStepDone, f.PathEnded, f.QuestionAnswered,
    f.LessonDone,
)  # fmt: skip
FOLDS: Folds = {
    f.LessonPublished: lesson_published, f.LessonRetired: lesson_retired, f.PathPublished: path_published, f.PathRetired: path_retired,
    f.PathBegun: path_begun, f.PathRenewed: path_renewed, f.PathStepDone: step_done, f.PathEnded: path_ended,
    f.QuestionAnswered: answered, f.LessonDone: lesson_done, PresenceChanged: presence_changed,
    **dict.fromkeys(LEAVES, left),
}  # fmt: skip
