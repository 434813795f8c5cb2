"""One channel as routing sees it: who has room on it, and of each kind of agent who would be the cheapest.

Agents of one view are equally good at everything, so they are ready in one order for all work of the channel.
"""

from bisect import bisect_left, insort
from typing import TypeAlias

from hoolin.core.routing.order import NEVER

Ready: TypeAlias = tuple[int, str, int]
"""Cost in ms, agent id, slot: the cheaper first, equal costs by id."""


class Channel:
    """One channel.

    bit: its place in a load's `open`. room: a bit per agent who has room on it. rested: a bit per agent who would have room on it
    but is having a breather. ready: by view, the agents who have room,
    in order of cost before skills. heads: by view, the lowest of those costs. watchers: by view, the sets that its index
    is added to whenever its head changes, by who asked for it.
    """

    __slots__ = ("bit", "code", "heads", "index", "ready", "rested", "room", "watchers", "weight")

    def __init__(self, code: str, index: int, weight: int, views: int) -> None:
        self.code = code
        self.index = index
        self.bit = 1 << index
        self.weight = weight
        self.room = 0
        self.rested = 0
        self.ready: list[list[Ready]] = [[] for _ in range(views)]
        self.heads = [NEVER] * views
        self.watchers: list[dict[object, set[int]]] = [{} for _ in range(views)]

    def add_view(self) -> None:
        """There is one view more."""
        self.ready.append([])
        self.heads.append(NEVER)
        self.watchers.append({})

    def relist(self, index: int, was: Ready | None, now: Ready | None) -> None:
        """An agent of this view was ready at one cost and is at another now; None says not ready."""
        ready = self.ready[index]
        if was is not None:
            del ready[bisect_left(ready, was)]
        if now is not None:
            insort(ready, now)
        head = ready[0][0] if ready else NEVER
        if head != self.heads[index]:
            self.heads[index] = head
            for changed in self.watchers[index].values():
                changed.add(index)
