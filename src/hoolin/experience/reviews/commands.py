"""What may be asked of reviews."""

from typing import Annotated, TypeAlias

import msgspec

from hoolin.core.commands import Command
from hoolin.core.facts import COUNT_MAX, Code, Id
from hoolin.experience.reviews.facts import Chance, Verdict
from hoolin.experience.reviews.marks import Marks
from hoolin.experience.reviews.rules import ReviewRules

NOTE_CHARACTERS_MAX = 4_000

Note: TypeAlias = Annotated[str, msgspec.Meta(max_length=NOTE_CHARACTERS_MAX)]


class SetReviews(Command):
    """From now on this is reviewed. rules: all of it. after: the version they were made from."""

    rules: ReviewRules
    after: Annotated[int, msgspec.Meta(ge=0, le=COUNT_MAX)]


class DrawReview(Command):
    """A conversation ended: it is to be judged. review: its id to be. interaction, agent: which, and whose. plan: that drew it. chance: with which.
    reviewers: how many judge it.
    """

    review: Id
    interaction: Id
    agent: Id
    plan: Code
    chance: Chance | None
    reviewers: Annotated[int, msgspec.Meta(ge=1, le=2)]


class TakeReview(Command):
    """I shall judge it. review: which. reviewer: who."""

    review: Id
    reviewer: Id


class GiveBackReview(Command):
    """I shall not after all. review: which. reviewer: who."""

    review: Id
    reviewer: Id


class ScoreReview(Command):
    """I have judged it. review: which. reviewer: who. marks: every item of the scorecard. note: to whoever was judged; its content is `note_id`."""

    review: Id
    reviewer: Id
    marks: Marks
    note: Note = ""
    note_id: Id | None = None


class AppealReview(Command):
    """I object to how I was judged. review: in which. why: my words; their content is `why_id`."""

    review: Id
    agent: Id
    why: Annotated[Note, msgspec.Meta(min_length=1)]
    why_id: Id


class DecideAppeal(Command):
    """I looked again. review: at which. decider: who. verdict: `upheld`: the marks stand; `changed`: those of `marks` hold. why: my words; their content is `why_id`."""

    review: Id
    decider: Id
    verdict: Verdict
    why: Annotated[Note, msgspec.Meta(min_length=1)]
    why_id: Id
    marks: Marks = {}


class RateOwn(Command):
    """I judge a conversation of my own. scorecard: by what. marks: every item of it."""

    interaction: Id
    agent: Id
    scorecard: Code
    marks: Marks


class RecordVisit(Command):
    """What a mystery shopper met, see `VisitRecorded`. visit: its id to be. scorecard: by what. marks: every item of it. note: their words; the
    content is `note_id`.
    """

    visit: Id
    channel: Code
    scorecard: Code
    marks: Marks
    interaction: Id | None = None
    note: Note = ""
    note_id: Id | None = None


class OpenCalibration(Command):
    """Several are to judge one conversation. session: its id to be. opener: who calls it. reviewers: who judges. scorecard: by what."""

    session: Id
    interaction: Id
    opener: Id
    reviewers: Annotated[tuple[Id, ...], msgspec.Meta(min_length=2, max_length=20)]
    scorecard: Code


class ScoreCalibration(Command):
    """I have judged it, before I saw anybody else's marks. session: in which. reviewer: who. marks: every item of the scorecard."""

    session: Id
    reviewer: Id
    marks: Marks


class CloseCalibration(Command):
    """Lay the marks open. session: of which. closer: who called it."""

    session: Id
    closer: Id
