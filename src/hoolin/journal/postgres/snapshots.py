"""Snapshots in PostgreSQL: written in parts over a connection of their own, so that no append waits; whole once their row is there."""

from hoolin.journal.port import Snapshot
from hoolin.journal.postgres.database import QUERIES, Database

PART_BYTES = 1024 * 1024
"""What the server and we hold of one at a time."""

KEPT = 3
"""The newest may turn out to be of no use after a mishap; the two before it save a replay from the start."""


class PostgresSnapshots:
    """See `journal.port.Snapshots`."""

    def __init__(self, database: Database) -> None:
        self._movers = database.movers
        self._readers = database.readers

    def save(self, snapshot: Snapshot) -> None:
        """See the port. One thread at a time."""
        ((number,),) = self._readers.ask(QUERIES["next_snapshot"])
        for part, start in enumerate(range(0, len(snapshot.body), PART_BYTES)):
            body = snapshot.body[start : start + PART_BYTES]
            self._movers.tell(QUERIES["add_snapshot_part"], (number, part, body))
        self._movers.tell(QUERIES["add_snapshot"], (number, snapshot.position, snapshot.at, snapshot.version))
        self._movers.ask(QUERIES["forget_old_snapshots"], (KEPT,))
        self._movers.ask(QUERIES["forget_stray_parts"])

    def latest(self, version: str) -> Snapshot | None:
        """See the port."""
        rows = self._readers.ask(QUERIES["latest_snapshot"], (version,))
        if not rows:
            return None
        number, position, at, version = rows[0]
        parts = self._readers.ask(QUERIES["snapshot_parts"], (number,))
        return Snapshot(position, at, version, b"".join(body for (body,) in parts))
