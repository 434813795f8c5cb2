"""Snapshots in SQLite: written in parts, so that appends can go between, and whole only once their row is there."""

from hoolin.journal.port import Snapshot
from hoolin.journal.sqlite.file import QUERIES, JournalFile

PART_BYTES = 1024 * 1024
"""One part is written in a few milliseconds; an append waits no longer than that."""

KEPT = 3
"""The newest may turn out to be of no use after a mishap; the two before it save a replay from the start."""


class SqliteSnapshots:
    """See `journal.port.Snapshots`."""

    def __init__(self, file: JournalFile) -> None:
        self._file = file

    def save(self, snapshot: Snapshot) -> None:
        """See the port. One thread at a time."""
        with self._file.readers.lend() as reader:
            (number,) = reader.execute(QUERIES["next_snapshot"]).fetchone()
        for part, start in enumerate(range(0, len(snapshot.body), PART_BYTES)):
            body = snapshot.body[start : start + PART_BYTES]
            with self._file.write(len(body)) as writer:
                writer.execute(QUERIES["add_snapshot_part"], (number, part, body))
        with self._file.write() as writer:
            writer.execute(QUERIES["add_snapshot"], (number, snapshot.position, snapshot.at, snapshot.version))
            writer.execute(QUERIES["forget_old_snapshots"], (KEPT,))
        while self._forget_a_part():
            pass

    def latest(self, version: str) -> Snapshot | None:
        """See the port."""
        with self._file.readers.lend() as reader:
            row = reader.execute(QUERIES["latest_snapshot"], (version,)).fetchone()
            if row is None:
                return None
            number, position, at, version = row
            parts = reader.execute(QUERIES["snapshot_parts"], (number,)).fetchall()
        return Snapshot(position, at, version, b"".join(body for (body,) in parts))

    def _forget_a_part(self) -> bool:
        with self._file.readers.lend() as reader:
            stray = reader.execute(QUERIES["stray_snapshot_part"]).fetchone()
        if stray is None:
            return False
        with self._file.write() as writer:
            # Nothing personal is in a snapshot, so its pages need not be overwritten.
            writer.execute(QUERIES["forget_snapshot_part"], stray)
        return True
