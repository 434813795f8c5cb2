"""What a lesson or a path may not have. One with a fault is refused whole, with all of its faults at once.

A place is written as `body.ru`, `questions.price.text.et`, `questions.price.answers.2.why.en`, `steps.first.title.et`; counted from 0.
"""

from collections.abc import Iterable, Iterator
from typing import Literal, Protocol, TypeAlias

import msgspec

from hoolin.coaching.learning.lesson import WORDS_MAX, Lesson, LessonQuestion
from hoolin.coaching.learning.markdown import forbidden
from hoolin.coaching.learning.path import CONFIRMED, POINTING, LearningPath
from hoolin.core.site.rules import Language

Why: TypeAlias = Literal[
    "no_words",
    "too_long",
    "named_twice",
    "none_right",
    "none_wrong",
    "one_right",
    "bad_link",
    "points_nowhere",
    "points_without_need",
]


class Fault(msgspec.Struct, frozen=True):
    """One thing that is wrong. place: where. why: which rule it breaks. said: what of it."""

    place: str
    why: Why
    said: str = ""


class Spoken(Protocol):
    """A text in the site's languages."""

    def said(self, language: Language) -> str:
        """The text in a language."""


def lesson_faults(lesson: Lesson, languages: Iterable[Language]) -> tuple[Fault, ...]:
    """Everything that is wrong with a lesson, for a site that speaks these languages."""
    spoken = tuple(languages)
    found = [*_silent("title", lesson.title, spoken), *_silent("body", lesson.body, spoken)]
    for language in spoken:
        body = lesson.body.said(language)
        if len(body.split()) > WORDS_MAX:
            found.append(Fault(f"body.{language}", "too_long", str(len(body.split()))))
        found += [Fault(f"body.{language}", "bad_link", link) for link in forbidden(body)]
    codes = [one.code for one in lesson.questions]
    for question in lesson.questions:
        if codes.count(question.code) > 1:
            found.append(Fault(f"questions.{question.code}", "named_twice"))
        found += _question(question, spoken)
    return tuple(found)


def _question(question: LessonQuestion, spoken: tuple[Language, ...]) -> Iterator[Fault]:
    place, right = f"questions.{question.code}", len(question.right())
    yield from _silent(f"{place}.text", question.text, spoken)
    for at, one in enumerate(question.answers):
        yield from _silent(f"{place}.answers.{at}.text", one.text, spoken)
        yield from _silent(f"{place}.answers.{at}.why", one.why, spoken)
    if not right:
        yield Fault(place, "none_right")
    elif right == len(question.answers):
        yield Fault(place, "none_wrong")
    elif right > 1 and not question.several:
        yield Fault(place, "one_right")


def path_faults(path: LearningPath, languages: Iterable[Language]) -> tuple[Fault, ...]:
    """Everything that is wrong with a path, for a site that speaks these languages. A step may point to what the site does not have yet."""
    spoken = tuple(languages)
    found = list(_silent("title", path.title, spoken))
    codes = [one.step for one in path.steps]
    for step in path.steps:
        place = f"steps.{step.step}"
        if codes.count(step.step) > 1:
            found.append(Fault(place, "named_twice"))
        if step.kind in POINTING and not step.of:
            found.append(Fault(f"{place}.of", "points_nowhere"))
        if step.kind in CONFIRMED and step.of:
            found.append(Fault(f"{place}.of", "points_without_need"))
        if step.kind != "lesson":
            found += _silent(f"{place}.title", step.title, spoken)
    return tuple(found)


def _silent(place: str, text: Spoken, spoken: tuple[Language, ...]) -> Iterator[Fault]:
    return (Fault(f"{place}.{one}", "no_words") for one in spoken if not text.said(one).strip())
