"""Whether those who judge the same things judge them alike, beyond chance.

Percent agreement is no measure of that: two who always say "fine" agree perfectly and know nothing. Krippendorff's alpha takes
any number of raters, gaps and kinds of scales; Gwet's AC1 does not collapse where nearly everything is of one kind; Cohen's
kappa and Scott's pi are for two raters and are here to be compared with what others publish.

Ratings are rows of raters, each with one value for every unit, None where that rater did not judge it. A unit that fewer than
two have judged says nothing on agreement.
"""

from collections.abc import Hashable, Sequence
from math import sqrt
from random import Random
from typing import Any, Literal, NamedTuple, TypeAlias

import numpy as np
from scipy.special import stdtrit

from hoolin.core.errors import Invalid
from hoolin.experience.statistics.proportions import Interval

Metric: TypeAlias = Literal["nominal", "ordinal", "interval", "ratio"]
Ratings: TypeAlias = Sequence[Sequence[Hashable | None]]

DRAWN_AT_ONCE = 100
"""Draws counted together: each takes room for as many numbers as there are units."""


class Agreement(NamedTuple):
    """A measure of agreement: 1 is perfect, 0 is what chance brings, below is worse than chance."""

    value: float
    standard_error: float
    low: float
    high: float


def krippendorff_alpha(ratings: Ratings, metric: Metric = "nominal") -> float:
    """Alpha (Krippendorff, 2011). Values are numbers for every metric but nominal. Raises Invalid where no unit has two ratings, or
    where all ratings are the same: then nothing can be told from chance.
    """
    _check(ratings)
    units = [unit for unit in zip(*ratings, strict=True) if sum(value is not None for value in unit) >= 2]
    return _alpha(units, metric)


def alpha_interval(
    ratings: Ratings, metric: Metric = "nominal", level: float = 0.95, *, seed: int, draws: int = 2_000
) -> Interval:
    """The interval of alpha by drawing units anew (percentiles). A draw in which all ratings are the same counts as perfect. Raises
    Invalid as `krippendorff_alpha` does.
    """
    krippendorff_alpha(ratings, metric)
    units = [unit for unit in zip(*ratings, strict=True) if sum(value is not None for value in unit) >= 2]
    if metric == "nominal":
        values = _nominal_draws(units, seed, draws)
    else:
        chance = Random(seed)  # noqa: S311 - drawing units anew, not secrets
        values = [_alpha_or_perfect(chance.choices(units, k=len(units)), metric) for _ in range(draws)]
    low, high = np.quantile(values, [(1 - level) / 2, (1 + level) / 2])
    return Interval(float(low), float(high))


def _alpha_or_perfect(drawn: Sequence[tuple[Hashable | None, ...]], metric: Metric) -> float:
    same = len({value for unit in drawn for value in unit if value is not None}) == 1
    return 1.0 if same else _alpha(drawn, metric)


def _nominal_draws(units: Sequence[tuple[Hashable | None, ...]], seed: int, draws: int) -> list[float]:
    """Alpha of each draw, all at once: of kinds only how often each was said in a unit matters, so a draw is how often each unit is in it."""
    counted = [_counts(unit) for unit in units]
    kinds = sorted({kind for counts in counted for kind in counts}, key=repr)
    counts = np.array([[one.get(kind, 0) for kind in kinds] for one in counted], dtype=np.float64)
    raters, n = counts.sum(axis=1), len(units)
    apart = (raters**2 - (counts**2).sum(axis=1)) / (raters - 1)
    chance = np.random.default_rng(seed)
    found: list[float] = []
    while len(found) < draws:
        times = chance.multinomial(n, np.full(n, 1 / n), size=min(DRAWN_AT_ONCE, draws - len(found)))
        totals = times @ counts
        all_of = totals.sum(axis=1)
        among = (all_of**2 - (totals**2).sum(axis=1)) / (all_of - 1)
        # A draw in which all is of one kind has nothing to differ by.
        within = times @ apart
        found += np.where(among > 0, 1 - within / np.where(among > 0, among, 1), 1.0).tolist()
    return found


def gwet_ac1(ratings: Ratings, level: float = 0.95) -> Agreement:
    """AC1 for any number of raters, with gaps (Gwet, 2008; 2014, chapter 5): the standard error is that for units drawn at random,
    the interval Student's with one degree of freedom less than units. Raises Invalid where no unit has two ratings.
    """
    _check(ratings)
    units = [counts for unit in zip(*ratings, strict=True) if (counts := _counts(unit))]
    kinds = sorted({kind for counts in units for kind in counts}, key=repr)
    judged = [counts for counts in units if sum(counts.values()) >= 2]
    if len(kinds) < 2:
        return Agreement(1.0, 0.0, 1.0, 1.0)
    n = len(units)
    share = {kind: sum(counts.get(kind, 0) / sum(counts.values()) for counts in units) / n for kind in kinds}
    by_chance = sum(p * (1 - p) for p in share.values()) / (len(kinds) - 1)
    agreed = sum(map(_agreed, judged)) / len(judged)
    value = (agreed - by_chance) / (1 - by_chance)
    return _with_error(value, _parts(units, share, by_chance, value), level)


def cohen_kappa(table: Sequence[Sequence[float]]) -> float:
    """Cohen's kappa of a square table: how often the first rater said the row when the second said the column. Raises Invalid."""
    rows, columns, total = _margins(table)
    chance = sum(row * column for row, column in zip(rows, columns, strict=True)) / total**2
    return _beyond(table, total, chance)


