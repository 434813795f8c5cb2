"""Marks, and the score that they make: the formula of the glossary's *evaluation*."""

from typing import Annotated, TypeAlias

import msgspec

from hoolin.core.errors import Invalid
from hoolin.core.facts import Code
from hoolin.experience.criteria.state import Criteria
from hoolin.experience.reviews.rules import Scorecard

Mark: TypeAlias = Annotated[int, msgspec.Meta(ge=0, le=1)]
Marks: TypeAlias = dict[Code, Mark | None]
"""By item: 1 met, 0 not met, None where it does not apply."""


class Score(msgspec.Struct, frozen=True):
    """What marks add up to. share: 0 to 1; None where nothing applied. fatal: items that are fatal and were not met; then the share is 0.
    compliance: whether none was missed of those that are judged apart; None where none applied.
    """

    share: float | None
    fatal: tuple[str, ...]
    compliance: bool | None


def score(scorecard: Scorecard, marks: Marks, criteria: Criteria) -> Score:
    """0 if a fatal item failed, else Σ w·s / Σ w over what applies; what does not apply leaves both sums. Compliance is scored apart."""
    judged = [(line, mark) for line in scorecard.lines if (mark := marks.get(line.item)) is not None]
    fatal = {line.item for line, _ in judged if (item := criteria.item(line.item)) is not None and item.fatal}
    apart = {line.item: mark for line, mark in judged if line.item in fatal}
    soft = [(line.weight, mark) for line, mark in judged if line.item not in fatal]
    weights = sum(weight for weight, _ in soft)
    share = sum(weight * mark for weight, mark in soft) / weights if weights else None
    failed = tuple(item for item, mark in apart.items() if mark == 0)
    return Score(0.0 if failed else share, failed, not failed if apart else None)


def checked(scorecard: Scorecard, marks: Marks) -> Marks:
    """The marks in the scorecard's order. Raises Invalid for an item that is not on it, or one that nobody judged."""
    beside = [item for item in marks if scorecard.line(item) is None]
    missing = [line.item for line in scorecard.lines if line.item not in marks]
    if beside or missing:
        raise Invalid("marks", beside=beside, missing=missing)
    return {line.item: marks[line.item] for line in scorecard.lines}
