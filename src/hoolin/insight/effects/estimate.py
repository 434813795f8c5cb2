"""How contacts changed with a change: an interrupted time series, or, where only some got it, their share of all contacts.

- *Everybody got it*: log rate = level + trend + season + effect · after, counts as quasi-Poisson, exposure as offset (Bernal, Cummins and Gasparrini 2017,
  https://doi.org/10.1093/ije/dyw098).
- *Only some got it*: of the contacts of each step, how many are theirs: logit share = log exposure ratio + level + trend + effect · after, as
  quasi-binomial. Whatever moves both alike (a season, a holiday, an outage) falls out. The effect is the ratio of rate ratios: differences in differences.

Errors are the larger of two: those of the dispersion that was seen, and those that hold when neighbouring steps move together (Newey and West).
"""

from collections.abc import Sequence
from datetime import date
from math import exp, inf, log, pi, sqrt
from typing import Any, NamedTuple, TypeAlias

import numpy as np
import statsmodels.api as sm
from numpy.typing import NDArray
from scipy.stats import t as student

from hoolin.core.errors import Invalid
from hoolin.insight.effects.series import STEPS_MIN, Series

LEVEL = 0.95
SPAN_YEARS_MIN = 1.4
WEEK = 7
PLACEBOS_MIN = 5

APART = 0.1
"""How far apart (log ratio, a standard deviation) reasons commonly move by themselves, before any was seen: by a tenth or two."""

Columns: TypeAlias = NDArray[np.float64]


class Estimate(NamedTuple):
    """log_ratio: of the rate after to what it would have been; error: its standard error; freedom: of Student's distribution. baseline: contacts that
    would have been expected after the change without it. bound: where none was counted after the change, the highest ratio at which that is still no
    wonder; the logarithm of 0 has no error, so the bound is all there is.
    """

    log_ratio: float
    error: float
    freedom: int
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
        reach = float(student.ppf((1 + level) / 2, self.freedom)) * self.error
        return exp(self.log_ratio - reach), exp(self.log_ratio + reach)


def seasons(series: Series, pairs: int = 2) -> Columns:
    """[steps, columns]: the days of the week where steps are days, and `pairs` waves of a year where a year and a half is spanned; of one year
    nobody can tell what returns each year.
    """
    columns: list[Any] = []
    if series.step_days == 1 and len(series.dates) >= 4 * WEEK:
        weekdays = np.array([day.weekday() for day in series.dates])
        columns += [(weekdays == number).astype(float) for number in range(1, WEEK)]
    years = series.years()
    if years[-1] - years[0] >= SPAN_YEARS_MIN:
        for number in range(1, pairs + 1):
            columns += [np.sin(2 * pi * number * years), np.cos(2 * pi * number * years)]
    return np.column_stack(columns) if columns else np.empty((len(years), 0))


def _table(series: Series, change: date, pairs: int) -> tuple[Columns, int]:
    """The columns, and which of them is the effect."""
    years = series.years()
    waves = seasons(series, pairs) if pairs else np.empty((len(years), 0))
    table = np.column_stack([np.ones(len(years)), series.after(change), years - years[0], waves])
    return table, 1


def _check(series: Series, change: date, table: Columns) -> None:
    after = int(series.after(change).sum())
    if len(series.dates) < max(STEPS_MIN, table.shape[1] + 4) or after < 2 or len(series.dates) - after < 4:
        raise Invalid("too_few_steps", steps=len(series.dates), after=after)
    if sum(series.counts) == 0:
        raise Invalid("nothing_counted")


def interrupted(series: Series, change: date, pairs: int = 2) -> Estimate:
    """Everybody got the change on a day. pairs: waves of a year; 0 leaves all seasons out. Raises Invalid for too few steps on a side, or no contact."""
    table, at = _table(series, change, pairs)
    _check(series, change, table)
    counts, offset = np.array(series.counts), np.log(series.exposure)
    after = table[:, at] > 0
    if not counts[after].any():
        return _none_after(counts, table, offset, after, sm.families.Poisson(), np.ones(len(counts)))
    model = sm.GLM(counts, table, family=sm.families.Poisson(), offset=offset)
    found, error = _fitted(model, at, len(counts))
    without = found.fittedvalues[after] / exp(found.params[at])
    return Estimate(float(found.params[at]), error, _freedom(len(counts), table.shape[1]), float(without.sum()))


def beside(changed: Series, others: Series, change: date) -> Estimate:
    """Only some got the change. Steps in which nobody came at all say nothing. Raises Invalid as above."""
    table, at = _table(changed, change, pairs=0)
    _check(changed, change, table)
    theirs, all_of = np.array(changed.counts), np.array(changed.counts) + np.array(others.counts)
    kept = all_of > 0
    offset = np.log(np.array(changed.exposure) / np.array(others.exposure))
    after = table[:, at] > 0
    if not theirs[after].any():
        return _none_after(theirs, table, offset, after, sm.families.Binomial(), all_of - theirs)
    answers = np.column_stack([theirs[kept], (all_of - theirs)[kept]])
    model = sm.GLM(answers, table[kept], family=sm.families.Binomial(), offset=offset[kept])
    found, error = _fitted(model, at, int(kept.sum()))
    baseline = float(theirs[after].sum() / exp(found.params[at]))
    return Estimate(float(found.params[at]), error, _freedom(int(kept.sum()), table.shape[1]), baseline)


