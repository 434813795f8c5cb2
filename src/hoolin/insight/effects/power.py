"""How likely a drop is called verified, by the whole rule: that these contacts fell, and that what came elsewhere does not make up for it.

A design says how unsure the figures will be. From it, outcomes are drawn (the same each time, evenly over all that can happen) and the rule is asked of
each: so the stated power is that of the rule, not that of a simpler one.
"""

from functools import cache
from math import exp, log
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri, stdtrit
from scipy.stats import qmc

from hoolin.insight.effects.elsewhere import Rise, net
from hoolin.insight.effects.estimate import LEVEL

POWER_MIN = 0.8
TELLS_MIN = 0.9
LOG_MAX = 20.0
DRAWS_LOG2 = 9
DROP_MAX = 0.99
HALVINGS = 10
STEP = 1.05
"""Between drops that are tried one after the other: a larger drop asks more places, and is not always more likely to be verified."""


class Place(NamedTuple):
    """To which contacts may go. baseline: contacts that are expected there; error: of the logarithm of their ratio."""

    baseline: float
    error: float
    freedom: float

    def tells(self, contacts: float) -> bool:
        """Whether so many contacts more would be seen here with 90 %. Of a place that is too large, or too restless, nobody can tell."""
        far = float(stdtrit(self.freedom, (1 + LEVEL) / 2) + stdtrit(self.freedom, TELLS_MIN)) * self.error
        return far < LOG_MAX and self.baseline * (exp(far) - 1) <= contacts


class Design(NamedTuple):
    """error: of the log ratio, were there no drop. sparse: the part of its variance that comes of how few are counted after the change: it grows as they
    become fewer. baseline: contacts that are expected after it.
    """

    error: float
    freedom: float
    baseline: float
    sparse: float
    places: tuple[Place, ...] = ()

    def at(self, ratio: float) -> float:
        """The error where the rate falls (or rises) to a ratio."""
        return float(np.sqrt(max(0.25 * self.error**2, self.error**2 + self.sparse * (1 / ratio - 1))))


@cache
def _draws(width: int) -> NDArray[np.float64]:
    """[width, draws]: normal, evenly spread (Sobol), so that few are enough and each time the same."""
    even = qmc.Sobol(width, scramble=False).random_base2(DRAWS_LOG2).T
    normal: NDArray[np.float64] = ndtri(np.clip(even + 0.5 / 2**DRAWS_LOG2, 1e-6, 1 - 1e-6))
    return normal


def _outcomes(
    draws: NDArray[np.float64], baseline: float, centre: float, error: float, freedom: float
) -> list[NDArray[np.float64]]:
    """How many more may be found, with the ends of their intervals: the error is itself only estimated (chi-square, by Wilson and Hilferty)."""
    part = 2 / (9 * freedom)
    seen = error * np.maximum(1e-3, 1 - part + draws[1] * part**0.5) ** 1.5
    found, far = centre + error * draws[0], float(stdtrit(freedom, (1 + LEVEL) / 2)) * seen
    return [baseline * np.expm1(np.minimum(ratio, LOG_MAX)) for ratio in (found, found - far, found + far)]


def _there(design: Design) -> tuple[NDArray[np.float64], Rise]:
    """Draws, and what may be found at the places, were nothing to have moved there."""
    draws, places = _draws(2 + 2 * len(design.places)), design.places
    there = [_outcomes(draws[2 + 2 * at :], one.baseline, 0.0, one.error, one.freedom) for at, one in enumerate(places)]
    return draws, Rise(
        *(np.array([one[end] for one in there]).reshape(len(there), 1 << DRAWS_LOG2) for end in range(3))
    )


def _power(design: Design, drop: float, draws: NDArray[np.float64], places: Rise) -> float:
    more, low, high = _outcomes(draws, design.baseline, log(1 - drop), design.at(1 - drop), design.freedom)
    tells = np.array([one.tells(drop * design.baseline) for one in design.places], dtype=bool)
    asked = tells[:, None] | (places.low > 0)
    return float((net(Rise(-more[None], -high[None], -low[None]), places, asked).low > 0).mean())


def power(design: Design, drop: float) -> float:
    """How likely a drop of this share is called verified, if it was what was expected."""
    return _power(design, drop, *_there(design))


def detectable(design: Design, wanted: float) -> float | None:
    """The smallest drop that is called verified so often; None where no drop is."""
    alone = design._replace(places=())
    draws, none = _there(alone)
    low, high = 0.0, -log(1 - DROP_MAX)
    if _power(alone, DROP_MAX, draws, none) < wanted:
        return None
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        low, high = (low, middle) if _power(alone, 1 - exp(-middle), draws, none) >= wanted else (middle, high)
    drop = 1 - exp(-high)
    if not design.places:
        return drop
    draws, places = _there(design)
    while drop <= DROP_MAX:
        if _power(design, drop, draws, places) >= wanted:
            return drop
        drop *= STEP
    return None


def harm(design: Design, wanted: float) -> float:
    """The smallest ratio of rates, above 1, that is called a rise so often."""
    draws = _draws(2)
    low, high = 0.0, 3.0
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        found = _outcomes(draws, 1.0, middle, design.at(exp(middle)), design.freedom)
        low, high = (low, middle) if (found[1] > 0).mean() >= wanted else (middle, high)
    return exp(high)
