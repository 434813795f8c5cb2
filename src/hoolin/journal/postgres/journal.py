"""The journal in PostgreSQL: entries as rows, appended in one statement together with their contents.

That statement writes only if the journal ends where this writer believes: a comparison and a write in one, held by the key of the
table even where two writers compare at the same instant. A writer that has lost its lease is stopped by it.
"""

from collections.abc import Mapping, Sequence
from functools import partial

from psycopg.errors import UniqueViolation

from hoolin.core.facts import Content, Entry
from hoolin.journal.codec import Codec
from hoolin.journal.errors import ContentTaken, PositionTaken
from hoolin.journal.postgres.connections import Connection, rows_of
from hoolin.journal.postgres.contents import PostgresContents, Sealed
from hoolin.journal.postgres.database import QUERIES, Database
from hoolin.journal.postgres.letters import kept, read
from hoolin.journal.postgres.owners import Made, Owners

NOTHING = Sealed([], [], [], [])


class PostgresJournal:
    """See `journal.port.Journal`."""

    def __init__(self, database: Database, codec: Codec, contents: PostgresContents, owners: Owners) -> None:
        self._database = database
        self._codec = codec
        self._contents = contents
        self._owners = owners
        ((self._head,),) = database.readers.ask(QUERIES["last_position"])

    def append(self, entries: Sequence[Entry], contents: Sequence[Content] = ()) -> None:
        """See the port: one durable transaction that continues the journal exactly, or nothing at all."""
        if not entries and not contents:
            return
        encode = self._codec.encode
        columns: dict[str, Sequence[object]] = {
            "at": [entry.at for entry in entries],
            "actors": [kept(entry.actor) for entry in entries],
            "causes": [kept(entry.cause) for entry in entries],
            "facts": [encode(entry.fact).decode() for entry in entries],
        }
        made: list[Made] = []
        with self._database.write(then=partial(self._durable, entries, made)) as writer:
            last = self._head
            check_continues(last, entries)
            sealed = self._contents.seal(writer, contents) if contents else NOTHING
            made += sealed.made
            try:
                self._write(writer, last, columns, sealed)
            except UniqueViolation as problem:
                # No other writer of this process was between the question and the answer; then the ids are taken, or we are late.
                if (taken := self._contents.taken(sealed.ids)) is not None:
                    raise ContentTaken(content=taken) from problem
                raise self._late(writer, last) from problem

    def _durable(self, entries: Sequence[Entry], made: Sequence[Made]) -> None:
        self._owners.remember(made)
        if entries:
            self._head = entries[-1].position

    def _write(self, writer: Connection, last: int, columns: Mapping[str, Sequence[object]], sealed: Sealed) -> None:
        count = len(columns["at"])
        if sealed.ids:
            numbers = [made.key.number for made in sealed.made]
            columns = dict(columns) | {
                "ids": sealed.ids, "owners": sealed.owners, "numbers": numbers,
                "names": [kept(made.key.name) for made in sealed.made],
            }  # fmt: skip
            bodies = {"sealed": sealed.bodies, "wrapped": [made.wrapped for made in sealed.made]}
            ((written,),) = rows_of(writer, QUERIES["append"], {"last": last, "count": count, **columns, **bodies})
        else:
            ((written,),) = rows_of(writer, QUERIES["append_entries"], {"last": last, **columns})
        if not written:
            raise self._late(writer, last)

    def _late(self, writer: Connection, last: int) -> PositionTaken:
        ((there,),) = rows_of(writer, QUERIES["last_position"])
        return PositionTaken(expected=there + 1, got=last + 1)

    def read(self, after: int, limit: int) -> list[Entry]:
        """See the port."""
        return entries_of(self._database.readers.ask(QUERIES["entries_after"], (after, limit)), self._codec)

    def head(self) -> int:
        """See the port."""
        return int(self._head)

    def close(self) -> None:
        """See the port."""
        self._database.close()


def check_continues(last: int, entries: Sequence[Entry]) -> None:
    """These entries go on where the journal ends, one after another. Raises PositionTaken."""
    for expected, entry in enumerate(entries, start=last + 1):
        if entry.position != expected:
            raise PositionTaken(expected=expected, got=entry.position)


def entries_of(rows: Sequence[tuple[int, int, str, str, str]], codec: Codec) -> list[Entry]:
    """Rows as they were written."""
    decode = codec.decode
    return [
        Entry(position, at, read(actor), read(cause), decode(fact.encode()))
        for position, at, actor, cause, fact in rows
    ]
