"""The index: which messages have which hashed tokens, in one disposable SQLite file.

Nothing in it can be read: no text, no word, only keyed hashes, ids and the journal's positions. What narrows a search (channel, agent,
queue, customer) is hashed into the same lists as the words, so that a rare filter beside a common word costs no more than two words.

Whoever is forgotten is gone from the file: their rows are deleted, the lists are written anew without them (`optimize`, for a deletion
alone leaves the old lists where they are), and old pages are overwritten (`secure_delete`). With the key, a hash that was left over
would still tell whether somebody had used a word.

Threads: `add`, `forget` and `empty` from one at a time; `find` from any.

The file is disposable: one of another shape, or that SQLite calls damaged, is thrown away and filled again.
"""

import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing, suppress
from pathlib import Path
from threading import Lock, local

import msgspec

from hoolin.finding.hashed import Hasher
from hoolin.finding.tokens import asked, tokens

WORDS_MAX = 16
"""Words of a query that count; a longer one is cut."""

PAGE_MAX = 200

SHAPE = 1
"""Of the file; one more whenever what is written, or what is hashed, changes."""

_SCHEMA = """
CREATE TABLE IF NOT EXISTS mark (one INTEGER PRIMARY KEY CHECK (one = 1), position INTEGER NOT NULL, at INTEGER NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS said (
    position INTEGER PRIMARY KEY, message TEXT NOT NULL, customer TEXT NOT NULL, interaction TEXT NOT NULL,
    at INTEGER NOT NULL, hashes TEXT NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS said_customer ON said (customer);
CREATE VIRTUAL TABLE IF NOT EXISTS places USING fts5 (hashes, content = '', detail = none, tokenize = 'ascii');
INSERT OR IGNORE INTO mark VALUES (1, 0, 0);
"""


class Said(msgspec.Struct, frozen=True, gc=False):
    """A text that can be found. position: of its fact. kept: what narrows a search to it, as `channel:chat`."""

    position: int
    message: str
    customer: str
    interaction: str
    at: int
    text: str
    kept: tuple[str, ...] = ()


class Mark(msgspec.Struct, frozen=True, gc=False):
    """The last entry of the journal that was read: its position, and its instant, by which another journal is told from this one."""

    position: int = 0
    at: int = 0


class Found(msgspec.Struct, frozen=True, gc=False):
    """Where it may have been said; whoever shows it opens the text, and checks who may read it."""

    position: int
    message: str
    customer: str
    interaction: str
    at: int


class Asked(msgspec.Struct, frozen=True):
    """A search. words: all must be there. without: none of these may. kept: filters that must all fit. before: positions below it only.

    since, until: milliseconds since 1970, the first included, the last not.
    """

    words: str = ""
    without: str = ""
    kept: tuple[str, ...] = ()
    before: int = 1 << 62
    since: int = 0
    until: int = 1 << 62
    limit: int = 50


class AnotherShape(sqlite3.DatabaseError):
    """The file is of another Hoolin; it is made again."""


def is_broken(problem: sqlite3.Error) -> bool:
    """Whether the file itself is at fault, and not the moment: only then it is thrown away."""
    code = getattr(problem, "sqlite_errorcode", 0) & 0xFF
    return isinstance(problem, AnotherShape) or code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