def _none_after(
    counts: Columns, table: Columns, offset: Columns, after: NDArray[np.bool_], family: Any, others: Columns
) -> Estimate:
    """Complete success: what was before tells how many would have come, and so many are missed by chance (exactly, of a Poisson count, wider by the
    dispersion that was seen and by how unsure the expectation is) at ratios up to the bound. others: what the linear part is odds or a rate to.
    """
    binomial = isinstance(family, sm.families.Binomial)
    before = ~after & (counts + others > 0)
    columns = np.delete(table, 1, axis=1)
    if before.sum() < columns.shape[1] + 4 or not counts[before].any() or not others[after].any():
        raise Invalid("nothing_counted")
    answers = np.column_stack([counts[before], others[before]]) if binomial else counts[before]
    found = sm.GLM(answers, columns[before], family=family, offset=offset[before]).fit(scale="X2")
    each = others[after] * np.exp(columns[after] @ found.params + offset[after])
    expected = float(each.sum())
    slope = each @ columns[after] / expected
    unsure = sqrt(float(slope @ found.cov_params() @ slope))
    freedom = _freedom(int(before.sum()), columns.shape[1])
    reach = float(student.ppf((1 + LEVEL) / 2, freedom)) * unsure
    bound = -log((1 - LEVEL) / 2) * max(1.0, float(found.scale)) / expected * exp(reach)
    if not np.isfinite(bound):
        raise Invalid("nothing_counted")
    return Estimate(-inf, inf, freedom, expected, bound)


def _fitted(model: Any, at: int, steps: int) -> tuple[Any, float]:
    """The fit, and the larger of the two standard errors of the effect."""
    plain = model.fit(scale="X2")
    robust = model.fit(scale="X2", cov_type="HAC", cov_kwds={"maxlags": _lags(steps)})
    columns = model.exog.shape[1]
    error = max(float(plain.bse[at]), float(robust.bse[at]) * sqrt(steps / (steps - columns)))
    if not np.isfinite(error) or error > 50:
        raise Invalid("nothing_counted")
    return plain, error


def _lags(steps: int) -> int:
    """Over how many steps neighbours are taken to move together (Lazarus, Lewis, Stock and Watson 2018, https://doi.org/10.1080/07350015.2018.1506926)."""
    return max(1, round(1.3 * sqrt(steps)))


def _freedom(steps: int, columns: int) -> int:
    """Of Student's distribution: what their error is worth is far less than there are steps."""
    return max(2, min(steps - columns, round(1.5 * steps / _lags(steps))))


def calibrated(found: Estimate, placebos: Sequence[Estimate]) -> Estimate:
    """The estimate as seen among reasons that the change had nothing to do with: what they moved by themselves is taken off, of the ratio and of what would
    have been expected; how much they differ, and how little so few know of their mean, is added to the error (Schuemie and others 2014,
    https://doi.org/10.1002/sim.5925). Fewer than five say nothing.
    """
    if len(placebos) < PLACEBOS_MIN:
        return found
    mean, added, unsure = _null([one.log_ratio for one in placebos], [one.error for one in placebos])
    if found.bound is not None:
        reach = float(student.ppf((1 + LEVEL) / 2, found.freedom)) * sqrt(added)
        return found._replace(baseline=found.baseline * exp(mean), bound=found.bound * exp(reach - mean))
    return found._replace(
        log_ratio=found.log_ratio - mean, error=sqrt(found.error**2 + added),
        freedom=_combined(found.error**2, found.freedom, added, unsure), baseline=found.baseline * exp(mean),
    )  # fmt: skip


def _combined(own: float, own_freedom: int, added: float, unsure: float) -> int:
    """Freedom of the sum of two variances (Satterthwaite), the second of which is known only with a variance of its own; never more than the estimate's
    own.
    """
    whole = (own + added) ** 2 / (own**2 / own_freedom + unsure / 2)
    return max(2, min(own_freedom, int(whole)))


def _null(ratios: Sequence[float], errors: Sequence[float]) -> tuple[float, float, float]:
    """Of true effects that are none: their mean, by what variance another lies away from it, and how unsure that is (a variance). Averaged over how
    far apart they may lie, each as likely as the ratios make it (Gelman 2006, https://doi.org/10.1214/06-BA117A): a single best guess is too often 0
    where they are few and vague.
    """
    theta, spreads = np.array(ratios), np.linspace(0, 5 * APART, 401)
    weights = 1 / (np.square(errors) + np.square(spreads)[:, None])
    whole = weights.sum(axis=1)
    means = (weights * theta).sum(axis=1) / whole
    misfit = (weights * (theta - means[:, None]) ** 2).sum(axis=1)
    likely = (np.log(weights).sum(axis=1) - np.log(whole) - misfit - np.square(spreads / APART)) / 2
    share = np.exp(likely - likely.max())
    share /= share.sum()
    mean = float(share @ means)
    away = np.square(spreads) + 1 / whole + (means - mean) ** 2
    added = float(share @ away)
    return mean, added, float(share @ (away - added) ** 2)


def detectable(found: Estimate, power: float = 0.8) -> float:
    """The smallest drop that would be seen with this power: the ratio of rates."""
    reach = float(student.ppf((1 + LEVEL) / 2, found.freedom) + student.ppf(power, found.freedom))
    return exp(-reach * found.error)


def power_for(ratio: float, found: Estimate) -> float:
    """How likely a drop to this ratio of rates would have been seen."""
    return float(
        student.cdf(abs(log(ratio)) / found.error - student.ppf((1 + LEVEL) / 2, found.freedom), found.freedom)
    )
