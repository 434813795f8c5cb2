"""A lesson as a value: a page to read in three to five minutes, and questions whose every answer says why it is right or wrong."""

from typing import Annotated, TypeAlias

import msgspec

from hoolin.catalogue.api import Words
from hoolin.core.facts import Code, Id
from hoolin.core.site.rules import Language, Value

QUESTIONS_MAX = 8
ANSWERS_MAX = 6
TAGS_MAX = 20

WORDS_MAX = 600
"""Of a page: what is longer is not read between two calls."""

WORDS_PER_MINUTE = 160
"""Of attentive reading, on a screen, at work."""

Text: TypeAlias = Annotated[str, msgspec.Meta(max_length=8_000)]
Said: TypeAlias = Annotated[str, msgspec.Meta(max_length=600)]


class LessonPage(Value):
    """A text as long as a page, in the site's languages. et, ru, en: Markdown; those that the site does not speak stay empty."""

    et: Text = ""
    ru: Text = ""
    en: Text = ""

    def said(self, language: Language) -> str:
        """The text in a language."""
        return str(getattr(self, language))


class Sentence(Value):
    """A sentence or three, in the site's languages. et, ru, en: plain text; those that the site does not speak stay empty."""

    et: Said = ""
    ru: Said = ""
    en: Said = ""

    def said(self, language: Language) -> str:
        """The text in a language."""
        return str(getattr(self, language))


class LessonAnswer(Value):
    """One that may be chosen. text: what it says. why: why it is right, or wrong; told once somebody has answered. right: whether it is."""

    text: Sentence
    why: Sentence
    right: bool = False


class LessonQuestion(Value):
    """code: by which it is known from version to version. text: what is asked. answers: to choose from; several: whether more than one may be chosen, and then exactly
    the right ones have to be.
    """

    code: Code
    text: Sentence
    answers: Annotated[tuple[LessonAnswer, ...], msgspec.Meta(min_length=2, max_length=ANSWERS_MAX)]
    several: bool = False

    def right(self) -> frozenset[int]:
        """The numbers of the right answers, counted from 0."""
        return frozenset(at for at, one in enumerate(self.answers) if one.right)


class Lesson(Value):
    """lesson: its code. title, body: what is read. questions: asked after it. criteria, reasons: what it is about, by items of the register and reasons of the tree.
    exemplar, drill: where one goes on from here, None for nowhere.
    """

    lesson: Code
    title: Words
    body: LessonPage
    questions: Annotated[tuple[LessonQuestion, ...], msgspec.Meta(min_length=1, max_length=QUESTIONS_MAX)]
    criteria: Annotated[tuple[Code, ...], msgspec.Meta(max_length=TAGS_MAX)] = ()
    reasons: Annotated[tuple[Code, ...], msgspec.Meta(max_length=TAGS_MAX)] = ()
    exemplar: Id | None = None
    drill: Code | None = None

    def question(self, code: str) -> LessonQuestion | None:
        """The question of this code."""
        return next((one for one in self.questions if one.code == code), None)

    def minutes(self, language: Language) -> int:
        """How long it takes to read and answer, rounded up."""
        asked = sum(
            len(one.text.said(language).split()) + sum(len(a.text.said(language).split()) for a in one.answers)
            for one in self.questions
        )
        return max(1, -(-(len(self.body.said(language).split()) + asked) // WORDS_PER_MINUTE))
