"""Group commits without a journal around them: one table, one statement for a group, and its sync. What ours is measured against."""

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import psycopg

Row = tuple[int, int, str, str, str]

TABLE = "CREATE TABLE bare (position bigint PRIMARY KEY, at bigint NOT NULL, actor text NOT NULL, cause text NOT NULL, fact text NOT NULL)"

UNNEST = """INSERT INTO bare (position, at, actor, cause, fact)
SELECT * FROM unnest(%b::bigint[], %b::bigint[], %b::text[], %b::text[], %b::text[])"""


class Bare(Protocol):
    """Where rows are committed in groups."""

    def commit(self, rows: Sequence[Row]) -> None:
        """Durable when it returns."""

    def last(self) -> int:
        """The greatest position."""

    def close(self) -> None:
        """No more."""


class BareSqlite:
    """sqlite3 with its log, synchronous as ours, and checkpoints as rare."""

    def __init__(self, file: Path) -> None:
        self._connection = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "wal_autocheckpoint = 4096"):
            self._connection.execute(f"PRAGMA {pragma}").fetchall()
        self._connection.execute(TABLE.replace("bigint PRIMARY KEY", "INTEGER PRIMARY KEY"))

    def commit(self, rows: Sequence[Row]) -> None:
        """See `Bare`."""
        self._connection.execute("BEGIN IMMEDIATE")
        self._connection.executemany("INSERT INTO bare VALUES (?, ?, ?, ?, ?)", rows)
        self._connection.execute("COMMIT")

    def last(self) -> int:
        """See `Bare`."""
        return int(self._connection.execute("SELECT coalesce(max(position), 0) FROM bare").fetchone()[0])

    def close(self) -> None:
        """See `Bare`."""
        self._connection.close()


class BarePostgres:
    """psycopg, one `unnest` a group, in the binary form."""

    def __init__(self, address: str) -> None:
        self._connection = psycopg.connect(address, autocommit=True)
        self._connection.prepare_threshold = 1
        self._connection.execute("DROP TABLE IF EXISTS bare")
        self._connection.execute(TABLE)

    def commit(self, rows: Sequence[Row]) -> None:
        """See `Bare`."""
        self._connection.execute(UNNEST, [list(column) for column in zip(*rows, strict=True)])

    def last(self) -> int:
        """See `Bare`."""
        row = self._connection.execute("SELECT coalesce(max(position), 0) FROM bare").fetchone()
        assert row is not None
        return int(row[0])

    def close(self) -> None:
        """See `Bare`."""
        self._connection.close()
