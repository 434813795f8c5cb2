"""`journal.db`: one file for entries, contents, keys and snapshots, so that one transaction covers them all.

One connection writes, under one lock; readers come from a pool and never wait for it (WAL). `synchronous = FULL`: a
commit is on the disk when it returns. A write that the disk refused closes the file to further writes, because after a
failed sync nobody can say what the disk holds; opening it anew finds out.

Checkpoints (copying the log into the file) are kept out of the writer's way: see `checkpoint.py`.
"""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from importlib.resources import files
from pathlib import Path
from threading import Lock

from hoolin.journal.errors import DiskRefused
from hoolin.journal.keys import sync_folder
from hoolin.journal.sqlite import migrations, sql
from hoolin.journal.sqlite.checkpoint import Checkpointer
from hoolin.journal.sqlite.connections import BUSY_MS, Connect, Connection, Readers, connect, disk_answers

FILE_NAME = "journal.db"
APPLICATION_ID = 0x686F6F6C
"""The letters "hool", so that `file` and we know whose file it is."""

CLOSED = -1

_HERE = files("hoolin.journal.sqlite")
QUERIES = sql.load(_HERE / "queries.sql")
STEPS = migrations.load(_HERE / "schema")

WRITER_PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    # Deleted keys and contents are overwritten, not just forgotten.
    "PRAGMA secure_delete = ON",
    f"PRAGMA busy_timeout = {BUSY_MS}",
    "PRAGMA wal_autocheckpoint = 0",
    # What is needed to undo one statement of many rows is kept in memory: the transaction behind it is a small one.
    "PRAGMA temp_store = MEMORY",
    # 16 MB: messages of many conversations change pages all over the indexes, and the same ones again a moment later.
    "PRAGMA cache_size = -16384",
    # The log is cut back to this length when it starts over.
    "PRAGMA journal_size_limit = 67108864",
)


class JournalFile:
    """The open file: transactions for writing, readers for reading."""

    def __init__(self, folder: Path, connect: Connect = connect) -> None:
        """folder: the site's data folder, made private if it does not exist. connect: the driver, for power-cut tests."""
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.path = folder / FILE_NAME
        self._lock = Lock()
        self._stopped = ""
        with disk_answers():
            self._writer = self._open_writer(connect)
            sync_folder(folder)
            self.readers = Readers(lambda: connect(self.path))
            # Opened once and closed last: whenever a process closes a file, it loses all the locks it has on it.
            self._copied = os.open(self.path, os.O_RDONLY)
            self._checkpointer = Checkpointer(lambda: connect(self.path), self._lock, self._sync, self._refused)

    @contextmanager
    def write(self, expected_bytes: int = 0, then: Callable[[], None] | None = None) -> Iterator[Connection]:
        """One durable transaction: committed when the block ends, undone when it raises.

        expected_bytes: roughly how much it adds, so that checkpoints come in time. then: called once it is durable and
        before any other write, for what memory must know no sooner and no later.
        """
        with self._lock:
            if self._stopped:
                raise DiskRefused(self._stopped)
            try:
                with disk_answers():
                    self._writer.execute("BEGIN IMMEDIATE")
                    yield self._writer
                    self._writer.execute("COMMIT")
                if then is not None:
                    then()
            except BaseException as problem:
                if isinstance(problem, DiskRefused):
                    self._stopped = "stopped_after_a_refusal"
                with suppress(sqlite3.Error):
                    self._writer.execute("ROLLBACK")
                raise
        self._checkpointer.grew(expected_bytes)

    def scrub(self) -> None:
        """Empty the log, so that it keeps no copy of what was just destroyed; retried later if a reader is in the way."""
        self._checkpointer.scrub()

    def close(self) -> None:
        """Copy the log into the file and let go of it; twice is harmless."""
        self._checkpointer.close()
        self.readers.close()
        with self._lock:
            self._stopped = self._stopped or "closed"
            self._writer.close()
            copied, self._copied = self._copied, CLOSED
        if copied != CLOSED:
            os.close(copied)

    def _refused(self) -> None:
        """A checkpoint met a disk that does not keep what it is given: the next write says so, and the process stops."""
        self._stopped = self._stopped or "stopped_after_a_refusal"

    def _sync(self) -> None:
        """Bring to the disk what checkpoints have written into the file so far."""
        os.fdatasync(self._copied)

    def _open_writer(self, connect: Connect) -> Connection:
        writer = connect(self.path)
        try:
            for pragma in WRITER_PRAGMAS:
                writer.execute(pragma).fetchall()
            migrations.migrate(writer, STEPS, APPLICATION_ID)
        except BaseException:
            writer.close()
            raise
        return writer
