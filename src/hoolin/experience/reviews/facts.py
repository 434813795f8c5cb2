"""What may be recorded about judging conversations. Whatever somebody wrote about it is content."""

from typing import Annotated, Literal, TypeAlias

import msgspec

from hoolin.core.facts import Code, Fact, Id
from hoolin.experience.reviews.marks import Marks
from hoolin.experience.reviews.rules import ReviewRules

Version: TypeAlias = Annotated[int, msgspec.Meta(ge=1)]
Chance: TypeAlias = Annotated[float, msgspec.Meta(gt=0, le=1)]
Verdict: TypeAlias = Literal["upheld", "changed"]


class ReviewsSet(Fact):
    """What a site reviews has changed. version: 1, 2, 3 …. rules: all of it."""

    version: Version
    rules: ReviewRules


class ReviewDrawn(Fact):
    """A conversation is to be judged. review: the id of it. agent: who is judged. plan: by which it was drawn. scorecard, version: by what.
    chance: with which it was to be drawn when it ended, by any plan; None where it was drawn later, for a reason, and enters no estimate.
    reviewers: how many judge it, none seeing the other's.
    """

    review: Id
    interaction: Id
    agent: Id
    plan: Code
    scorecard: Code
    version: Version
    chance: Chance | None
    reviewers: Annotated[int, msgspec.Meta(ge=1, le=2)]


class ReviewTaken(Fact):
    """A reviewer began; nobody else is given the same place. review: with which. reviewer: who."""

    review: Id
    reviewer: Id


class ReviewGivenBack(Fact):
    """A reviewer will not do it after all; its place is free again. review: which. reviewer: who."""

    review: Id
    reviewer: Id


class ReviewScored(Fact):
    """A reviewer judged. review: what. reviewer: who. marks: by item. note: the content with what they wrote to whoever was judged."""

    review: Id
    reviewer: Id
    marks: Marks
    note: Id | None = None


class ReviewAppealed(Fact):
    """Whoever was judged objects. review: to which judgement. why: the content with their words."""

    review: Id
    agent: Id
    why: Id


class AppealDecided(Fact):
    """Somebody who had not judged it looked again. review: at which judgement. decider: who. verdict: whether the marks stand. marks: those that hold now. why: the content."""

    review: Id
    decider: Id
    verdict: Verdict
    marks: Marks
    why: Id


class ConversationSelfRated(Fact):
    """An agent judged a conversation of their own; stored beside, never mixed in. marks: by item. scorecard, version: by what."""

    interaction: Id
    agent: Id
    scorecard: Code
    version: Version
    marks: Marks


class VisitRecorded(Fact):
    """A mystery shopper tells what they met. visit: its id. interaction: which conversation it was, where that is known. channel: by which way they came. scorecard,
    version: by what they judged. marks: by item. note: the content with what they wrote.
    """

    visit: Id
    interaction: Id | None
    channel: Code
    scorecard: Code
    version: Version
    marks: Marks
    note: Id | None = None


class CalibrationOpened(Fact):
    """Several reviewers will judge the same conversation, none seeing the others' marks until all are done. session: its id. opener: who
    called it. reviewers: who judges. scorecard, version: by what.
    """

    session: Id
    interaction: Id
    opener: Id
    reviewers: Annotated[tuple[Id, ...], msgspec.Meta(max_length=20)]
    scorecard: Code
    version: Version


class CalibrationScored(Fact):
    """One of them judged. session: in which. reviewer: who. marks: by item."""

    session: Id
    reviewer: Id
    marks: Marks


class CalibrationClosed(Fact):
    """The marks are laid open, to be talked about. session: of which. Whoever had not judged by then is left out."""

    session: Id
