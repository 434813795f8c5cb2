"""What may be recorded about learning. Lessons and paths are the site's own and read by all its people, so their words lie in the fact itself; of a learner a fact
knows ids, codes and numbers only.
"""

from typing import Annotated, Literal, TypeAlias

import msgspec

from hoolin.coaching.learning.lesson import ANSWERS_MAX, Lesson
from hoolin.coaching.learning.path import LearningPath
from hoolin.core.facts import COUNT_MAX, Code, Fact, Id

Number: TypeAlias = Annotated[int, msgspec.Meta(ge=1, le=COUNT_MAX)]
Why: TypeAlias = Annotated[str, msgspec.Meta(max_length=500)]
How: TypeAlias = Literal["done", "left", "stopped"]
"""All steps are done; the learner left it; a coach ended it."""

Chosen: TypeAlias = Annotated[
    tuple[Annotated[int, msgspec.Meta(ge=0, lt=ANSWERS_MAX)], ...], msgspec.Meta(min_length=1, max_length=ANSWERS_MAX)
]
"""Numbers of answers, counted from 0, in rising order."""


class LessonPublished(Fact):
    """Another version of a lesson holds from now on. number: 1, 2, 3 …. lesson: all of it. why: what for, in the words of whoever published it."""

    number: Number
    lesson: Lesson
    why: Why = ""


class LessonRetired(Fact):
    """A lesson is offered no more. Whoever has done it keeps that. lesson: its code."""

    lesson: Code


class PathPublished(Fact):
    """Another version of a path holds from now on; who is on an older one stays on it. number: 1, 2, 3 …. path: all of it. why: what for."""

    number: Number
    path: LearningPath
    why: Why = ""


class PathRetired(Fact):
    """Nobody begins a path any more; who is on it goes on. path: its code."""

    path: Code


class PathBegun(Fact):
    """Somebody is on a path from now on. learner: an agent, or an account that is none. path: its code. number: in which version. coach: who goes along, None for nobody."""

    learner: Id
    path: Code
    number: Number
    coach: Id | None = None


class PathRenewed(Fact):
    """Somebody goes on with another version of their path, or with another coach. What they have done and what is alike in both stays done. learner: who. path: its code.
    number: the version from now on. coach: who goes along from now on, None for nobody.
    """

    learner: Id
    path: Code
    number: Number
    coach: Id | None = None


class PathStepDone(Fact):
    """A step that is no lesson was done. Who says so is the entry's actor: the learner of a drill or an example, a coach of what was listened to or done. learner: who
    did it. path: its code. step: its code in the path.
    """

    learner: Id
    path: Code
    step: Code


class PathEnded(Fact):
    """Somebody is on a path no more. learner: who. path: its code. how: done, left or stopped."""

    learner: Id
    path: Code
    how: How


class QuestionAnswered(Fact):
    """A learner answered a question of a lesson. learner: who. lesson: its code. number: of its version. question: its code. chosen: which answers. right: whether these were exactly the right ones."""

    learner: Id
    lesson: Code
    number: Number
    question: Code
    chosen: Chosen
    right: bool


class LessonDone(Fact):
    """A learner has read a lesson and answered all of its questions, right or wrong; of each they know why. learner: who. lesson: its code. number: of
    its version.
    """

    learner: Id
    lesson: Code
    number: Number
