"""SQLite connections as this room uses them: one that writes, and a pool of readers that never wait for it.

A connection is never used by two threads at once: the writer is guarded by a lock in `file.py`, and a reader belongs to
one thread from `lend` to its end. `Connect` is a seam: the power-cut tests put another driver with a lossy disk there.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import Any, Protocol, TypeAlias

from hoolin.journal.errors import DiskRefused

BUSY_MS = 5_000
"""How long one connection waits for another's lock before it gives up."""

READERS_IDLE_MAX = 8
"""Readers kept open between uses: as many as threads read at once on a small machine; more are opened and closed."""

STATEMENTS_CACHED = 512
"""Compiled statements kept per connection: more than all rooms together have names for."""


class Connection(Protocol):
    """What the journal needs of a driver: `sqlite3.Connection` fits, in autocommit mode."""

    def execute(self, sql: str, parameters: Any = ..., /) -> Any:
        """Run one statement; gives a cursor."""

    def executemany(self, sql: str, parameters: Any, /) -> Any:
        """Run one statement for each set of parameters."""

    def close(self) -> None:
        """Let go of the file."""


Connect: TypeAlias = Callable[[Path], Connection]
"""Opens a connection to a file, which is made if it does not exist."""


def connect(path: Path) -> sqlite3.Connection:
    """A plain connection in autocommit mode: transactions are begun and ended by name."""
    connection = sqlite3.connect(
        path,
        timeout=BUSY_MS / 1000,
        isolation_level=None,
        check_same_thread=False,
        cached_statements=STATEMENTS_CACHED,
    )
    connection.row_factory = None
    return connection


@contextmanager
def disk_answers() -> Iterator[None]:
    """Within this block, whatever SQLite says about the disk becomes DiskRefused; a broken rule of a table does not."""
    try:
        yield
    except sqlite3.IntegrityError:
        raise
    except sqlite3.Error as problem:
        raise DiskRefused(getattr(problem, "sqlite_errorname", "").lower(), said=str(problem)) from problem


class Readers:
    """A pool of connections that only read."""

    def __init__(self, open_one: Callable[[], Connection]) -> None:
        self._open_one = open_one
        self._idle: list[Connection] = []
        self._lock = Lock()
        self._closed = False

    @contextmanager
    def lend(self) -> Iterator[Connection]:
        """One reader for the length of the block; each statement sees all that was committed before it began."""
        with disk_answers():
            reader = self._take()
            try:
                yield reader
            finally:
                self._give_back(reader)

    def close(self) -> None:
        """Close the idle readers; those still lent are closed when they come back."""
        with self._lock:
            self._closed = True
            idle, self._idle = self._idle, []
        for reader in idle:
            reader.close()

    def _take(self) -> Connection:
        with self._lock:
            if self._idle:
                return self._idle.pop()
            if self._closed:
                raise DiskRefused("closed")
        reader = self._open_one()
        reader.execute("PRAGMA query_only = ON").fetchall()
        return reader

    def _give_back(self, reader: Connection) -> None:
        with self._lock:
            if keep := not self._closed and len(self._idle) < READERS_IDLE_MAX:
                self._idle.append(reader)
        if not keep:
            reader.close()
