"""Where somebody stands: what is due today, what was left over, what comes later and when that probably is, and what comes back."""

from collections.abc import Collection
from datetime import date
from typing import Literal, TypeAlias

import msgspec

from hoolin.coaching.learning.days import Expected, expected, number_of, passed
from hoolin.coaching.learning.path import PathStep
from hoolin.coaching.learning.state import Learner, Learning, On
from hoolin.insight.api import days

Standing: TypeAlias = Literal["done", "missing", "left", "today", "later"]
"""Done; not there on this site; due on a day that has passed; due today; not due yet."""

BACK_AFTER = {1: 2, 2: 6}
"""After how many days worked a question comes back: the first time, and the second."""

BACK_MAX = 3
"""Comes back at once: two minutes, not an exam."""


class StepAt(msgspec.Struct, frozen=True):
    """A step and where somebody stands with it. in_days: how many days worked until it is due, negative for those since. expected: when that probably is."""

    step: PathStep
    standing: Standing
    in_days: int
    expected: Expected | None = None


class PathAt(msgspec.Struct, frozen=True):
    """Somebody on a path. day: which day worked it is. steps: in order. done, of: how many are done, of those that the site has."""

    day: int
    steps: tuple[StepAt, ...]
    done: int
    of: int


class Back(msgspec.Struct, frozen=True):
    """A question that was answered wrong and may be answered again today."""

    lesson: str
    question: str


def path_at(
    state: Learning, learner: Learner, code: str, on: On, worked_on: Collection[date], today: date, zone: str
) -> PathAt:
    """Where somebody stands on a path. worked_on: the days that they worked; today: the day it is at the site."""
    day = number_of(worked_on, days.day_of(on.begun_at, zone), today)
    steps = tuple(
        _step(state, learner, on, step, day, worked_on, today) for step in state.path_of(code, on.number).steps
    )
    there = [one for one in steps if one.standing != "missing"]
    return PathAt(day, steps, sum(one.standing == "done" for one in there), len(there))


def _step(
    state: Learning, learner: Learner, on: On, step: PathStep, day: int, worked_on: Collection[date], today: date
) -> StepAt:
    ahead = step.due - day
    if state.is_done(learner, on, step):
        return StepAt(step, "done", ahead)
    if state.is_missing(step):
        return StepAt(step, "missing", ahead)
    if ahead <= 0:
        return StepAt(step, "left" if ahead else "today", ahead)
    return StepAt(step, "later", ahead, expected(worked_on, today, ahead))


def back(state: Learning, learner: Learner, worked_on: Collection[date], today: date, zone: str) -> tuple[Back, ...]:
    """The questions that come back today, what was asked longest ago first; few at a time."""
    found = []
    for lesson in learner.lessons:
        held = state.lesson(lesson)
        for question in held.thing.questions if held else ():
            tried = state.answered(learner, held, question.code) if held else None
            if tried and tried.box and passed(worked_on, tried.at, today, zone) >= BACK_AFTER[tried.box]:
                found.append((tried.at, Back(lesson, question.code)))
    return tuple(one for _, one in sorted(found, key=lambda pair: pair[0])[:BACK_MAX])
