"""The journal in SQLite: entries as rows, appended in one transaction together with their contents."""

from collections.abc import Sequence
from functools import partial

from hoolin.core.facts import Content, Entry
from hoolin.journal.codec import Codec
from hoolin.journal.errors import PositionTaken
from hoolin.journal.keys import OwnerKey
from hoolin.journal.sqlite.connections import Connection
from hoolin.journal.sqlite.contents import SqliteContents
from hoolin.journal.sqlite.file import QUERIES, JournalFile
from hoolin.journal.sqlite.later import Change
from hoolin.journal.sqlite.many import run_many
from hoolin.journal.sqlite.owners import Owners

ENTRY_OVERHEAD_BYTES = 120
"""What a row takes besides its fact: position, instant, actor, cause, record header."""


class SqliteJournal:
    """See `journal.port.Journal`."""

    def __init__(self, file: JournalFile, codec: Codec, contents: SqliteContents, owners: Owners) -> None:
        self._file = file
        self._codec = codec
        self._contents = contents
        self._owners = owners
        with file.readers.lend() as reader:
            self._head = _last_position(reader)

    def append(self, entries: Sequence[Entry], contents: Sequence[Content] = ()) -> None:
        """See the port: one durable transaction that continues the journal exactly, or nothing at all."""
        if not entries and not contents:
            return
        encode = self._codec.encode
        rows = [(e.position, e.at, e.actor, e.cause, encode(e.fact).decode()) for e in entries]
        size = sum(len(row[4]) for row in rows) + ENTRY_OVERHEAD_BYTES * len(rows)
        size += sum(len(content.body) for content in contents)
        added: list[tuple[list[OwnerKey], Change]] = []
        with self._file.write(size, then=partial(self._durable, added)) as writer:
            check_continues(self._head, entries)
            try:
                run_many(writer, QUERIES["add_entry"], rows)
            except Exception:
                # A position is given once: where another writer has been since we looked, ours are taken.
                check_continues(_last_position(writer), entries)
                raise
            if contents:
                added.append(self._contents.add(writer, contents))
        if entries:
            self._head = entries[-1].position

    def _durable(self, added: list[tuple[list[OwnerKey], Change]]) -> None:
        for made, change in added:
            self._owners.remember(made)
            self._contents.durable(change)

    def read(self, after: int, limit: int) -> list[Entry]:
        """See the port."""
        with self._file.readers.lend() as reader:
            rows = reader.execute(QUERIES["entries_after"], (after, limit)).fetchall()
        decode = self._codec.decode
        return [Entry(position, at, actor, cause, decode(fact)) for position, at, actor, cause, fact in rows]

    def head(self) -> int:
        """See the port."""
        return self._head

    def close(self) -> None:
        """See the port."""
        self._file.close()


def check_continues(last: int, entries: Sequence[Entry]) -> None:
    """The fence: these entries go on where the journal ends, one after another. Raises PositionTaken."""
    for expected, entry in enumerate(entries, start=last + 1):
        if entry.position != expected:
            raise PositionTaken(expected=expected, got=entry.position)


def _last_position(connection: Connection) -> int:
    return connection.execute(QUERIES["last_position"]).fetchone()[0] or 0
