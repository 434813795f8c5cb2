"""How sure a share is: Wilson's interval.

It never leaves 0 to 1, and it is honest at few observations and at the ends, where "value plus or minus two errors"
says things that cannot be. It refuses more successes than tries, and anything negative.
"""

import msgspec

from hoolin.core import measures
from hoolin.core.errors import Invalid

# Two-sided 95 %: the quantile of the normal distribution at .975.
NORMAL_95 = 1.959964


class Proportion(msgspec.Struct, frozen=True, gc=False):
    """`successes` of `n` as a share, with its 95 % interval. All None where there is nothing to divide by."""

    n: int
    value: float | None
    low: float | None
    high: float | None


def wilson(successes: int, n: int, normal: float = NORMAL_95) -> Proportion:
    """The share and its Wilson interval (E. B. Wilson, 1927); `normal` is the quantile of the wanted coverage."""
    if not 0 <= successes <= n:
        raise Invalid("not_a_share", successes=successes, n=n)
    if not n:
        return Proportion(0, None, None, None)
    low, high = measures.wilson(successes, n, normal)
    return Proportion(n, successes / n, low, high)
