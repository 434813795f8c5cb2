"""What could be found: how likely a gap of some size is told, by the very rule by which it is told; and how many conversations that takes.

It is said beside every "nothing stands out", so that nobody takes silence for praise. `hoolin simulate advice` measures that it is true.
"""

from typing import NamedTuple

import numpy as np

from hoolin.coaching.advice.expected import Array, Expected
from hoolin.coaching.advice.gap import GAP_MIN, LOOKED_MIN, SURE, Looked, chances_of, gap_of, rarity, tails

FOUND = 0.8
"""What one would want to know should be found in eight of ten cases."""

CONVERSATIONS_MAX = 300
STEP = 0.02


class Rule(NamedTuple):
    """What decides: prior: on the grid. looked: how many items are looked at. error: of what is expected, usually."""

    prior: Array
    looked: int
    error: float = 0.2

    def most(self, n: int, expected: float) -> int:
        """Of so many conversations, the most that may be met for a gap to be told; -1 where nothing could be told."""
        logits = np.full(n, np.log(expected / (1 - expected)))
        rare = tails(chances_of(Expected(logits, np.zeros(n), self.error)), True)
        limit = rarity([rare] * self.looked)
        for met in range(int(np.searchsorted(rare, limit, side="right")) - 1, -1, -1):
            one = Expected(logits, np.concatenate((np.ones(met), np.zeros(n - met))), self.error)
            found = gap_of("", Looked.at(one), self.prior)
            if found.mean < found.expected and found.sure > SURE:
                return met
        return -1

    def power(self, n: int, expected: float, gap: float) -> float:
        """How likely a gap of this size is told of so many conversations: 0 to 1."""
        return _up_to(self.most(n, expected), n, expected - gap)

    def smallest(self, n: int, expected: float) -> float | None:
        """The smallest gap that so many conversations would show in eight of ten cases, as a share; None where not even the largest would be."""
        if n < LOOKED_MIN:
            return None
        most = self.most(n, expected)
        sizes = (round(float(gap), 2) for gap in np.arange(GAP_MIN, expected, STEP))
        return next((gap for gap in sizes if _up_to(most, n, expected - gap) >= FOUND), None)

    def needed(self, expected: float, gap: float) -> int | None:
        """How many conversations would show a gap of this size in eight of ten cases; None where even `CONVERSATIONS_MAX` would not."""
        low, high = LOOKED_MIN, CONVERSATIONS_MAX
        if self.power(high, expected, gap) < FOUND:
            return None
        while low < high:
            middle = (low + high) // 2
            low, high = (low, middle) if self.power(middle, expected, gap) >= FOUND else (middle + 1, high)
        return low


def _up_to(most: int, n: int, share: float) -> float:
    """How likely at most so many of n are met."""
    share = max(0.01, share)
    chances = chances_of(Expected(np.full(n, np.log(share / (1 - share))), np.zeros(n), 0.0))
    return float(chances[: most + 1].sum())
