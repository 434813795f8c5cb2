"""What is reviewed, what is still to be judged, and what may still be objected to."""

from typing import Literal, TypeAlias

import msgspec

from hoolin.core.facts import Instant
from hoolin.core.interaction.site import Site
from hoolin.experience.criteria.state import Criteria
from hoolin.experience.reviews.marks import Marks
from hoolin.experience.reviews.rules import ReviewRules, Scorecard
from hoolin.experience.surveys.state import SurveyDesk

DAY_MS = 86_400_000

KEPT_DAYS = 60
"""A conversation that nobody has judged by then is let go: what is that old teaches nobody. What was judged stays in the read model."""

SESSIONS_MAX = 200

OVER_MAX = 20_000
"""Conversations that ended lately and may still be drawn because their customer says how it went."""

AppealState: TypeAlias = Literal["none", "open", "decided"]


class Ending(msgspec.Struct, frozen=True):
    """What a plan looks at, noted before the conversation is gone."""

    agent: str
    queue: str
    channel: str
    transfers: int


class Review(msgspec.Struct):
    """One conversation to be judged, or judged lately. edition: its scorecard's code and version. reviewers: places. takers: who has one. marks:
    by reviewer. final: the marks that hold after an appeal.
    """

    review: str
    interaction: str
    agent: str
    plan: str
    edition: str
    drawn_at: Instant
    reviewers: int
    takers: list[str] = []
    marks: dict[str, Marks] = {}
    scored_at: Instant = 0
    appeal: AppealState = "none"
    final: Marks | None = None

    @property
    def done(self) -> bool:
        """Whether everybody who was to judge it has."""
        return len(self.marks) >= self.reviewers

    def place_for(self, reviewer: str) -> bool:
        """Whether this reviewer may take it: there is a place, and it is not their own conversation."""
        return reviewer not in self.takers and len(self.takers) < self.reviewers and reviewer != self.agent


class Calibration(msgspec.Struct):
    """One session. marks: by reviewer, unseen until it is closed."""

    session: str
    interaction: str
    opener: str
    reviewers: tuple[str, ...]
    edition: str
    opened_at: Instant
    marks: dict[str, Marks] = {}
    closed: bool = False


class Reviews(msgspec.Struct):
    """rules, version: what is reviewed now. editions: scorecards by code and version, as long as they may be needed. endings: of conversations that
    may end any moment. over: of those that ended lately, the oldest first. reviews: by id, the oldest first. sessions: by id.
    """

    rules: ReviewRules = ReviewRules()
    version: int = 0
    editions: dict[str, Scorecard] = {}
    endings: dict[str, Ending] = {}
    over: dict[str, Ending] = {}
    reviews: dict[str, Review] = {}
    sessions: dict[str, Calibration] = {}


class ReviewDesk:
    """What is decided upon: the reviews; and, read and never changed, the floor on which conversations end, the items there are, and what
    customers answer.
    """

    def __init__(self, site: Site, criteria: Criteria, surveys: SurveyDesk) -> None:
        self.site = site
        self.criteria = criteria
        self.surveys = surveys
        self.kept = Reviews()

    def answers(self, interaction: str) -> dict[str, int]:
        """By item, what the customer of a conversation has answered, while that can change."""
        asked = self.surveys.kept.asked.get(interaction)
        return asked.answers if asked is not None else {}

    def items_used(self) -> dict[str, tuple[str, ...]]:
        """By item, the scorecards that judge it."""
        used: dict[str, tuple[str, ...]] = {}
        for scorecard in self.kept.rules.scorecards:
            for line in scorecard.lines:
                used[line.item] = (*used.get(line.item, ()), scorecard.code)
        return used

    def scorecard_of(self, one: Review | Calibration) -> Scorecard:
        """By what it is judged: the scorecard as it was when the conversation was drawn."""
        return self.kept.editions[one.edition]


def edition(code: str, version: int) -> str:
    """How a scorecard of a version is named."""
    return f"{code}/{version}"
