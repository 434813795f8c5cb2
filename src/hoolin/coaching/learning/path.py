"""A path as a value: steps in order, each due after so many days that somebody has really worked."""

from typing import Annotated, Literal, TypeAlias

import msgspec

from hoolin.catalogue.api import Words
from hoolin.coaching.learning.lesson import Sentence
from hoolin.core.facts import Code, Id
from hoolin.core.site.rules import Value

STEPS_MAX = 100
DUE_MAX = 250
"""About a year of work."""

Kind: TypeAlias = Literal["lesson", "drill", "exemplar", "listen", "do"]
"""Something to read; a conversation to practise; a good example to look at; listening together with a coach; something to do at work. What is listened to and done
a coach confirms.
"""

POINTING: frozenset[Kind] = frozenset({"lesson", "drill", "exemplar"})
CONFIRMED: frozenset[Kind] = frozenset({"listen", "do"})


class PathStep(Value):
    """step: its code, by which it is known from version to version. kind: what it is. of: which lesson, drill or exemplar it points to. title: what it is called; a
    lesson has its own. about: what to do, and what to look out for. due: on which day worked, 1 is the first.
    """

    step: Code
    kind: Kind
    due: Annotated[int, msgspec.Meta(ge=1, le=DUE_MAX)]
    of: Id | None = None
    title: Words = Words()
    about: Sentence = Sentence()

    def alike(self, other: "PathStep") -> bool:
        """Whether whoever has done the other has done this: the same thing, whatever it is called and whenever it is due."""
        return (self.step, self.kind, self.of) == (other.step, other.kind, other.of)


class LearningPath(Value):
    """path: its code. title: what it is called; about: for whom it is, and what they will be able to do. role: whose first weeks these are, None for whoever it helps.
    steps: in the order in which they are shown.
    """

    path: Code
    title: Words
    steps: Annotated[tuple[PathStep, ...], msgspec.Meta(min_length=1, max_length=STEPS_MAX)]
    about: Sentence = Sentence()
    role: Code | None = None

    def step(self, code: str) -> PathStep | None:
        """The step of this code."""
        return next((one for one in self.steps if one.step == code), None)
