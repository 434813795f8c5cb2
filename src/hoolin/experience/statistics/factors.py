"""Whether answers of several groups may be compared: do the questions measure the same thing, in the same measure, for each?

A mean of answers on the telephone lies above that in chat either because people fare better there, or because they answer the same question
differently. Confirmatory factor analysis tells the two apart as far as data can: three models, each with more taken as equal among groups

configural   the same questions belong to the same factor
metric       and weigh the same on it (loadings)
scalar       and start from the same level (intercepts): only then do means mean the same

Each is fitted by maximum likelihood; where the comparative fit index falls by more than .010 from one to the next, what was taken as equal is not
(Cheung and Rensvold 2002, https://doi.org/10.1207/S15328007SEM0902_5). Answers on scales of few points are taken as continuous.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.stats import chi2

from hoolin.core.errors import Invalid

DROP_MAX = 0.010
"""By how much the fit index may fall."""

FIT_MIN = 0.90
"""Below this even the first model does not hold, and nothing can be said of the others."""

ITEMS_MIN = 3
"""With two questions any model fits."""

CHANCE_MAX = 0.001
"""How likely questions that have nothing to do with each other may seem to belong together."""

CORRELATION_MIN = 0.2
"""With three questions one factor fits whatever was answered; what then tells that they belong together is only how strongly they go together.
Unrelated ones seldom reach half of this with a hundred answers.
"""

STEPS_MAX = 2_000
"""Of the search for the best parameters."""

SLOPE_MAX = 1e-3
"""The steepest slope of the misfit at which the search has arrived, however it ended."""

NOWHERE = 1e10
"""The misfit where the model cannot be reckoned at all; the slope there is none."""

Matrix: TypeAlias = NDArray[np.float64]


class Sample(NamedTuple):
    """What is needed of a group: n people; the mean of each question, [p]; the covariances, [p, p], divided by n."""

    n: int
    means: Matrix
    covariance: Matrix


class Fit(NamedTuple):
    """How well a model fits. cfi: Bentler's comparative fit index, 0 to 1. arrived: whether the search for
    the best parameters came to its end; without that, nothing is known.
    """

    chi_square: float
    freedom: int
    cfi: float
    arrived: bool = True


class Invariance(NamedTuple):
    """The three models, and what they say. baseline: how badly a model fits where no question has to do with another; correlation: how strongly two
    questions go together within groups, on average.
    """

    configural: Fit
    metric: Fit
    scalar: Fit
    baseline: Fit
    correlation: float

    @property
    def related(self) -> bool:
        """Whether the questions have to do with each other at all. Where they have not, the fit index is a quotient of two chances."""
        if self.configural.freedom == 0 and self.correlation < CORRELATION_MIN:
            return False
        return float(chi2.sf(self.baseline.chi_square, self.baseline.freedom)) < CHANCE_MAX

    @property
    def told(self) -> bool:
        """Whether each model was fitted to its end, or need not be as nothing hangs together."""
        return not self.related or (self.configural.arrived and self.metric.arrived and self.scalar.arrived)

    @property
    def hangs_together(self) -> bool:
        """Whether the questions belong together as the model says."""
        return self.related and self.told and self.configural.cfi >= FIT_MIN

    @property
    def same_weights(self) -> bool:
        """Whether they weigh the same in each group."""
        return self.hangs_together and self.configural.cfi - self.metric.cfi <= DROP_MAX

    @property
    def comparable(self) -> bool:
        """Whether they start from the same level as well, and means may be compared."""
        return self.same_weights and self.metric.cfi - self.scalar.cfi <= DROP_MAX


def sample_of(answers: Sequence[Sequence[float]] | Matrix) -> Sample:
    """answers: a row a person, a column a question; nothing missing."""
    table = np.asarray(answers, dtype=np.float64)
    means = table.mean(axis=0)
    away = table - means
    return Sample(len(table), means, away.T @ away / len(table))


def invariance(groups: Sequence[Sample], factors: Sequence[Sequence[int]] | None = None) -> Invariance:
    """Fit the three models. factors: which questions (by position) belong to which; without it one that all belong to. Raises Invalid for
    fewer than two groups or three questions, and where somebody's answers do not differ or one question repeats another.
    """
    p = len(groups[0].means) if groups else 0
    if len(groups) < 2 or p < ITEMS_MIN:
        raise Invalid("nothing_to_compare")
    pooled = np.sqrt(sum(one.n * np.diag(one.covariance) for one in groups) / sum(one.n for one in groups))
    if any(np.linalg.matrix_rank(one.covariance) < p for one in groups):
        raise Invalid("no_spread")
    # One measure for all: it changes no fit, and the search is quicker.
    scaled = [Sample(one.n, one.means / pooled, one.covariance / np.outer(pooled, pooled)) for one in groups]
    of_item = np.zeros((p, len(factors) if factors else 1), dtype=bool)
    for at, items in enumerate(factors or [range(p)]):
        of_item[list(items), at] = True
    baseline, none = _baseline(scaled)
    fits = []
    for equal_loadings, equal_intercepts in ((False, False), (True, False), (True, True)):
        model = _Model(scaled, of_item, equal_loadings, equal_intercepts)
        chi_square, arrived = model.fitted()
        beyond = max(chi_square - model.freedom, 0.0)
        worst = max(beyond, baseline - none, 0.0)
        fits.append(Fit(chi_square, model.freedom, 1 - beyond / worst if worst else 1.0, arrived))
    configural, metric, scalar = fits
    return Invariance(configural, metric, scalar, Fit(baseline, none, 0.0), _correlation(scaled))


def _correlation(groups: Sequence[Sample]) -> float:
    """The mean size of the correlation of two questions within groups."""
    upper = np.triu_indices(len(groups[0].means), 1)
    total = 0.0
    for one in groups:
        spread = np.sqrt(np.diag(one.covariance))
        total += one.n * float(np.abs((one.covariance / np.outer(spread, spread))[upper]).mean())
    return total / sum(one.n for one in groups)


def _baseline(groups: Sequence[Sample]) -> tuple[float, int]:
    """Chi square and degrees of freedom where no question has to do with another."""
    p = len(groups[0].means)
    chi_square = sum(
        one.n * (np.log(np.diag(one.covariance)).sum() - np.linalg.slogdet(one.covariance)[1]) for one in groups
    )
    return float(chi_square), len(groups) * p * (p - 1) // 2


class _Model:
    """One model of several groups: Σ = ΛΦΛ' + Ψ, μ = τ + Λκ, the first question of each factor with the loading 1.

    Parameters lie in one vector: loadings and intercepts once or a group, then of each group the Cholesky factor of Φ, log Ψ and, with equal
    intercepts, κ of all groups but the first.
    """

    def __init__(
        self, groups: Sequence[Sample], of_item: NDArray[np.bool_], equal_loadings: bool, equal_intercepts: bool
    ) -> None:
        self.groups = groups
        self.p, self.m = of_item.shape
        first = [int(np.flatnonzero(of_item[:, at])[0]) for at in range(self.m)]
        self.fixed = np.zeros(of_item.shape)
        self.fixed[first, range(self.m)] = 1.0
        self.free = of_item & (self.fixed == 0)
        self.lower = np.tril_indices(self.m)
        self.equal = (equal_loadings, equal_intercepts)
        count, g = int(self.free.sum()), len(groups)
        self.sizes = (
            count * (1 if equal_loadings else g), self.p * (1 if equal_intercepts else g),
            g * len(self.lower[0]), g * self.p, (g - 1) * self.m if equal_intercepts else 0,
        )  # fmt: skip
        self.freedom = g * self.p * (self.p + 3) // 2 - sum(self.sizes)

    def fitted(self) -> tuple[float, bool]:
        """Chi square at the best parameters, and whether the search arrived there: a last step that could not be made smaller is no failure where
        the misfit is level.
        """
        found = minimize(
            self._misfit,
            self._start(),
            jac=True,
            method="L-BFGS-B",
            options={"maxiter": STEPS_MAX, "maxfun": 4_000, "ftol": 1e-13, "gtol": 1e-7},
        )
        arrived = np.isfinite(found.fun) and bool(found.success or np.abs(found.jac).max() <= SLOPE_MAX)
        return max(0.0, float(found.fun) * sum(one.n for one in self.groups)), bool(arrived and found.fun < NOWHERE)

    def _start(self) -> Matrix:
        g, (_, equal_intercepts) = len(self.groups), self.equal
        whole = sum(one.n for one in self.groups)
        means = (
            [sum(one.n * one.means for one in self.groups) / whole]
            if equal_intercepts
            else [one.means for one in self.groups]
        )
        root = 0.7 * np.eye(self.m)[self.lower]
        loadings = np.ones(self.sizes[0])
        return np.concatenate([
            loadings, np.concatenate(means), np.tile(root, g), np.full(g * self.p, np.log(0.5)), np.zeros(self.sizes[4]),
        ])  # fmt: skip

    def _parts(self, vector: Matrix) -> tuple[Matrix, Matrix, Matrix, Matrix, Matrix]:
        """Views of each kind of parameter, [groups, …]; what is equal is one row."""
        ends = np.cumsum(self.sizes)
        loadings, intercepts, roots, spreads, latent = np.split(vector, ends[:-1])
        g = len(self.groups)
        return (
            loadings.reshape(1 if self.equal[0] else g, -1), intercepts.reshape(-1, self.p), roots.reshape(g, -1),
            spreads.reshape(g, self.p), latent.reshape(-1, self.m),
        )  # fmt: skip

    def _misfit(self, vector: Matrix) -> tuple[float, Matrix]:
        """The discrepancy of the whole and its gradient."""
        loadings, intercepts, roots, spreads, latent = self._parts(vector)
        slope = np.zeros_like(vector)
        at = self._parts(slope)
        whole, total = sum(one.n for one in self.groups), 0.0
        for g, one in enumerate(self.groups):
            row, line = (0 if self.equal[0] else g), (0 if self.equal[1] else g)
            lam, root = self.fixed.copy(), np.zeros((self.m, self.m))
            lam[self.free] = loadings[row]
            root[self.lower] = roots[g]
            kappa = latent[g - 1] if self.equal[1] and g else np.zeros(self.m)
            psi, phi = np.exp(np.clip(spreads[g], -20, 20)), root @ root.T
            misfit, of = _group(one, lam, phi, psi, intercepts[line] + lam @ kappa)
            if of is None:
                return NOWHERE, slope
            share = one.n / whole
            total += share * misfit
            inner, away = of
            at[0][row] += share * (-2 * inner @ lam @ phi - 2 * np.outer(away, kappa))[self.free]
            at[1][line] += share * -2 * away
            at[2][g] += share * (-2 * lam.T @ inner @ lam @ root)[self.lower]
            at[3][g] += share * -np.diag(inner) * psi
            if self.equal[1] and g:
                at[4][g - 1] += share * -2 * lam.T @ away
        return total, slope


def _group(one: Sample, lam: Matrix, phi: Matrix, psi: Matrix, mean: Matrix) -> tuple[float, Any]:
    """The discrepancy of one group; and Σ⁻¹(S + dd' − Σ)Σ⁻¹ and Σ⁻¹d, of which every gradient is made. None where Σ cannot be inverted."""
    sigma = lam @ phi @ lam.T + np.diag(psi)
    sign, log = np.linalg.slogdet(sigma)
    if sign <= 0 or not np.isfinite(log):
        return 0.0, None
    inverse = np.linalg.inv(sigma)
    d = one.means - mean
    seen = one.covariance + np.outer(d, d)
    misfit = log + float(np.sum(inverse * seen)) - np.linalg.slogdet(one.covariance)[1] - len(d)
    return float(misfit), (inverse @ (seen - sigma) @ inverse, inverse @ d)
