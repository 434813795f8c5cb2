"""Which views have the cheapest ready agents for a kind of work: two ways to say the same.

A few views are compared each time. Thousands (agents who are all different) are kept in a heap that hears of every change
of a head. Both name at least the views that the best so many agents belong to, whatever the ties.
"""

from bisect import insort
from collections.abc import Iterable
from heapq import heapify, heappop, heappush
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

    __slots__ = ("_fits", "_heads_of", "_views")

    def __init__(self, fits: dict[int, int]) -> None:
        self._views = list(fits.items())
        self._fits = list(fits.values())
        # One call for all heads instead of a loop of our own.
        self._heads_of = itemgetter(*fits)

    def leading(self, channel: Channel, count: int) -> Iterable[tuple[int, int]]:
        """Index and fit of the views with the lowest so many costs at their heads on this channel, ties included."""
        views = self._views
        if len(views) <= count:
            return views
        costs = list(map(sub, self._heads_of(channel.heads), self._fits))
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
    """Keeps the heads of all views in a heap, whatever the channel: what an agent costs anywhere is the least that they
    cost on one channel. An entry that is not the head of its view any more is dropped when it is met.
    """

    __slots__ = ("_anywhere", "_changed", "_fits", "_heap")

    def __init__(self, anywhere: Channel, fits: dict[int, int]) -> None:
        self._anywhere = anywhere
        self._fits = fits
        self._heap: list[int] = []
        # To begin with, every head is news.
        self._changed = set(fits)
        for index in fits:
            anywhere.watchers[index][self] = self._changed

    def leading(self, channel: Channel, count: int) -> Iterable[tuple[int, int]]:
        """Index and fit of the views with the lowest so many costs at their heads on this channel, ties included."""
        self._catch_up()
        heap = self._heap
        heads = self._anywhere.heads
        heads_here = channel.heads
        fits = self._fits
        bound = NOBODY
        met: dict[int, int] = {}
        leading: list[tuple[int, int]] = []
        while heap and heap[0] >> INDEX_BITS <= bound:
            entry = heappop(heap)
            index = entry & INDEX_MASK
            fit = fits[index]
            if index in met or heads[index] - fit != entry >> INDEX_BITS:
                continue
            met[index] = entry
            insort(leading, (heads_here[index] - fit, index))
            if len(leading) >= count:
                bound = min(bound, leading[count - 1][0])
        for entry in met.values():
            heappush(heap, entry)
        return [(index, fits[index]) for cost, index in leading if cost <= bound]

    def close(self) -> None:
        """Hear of no more changes."""
        for index in self._fits:
            del self._anywhere.watchers[index][self]

    def _catch_up(self) -> None:
        """Push the heads that changed. With twice as many entries as views, all but the present heads are cleared out."""
        heap = self._heap
        heads = self._anywhere.heads
        fits = self._fits
        changed = self._changed
        if len(heap) + len(changed) > 2 * len(fits):
            heap.clear()
            changed.update(fits)
        if len(changed) == len(fits):
            heap.extend(
                [((heads[index] - fit) << INDEX_BITS) | index for index, fit in fits.items() if heads[index] != NEVER]
            )
            heapify(heap)
        else:
            for index in changed:
                head = heads[index]
                if head != NEVER:
                    heappush(heap, ((head - fits[index]) << INDEX_BITS) | index)
        changed.clear()
