"""What may be asked about learning."""

from typing import Annotated

import msgspec

from hoolin.coaching.learning.facts import Chosen, How, Number, Why
from hoolin.coaching.learning.lesson import Lesson
from hoolin.coaching.learning.path import LearningPath
from hoolin.core.commands import Command
from hoolin.core.facts import COUNT_MAX, Code, Id

BasedOn = Annotated[int, msgspec.Meta(ge=0, le=COUNT_MAX)]


class PublishLesson(Command):
    """Have another version of a lesson hold. lesson: all of it. based_on: the version that was changed, 0 for a new one; if another holds meanwhile, it is refused. why: what for."""

    lesson: Lesson
    based_on: BasedOn
    why: Why = ""


class RetireLesson(Command):
    """Offer a lesson no more. lesson: its code."""

    lesson: Code


class PublishPath(Command):
    """Have another version of a path hold. path: all of it. based_on: the version that was changed, 0 for a new one. why: what for."""

    path: LearningPath
    based_on: BasedOn
    why: Why = ""


class RetirePath(Command):
    """Let nobody begin a path any more. path: its code."""

    path: Code


class BeginPath(Command):
    """Put somebody on a path, in the version that holds. learner: an agent, or an account that is none. path: its code. coach: who goes along; they alone see the answers."""

    learner: Id
    path: Code
    coach: Id | None = None


class RenewPath(Command):
    """Go on with the version that holds now. learner: who is on it. path: its code. coach: who goes along from now on; None: as before."""

    learner: Id
    path: Code
    coach: Id | None = None


class FinishStep(Command):
    """Say that a step is done. learner: who did it. path, step: their codes. by: who says so: of what is listened to or done somebody else than the learner."""

    learner: Id
    path: Code
    step: Code
    by: Id


class EndPath(Command):
    """Take somebody off a path. learner: whom. path: its code. how: `left` by themselves, `stopped` by a coach."""

    learner: Id
    path: Code
    how: How


class AnswerQuestion(Command):
    """Answer a question, for the first time or again. learner: who answers. lesson, question: their codes. number: the version that was read; another that holds
    meanwhile is refused. chosen: which answers.
    """

    learner: Id
    lesson: Code
    number: Number
    question: Code
    chosen: Chosen
