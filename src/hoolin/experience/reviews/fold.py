"""Facts → what is reviewed, what is still to be judged, and what may be objected to."""

from itertools import islice
from typing import cast

from hoolin.core.commands import Folds
from hoolin.core.facts import Entry
from hoolin.core.interaction import facts as i
from hoolin.experience.reviews import facts as f
from hoolin.experience.reviews.state import (
    DAY_MS,
    KEPT_DAYS,
    OVER_MAX,
    SESSIONS_MAX,
    Calibration,
    Ending,
    Review,
    ReviewDesk,
    edition,
)

SWEPT_AT_ONCE = 2


def reviews_set(desk: ReviewDesk, entry: Entry) -> None:
    """Judged from now on; older editions stay as long as something is judged by them."""
    fact, kept = cast(f.ReviewsSet, entry.fact), desk.kept
    kept.rules, kept.version = fact.rules, fact.version
    used = {one.edition for one in kept.reviews.values()} | {one.edition for one in kept.sessions.values()}
    kept.editions = {name: one for name, one in kept.editions.items() if name in used}
    for scorecard in fact.rules.scorecards:
        kept.editions[edition(scorecard.code, fact.version)] = scorecard


def may_end(desk: ReviewDesk, entry: Entry) -> None:
    """What plans look at is noted while the floor still knows it."""
    fact = cast(i.WrapUpStarted | i.InteractionParked, entry.fact)
    one = desk.site.kept.interactions.get(fact.interaction)
    if one is not None and one.agent is not None and one.answered_at:
        desk.kept.endings[fact.interaction] = Ending(one.agent, one.queue, one.channel, one.transfers)


def left(desk: ReviewDesk, entry: Entry) -> None:
    """Nobody's work to judge."""
    fact = cast(i.InteractionAbandoned | i.InteractionMoved, entry.fact)
    desk.kept.endings.pop(fact.interaction, None)


def drawn(desk: ReviewDesk, entry: Entry) -> None:
    """To be judged; what is long over is let go."""
    fact, kept = cast(f.ReviewDrawn, entry.fact), desk.kept
    kept.reviews[fact.review] = Review(
        fact.review, fact.interaction, fact.agent, fact.plan, edition(fact.scorecard, fact.version), entry.at, fact.reviewers
    )  # fmt: skip
    for review, one in list(islice(kept.reviews.items(), SWEPT_AT_ONCE)):
        over_at = max(one.drawn_at + KEPT_DAYS * DAY_MS, one.scored_at + kept.rules.appeal_days * DAY_MS)
        if over_at <= entry.at and one.appeal != "open":
            del kept.reviews[review]


def closed(desk: ReviewDesk, entry: Entry) -> None:
    """It is over, and may be drawn; the oldest are let go."""
    fact, kept = cast(i.InteractionClosed, entry.fact), desk.kept
    ending = kept.endings.pop(fact.interaction, None)
    if ending is not None:
        kept.over[fact.interaction] = ending
        while len(kept.over) > OVER_MAX:
            del kept.over[next(iter(kept.over))]


def taken(desk: ReviewDesk, entry: Entry) -> None:
    """A place less."""
    fact = cast(f.ReviewTaken, entry.fact)
    one = desk.kept.reviews.get(fact.review)
    if one is not None:
        one.takers.append(fact.reviewer)


def given_back(desk: ReviewDesk, entry: Entry) -> None:
    """A place more."""
    fact = cast(f.ReviewGivenBack, entry.fact)
    one = desk.kept.reviews.get(fact.review)
    if one is not None:
        one.takers.remove(fact.reviewer)


def scored(desk: ReviewDesk, entry: Entry) -> None:
    """Judged."""
    fact = cast(f.ReviewScored, entry.fact)
    one = desk.kept.reviews.get(fact.review)
    if one is not None:
        one.marks[fact.reviewer], one.scored_at = fact.marks, entry.at


def appealed(desk: ReviewDesk, entry: Entry) -> None:
    """Somebody else looks again."""
    one = desk.kept.reviews.get(cast(f.ReviewAppealed, entry.fact).review)
    if one is not None:
        one.appeal = "open"


def appeal_decided(desk: ReviewDesk, entry: Entry) -> None:
    """These marks hold."""
    fact = cast(f.AppealDecided, entry.fact)
    one = desk.kept.reviews.get(fact.review)
    if one is not None:
        one.appeal = "decided"
        one.final = fact.marks if fact.verdict == "changed" else None


def beside(desk: ReviewDesk, entry: Entry) -> None:
    """Self-ratings and visits are in the read model alone."""


def calibration_opened(desk: ReviewDesk, entry: Entry) -> None:
    """To be judged by several; the oldest sessions are let go."""
    fact, kept = cast(f.CalibrationOpened, entry.fact), desk.kept
    kept.sessions[fact.session] = Calibration(
        fact.session, fact.interaction, fact.opener, fact.reviewers, edition(fact.scorecard, fact.version), entry.at
    )  # fmt: skip
    while len(kept.sessions) > SESSIONS_MAX:
        del kept.sessions[next(iter(kept.sessions))]


def calibration_scored(desk: ReviewDesk, entry: Entry) -> None:
    """One more has judged."""
    fact = cast(f.CalibrationScored, entry.fact)
    one = desk.kept.sessions.get(fact.session)
    if one is not None:
        one.marks[fact.reviewer] = fact.marks


def calibration_closed(desk: ReviewDesk, entry: Entry) -> None:
    """Laid open."""
    one = desk.kept.sessions.get(cast(f.CalibrationClosed, entry.fact).session)
    if one is not None:
        one.closed = True


FOLDS: Folds = {
    f.ReviewsSet: reviews_set,
    i.WrapUpStarted: may_end,
    i.InteractionParked: may_end,
    i.InteractionAbandoned: left,
    i.InteractionMoved: left,
    i.InteractionClosed: closed,
    f.ReviewDrawn: drawn,
    f.ReviewTaken: taken,
    f.ReviewGivenBack: given_back,
    f.ReviewScored: scored,
    f.ReviewAppealed: appealed,
    f.AppealDecided: appeal_decided,
    f.ConversationSelfRated: beside,
    f.VisitRecorded: beside,
    f.CalibrationOpened: calibration_opened,
    f.CalibrationScored: calibration_scored,
    f.CalibrationClosed: calibration_closed,
}
