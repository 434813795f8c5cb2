"""Snapshots for the next start: taken of what is decided, kept only once all of it is durable.

Under load there is never a moment at which nothing is on its way to the disk. So the state is written down as it is, and
the snapshot waits until the journal has reached its position.
"""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

from hoolin.core.facts import Instant
from hoolin.journal.errors import DiskRefused
from hoolin.journal.port import Snapshot, Snapshots
from hoolin.runtime.house import House

SNAPSHOT_EVERY = 50_000
"""Entries between snapshots: replay on start stays within seconds."""


class Snapshooter:
    """Takes snapshots of a house. position: of the newest that was taken or found. every: entries between two. version: see `Snapshots`."""

    def __init__(self, snapshots: Snapshots, version: str) -> None:
        self.position = 0
        self.every = SNAPSHOT_EVERY
        self._snapshots = snapshots
        self._version = version
        self._taken: Snapshot | None = None
        self.thread = ThreadPoolExecutor(1, thread_name_prefix="snapshots")

    def due(self, house: House) -> bool:
        """Whether enough has happened since the newest one, and the house is at rest."""
        return self._taken is None and house.position - self.position >= self.every and not house.unsettled

    def take(self, house: House, now: Instant) -> None:
        """Write the state down, unless nothing has happened since the newest one."""
        if house.position > self.position:
            self.position = house.position
            self._taken = Snapshot(house.position, now, self._version, house.dump())

    def save_up_to(self, durable_position: int) -> None:
        """Keep what was taken if the journal has come that far; in a thread of its own."""
        taken = self._taken
        if taken is not None and taken.position <= durable_position:
            self._taken = None
            self.thread.submit(self._save, taken)

    def stop(self) -> None:
        """Wait for what is being saved."""
        self.thread.shutdown(wait=True)

    def _save(self, taken: Snapshot) -> None:
        # A start without it takes longer, no more; a disk that refuses is met by the journal itself.
        with suppress(DiskRefused):
            self._snapshots.save(taken)
