"""The index: which messages have which hashed tokens, in one disposable SQLite file.

Nothing in it can be read: no text, no word, only keyed hashes, ids and the journal's positions. What narrows a search (channel, agent,
queue, customer) is hashed into the same lists as the words, so that a rare filter beside a common word costs no more than two words.

Whoever is forgotten is gone from the file: their rows are deleted, the lists are written anew without them (`optimize`, for a deletion
alone leaves the old lists where they are), and old pages are overwritten (`secure_delete`). With the key, a hash that was left over
would still tell whether somebody had used a word.

Threads: `add` and `forget` from one at a time; `find` from any, each thread with an index of its own.
"""

import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec

from hoolin.finding.hashed import Hasher
from hoolin.finding.tokens import asked, tokens

WORDS_MAX = 16
"""Words of a query that count; a longer one is cut."""

PAGE_MAX = 200

_SCHEMA = """
CREATE TABLE IF NOT EXISTS mark (one INTEGER PRIMARY KEY CHECK (one = 1), position INTEGER NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS said (
    position INTEGER PRIMARY KEY, message TEXT NOT NULL, customer TEXT NOT NULL, interaction TEXT NOT NULL,
    at INTEGER NOT NULL, hashes TEXT NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS said_customer ON said (customer);
CREATE VIRTUAL TABLE IF NOT EXISTS places USING fts5 (hashes, content = '', detail = none, tokenize = 'ascii');
INSERT OR IGNORE INTO mark VALUES (1, 0);
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


class Index:
    """One site's index, in a file or in memory."""

    def __init__(self, path: Path | None, hasher: Hasher) -> None:
        self._hasher = hasher
        self._file = sqlite3.connect(path or ":memory:", isolation_level=None, check_same_thread=False)
        for pragma in ("journal_mode = WAL", "synchronous = NORMAL", "secure_delete = ON", "cache_size = -32768"):
            self._file.execute(f"PRAGMA {pragma}").fetchall()
        self._file.executescript(_SCHEMA)

    @property
    def position(self) -> int:
        """How far the journal has been read into it."""
        position: int = self._file.execute("SELECT position FROM mark").fetchone()[0]
        return position

    def add(self, said: Iterable[Said], position: int) -> None:
        """Take these up, and note that the journal is read up to `position`: one transaction. What is there already stays as it is."""
        with self._file:
            self._file.execute("BEGIN IMMEDIATE")
            self._file.execute("UPDATE mark SET position = max(position, ?)", (position,))
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
        with self._file:
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
        if gone:
            # The log still has the pages as they were; after this it is empty, and the file has them overwritten.
            self._file.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        return gone

    def find(self, search: Asked) -> list[Found]:
        """Where it may have been said, newest first. Nothing asked, nothing found."""
        wanted = self._wanted(search)
        if not wanted:
            return []
        rows = self._file.execute(
            "SELECT s.position, s.message, s.customer, s.interaction, s.at FROM places CROSS JOIN said s ON s.position = places.rowid"
            " WHERE places MATCH ? AND places.rowid < ? AND s.at >= ? AND s.at < ? ORDER BY places.rowid DESC LIMIT ?",
            (wanted, search.before, search.since, search.until, min(search.limit, PAGE_MAX)),
        )
        return [Found(*row) for row in rows]

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    def _wanted(self, search: Asked) -> str:
        must = [self._any(one) for one in asked(search.words)[:WORDS_MAX]]
        must += [f'"{self._hasher.one(f"{chr(0)}{kept}")}"' for kept in search.kept]
        if not must:
            return ""
        never = [self._any(one) for one in asked(search.without)[:WORDS_MAX]]
        return " AND ".join(must) + "".join(f" NOT {one}" for one in never)

    def _any(self, alternatives: Iterable[str]) -> str:
        return "(" + " OR ".join(f'"{one}"' for one in self._hasher.all(alternatives)) + ")"
