"""How sure a share is, and what follows from how few there are.

Wilson's interval never leaves 0 to 1. More successes than trials,
and anything negative, are refused; nothing at all observed is refused too: there is no share then, and no interval of one.
"""

from math import ceil, sqrt
from statistics import NormalDist
from typing import NamedTuple

from hoolin.core import measures
from hoolin.core.errors import Invalid

ENOUGH = 10
"""Observations below which nothing is said: the interval would span half of the scale."""


class Interval(NamedTuple):
    """Two ends, low first."""

    low: float
    high: float


class Proportion(NamedTuple):
    """A share of `trials`, and its interval."""

    value: float
    low: float
    high: float
    trials: int


quantile = NormalDist().inv_cdf


def normal(level: float) -> float:
    """How many standard errors a two-sided interval of this level reaches to each side: 1.95996 at .95."""
    if not 0 < level < 1:
        raise Invalid("not_a_level", level=level)
    return quantile(0.5 + level / 2)


def wilson(successes: float, trials: float, level: float = 0.95) -> Interval:
    """The interval of a share (E. B. Wilson, 1927). Counts need not be whole: weighted ones are not. Raises Invalid."""
    check(successes, trials)
    return Interval(*measures.wilson(successes, trials, normal(level)))


def proportion(successes: int, trials: int, level: float = 0.95) -> Proportion | None:
    """The share with Wilson's interval; None where there is nothing to divide by."""
    if trials == 0 and successes == 0:
        return None
    low, high = wilson(successes, trials, level)
    return Proportion(successes / trials, low, high, trials)


def trials_for_width(half_width: float, share: float = 0.5, level: float = 0.95) -> int:
    """How many observations give a share known to plus or minus `half_width`: 246 for 5 points at .8. Raises Invalid."""
    if not 0 < half_width < 1 or not 0 <= share <= 1:
        raise Invalid("not_a_share", half_width=half_width, share=share)
    return ceil(share * (1 - share) * (normal(level) / half_width) ** 2)


def trials_for_change(before: float, after: float, level: float = 0.95, power: float = 0.8) -> int:
    """How many observations each of two groups needs so that a change of the share is seen with this power (two-sided, normal
    approximation, the null hypothesis with the shares' mean): 1,251 for 70 to 75 %. Raises Invalid.
    """
    if before == after or not (0 <= before <= 1 and 0 <= after <= 1) or not 0 < power < 1:
        raise Invalid("not_a_change", before=before, after=after, power=power)
    middle = (before + after) / 2
    unchanged = normal(level) * sqrt(2 * middle * (1 - middle))
    changed = quantile(power) * sqrt(before * (1 - before) + after * (1 - after))
    return ceil(((unchanged + changed) / (after - before)) ** 2)


def check(successes: float, trials: float) -> None:
    """Raises Invalid for what is no share of anything."""
    if not (0 <= successes <= trials and trials > 0):
        raise Invalid("not_a_share", successes=successes, trials=trials)
