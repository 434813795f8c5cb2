"""Copies the log (WAL) into the file on a thread of its own, so that no append waits for it.

A passive checkpoint runs beside the writer, but what the writer adds meanwhile keeps the log from starting over, and
under steady load it would grow without end. So each round is taken in steps: most of the log is copied and brought to the disk
beside the writer, then what came meanwhile, and then the very small rest while the writer is held for a moment; the next
commit starts the log from its beginning.

SQLite syncs the file only when the whole log is copied, which is when the writer is held: it would wait for the disk to take
in all that was copied in the round. So we sync the file ourselves before.
"""

import sqlite3
from collections.abc import Callable
from contextlib import suppress
from threading import Event, Lock, Thread

from hoolin.journal.sqlite.connections import Connection

CHECKPOINT_EVERY_BYTES = 16 * 1024 * 1024
"""How much the log may grow between checkpoints: large enough to be rare, small enough to read back at once on start."""

PAGES_PER_COMMIT_BYTES = 16 * 1024
"""What a commit adds to the log besides its own data: the pages of the trees that it touches."""

STEPS_BESIDE = 2
"""Of a round, beside the writer: the first takes most of the log, the second what came during the first."""

SCRUB_RETRY_S = 1.0
"""How soon an emptying of the log that a reader prevented is tried again."""


class Checkpointer:
    """One thread and one connection that do nothing else."""

    def __init__(self, open_one: Callable[[], Connection], writing: Lock, sync: Callable[[], None]) -> None:
        """writing: the lock that the writer holds during a transaction. sync: brings to the disk what was copied."""
        self._connection = open_one()
        for pragma in ("PRAGMA synchronous = FULL", "PRAGMA wal_autocheckpoint = 0", "PRAGMA busy_timeout = 0"):
            self._connection.execute(pragma).fetchall()
        self._writing = writing
        self._sync = sync
        self._using = Lock()
        self._grown_bytes = 0
        self._due = Event()
        self._scrub_due = False
        self._closed = False
        self._thread = Thread(target=self._run, name="journal-checkpoint", daemon=True)
        self._thread.start()

    def grew(self, data_bytes: int) -> None:
        """A commit has added this much; wakes the thread once enough has come together."""
        self._grown_bytes += data_bytes + PAGES_PER_COMMIT_BYTES
        if self._grown_bytes >= CHECKPOINT_EVERY_BYTES:
            self._due.set()

    def scrub(self) -> None:
        """Empty the log now; if a reader is in the way, the thread tries again until it is done."""
        with self._writing, self._using:
            self._scrub_due = not self._closed and not self._emptied()
        if self._scrub_due:
            self._due.set()

    def close(self) -> None:
        """End the thread and empty the log; twice is harmless."""
        with self._using:
            if self._closed:
                return
            self._closed = True
        self._due.set()
        self._thread.join()
        self._emptied()
        self._connection.close()

    def _run(self) -> None:
        while True:
            self._due.wait()
            self._due.clear()
            if self._closed:
                return
            # A checkpoint that fails has lost nothing: the log still holds it all, and the writer meets the same disk.
            with suppress(sqlite3.Error, OSError):
                self._round()
            if self._scrub_due:
                self._retry_scrub()

    def _round(self) -> None:
        for _ in range(STEPS_BESIDE):
            with self._using:
                self._copy()
            self._sync()
        with self._writing, self._using:
            self._copy()
            self._grown_bytes = 0

    def _retry_scrub(self) -> None:
        self._due.wait(SCRUB_RETRY_S)
        with self._writing, self._using:
            self._scrub_due = not self._closed and not self._emptied()
        if self._scrub_due:
            self._due.set()

    def _copy(self) -> None:
        self._connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()

    def _emptied(self) -> bool:
        """Whether the log could be copied whole and cut to nothing."""
        try:
            busy, _log, _copied = self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        except sqlite3.Error:
            return False
        return not busy
