"""What is thought of deviations before anybody is looked at, learned from the whole site: most people differ little, a few much.

A deviation is on the logarithm of odds. How little most differ (a narrow bell) and how many are of the few (a wide one) is learned from all agents and items at once
(empirical Bayes), so that a site where people truly are alike, and one where they are not, each get their own.
"""

from typing import Any, NamedTuple

import numpy as np

Array = Any

SLAB = 1.3
"""How far the few who differ much are from what is expected, on the logarithm of odds: from 75 of 100 to 45 or to 92."""

SPREADS = (0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5)
FEW = (0.05, 0.08, 0.15, 0.25)
FEW_BEFORE = (2.0, 30.0)
"""What is thought of that before anything is seen: two of thirty-two pairs of an agent and an item differ much. Never fewer than one of twenty: where nobody has been
seen to differ yet, the first who does should be found.
"""

GRID = np.linspace(-4.0, 4.0, 81)


class Prior(NamedTuple):
    """spread: how much most people differ (standard deviation). few: the share of those who differ much. grid: how probable each deviation of `GRID` is."""

    spread: float
    few: float
    grid: Array

    @classmethod
    def of(cls, spread: float, few: float) -> "Prior":
        """The mixture of the two bells."""
        return cls(spread, few, (1 - few) * bell(spread) + few * bell(SLAB))


def usual() -> Prior:
    """What is thought before anything is seen of a site."""
    return Prior.of(0.15, FEW[0])


def learned(likelihoods: Array) -> Prior:
    """The mixture that all agents and items together make most likely. likelihoods: a row for each pair, on the grid."""
    best: tuple[float, Prior] | None = None
    a, b = FEW_BEFORE
    for spread in SPREADS:
        for few in FEW:
            prior = Prior.of(spread, few)
            found = float(np.log(likelihoods @ prior.grid).sum()) + (a - 1) * np.log(few) + (b - 1) * np.log(1 - few)
            if best is None or found > best[0]:
                best = found, prior
    assert best is not None
    return best[1]


def bell(spread: float) -> Array:
    """A normal distribution on the grid."""
    found = np.exp(-(GRID**2) / (2 * spread**2))
    return found / found.sum()
