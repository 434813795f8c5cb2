"""Which views have the cheapest ready agents for a kind of work: two ways to say the same.

A few views are compared each time. Thousands (agents who are all different) are kept in a heap that hears of every change
of a head. Both name at least the views that the best so many agents belong to, whatever the ties.
"""

from bisect import insort
from collections.abc import Iterable
from heapq import nsmallest
from operator import itemgetter, sub

from hoolin.core.routing.channel import Channel
from hoolin.core.routing.order import NEVER

# Whoever has nobody ready stands far above this, however well they fit.
NOBODY = NEVER >> 1

# A heap entry is one number: the cost, then so many bits for the index of the view. It compares faster than a pair.
INDEX_BITS = 18
INDEX_MASK = (1 << INDEX_BITS) - 1


class Compared:
    """Compares the heads of all views, each with its fit in ms, by the index of the view."""

    __slots__ = ("_channel", "_fits", "_heads_of", "_views")

    def __init__(self, channel: Channel, fits: dict[int, int]) -> None:
        self._channel = channel
        self._views = list(fits.items())
        self._fits = list(fits.values())
        # One call for all heads instead of a loop of our own.
        self._heads_of = itemgetter(*fits)

    def leading(self, count: int) -> Iterable[tuple[int, int]]:
        """Index and fit of the views with the lowest so many costs at their heads, ties included."""
        views = self._views
        if len(views) <= count:
            return views
        costs = list(map(sub, self._heads_of(self._channel.heads), self._fits))
        if count == 1:
            lowest = min(costs)
            if costs.count(lowest) == 1:
                return (views[costs.index(lowest)],)
        bound = NOBODY
        leading: list[tuple[int, int]] = []
        for at, cost in enumerate(costs):
            if cost <= bound:
                insort(leading, (cost, at))
                if len(leading) >= count:
                    bound = leading[count - 1][0]
        return [views[at] for cost, at in leading if cost <= bound]

    def close(self) -> None:
        """Nothing to undo."""


class Heaped:
    """Remembers the cost of every view's head and hears of every change."""

    __slots__ = ("_at", "_changed", "_channel", "_costs", "_fits")

    def __init__(self, channel: Channel, fits: dict[int, int]) -> None:
        self._channel = channel
        self._fits = fits
        self._at = {index: at for at, index in enumerate(fits)}
        self._costs = [0] * len(fits)
        # To begin with, every head is news.
        self._changed = set(fits)
        for index in fits:
            channel.watchers[index][self] = self._changed

    def leading(self, count: int) -> Iterable[tuple[int, int]]:
        """Index and fit of the views with the lowest so many costs at their heads, ties included."""
        costs = self._costs
        heads = self._channel.heads
        fits = self._fits
        at = self._at
        for index in self._changed:
            costs[at[index]] = (heads[index] - fits[index]) << INDEX_BITS | index
        self._changed.clear()
        lowest = nsmallest(count + 1, costs)
        if len(lowest) > count and lowest[count] >> INDEX_BITS == lowest[count - 1] >> INDEX_BITS:
            bound = lowest[count] | INDEX_MASK
            lowest = [cost for cost in costs if cost <= bound]
        else:
            del lowest[count:]
        return [(cost & INDEX_MASK, fits[cost & INDEX_MASK]) for cost in lowest]

    def close(self) -> None:
        """Hear of no more changes."""
        for index in self._fits:
            del self._channel.watchers[index][self]
