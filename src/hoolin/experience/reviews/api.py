"""What the rest of the house takes from reviews; the room's own door passes it on."""

import msgspec

from hoolin.experience.reviews import commands, facts
from hoolin.experience.reviews.agreement import ItemAgreement, agreement
from hoolin.experience.reviews.decide import DECIDES
from hoolin.experience.reviews.faults import faults
from hoolin.experience.reviews.fold import FOLDS
from hoolin.experience.reviews.marks import Marks, Score, score
from hoolin.experience.reviews.react import REACTS
from hoolin.experience.reviews.rows import read_model
from hoolin.experience.reviews.rules import Line, Plan, ReviewRules, Scorecard
from hoolin.experience.reviews.state import Calibration, Review, ReviewDesk, Reviews, edition

FACTS = (
    facts.ReviewsSet, facts.ReviewDrawn, facts.ReviewTaken, facts.ReviewGivenBack, facts.ReviewScored, facts.ReviewAppealed,
    facts.AppealDecided, facts.ConversationSelfRated, facts.VisitRecorded, facts.CalibrationOpened, facts.CalibrationScored,
    facts.CalibrationClosed,
)  # fmt: skip


def dump(desk: ReviewDesk) -> bytes:
    """The state for a snapshot."""
    return msgspec.msgpack.encode(desk.kept)


def load(desk: ReviewDesk, body: bytes) -> None:
    """Take up a dump."""
    desk.kept = msgspec.msgpack.decode(body, type=Reviews)


__all__ = [
    "DECIDES", "FACTS", "FOLDS", "REACTS", "Calibration", "ItemAgreement", "Line", "Marks", "Plan", "Review", "ReviewDesk", "ReviewRules",
    "Score", "Scorecard", "agreement", "commands", "dump", "edition", "facts", "faults", "load", "read_model", "score",
]  # fmt: skip
