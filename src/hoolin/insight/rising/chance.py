"""How likely so many contacts would have come by chance, and how small that must be to be said aloud."""

import numpy as np
from scipy.special import betainc, ndtr, ndtri

from hoolin.insight.rising.usual import Columns


def more(seen: Columns, expected: Columns, beyond: Columns) -> Columns:
    """[reasons]: the chance of so many contacts or more (negative binomial). beyond: relative variance beyond Poisson's."""
    size = 1 / beyond
    return np.where(seen > 0, betainc(np.maximum(seen, 1e-9), size, expected / (expected + size)), 1.0)


def fewer(seen: Columns, expected: Columns, beyond: Columns) -> Columns:
    """[reasons]: of so few or fewer."""
    return 1 - more(seen + 1, expected, beyond)


def strict(level: float, freedom: float, beyond: Columns) -> Columns:
    """[reasons]: how small a chance must be so that `level` is held although the variance is only estimated: Student's distribution (by its expansion in
    one over its freedom), as far as the variance is not Poisson's (Satterthwaite). beyond: which share of it is not.
    """
    z = -float(ndtri(level))
    over = beyond**2 / freedom
    return np.asarray(ndtr(-(z + over * (z**3 + z) / 4 + over**2 * (5 * z**5 + 16 * z**3 + 3 * z) / 96)))


def start(seen: Columns, expected: Columns, dispersion: float) -> int:
    """From which day on, to the last one, contacts are farthest above what was expected. seen, expected: [days]."""
    return len(seen) - 1 - int(np.argmax(_far(seen[::-1], expected[::-1], dispersion)))


def end(seen: Columns, expected: Columns, dispersion: float) -> int:
    """Up to which day, from the first one."""
    return int(np.argmax(_far(seen, expected, dispersion)))


def _far(seen: Columns, expected: Columns, dispersion: float) -> Columns:
    """In standard deviations, of the sums up to each day."""
    whole = np.cumsum(expected)
    return np.asarray((np.cumsum(seen) - whole) / np.sqrt(whole + dispersion * np.cumsum(expected**2)))
