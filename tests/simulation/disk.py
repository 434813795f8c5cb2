"""The disk and the provider of the simulated world: what is left when the process is gone, and where it may be killed."""

from collections.abc import Sequence

from hoolin.core.delivery.commands import Sent
from hoolin.core.delivery.delivery import Delivery
from hoolin.core.errors import NotReached
from hoolin.core.facts import Content, Entry
from hoolin.journal.port import Journal
from tests.runtime.wishes import Seeded
from tests.simulation.virtual import Killed

POINTS = ("before_append", "after_append", "reading", "answering", "performing", "transmitting", "any_time")
"""Where a process is killed: around the write, while telling those who read along, between two answers, …"""


class Fuse:
    """Kills the process when it has come so many times to one of the points."""

    def __init__(self, chance: Seeded) -> None:
        self.point = chance.pick(POINTS)
        self.left = chance.number(1, 40)

    def at(self, point: str) -> None:
        """The process is at this point."""
        if point == self.point:
            self.left -= 1
            if self.left == 0:
                raise Killed(point)


class Disk:
    """A journal in memory that outlives the process, and the fuse of whoever uses it now."""

    def __init__(self, inner: Journal) -> None:
        self.inner = inner
        self.fuse: Fuse | None = None

    def append(self, entries: Sequence[Entry], contents: Sequence[Content] = ()) -> None:
        """See the port."""
        assert self.fuse is not None
        self.fuse.at("before_append")
        self.inner.append(entries, contents)
        self.fuse.at("after_append")

    def read(self, after: int, limit: int) -> list[Entry]:
        """See the port."""
        return self.inner.read(after, limit)

    def head(self) -> int:
        """See the port."""
        return self.inner.head()

    def close(self) -> None:
        """It stays."""


class Provider:
    """Somebody else's system, which takes messages for good. took: deliveries in order."""

    def __init__(self, chance: Seeded) -> None:
        self.chance = chance
        self.took: list[str] = []
        self.fuse: Fuse | None = None

    async def transmit(self, delivery: Delivery) -> Sent:
        """One attempt: not reached, taken, or taken and then silence."""
        assert self.fuse is not None
        self.fuse.at("transmitting")
        lot = self.chance.number(0, 9)
        if lot == 0:
            raise NotReached("busy")
        self.took.append(delivery.delivery)
        self.fuse.at("transmitting")
        if lot == 1:
            raise ConnectionError("hung up")
        return Sent("accepted", "ok")
