"""What could be found of each item: how likely a gap of some size is told, by the very rule by which it is told; and how many conversations that takes.

It is said beside every "nothing stands out", item by item, so that nobody takes silence for praise. `hoolin simulate advice` measures that it is true.
"""

from math import lgamma
from typing import NamedTuple

import msgspec
import numpy as np

from hoolin.coaching.advice.expected import Array, sigmoid
from hoolin.coaching.advice.gap import GAP_MIN, LOOKED_MIN, NODES, SURE, WEIGHTS, blurred, rarity, tails
from hoolin.coaching.advice.prior import GRID, Prior

FOUND = 0.8
"""What one would want to know should be found in eight of ten cases."""

TELLING = 0.30
"""A gap that one would want to know of: three conversations of ten."""

SIZES = (0.2, 0.3, 0.4)
"""Gaps of which it is said how likely they would be told."""

ERROR_MAX = 1.0
"""What is expected may be off by any factor where hardly anybody else was judged: nothing can be told then, and more says no more."""

CONVERSATIONS_MAX = 300
STEP = 0.02
LEAST = 0.01


LOGS = np.array([lgamma(one + 1) for one in range(CONVERSATIONS_MAX + 1)])
"""Logarithms of factorials."""


class Reach(msgspec.Struct, frozen=True):
    """What was judged of one item of an agent would show. n: conversations. expected: of them, a share. hidden: the smallest gap that would have been seen in eight of ten
    cases, None where not even the largest. more: so many more would show a gap of `TELLING`: 0 where these do, None where nobody can say. found: of gaps of some sizes, how
    likely each would be told.
    """

    item: str
    n: int
    expected: float
    hidden: float | None
    more: int | None
    found: tuple[tuple[float, float], ...] = ()


class Rule(NamedTuple):
    """What decides of conversations that are all alike. prior: what was learned of the site. looked: how many items are looked at. error: of what is expected."""

    prior: Prior
    looked: int
    error: float = 0.2

    def most(self, n: int, expected: float) -> int:
        """Of so many conversations, the most that may be met for a gap to be told; -1 where nothing could be told."""
        if n < LOOKED_MIN:
            return -1
        logit = np.log(expected / (1 - expected))
        off = float(np.hypot(self.error, self.prior.spread))
        chances = (WEIGHTS / WEIGHTS.sum()) @ _binomial(n, sigmoid(logit + off * NODES))
        rare = tails(chances, True)
        shares = sigmoid(logit + GRID)
        posterior = blurred(_binomial(n, shares), self.error).T * self.prior.grid
        posterior /= posterior.sum(axis=1, keepdims=True)
        told = (posterior @ shares < expected) & (posterior @ (shares < expected - GAP_MIN) > SURE)
        told &= rare <= rarity([rare] * self.looked)
        return int(np.flatnonzero(told)[-1]) if told.any() else -1

    def power(self, n: int, expected: float, gap: float) -> float:
        """How likely a gap of this size is told of so many conversations: 0 to 1."""
        return _up_to(self.most(n, expected), n, expected - gap)

    def smallest(self, n: int, expected: float) -> float | None:
        """The smallest gap that so many conversations would show in eight of ten cases, as a share; None where not even the largest would be."""
        return _smallest(self.most(n, expected), n, expected)

    def needed(self, expected: float, gap: float) -> int | None:
        """How many conversations would show a gap of this size in eight of ten cases; None where even `CONVERSATIONS_MAX` would not."""
        low, high = LOOKED_MIN, CONVERSATIONS_MAX
        if self.power(high, expected, gap) < FOUND:
            return None
        while low < high:
            middle = (low + high) // 2
            low, high = (low, middle) if self.power(middle, expected, gap) >= FOUND else (middle + 1, high)
        return low


class Powers:
    """What could be found, worked out once for all who are alike: what is expected is rounded to five points, its error to a tenth."""

    def __init__(self, prior: Prior) -> None:
        self._prior = prior
        self._known: dict[tuple[int, float, int, float], Reach] = {}
        self._needed: dict[tuple[float, int, float], int | None] = {}

    def of(self, item: str, n: int, expected: float, looked: int, error: float) -> Reach:
        """Of one item of an agent. looked: at how many items of theirs. error: of what is expected."""
        usual = min(0.95, max(0.05, round(expected * 20) / 20))
        off = min(ERROR_MAX, round(error * 10) / 10)
        if (n, usual, looked, off) not in self._known:
            self._known[n, usual, looked, off] = self._reach(n, usual, looked, off)
        return msgspec.structs.replace(self._known[n, usual, looked, off], item=item, n=n, expected=expected)

    def _reach(self, n: int, usual: float, looked: int, error: float) -> Reach:
        n = min(n, CONVERSATIONS_MAX)
        rule, telling = Rule(self._prior, looked, error), min(TELLING, usual)
        if (usual, looked, error) not in self._needed:
            self._needed[usual, looked, error] = rule.needed(usual, telling)
        wanted, most = self._needed[usual, looked, error], rule.most(n, usual)
        # Counts go in steps: one more conversation may show a little less, so what is there is asked by itself.
        more = 0 if _up_to(most, n, usual - telling) >= FOUND else None if wanted is None else max(1, wanted - n)
        sizes = tuple((size, _up_to(most, n, usual - size)) for size in SIZES if size < usual)
        return Reach("", n, usual, _smallest(most, n, usual), more, sizes)


def _smallest(most: int, n: int, expected: float) -> float | None:
    sizes = np.round(np.arange(GAP_MIN, expected, STEP), 2)
    if most < 0 or not len(sizes):
        return None
    found = _binomial(n, np.maximum(LEAST, expected - sizes))[:, : most + 1].sum(axis=1) >= FOUND
    return float(sizes[np.argmax(found)]) if found.any() else None


def _up_to(most: int, n: int, share: float) -> float:
    """How likely at most so many of n are met."""
    return float(_binomial(n, np.array([max(LEAST, share)]))[0, : most + 1].sum())


def _binomial(n: int, shares: Array) -> Array:
    """How probable each number of n is, a row for each share."""
    met = np.arange(n + 1)
    ways = LOGS[n] - LOGS[met] - LOGS[n - met]
    return np.exp(ways + np.outer(np.log(shares), met) + np.outer(np.log(1 - shares), n - met))
