"""Whether reviewers judge alike, item by item: from calibration sessions and from conversations that two judged.

Two measures, because each misleads where the other does not: Krippendorff's alpha falls to nothing where nearly everything passes, Gwet's AC1
does not (SCIENCE.md §2, the prevalence trap). An item is flagged where even the upper end of AC1's interval is below what one can work with.
"""

from collections.abc import Iterable
from typing import Any

import msgspec

from hoolin.experience import statistics
from hoolin.experience.reviews.marks import Marks

WORKABLE = 0.6
"""Below it an item's words do not say the same to everybody."""


DRAWS = 1_000
"""For the interval of alpha: its ends are steady to the second digit."""


class ItemAgreement(msgspec.Struct, frozen=True):
    """Of one item. units: conversations that at least two judged it in. alpha, ac1: None with too few, or where nothing differed to measure
    by. low, high: of AC1. alpha_low, alpha_high: of alpha. flagged: its words should be looked at.
    """

    item: str
    units: int
    alpha: float | None
    ac1: float | None
    low: float | None
    high: float | None
    flagged: bool
    alpha_low: float | None = None
    alpha_high: float | None = None


def agreement(judged: Iterable[tuple[str, str, Marks]]) -> list[ItemAgreement]:
    """By item, in the order of their codes. judged: unit (a session or a review), reviewer and marks."""
    by_item: dict[str, dict[str, dict[str, int]]] = {}
    for unit, reviewer, marks in judged:
        for item, mark in marks.items():
            if mark is not None:
                by_item.setdefault(item, {}).setdefault(unit, {})[reviewer] = mark
    return [
        _of(item, {unit: by for unit, by in units.items() if len(by) > 1}) for item, units in sorted(by_item.items())
    ]


def _of(item: str, units: dict[str, dict[str, int]]) -> ItemAgreement:
    if len(units) < statistics.ENOUGH:
        return ItemAgreement(item, len(units), None, None, None, None, False)
    reviewers = sorted({reviewer for by in units.values() for reviewer in by})
    ratings: Any = [[by.get(reviewer) for by in units.values()] for reviewer in reviewers]
    value, _, low, high = statistics.gwet_ac1(ratings)
    varied = len({mark for by in units.values() for mark in by.values()}) > 1
    alpha = statistics.krippendorff_alpha(ratings, "nominal") if varied else None
    # The same seed always: who looks twice sees the same.
    alpha_low, alpha_high = statistics.alpha_interval(ratings, seed=1, draws=DRAWS) if varied else (None, None)
    return ItemAgreement(item, len(units), alpha, value, low, high, high < WORKABLE, alpha_low, alpha_high)
