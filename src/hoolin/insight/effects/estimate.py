"""How contacts changed with a change: an interrupted time series, or, where only some got it, their share of all contacts.

- *Everybody got it*: log rate = level + trend + season + effect · after, counts as quasi-Poisson, exposure as offset (Bernal, Cummins and Gasparrini 2017,
  https://doi.org/10.1093/ije/dyw098).
- *Only some got it*: of the contacts of each step, how many are theirs: logit share = log exposure ratio + level + trend + effect · after, as
  quasi-binomial. Whatever moves both alike (a season, a holiday, an outage) falls out. The effect is the ratio of rate ratios: differences in differences.

Errors are the larger of two: those of the dispersion that was seen, and those that hold when neighbouring steps move together (Newey and West).
"""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from math import exp, inf, log, pi, sqrt
from typing import Any, NamedTuple

import numpy as np
from scipy.special import stdtr, stdtrit

from hoolin.core.errors import Invalid
from hoolin.insight.effects.fit import Columns, Family, Fit, fitted, together
from hoolin.insight.effects.series import STEPS_MIN, Series

LEVEL = 0.95
SPAN_YEARS_MIN = 1.4
WEEK = 7
PLACEBOS_MIN = 5

SPREADS = 121
HALVINGS = 18
FREEDOM_MAX = 1e6

ERROR_MAX = 50.0
"""Of a logarithm: an estimate so unsure is none."""

APART = 0.2
"""How far apart (log ratio, a standard deviation) reasons commonly move by themselves, before any was seen: by a tenth, seldom by more than a third."""


class Estimate(NamedTuple):
    """log_ratio: of the rate after to what it would have been; error: its standard error; freedom: of Student's distribution. baseline: contacts that
    would have been expected after the change without it. bound: where none was counted after the change, the highest ratio at which that is still no
    wonder; the logarithm of 0 has no error, so the bound is all there is.
    """

    log_ratio: float
    error: float
    freedom: float
    baseline: float
    bound: float | None = None

    @property
    def ratio(self) -> float:
        """Of rates: 0.8 is a fifth less."""
        return exp(self.log_ratio)

    def interval(self, level: float = LEVEL) -> tuple[float, float]:
        """Of the ratio."""
        if self.bound is not None:
            return 0.0, self.bound
        far = reach(self.freedom, level) * self.error
        return exp(self.log_ratio - far), exp(self.log_ratio + far)


def columns(series: Series, change: date, pairs: int) -> tuple[Columns, int]:
    """[steps, columns]: level, effect, trend and seasons; and which of them is the effect. pairs: waves of a year, 0 leaves all seasons out. Seasons are
    the days of the week where steps are days, and the waves where a year and a half is spanned; of one year nobody can tell what returns each year.
    """
    return _columns(series.dates, change, pairs), 1


@lru_cache(maxsize=32)
def _columns(dates: tuple[date, ...], change: date, pairs: int) -> Columns:
    """The same for every reason of a site."""
    series = Series(dates, (), ())
    years = series.years()
    waves: list[Any] = []
    if pairs and series.step_days == 1 and len(dates) >= 4 * WEEK:
        weekdays = np.array([day.weekday() for day in dates])
        waves += [(weekdays == number).astype(float) for number in range(1, WEEK)]
    if pairs and years[-1] - years[0] >= SPAN_YEARS_MIN:
        for number in range(1, pairs + 1):
            waves += [np.sin(2 * pi * number * years), np.cos(2 * pi * number * years)]
    table = np.column_stack([np.ones(len(years)), series.after(change), years - years[0], *waves])
    table.setflags(write=False)
    return table


def _check(series: Series, table: Columns) -> None:
    after = int(table[:, 1].sum())
    if len(series.dates) < max(STEPS_MIN, table.shape[1] + 4) or after < 2 or len(series.dates) - after < 4:
        raise Invalid("too_few_steps", steps=len(series.dates), after=after)
    if sum(series.counts) == 0:
        raise Invalid("nothing_counted")


def interrupted(series: Series, change: date, pairs: int = 2) -> Estimate:
    """Everybody got the change on a day. pairs: waves of a year; 0 leaves all seasons out. Raises Invalid for too few steps on a side, or no contact."""
    table, at = columns(series, change, pairs)
    _check(series, table)
    counts, offset = np.array(series.counts), np.log(series.exposure)
    after = table[:, at] > 0
    if not counts[after].any():
        return _none_after("rate", counts, table, offset, None)
    found = fitted("rate", counts, table, offset)
    baseline = float(found.means[after].sum() / exp(found.params[at]))
    return _estimate(found, table, at, baseline)


def beside(changed: Series, others: Series, change: date) -> Estimate:
    """Only some got the change. Steps in which nobody came at all say nothing. Raises Invalid as above."""
    table, at = columns(changed, change, pairs=0)
    _check(changed, table)
    theirs, all_of = np.array(changed.counts), np.array(changed.counts) + np.array(others.counts)
    kept = all_of > 0
    offset = np.log(np.array(changed.exposure) / np.array(others.exposure))
    after = table[:, at] > 0
    if not theirs[after].any():
        return _none_after("share", theirs, table, offset, all_of)
    found = fitted("share", theirs[kept], table[kept], offset[kept], all_of[kept])
    return _estimate(found, table[kept], at, float(theirs[after].sum() / exp(found.params[at])))


