"""Comparing people, teams and channels without mistaking luck for merit.

Everybody's share is drawn towards the common one, the further the less of them was seen. How far follows from how much the
shares differ beyond chance: a beta distribution is fitted to all of them at once (empirical Bayes), and everybody's interval
is that of their posterior. Nobody is flagged on few observations or on a difference that chance explains, and nobody is
ranked: who is not told apart stands side by side.
"""

from collections.abc import Callable, Sequence
from functools import partial
from math import exp, log, sqrt
from typing import NamedTuple

import numpy as np
from scipy.optimize import minimize_scalar
from scipy.special import betainc, betaincinv, betaln

from hoolin.core.errors import Invalid
from hoolin.experience.statistics.proportions import normal

FLAG_TRIALS_MIN = 30
FLAG_PROBABILITY = 0.95
PRECISION_MAX = 1e6
"""a + b of the prior from which on the shares are taken as equal: a thousandth of a point between them."""


class One(NamedTuple):
    """One of those compared. share: as counted. mean, low, high: the posterior's. below, above: how probable it is that they are truly
    below, or above, the common share. flag: `below` or `above` where that is sure enough on enough observations, else "".
    """

    share: float
    trials: int
    mean: float
    low: float
    high: float
    below: float
    above: float
    flag: str


class Shrunk(NamedTuple):
    """All of those compared, in the order given. a, b: of the prior. common: its mean. spread: the standard deviation of the true shares
    as far as can be told, 0 where chance explains all differences.
    """

    ones: tuple[One, ...]
    a: float
    b: float
    common: float
    spread: float


def shrink(successes: Sequence[int], trials: Sequence[int], level: float = 0.95) -> Shrunk:
    """Posterior shares of everybody. Raises Invalid for fewer than two of them, or counts that are none."""
    if len(successes) != len(trials) or len(successes) < 2:
        raise Invalid("nothing_to_compare", groups=len(successes))
    if any(not 0 <= k <= n for k, n in zip(successes, trials, strict=True)) or not sum(trials):
        raise Invalid("not_a_share")
    mean, precision = fit_beta(successes, trials)
    a, b = mean * precision, (1 - mean) * precision
    equal = precision >= PRECISION_MAX
    ones = tuple(_one(k, n, a, b, mean, level, equal) for k, n in zip(successes, trials, strict=True))
    return Shrunk(ones, a, b, mean, 0.0 if equal else sqrt(mean * (1 - mean) / (precision + 1)))


def fit_beta(successes: Sequence[int], trials: Sequence[int]) -> tuple[float, float]:
    """The beta distribution that the true shares most likely come from: its mean, and its precision a + b (PRECISION_MAX where they
    do not differ beyond chance).
    """
    # Half a success and half a failure more keep the mean off the ends, where no beta distribution lives.
    start = (sum(successes) + 0.5) / (sum(trials) + 1)
    mean = start

    k, n = np.asarray(successes, dtype=float), np.asarray(trials, dtype=float)

    def unlikely(precision: float, mean: float) -> float:
        a, b = mean * precision, (1 - mean) * precision
        return -float(np.sum(betaln(a + k, b + n - k) - betaln(a, b)))

    precision = PRECISION_MAX
    for _ in range(30):
        precision = exp(_lowest(partial(_by_precision, unlikely, mean), log(0.5), log(PRECISION_MAX)))
        better = _lowest(partial(unlikely, precision), 1e-6, 1 - 1e-6)
        moved, mean = abs(better - mean), better
        if moved < 1e-7:
            break
    if unlikely(PRECISION_MAX, start) <= unlikely(precision, mean) + 1e-9:
        return start, PRECISION_MAX
    return mean, precision


def _by_precision(unlikely: Callable[[float, float], float], mean: float, logarithm: float) -> float:
    return unlikely(exp(logarithm), mean)


def _lowest(of: Callable[[float], float], low: float, high: float) -> float:
    return float(minimize_scalar(of, bounds=(low, high), method="bounded", options={"xatol": 1e-9}).x)


def stein_factor(shares: Sequence[float], trials: int) -> float:
    """How much of its distance to the mean each share keeps, by Stein's estimator for equal numbers of trials (Efron and Morris,
    1977): 0 to 1. Raises Invalid below four shares.
    """
    if len(shares) < 4 or trials < 1:
        raise Invalid("nothing_to_compare", groups=len(shares))
    mean = sum(shares) / len(shares)
    by_chance = mean * (1 - mean) / trials
    differences = sum((share - mean) ** 2 for share in shares)
    return max(0.0, 1 - (len(shares) - 3) * by_chance / differences) if differences else 0.0


class Funnel(NamedTuple):
    """What chance allows at so many trials: within `low` to `high` at .95, within `far_low` to `far_high` at .998."""

    trials: int
    low: float
    high: float
    far_low: float
    far_high: float


def funnel(common: float, trials: Sequence[int]) -> tuple[Funnel, ...]:
    """The limits of a funnel plot around a share (Spiegelhalter, 2005), by Wilson's score: two and three standard errors. Raises Invalid."""
    if not 0 <= common <= 1 or any(n < 1 for n in trials):
        raise Invalid("not_a_share", common=common)
    return tuple(Funnel(n, *_limits(common, n, 0.95), *_limits(common, n, 0.998)) for n in trials)


def _limits(common: float, n: int, level: float) -> tuple[float, float]:
    reach = normal(level) * sqrt(common * (1 - common) / n)
    return max(0.0, common - reach), min(1.0, common + reach)


def _one(k: int, n: int, a: float, b: float, common: float, level: float, equal: bool) -> One:
    after_a, after_b = a + k, b + n - k
    low, high = (float(betaincinv(after_a, after_b, tail)) for tail in ((1 - level) / 2, (1 + level) / 2))
    # With a prior this sharp the posterior hugs the common share, and which side of it is half the mass says nothing.
    below = 0.5 if equal else float(betainc(after_a, after_b, common))
    flag = ""
    if n >= FLAG_TRIALS_MIN:
        flag = "below" if below > FLAG_PROBABILITY else "above" if 1 - below > FLAG_PROBABILITY else ""
    return One(k / n if n else float("nan"), n, after_a / (after_a + after_b), low, high, below, 1 - below, flag)
