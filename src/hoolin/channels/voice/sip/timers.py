"""Timers as data: who wants to be told what at which instant. Pure; whoever has a clock asks `next_due` and calls `advance`.

Rules. Instants are integer milliseconds of any one clock. What is due at the same instant happens in the order it was asked
for. A timer that was cancelled holds on to nothing.
"""

import heapq
from collections.abc import Callable

CANCELLED_MIN = 4_096
"""Beyond so many cancelled ones, and more than half of all, the heap is made anew without them."""


class Timer:
    """One wish. act: what is called with the instant; None when it was cancelled or has been called."""

    __slots__ = ("act", "due")

    def __init__(self, due: int, act: Callable[[int], None]) -> None:
        self.due = due
        self.act: Callable[[int], None] | None = act


class Timers:
    """All wishes of one stack, earliest first."""

    def __init__(self) -> None:
        self._heap: list[tuple[int, int, Timer]] = []
        self._asked = 0
        self._cancelled = 0

    def __len__(self) -> int:
        return len(self._heap) - self._cancelled

    def at(self, due: int, act: Callable[[int], None]) -> Timer:
        """Have `act(now)` called when it is `due` or later."""
        timer = Timer(due, act)
        self._asked += 1
        heapq.heappush(self._heap, (due, self._asked, timer))
        return timer

    def cancel(self, timer: Timer | None) -> None:
        """Never mind. None, and one that was called or cancelled, are harmless."""
        if timer is None or timer.act is None:
            return
        timer.act = None
        self._cancelled += 1
        if self._cancelled > CANCELLED_MIN and self._cancelled * 2 > len(self._heap):
            self._heap = [entry for entry in self._heap if entry[2].act is not None]
            heapq.heapify(self._heap)
            self._cancelled = 0

    def next_due(self) -> int | None:
        """The instant of the earliest, or None."""
        heap = self._heap
        while heap and heap[0][2].act is None:
            heapq.heappop(heap)
            self._cancelled -= 1
        return heap[0][0] if heap else None

    def advance(self, now: int) -> None:
        """Call all that are due, in order; also those that become due by it."""
        heap = self._heap
        while heap and heap[0][0] <= now:
            timer = heapq.heappop(heap)[2]
            act = timer.act
            if act is None:
                self._cancelled -= 1
                continue
            timer.act = None
            act(now)
            heap = self._heap
