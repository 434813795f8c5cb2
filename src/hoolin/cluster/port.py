"""The lease: the right to be the one writer of a site.

A lease serves liveness: it keeps a second process from starting. It is not what keeps the journal whole; that is the
journal itself, which takes an append only where it ends (`PositionTaken`). A process that lost its lease without
noticing is stopped there, however late it wakes.

Threads: any; nothing here waits for long.
"""

from typing import Protocol

from hoolin.core.errors import Refusal


class LeaseTaken(Refusal):
    """Another Hoolin process is serving this site."""


class Lease(Protocol):
    """A lease that was taken."""

    @property
    def epoch(self) -> int:
        """How many times the lease of this site has been taken, this one included: later holders have larger numbers."""

    def held(self) -> bool:
        """Whether it is still ours."""

    def release(self) -> None:
        """Give it back; twice is harmless."""


class Leases(Protocol):
    """Where leases are taken."""

    def take(self, site: str) -> Lease:
        """The lease of a site, at once or not at all. Raises LeaseTaken, naming the holder as well as is known."""