def scott_pi(table: Sequence[Sequence[float]]) -> float:
    """Scott's pi of such a table: as kappa, with both raters' habits taken together. Raises Invalid."""
    rows, columns, total = _margins(table)
    chance = sum(((row + column) / (2 * total)) ** 2 for row, column in zip(rows, columns, strict=True))
    return _beyond(table, total, chance)


def ratings_of(table: Sequence[Sequence[int]]) -> list[list[int]]:
    """The two rows of ratings that a square table counts."""
    _margins(table)
    cells = [(i, j) for i, row in enumerate(table) for j, count in enumerate(row) for _ in range(count)]
    return [[i for i, _ in cells], [j for _, j in cells]]


def _alpha(units: Sequence[tuple[Hashable | None, ...]], metric: Metric) -> float:
    """One less the disagreement within units over that among all ratings, whatever unit they are of."""
    values = {value for unit in units for value in unit if value is not None}
    kinds = sorted(values, key=repr) if metric == "nominal" else sorted(values)  # type: ignore[type-var]
    if len(kinds) < 2:
        raise Invalid("nothing_to_tell_apart")
    place = {kind: index for index, kind in enumerate(kinds)}
    counts = np.zeros((len(units), len(kinds)))
    for row, unit in enumerate(units):
        for value in unit:
            if value is not None:
                counts[row, place[value]] += 1
    apart = _apart(kinds, counts.sum(axis=0), metric)
    paired = counts / (counts.sum(axis=1, keepdims=True) - 1)
    # A rating is not paired with itself, but is at no distance from itself either.
    within = float(np.sum((counts.T @ paired) * apart))
    totals = counts.sum(axis=0)
    among = float(totals @ apart @ totals) / (totals.sum() - 1)
    return float(1 - within / among)


def _apart(
    kinds: Sequence[Any], totals: np.ndarray[Any, np.dtype[np.float64]], metric: Metric
) -> np.ndarray[Any, np.dtype[np.float64]]:
    """How far two ratings are from each other, squared, for every two kinds (Krippendorff, 2011, section D)."""
    if metric == "nominal":
        return 1 - np.eye(len(kinds))
    if metric == "ordinal":
        # The ranks in the middle of the ratings of each kind.
        middle = np.cumsum(totals) - totals / 2
        return np.asarray((middle[:, None] - middle[None, :]) ** 2)
    number = np.asarray(kinds, dtype=np.float64)
    distance = number[:, None] - number[None, :]
    if metric == "ratio":
        size = number[:, None] + number[None, :]
        distance = np.divide(distance, size, out=np.zeros_like(distance), where=size != 0)
    return np.asarray(distance**2)


def _counts(unit: Sequence[Hashable | None]) -> dict[Hashable, int]:
    counts: dict[Hashable, int] = {}
    for value in unit:
        if value is not None:
            counts[value] = counts.get(value, 0) + 1
    return counts


def _agreed(counts: dict[Hashable, int]) -> float:
    """Of the pairs of a unit's ratings, the share that agrees."""
    raters = sum(counts.values())
    return sum(count * (count - 1) for count in counts.values()) / (raters * (raters - 1))


def _parts(
    units: Sequence[dict[Hashable, int]], share: dict[Hashable, float], by_chance: float, value: float
) -> list[float]:
    """What each unit contributes to AC1, so that their spread is its error (Gwet, 2014, equation 5.3.27)."""
    n, kinds = len(units), len(share)
    judged = sum(sum(counts.values()) >= 2 for counts in units)
    parts = []
    for counts in units:
        raters = sum(counts.values())
        own = (n / judged) * (_agreed(counts) - by_chance) / (1 - by_chance) if raters >= 2 else 0.0
        chance = sum(counts.get(kind, 0) / raters * (1 - p) for kind, p in share.items()) / (kinds - 1)
        parts.append(own - 2 * (1 - value) * (chance - by_chance) / (1 - by_chance))
    return parts


def _with_error(value: float, parts: Sequence[float], level: float) -> Agreement:
    n = len(parts)
    if n < 2:
        return Agreement(value, float("nan"), -1.0, 1.0)
    error = sqrt(sum((part - value) ** 2 for part in parts) / (n * (n - 1)))
    reach = float(stdtrit(n - 1, 0.5 + level / 2)) * error
    return Agreement(value, error, max(-1.0, value - reach), min(1.0, value + reach))


def _check(ratings: Ratings) -> None:
    if len(ratings) < 2 or len({len(row) for row in ratings}) != 1:
        raise Invalid("not_ratings", raters=len(ratings))
    if not any(sum(value is not None for value in unit) >= 2 for unit in zip(*ratings, strict=True)):
        raise Invalid("nobody_judged_the_same")


def _margins(table: Sequence[Sequence[float]]) -> tuple[list[float], list[float], float]:
    if len(table) < 2 or any(len(row) != len(table) for row in table) or min(min(row) for row in table) < 0:
        raise Invalid("not_a_square_table")
    rows, columns = [sum(row) for row in table], [sum(column) for column in zip(*table, strict=True)]
    if not sum(rows):
        raise Invalid("nobody_judged_the_same")
    return rows, columns, sum(rows)


def _beyond(table: Sequence[Sequence[float]], total: float, chance: float) -> float:
    if chance >= 1:
        raise Invalid("nothing_to_tell_apart")
    agreed = sum(table[i][i] for i in range(len(table))) / total
    return (agreed - chance) / (1 - chance)
