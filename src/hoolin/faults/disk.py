"""The disk of a bad day: what is left when the process is gone. And the fuse: where the process is killed.

An append may be refused before anything is written, or after all of it is: whoever writes cannot tell which. It may take seconds.
"""

from collections.abc import Callable, Sequence

from hoolin.core.facts import Content, Entry
from hoolin.faults.chance import Chance
from hoolin.faults.virtual import Killed
from hoolin.journal.errors import DiskRefused
from hoolin.journal.port import Journal

POINTS = ("before_append", "after_append", "reading", "answering", "performing", "transmitting", "any_await")
"""Where a process is killed: around the write, while telling those who read along, between two answers, around the provider's taking
of a message, and between any two steps.
"""

TIMES_MAX = {"any_await": 1_500, "transmitting": 6}
"""Within so many times it dies there (else within 40): so that most days have some seconds, or a few messages of ours, before it."""


class Fuse:
    """Kills the process when it has come so many times to one of the points. where: which; "" while it is out."""

    def __init__(self, chance: Chance) -> None:
        self.point = chance.pick((*POINTS, "any_await"))
        self.left = chance.number(1, TIMES_MAX.get(self.point, 40))

    def at(self, point: str) -> None:
        """The process is at this point."""
        if point == self.point:
            self.left -= 1
            if self.left == 0:
                raise Killed(point)

    def take_out(self) -> None:
        """It kills nobody any more."""
        self.point = ""


class Disk:
    """A journal in memory that outlives the process. took: told of what has just become durable. refused: how often it said no."""

    def __init__(self, inner: Journal, chance: Chance, took: Callable[[Sequence[Entry]], None]) -> None:
        self.inner = inner
        self.fuse: Fuse | None = None
        self.refused = 0
        self.well = False
        self._chance = chance
        self._took = took

    def append(self, entries: Sequence[Entry], contents: Sequence[Content] = ()) -> None:
        """See the port."""
        lot = 0 if self.well else self._chance.number(1, 600)
        self._at("before_append")
        if lot == 1:
            self.refused += 1
            raise DiskRefused
        self.inner.append(entries, contents)
        self._took(entries)
        self._at("after_append")
        if lot == 2:
            self.refused += 1
            raise DiskRefused

    def read(self, after: int, limit: int) -> list[Entry]:
        """See the port."""
        return self.inner.read(after, limit)

    def head(self) -> int:
        """See the port."""
        return self.inner.head()

    def close(self) -> None:
        """It stays."""

    def seconds(self) -> float:
        """How long the next append takes: hardly any time, or, once in a while, seconds."""
        if not self.well and self._chance.once_in(80):
            return self._chance.pick((0.3, 1.0, 6.0))
        return self._chance.number(1, 60) / 10_000

    def _at(self, point: str) -> None:
        if self.fuse is not None:
            self.fuse.at(point)
