"""Contacts per 1,000 customer-months, how sure that is, and whether one rate is higher than another.

Garwood's exact interval (1936, https://doi.org/10.1093/biomet/28.3-4.437) in its form with gamma quantiles. Two rates: given how many there are of both,
how many are of the first is binomial (Przyborowski and Wilenski 1940, https://doi.org/10.1093/biomet/31.3-4.313); interval by Clopper and Pearson.

*Counts that are not whole.* A crosswalk gives a share of each contact of an old reason to a new one: 40 contacts of which .7 count are 28. The same formulas
take such counts as they stand, as if 28 contacts had been counted. That is never too narrow: .7 of N contacts scatter by .7² · N, less than the .7 · N of as
many whole ones (Fay and Feuer 1997, https://doi.org/10.1002/(SICI)1097-0258(19970415)16:7<791::AID-SIM500>3.0.CO;2-#, have the narrower one). What it does not
hold is how sure the shares themselves are: nobody has counted that.
"""

from math import inf
from typing import NamedTuple

import msgspec
from scipy.special import betainc, betaincinv, gammaincinv

from hoolin.core.errors import Invalid

PER = 1_000
LEVEL = 0.95
NONE = 1e-9
"""So little of a contact is none."""


class Interval(NamedTuple):
    """Two ends, low first."""

    low: float
    high: float


class Rate(msgspec.Struct, frozen=True):
    """value, low, high: per 1,000 customer-months. count: of contacts, perhaps apportioned; customer_months: in which."""

    value: float
    low: float
    high: float
    count: float
    customer_months: float


class Compared(msgspec.Struct, frozen=True):
    """ratio: of the first rate to the second, with its interval; None where nobody came in the second, or in neither. p: of a difference this large
    or larger to either side by chance (twice the smaller side), in keeping with the interval.
    """

    ratio: float | None
    low: float
    high: float
    p: float


def garwood(count: float, level: float = LEVEL) -> Interval:
    """The interval of a Poisson mean of which `count` came. Raises Invalid for what is no count, or no level."""
    if not 0 <= count < inf:
        raise Invalid("not_a_count", count=count)
    tail = _tail(level)
    low = float(gammaincinv(count, tail)) if count > NONE else 0.0
    return Interval(low, float(gammaincinv(count + 1, 1 - tail)))


def around(count: float, beyond: float, level: float = LEVEL) -> Interval:
    """The same where the mean itself scatters, by this relative variance: as sure as of so many fewer contacts. Raises Invalid."""
    if not 0 <= beyond < inf:
        raise Invalid("not_a_variance", beyond=beyond)
    wider = 1 + count * beyond
    low, high = garwood(count / wider, level)
    return Interval(low * wider, high * wider)


def rate(count: float, customer_months: float, level: float = LEVEL) -> Rate:
    """Contacts per 1,000 customer-months. Raises Invalid."""
    if not 0 < customer_months < inf:
        raise Invalid("not_an_exposure", customer_months=customer_months)
    low, high = garwood(count, level)
    per = PER / customer_months
    return Rate(count * per, low * per, high * per, count, customer_months)


def compare(first: Rate, second: Rate, level: float = LEVEL) -> Compared:
    """Whether the first rate is higher or lower than the second. Raises Invalid for no level."""
    tail = _tail(level)
    a, b = first.count, second.count
    if a + b <= NONE:
        return Compared(None, 0.0, inf, 1.0)
    share = first.customer_months / (first.customer_months + second.customer_months)
    more = float(betainc(a, b + 1, share)) if a > NONE else 1.0
    less = float(1 - betainc(a + 1, b, share)) if b > NONE else 1.0
    low = float(betaincinv(a, b + 1, tail)) if a > NONE else 0.0
    high = float(betaincinv(a + 1, b, 1 - tail)) if b > NONE else 1.0
    months = second.customer_months / first.customer_months
    ratio = a / b * months if b > NONE else None
    return Compared(ratio, _odds(low) * months, _odds(high) * months, min(1.0, 2 * min(more, less)))


def _tail(level: float) -> float:
    if not 0 < level < 1:
        raise Invalid("not_a_level", level=level)
    return (1 - level) / 2


def _odds(share: float) -> float:
    return share / (1 - share) if share < 1 else inf
