"""How sure shares, counts and sums are at their ends: Jeffreys' interval, and that of a sum of what came by chance."""

from math import inf

from scipy.special import betaincinv, gammaincinv

from hoolin.core.errors import Invalid
from hoolin.experience.statistics.proportions import Interval, check, normal


def jeffreys(successes: float, trials: float, level: float = 0.95) -> Interval:
    """The equal-tailed interval under Jeffreys' prior, closed at 0 when nobody succeeded and at 1 when everybody did
    (Brown, Cai, DasGupta, 2001). Raises Invalid.
    """
    check(successes, trials)
    tail = (1 - level) / 2 if 0 < level < 1 else normal(level)
    a, b = successes + 0.5, trials - successes + 0.5
    low = float(betaincinv(a, b, tail)) if successes else 0.0
    high = float(betaincinv(a, b, 1 - tail)) if successes < trials else 1.0
    return Interval(low, high)


def compound(total: float, squares: float, level: float = 0.95, one: float = 1.0) -> Interval:
    """The interval of a sum of what comes by chance (a compound Poisson sum): contacts with so many minutes each. squares: the sum of the squares of the
    parts. It is as sure as so many equal parts with the same sum and sum of squares are, of which Garwood's exact interval (1936) is taken; of a plain
    count (squares = total) it is that one. The approximation by a gamma distribution is Fay and Feuer's (1997), with the mean part weighted by itself for
    the one that may still come (Tiwari, Clegg and Zou 2006). one: how large a part is where none came. Raises Invalid.
    """
    if not (0 <= total < inf and 0 <= squares < inf) or (total > 0) != (squares > 0) or not 0 <= one < inf:
        raise Invalid("not_a_sum", total=total, squares=squares, one=one)
    tail = (1 - level) / 2 if 0 < level < 1 else normal(level)
    part = squares / total if total else one
    alike = total / part if total else 0.0
    low = float(gammaincinv(alike, tail)) * part if alike else 0.0
    return Interval(low, float(gammaincinv(alike + 1, 1 - tail)) * part)
