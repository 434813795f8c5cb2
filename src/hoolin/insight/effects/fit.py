"""Counts against a table of columns: log rate (quasi-Poisson) or logit share (quasi-binomial), by iteratively reweighted least squares.

The figures are those of statsmodels' GLM (a test compares them); this one takes about a millisecond for two years of days, so that dozens of reasons are
judged while a page opens.
"""

from math import sqrt
from typing import Literal, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from hoolin.core.errors import Invalid

Columns: TypeAlias = NDArray[np.float64]
Family: TypeAlias = Literal["rate", "share"]

ROUNDS_MAX = 60
NEAR = 1e-9
LINEAR_MAX = 30.0
"""Of a logarithm: e to this power is beyond any count; where nobody ever comes on Sundays their level falls without end, and is stopped here."""


class Fit(NamedTuple):
    """params: one a column. means: expected counts. weights: of each step, the variance of its count were it not overdispersed. inverse: of the
    information, so that scale · inverse is the covariance of params. scale: by how much counts vary more than by chance alone (Pearson). rest: Pearson's
    residuals.
    """

    params: Columns
    means: Columns
    weights: Columns
    inverse: Columns
    scale: float
    rest: Columns

    def error(self, at: int) -> float:
        """The standard error of a column's parameter, of the dispersion that was seen."""
        return sqrt(self.scale * float(self.inverse[at, at]))

    def pulls(self, table: Columns, at: int) -> Columns:
        """[steps]: by how much each step's Pearson residual moves a column's parameter."""
        pulled: Columns = (table @ self.inverse[at]) * np.sqrt(self.weights)
        return pulled


def fitted(family: Family, counts: Columns, table: Columns, offset: Columns, trials: Columns | None = None) -> Fit:
    """counts of each step; offset: the logarithm of what they are a rate of. trials: of each step, for shares. Raises Invalid where no fit is found."""
    of = np.ones(len(counts)) if trials is None else trials
    params = np.zeros(table.shape[1])
    means = (counts + counts.mean()) / 2 if family == "rate" else of * (counts + 0.5) / (of + 1)
    linear = np.log(means) if family == "rate" else np.log(means / (of - means))
    before = np.inf
    for _ in range(ROUNDS_MAX):
        weights = means if family == "rate" else means * (1 - means / of)
        working = linear - offset + (counts - means) / weights
        information = (table * weights[:, None]).T @ table
        params = _solved(information, table.T @ (weights * working))
        linear = np.clip(table @ params + offset, -LINEAR_MAX, LINEAR_MAX)
        means = np.maximum(np.exp(linear) if family == "rate" else of * expit(linear), 1e-12)
        likely = float(
            (counts * linear - means).sum()
            if family == "rate"
            else (counts * linear - of * np.logaddexp(0, linear)).sum()
        )
        if abs(likely - before) <= NEAR * (1 + abs(likely)):
            break
        before = likely
    weights = np.maximum(means if family == "rate" else means * (1 - means / of), 1e-12)
    if not np.isfinite(params).all():
        raise Invalid("nothing_counted")
    inverse = np.linalg.pinv((table * weights[:, None]).T @ table, hermitian=True)
    rest = (counts - means) / np.sqrt(weights)
    scale = float((rest**2).sum()) / max(1, len(counts) - table.shape[1])
    return Fit(params, means, weights, np.asarray(inverse, dtype=np.float64), scale, np.asarray(rest, dtype=np.float64))


def _solved(information: Columns, right: Columns) -> Columns:
    try:
        solved = np.linalg.solve(information, right)
    except np.linalg.LinAlgError:
        # Columns that say the same, or nothing: the smallest parameters that fit.
        solved = np.linalg.pinv(information, hermitian=True) @ right
    return np.asarray(solved, dtype=np.float64)


def together(moved: Columns, lags: int) -> float:
    """The variance of a sum whose parts move together with neighbours up to `lags` steps away (Newey and West 1987, https://doi.org/10.2307/1913610)."""
    far = min(lags, len(moved) - 1)
    both = np.array([moved @ moved, *(moved[lag:] @ moved[:-lag] for lag in range(1, far + 1))])
    kept = 2 * (1 - np.arange(far + 1) / (lags + 1))
    kept[0] = 1
    return max(0.0, float(kept @ both))
