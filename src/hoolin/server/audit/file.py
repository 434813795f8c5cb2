"""The file of the audit log, `audit.db` in the site's data folder. Everything here waits for the disk.

It is apart from accounts and journal, so that it can be kept longer than either. The command line and a running server may have it open
at the same time: each entry is chained within the transaction that writes it.
"""

from collections.abc import Iterator, Sequence
from importlib.resources import files
from pathlib import Path
from threading import Lock
from typing import Any

import msgspec

from hoolin.journal.sqlite import migrations, sql
from hoolin.journal.sqlite.connections import BUSY_MS, connect, disk_answers
from hoolin.server.audit import chain
from hoolin.server.audit.records import Entry, Head, Link, Wanted

FILE_NAME = "audit.db"
APPLICATION_ID = 0x686F6F75
"""The letters "hoou"."""

READ_AT_ONCE = 5_000
"""Entries in memory while the chain is verified: a megabyte or two."""

_HERE = files("hoolin.server.audit")
QUERIES = sql.load(_HERE / "queries.sql")

PRAGMAS = ("PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL", f"PRAGMA busy_timeout = {BUSY_MS}")


class AuditFile:
    """The open file. Any thread may call; calls wait for each other."""

    def __init__(self, folder: Path) -> None:
        """folder: the site's data folder, made private if it does not exist. Raises NewerSchema, Unreadable, DiskRefused."""
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = folder / FILE_NAME
        # Made before SQLite opens it, so that at no moment others may read it.
        path.touch(mode=0o600)
        self._lock = Lock()
        with disk_answers():
            self._connection = connect(path)
            for pragma in PRAGMAS:
                self._connection.execute(pragma).fetchall()
            migrations.migrate(self._connection, migrations.load(_HERE / "schema"), APPLICATION_ID)

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._connection.close()

    def append(self, entry: Entry) -> int:
        """Write an entry behind the newest; gives its number once it is durable. Raises DiskRefused."""
        with self._lock, disk_answers():
            self._connection.execute("BEGIN IMMEDIATE").fetchall()
            try:
                head = self._head()
                link = chain.linked(msgspec.structs.replace(entry, n=head.n + 1), head.own)
                self._connection.execute(QUERIES["append"], _row(link)).fetchall()
                self._connection.execute("COMMIT").fetchall()
            except BaseException:
                self._connection.execute("ROLLBACK").fetchall()
                raise
        return link.entry.n

    def head(self) -> Head:
        """The newest entry; number 0 while there is none."""
        with self._lock, disk_answers():
            return self._head()

    def some(self, wanted: Wanted) -> list[Entry]:
        """The entries that are asked for, newest first."""
        return [_link(row).entry for row in self._ask("some", msgspec.structs.asdict(wanted))]

    def links(self) -> Iterator[Link]:
        """Everything, in order."""
        n = 0
        while rows := self._ask("onward", (n, READ_AT_ONCE)):
            yield from map(_link, rows)
            n = rows[-1][0]

    def _head(self) -> Head:
        rows = self._connection.execute(QUERIES["head"]).fetchall()
        return Head(*rows[0]) if rows else Head(0, chain.BEGINNING)

    def _ask(self, name: str, parameters: Sequence[Any] | dict[str, Any]) -> list[tuple[Any, ...]]:
        with self._lock, disk_answers():
            rows: list[tuple[Any, ...]] = self._connection.execute(QUERIES[name], parameters).fetchall()
            return rows


def _row(link: Link) -> tuple[Any, ...]:
    entry = link.entry
    done_on = msgspec.json.encode(entry.on).decode()
    return (
        entry.n, entry.at, entry.who, entry.what, done_on, entry.session, entry.outcome, entry.begun, link.previous, link.own,
    )  # fmt: skip


def _link(row: Sequence[Any]) -> Link:
    n, at, who, what, done_on, session, outcome, begun, previous, own = row
    on = tuple(msgspec.json.decode(done_on, type=list[str]))
    entry = Entry(n=n, at=at, who=who, what=what, on=on, session=session, outcome=outcome, begun=begun)
    return Link(entry=entry, previous=previous, own=own)