class Index:
    """One site's index, in a file or in memory."""

    def __init__(self, path: Path | None, hasher: Hasher) -> None:
        """path: made if it is not there; None: in memory."""
        self._hasher = hasher
        self._path = path
        self._lock = Lock()
        try:
            self._file = self._open()
        except sqlite3.DatabaseError as problem:
            if not is_broken(problem):
                raise
            _remove(path)
            self._file = self._open()

    def _open(self) -> sqlite3.Connection:
        if self._path is not None:
            self._path.touch(mode=0o600)
        file = sqlite3.connect(self._path or ":memory:", isolation_level=None, check_same_thread=False)
        try:
            ((shape,),) = file.execute("PRAGMA user_version").fetchall()
            ((tables,),) = file.execute("SELECT count(*) FROM sqlite_schema").fetchall()
            if tables and shape != SHAPE:
                raise AnotherShape(shape)
            for pragma in ("journal_mode = WAL", "synchronous = NORMAL", "secure_delete = ON", "cache_size = -32768"):
                file.execute(f"PRAGMA {pragma}").fetchall()
            file.executescript(_SCHEMA)
            file.execute(f"PRAGMA user_version = {SHAPE}").fetchall()
        except BaseException:
            file.close()
            raise
        return file

    def throw_away(self) -> None:
        """The file is broken: begin another one."""
        with self._lock:
            with suppress(sqlite3.Error):
                self._file.close()
            _remove(self._path)
            self._file = self._open()

    def empty(self) -> None:
        """Throw away all of it; the journal is read again from its first entry."""
        with self._lock, self._file:
            self._file.execute("BEGIN IMMEDIATE")
            self._file.execute("INSERT INTO places (places) VALUES ('delete-all')")
            self._file.execute("DELETE FROM said")
            self._file.execute("UPDATE mark SET position = 0, at = 0")

    @property
    def mark(self) -> Mark:
        """How far the journal has been read into it."""
        with self._lock:
            return Mark(*self._file.execute("SELECT position, at FROM mark").fetchone())

    def add(self, said: Iterable[Said], mark: Mark) -> None:
        """Take these up, and note that the journal is read so far: one transaction. What is there already stays as it is."""
        with self._lock, self._file:
            self._file.execute("BEGIN IMMEDIATE")
            self._file.execute(
                "UPDATE mark SET position = ?, at = ? WHERE position < ?", (mark.position, mark.at, mark.position)
            )
            for one in said:
                hashes = " ".join(self._hasher.all(tokens(one.text) | {f"\0{kept}" for kept in one.kept}))
                row = (one.position, one.message, one.customer, one.interaction, one.at, hashes)
                if self._file.execute("INSERT OR IGNORE INTO said VALUES (?, ?, ?, ?, ?, ?)", row).rowcount:
                    self._file.execute("INSERT INTO places (rowid, hashes) VALUES (?, ?)", (one.position, hashes))

    def forget(self, customers: Sequence[str]) -> int:
        """Take out all that these have said or were told, and overwrite it in the file; gives how many texts that were. Nothing of them is found from
        its end on; at a million texts that is some seconds later, for the lists are written anew.
        """
        gone = 0
        with self._lock, self._file:
            self._file.execute("BEGIN IMMEDIATE")
            for customer in customers:
                rows = self._file.execute(
                    "SELECT position, hashes FROM said WHERE customer = ?", (customer,)
                ).fetchall()
                self._file.executemany("INSERT INTO places (places, rowid, hashes) VALUES ('delete', ?, ?)", rows)
                self._file.execute("DELETE FROM said WHERE customer = ?", (customer,))
                gone += len(rows)
            if gone:
                self._file.execute("INSERT INTO places (places) VALUES ('optimize')")
        with self._lock:
            # The log still has the pages as they were, perhaps of one before whose process was killed; after this it is empty, and the file has
            # them overwritten. Whoever is just reading is waited for.
            ((busy, *_pages),) = self._file.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        if busy:
            raise sqlite3.OperationalError("somebody still reads what was forgotten")
        return gone

    def find(self, search: Asked) -> list[Found]:
        """Where it may have been said, newest first. Nothing asked, nothing found."""
        wanted = wanted_of(search, self._hasher)
        if not wanted:
            return []
        with self._lock:
            return _found(self._file, wanted, search)

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()


def wanted_of(search: Asked, hasher: Hasher) -> str:
    """The search in the words of FTS5; empty where nothing is asked."""

    def one_of(alternatives: Iterable[str]) -> str:
        return "(" + " OR ".join(f'"{one}"' for one in hasher.all(alternatives)) + ")"

    must = [one_of(one) for one in asked(search.words)[:WORDS_MAX]]
    must += [f'"{hasher.one(f"{chr(0)}{kept}")}"' for kept in search.kept]
    if not must:
        return ""
    never = [one_of(one) for one in asked(search.without)[:WORDS_MAX]]
    return " AND ".join(must) + "".join(f" NOT {one}" for one in never)


def _found(file: sqlite3.Connection, wanted: str, search: Asked) -> list[Found]:
    rows = file.execute(
        "SELECT s.position, s.message, s.customer, s.interaction, s.at FROM places CROSS JOIN said s ON s.position = places.rowid"
        " WHERE places MATCH ? AND places.rowid < ? AND s.at >= ? AND s.at < ? ORDER BY places.rowid DESC LIMIT ?",
        (wanted, search.before, search.since, search.until, min(search.limit, PAGE_MAX)),
    )
    return [Found(*row) for row in rows]


class Looking:
    """The same file to somebody who only asks, from any thread: each has a connection of its own, and what it has read of the file stays at hand."""

    def __init__(self, path: Path, hasher: Hasher) -> None:
        self._hasher = hasher
        self._path = path
        self._own = local()

    def find(self, search: Asked) -> list[Found]:
        """See `Index.find`; nothing while there is no file."""
        wanted = wanted_of(search, self._hasher)
        if not wanted:
            return []
        try:
            return _found(self._opened(), wanted, search)
        except (sqlite3.DatabaseError, FileNotFoundError):
            # There is none yet, or it is just being thrown away.
            self._own.file = None
            return []

    def _opened(self) -> sqlite3.Connection:
        """This thread's connection, to the file that is there now."""
        there = self._path.stat().st_ino
        file: sqlite3.Connection | None = getattr(self._own, "file", None)
        if file is None or self._own.inode != there:
            file = sqlite3.connect(f"{self._path.resolve().as_uri()}?mode=ro", uri=True, isolation_level=None)
            file.execute("PRAGMA cache_size = -32768").fetchall()
            self._own.file, self._own.inode = file, there
        return file


def texts_of(path: Path, customer: str) -> int:
    """How many texts of somebody are in a file that nobody writes; 0 where there is none."""
    if not path.is_file():
        return 0
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as file:
        ((number,),) = file.execute("SELECT count(*) FROM said WHERE customer = ?", (customer,)).fetchall()
    return int(number)


def _remove(path: Path | None) -> None:
    if path is not None:
        for end in ("", "-wal", "-shm"):
            with suppress(FileNotFoundError):
                path.with_name(path.name + end).unlink()
