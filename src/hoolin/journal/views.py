"""Read models: tables that rooms fold the journal into, and ask by name.

A room gives a schema, a pure fold `entry -> rows` and named statements; a row is the name of a statement and its
parameters. Everything here is disposable: the file holds the position it has reached, and whatever differs (another
fold, another schema, another journal) empties it and has it folded again from the first entry.

A batch is one transaction together with its position, so it counts wholly or not at all, and never twice: also when two
processes fold into one file for a moment, for each goes on where the file says. The file is synced only at checkpoints: what
a power cut takes is folded again.

Threads: `apply`, `follow` and `catch_up` from one thread at a time; `query` and `position` from any.
"""

import hashlib
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from importlib.resources import files
from pathlib import Path
from threading import RLock
from typing import Protocol, TypeAlias

import msgspec

from hoolin.core.errors import Defect
from hoolin.core.facts import Entry
from hoolin.journal.port import Journal
from hoolin.journal.sqlite import migrations, sql
from hoolin.journal.sqlite.connections import Connection, Readers, connect
from hoolin.journal.sqlite.many import run_many
from hoolin.journal.sqlite.sql import Queries
from hoolin.journal.turns import Params, Row, Turns

Progress: TypeAlias = Callable[[int, int], None]
"""Called with (position, head) after each batch of a catching-up."""

BATCH = 5_000
"""Entries folded in one transaction: some tens of milliseconds."""

FORM = "1"
"""How this file keeps its own marks; another form empties it."""

WRITER_PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = NORMAL",
    # Rows of many conversations change pages all over the file, the same ones again and again: held in memory they are not
    # read back each time, and copied into the file after every 32 MB of log instead of nearly every transaction.
    "PRAGMA cache_size = -32768",
    "PRAGMA wal_autocheckpoint = 8192",
)

MARKS = """
CREATE TABLE views_mark (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    fingerprint TEXT NOT NULL,
    position INTEGER NOT NULL,
    last TEXT NOT NULL
) STRICT
"""


class Reads(Protocol):
    """What following a journal takes of it."""

    def read(self, after: int, limit: int) -> list[Entry]:
        """See `journal.port.Journal`."""


class ViewRefused(Defect):
    """A read model could not be folded or asked; its file may be deleted and is made again on the next start."""


class ViewSource(msgspec.Struct, frozen=True):
    """What one room gives to have its read model kept.

    room: the name before the point in `cases.open_cases`. version: of the fold; another one means folding again.
    schema: CREATE statements. queries: named statements, for folding and for asking. fold: pure.
    """

    room: str
    version: str
    schema: str
    queries: Queries
    fold: Callable[[Entry], Iterable[Row]]


