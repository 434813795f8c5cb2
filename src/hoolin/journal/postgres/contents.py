"""Personal content in PostgreSQL: rows sealed under their owner's key."""

import os
from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import NamedTuple

from hoolin.core.facts import Content
from hoolin.journal.errors import ContentTaken, DiskRefused
from hoolin.journal.keys import NONCE_BYTES
from hoolin.journal.postgres.connections import Connection, rows_of
from hoolin.journal.postgres.database import QUERIES, Database
from hoolin.journal.postgres.letters import kept, read
from hoolin.journal.postgres.owners import Made, Owners


class Sealed(NamedTuple):
    """Contents as they are written: column by column. made: owners who are new."""

    ids: list[str]
    owners: list[int]
    bodies: list[bytes]
    made: list[Made]


class PostgresContents:
    """See `journal.port.Contents`."""

    def __init__(self, database: Database, owners: Owners) -> None:
        self._database = database
        self._owners = owners

    def seal(self, writer: Connection, contents: Sequence[Content]) -> Sealed:
        """What an append is to write of these. Raises ContentTaken for an id that comes twice, OwnerErased."""
        ids = [content.id for content in contents]
        if len(set(ids)) < len(ids):
            raise ContentTaken(content=next(id_ for n, id_ in enumerate(ids) if id_ in ids[:n]))
        keys, made = self._owners.for_writing(writer, dict.fromkeys(content.owner for content in contents))
        # Drawn at once: each drawing is a call of the system, for which the interpreter is let go.
        nonces = os.urandom(NONCE_BYTES * len(contents))
        owners, bodies = [], []
        for number, content in enumerate(contents):
            key = keys[content.owner]
            owners.append(key.number)
            nonce = nonces[number * NONCE_BYTES : (number + 1) * NONCE_BYTES]
            bodies.append(key.seal(content.id, content.body, nonce))
        return Sealed([kept(id_) for id_ in ids], owners, bodies, made)

    def taken(self, ids: Sequence[str]) -> str | None:
        """One of these ids, as they are written, that is in use."""
        rows = self._database.readers.ask(QUERIES["contents_taken"], (list(ids),))
        return read(rows[0][0]) if rows else None

    def get(self, ids: Iterable[str]) -> dict[str, bytes]:
        """See the port."""
        names = {kept(id_): id_ for id_ in ids}
        if not names:
            return {}
        keys = self._owners.keys
        erasures = keys.erasures
        rows = self._database.readers.ask(QUERIES["contents_by_id"], (list(names),))
        return {
            names[row]: keys.unwrap(number, read(name), wrapped, erasures).open(names[row], sealed)
            for row, sealed, number, name, wrapped in rows
        }

    def erase(self, *owners: str) -> None:
        """See the port. What the server keeps of a row that has changed is given free at once, for new rows to be written over it."""
        if owners:
            with self._database.write(then=lambda: self._forget(owners)) as writer, writer.transaction():
                for owner in owners:
                    number = self._owners.destroy(writer, owner)
                    rows_of(writer, QUERIES["delete_contents_of_owner"], (number,))
                    rows_of(writer, QUERIES["delete_blobs_of_owner"], (number,))
        # The keys are gone either way; the server cleans up by itself as well, later.
        with suppress(DiskRefused):
            self._database.movers.ask(QUERIES["clean_owners"])

    def _forget(self, owners: Iterable[str]) -> None:
        for owner in owners:
            self._owners.keys.forget(owner)

    def erased(self, owner: str) -> bool:
        """See the port."""
        return self._owners.erased(owner)