def _none_after(family: Family, counts: Columns, table: Columns, offset: Columns, trials: Columns | None) -> Estimate:
    """Complete success: what was before tells how many would have come, and so many are missed by chance (exactly, of a Poisson count, wider by the
    dispersion that was seen and by how unsure the expectation is) at ratios up to the bound.
    """
    after = table[:, 1] > 0
    before = ~after if trials is None else ~after & (trials > 0)
    rest = np.delete(table, 1, axis=1)
    others = np.ones(len(counts)) if trials is None else trials - counts
    if before.sum() < rest.shape[1] + 4 or not counts[before].any() or not others[after].any():
        raise Invalid("nothing_counted")
    found = fitted(family, counts[before], rest[before], offset[before], None if trials is None else trials[before])
    each = others[after] * np.exp(rest[after] @ found.params + offset[after])
    expected = float(each.sum())
    slope = each @ rest[after] / expected
    unsure = sqrt(found.scale * float(slope @ found.inverse @ slope))
    freedom = freedom_of(int(before.sum()), rest.shape[1])
    bound = -log((1 - LEVEL) / 2) * max(1.0, found.scale) / expected * exp(reach(freedom) * unsure)
    if not np.isfinite(bound):
        raise Invalid("nothing_counted")
    return Estimate(-inf, inf, freedom, expected, bound)


def _estimate(found: Fit, table: Columns, at: int, baseline: float) -> Estimate:
    """With the larger of the two standard errors of the effect."""
    steps, width = table.shape
    robust = sqrt(together(found.pulls(table, at) * found.rest, lags(steps)) * steps / (steps - width))
    error = max(found.error(at), robust)
    if not np.isfinite(error) or error > ERROR_MAX:
        raise Invalid("nothing_counted")
    return Estimate(float(found.params[at]), error, freedom_of(steps, width), baseline)


def reach(freedom: float, level: float = LEVEL) -> float:
    """How many errors an interval reaches to each side."""
    return float(stdtrit(freedom, (1 + level) / 2))


def lags(steps: int) -> int:
    """Over how many steps neighbours are taken to move together (Lazarus, Lewis, Stock and Watson 2018, https://doi.org/10.1080/07350015.2018.1506926)."""
    return max(1, round(1.3 * sqrt(steps)))


def freedom_of(steps: int, width: int) -> int:
    """Of Student's distribution: what their error is worth is far less than there are steps."""
    return max(2, min(steps - width, round(1.5 * steps / lags(steps))))


def calibrated(found: Estimate, placebos: Sequence[Estimate]) -> Estimate:
    """The estimate as seen among reasons that the change had nothing to do with: what they moved by themselves is taken off, of the ratio and of what would
    have been expected; how much they differ, and how little so few know of their mean, is added to the error (Schuemie and others 2014,
    https://doi.org/10.1002/sim.5925). Fewer than five say nothing.
    """
    if len(placebos) < PLACEBOS_MIN:
        return found
    mean, away, share = null([one.log_ratio for one in placebos], [one.error for one in placebos])
    added = float(share @ away)
    if found.bound is not None:
        far = reach(found.freedom) * sqrt(added)
        return found._replace(baseline=found.baseline * exp(mean), bound=found.bound * exp(far - mean))
    error = sqrt(found.error**2 + added)
    return found._replace(
        log_ratio=found.log_ratio - mean, error=error, freedom=_freedom(found, error, away, share), baseline=found.baseline * exp(mean)
    )  # fmt: skip


def _freedom(found: Estimate, error: float, away: Columns, share: Columns) -> float:
    """Of the Student's distribution that reaches as far as the errors do together, each of them as likely as it is; never more than the estimate's own."""
    scales = np.sqrt(found.error**2 + away)
    # Of a sum of two variances, one of which is known only so well (Satterthwaite).
    own = np.minimum(found.freedom * (1 + away / found.error**2) ** 2, FREEDOM_MAX)
    low, high = 0.0, 20 * error
    for _ in range(HALVINGS):
        far = (low + high) / 2
        outside = float(share @ stdtr(own, -far / scales))
        low, high = (far, high) if outside > (1 - LEVEL) / 2 else (low, far)
    least, most = 2.0, float(found.freedom)
    for _ in range(HALVINGS):
        middle = sqrt(least * most)
        least, most = (middle, most) if reach(middle) * error > high else (least, middle)
    return most


def null(ratios: Sequence[float], errors: Sequence[float]) -> tuple[float, Columns, Columns]:
    """Of true effects that are none: their mean; by what variance another lies away from it, for each of how far apart they may lie; how likely that
    is (shares). Not a single best guess, which is too often 0 where they are few and vague (Gelman 2006, https://doi.org/10.1214/06-BA117A).
    """
    theta, spreads = np.array(ratios), np.linspace(0, 5 * APART, SPREADS)
    weights = 1 / (np.square(errors) + np.square(spreads)[:, None])
    whole = weights.sum(axis=1)
    means = (weights * theta).sum(axis=1) / whole
    misfit = (weights * (theta - means[:, None]) ** 2).sum(axis=1)
    likely = (np.log(weights).sum(axis=1) - np.log(whole) - misfit - np.square(spreads / APART)) / 2
    share = np.exp(likely - likely.max())
    share /= share.sum()
    mean = float(share @ means)
    return mean, np.square(spreads) + 1 / whole + (means - mean) ** 2, share
