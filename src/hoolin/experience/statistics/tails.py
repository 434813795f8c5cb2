"""How sure a share is at the ends, for alarms: Jeffreys' interval."""

from scipy.special import betaincinv

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