class Views:
    """All read models of a site, in one file or in memory."""

    def __init__(self, path: Path | None, sources: Sequence[ViewSource], may_make: bool = True) -> None:
        """path: the file, or None for memory. may_make: whether a file that other folds or schemas have made is emptied; if not, such a
        file, and none, are ViewRefused.
        """
        self.path = path
        self._may_make = may_make
        self._sources = tuple(sources)
        self._statements = {f"{s.room}.{name}": text for s in sources for name, text in s.queries.items()}
        self._turns = {s.room: Turns(s.queries) for s in sources}
        self._fingerprint = _fingerprint(self._sources)
        self._lock = RLock()
        self._position, self._last = 0, ""
        self._readers: Readers | None = None
        self._open()

    @property
    def position(self) -> int:
        """The last entry that the views contain; 0 when they are empty."""
        return self._position

    def apply(self, entries: Sequence[Entry]) -> None:
        """Fold a batch in one transaction. What the file has already is passed over; a gap raises ViewRefused."""
        with self._lock:
            with self._transaction():
                self._see()
                fresh = [entry for entry in entries if entry.position > self._position]
                for expected, entry in enumerate(fresh, start=self._position + 1):
                    if entry.position != expected:
                        raise ViewRefused("gap", expected=expected, got=entry.position)
                if not fresh:
                    return
                for source in self._sources:
                    self._run(source, (row for entry in fresh for row in source.fold(entry)))
                mark = fresh[-1].position, print_of(fresh[-1])
                self._writer.execute("UPDATE views_mark SET position = ?, last = ?", mark)
            self._position, self._last = mark

    def follow(self, journal: Reads, position: int) -> None:
        """Fold what the journal has up to this position. Raises ViewRefused when it ends before."""
        while self._position < position:
            entries = journal.read(self._position, min(BATCH, position - self._position))
            if not entries:
                raise ViewRefused("journal_ends", wanted=position, position=self._position)
            self.apply(entries)

    def catch_up(self, journal: Journal, progress: Progress | None = None) -> None:
        """Fold all that the journal has beyond `position`; from the first entry if we had folded another journal."""
        with self._lock:
            if not self.belongs_to(journal):
                self.empty()
            while entries := journal.read(self._position, BATCH):
                self.apply(entries)
                if progress is not None:
                    progress(self._position, journal.head())

    def hand_over(self) -> None:
        """Let another process fold into the file from here on; queries are answered as before. `take_back` ends it."""
        with self._lock:
            if self.path is None:
                raise ViewRefused("in_memory")
            self._writer.close()

    def take_back(self) -> None:
        """Fold here again, from where the file says. Raises ViewRefused when it can no longer be read, or is gone: none is made anew."""
        with self._lock:
            if not self._try_open(may_make=False):
                raise ViewRefused("spoilt", path=str(self.path))

    def empty(self) -> None:
        """Forget everything; `catch_up` makes it again."""
        with self._lock:
            self.close()
            self._remove_file()
            self._open()

    def query(self, name: str, params: Params = ()) -> list[sqlite3.Row]:
        """Answer `room.query` from what is folded so far, never waiting for `apply` (in memory: waiting for it)."""
        statement = self._statements.get(name)
        if statement is None:
            raise ViewRefused("no_such_query", query=name)
        with self._reader() as reader:
            try:
                rows: list[sqlite3.Row] = reader.execute(statement, params).fetchall()
            except sqlite3.Error as problem:
                raise ViewRefused("query", query=name, said=str(problem)) from problem
        return rows

    def close(self) -> None:
        """Let go of the file; twice is harmless."""
        with self._lock:
            if self._readers is not None:
                self._readers.close()
            self._writer.close()

    @contextmanager
    def _reader(self) -> Iterator[Connection]:
        if self._readers is not None:
            with self._readers.lend() as reader:
                yield reader
        else:
            # A database in memory belongs to one connection, which asks and folds in turn.
            with self._lock:
                yield self._writer

    def _open(self) -> None:
        if not self._try_open(self._may_make):
            if not self._may_make:
                raise ViewRefused("not_ours", path=str(self.path))
            self._remove_file()
            if not self._try_open(may_make=True):
                raise ViewRefused("cannot_be_made", path=str(self.path))
        self._readers = None if self.path is None else Readers(self._connect)

    def _try_open(self, may_make: bool) -> bool:
        """Open the file, or make a new one where that may be; False when there is a file that is not what these sources make, or none."""
        if not may_make and self.path is not None and not self.path.exists():
            return False
        self._writer = self._connect()
        fresh = False
        try:
            with suppress(sqlite3.DatabaseError):
                for pragma in WRITER_PRAGMAS:
                    self._writer.execute(pragma).fetchall()
                fresh = self._writer.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0] == 0
                if not fresh and self._is_ours():
                    self._see()
                    return True
            if fresh and may_make:
                self._make_tables()
                return True
        except BaseException:
            self._writer.close()
            raise
        self._writer.close()
        return False

    def _make_tables(self) -> None:
        with self._transaction():
            self._writer.execute(MARKS)
            for source in self._sources:
                for statement in migrations.statements(source.schema):
                    self._writer.execute(statement)
            self._writer.execute("INSERT INTO views_mark VALUES (1, ?, 0, '')", (self._fingerprint,))
        self._position, self._last = 0, ""

    def _is_ours(self) -> bool:
        mark = self._writer.execute("SELECT fingerprint FROM views_mark").fetchone()
        return mark is not None and bool(mark[0] == self._fingerprint)

    def _see(self) -> None:
        """Where the file stands: another process may have folded since we looked."""
        self._position, self._last = self._writer.execute("SELECT position, last FROM views_mark").fetchone()

    def belongs_to(self, journal: Journal) -> bool:
        """Whether the last entry that was folded stands in this journal at the same place."""
        if self._position == 0:
            return True
        found = journal.read(self._position - 1, 1)
        return bool(found) and print_of(found[0]) == self._last

    def _run(self, source: ViewSource, rows: Iterable[Row]) -> None:
        """Run rows, many of them in one statement where their order allows it."""
        for name, together in self._turns[source.room].order(rows):
            statement = source.queries.get(name)
            if statement is None:
                raise ViewRefused("no_such_statement", room=source.room, statement=name)
            try:
                run_many(self._writer, statement, together)
            except sqlite3.Error as problem:
                raise ViewRefused("fold", room=source.room, statement=name, said=str(problem)) from problem

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        try:
            self._writer.execute("BEGIN IMMEDIATE")
            yield
            self._writer.execute("COMMIT")
        except BaseException as problem:
            with suppress(sqlite3.Error):
                self._writer.execute("ROLLBACK")
            if isinstance(problem, sqlite3.Error):
                raise ViewRefused("disk", said=str(problem)) from problem
            raise

    def _connect(self) -> Connection:
        connection = connect(self.path or Path(":memory:"))
        connection.row_factory = sqlite3.Row
        return connection

    def _remove_file(self) -> None:
        if self.path is not None:
            for tail in ("", "-wal", "-shm"):
                self.path.with_name(self.path.name + tail).unlink(missing_ok=True)


def source(room: str, version: str, schema: str, queries: str, fold: Callable[[Entry], Iterable[Row]]) -> ViewSource:
    """A view source from the text of its two SQL files."""
    return ViewSource(room, version, schema, sql.parse(queries, f"{room}/queries.sql"), fold)


def statements(package: str) -> Queries:
    """The named statements of a room that keeps no rows of its own and asks those of others: of the package's `queries.sql`."""
    return sql.load(files(package) / "queries.sql")


def _fingerprint(sources: Sequence[ViewSource]) -> str:
    """Changes when any fold, schema or folding statement does; what only asks may change freely."""
    said = [
        (s.room, s.version, s.schema, sorted(pair for pair in s.queries.items() if not pair[1].startswith("SELECT")))
        for s in sources
    ]
    return hashlib.sha256(msgspec.json.encode((FORM, said))).hexdigest()


def print_of(entry: Entry) -> str:
    """Enough of an entry to know it again: of whoever keeps something beside the journal."""
    return f"{entry.position} {entry.at} {entry.cause}"
