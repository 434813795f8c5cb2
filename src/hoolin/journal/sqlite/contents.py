"""Personal content in SQLite: rows sealed under their owner's key."""

import os
import sqlite3
from collections.abc import Iterable, Sequence
from functools import partial

import msgspec

from hoolin.core.facts import Content
from hoolin.journal.errors import ContentTaken
from hoolin.journal.keys import NONCE_BYTES, OwnerKey
from hoolin.journal.sqlite.blobs import SqliteBlobs
from hoolin.journal.sqlite.connections import Connection
from hoolin.journal.sqlite.file import QUERIES, JournalFile
from hoolin.journal.sqlite.many import run_many
from hoolin.journal.sqlite.owners import Owners


class SqliteContents:
    """See `journal.port.Contents`."""

    def __init__(self, file: JournalFile, owners: Owners, blobs: SqliteBlobs) -> None:
        self._file = file
        self._owners = owners
        self._blobs = blobs

    def add(self, writer: Connection, contents: Sequence[Content]) -> list[OwnerKey]:
        """Seal and add these within a write transaction; gives the keys that were made for new owners."""
        keys: dict[str, OwnerKey] = {}
        made = []
        rows = []
        # Drawn at once: each drawing is a call of the system, for which the interpreter is let go.
        nonces = os.urandom(NONCE_BYTES * len(contents))
        for number, content in enumerate(contents):
            if (key := keys.get(content.owner)) is None:
                key, new = self._owners.for_writing(writer, content.owner)
                keys[content.owner] = key
                if new:
                    made.append(key)
            nonce = nonces[number * NONCE_BYTES : (number + 1) * NONCE_BYTES]
            rows.append((content.id, key.number, key.seal(content.id, content.body, nonce)))
        try:
            run_many(writer, QUERIES["add_content"], rows)
        except sqlite3.IntegrityError as problem:
            raise ContentTaken(said=str(problem)) from problem
        return made

    def get(self, ids: Iterable[str]) -> dict[str, bytes]:
        """See the port."""
        names = list(ids)
        if not names:
            return {}
        keys = self._owners.keys
        erasures = keys.erasures
        with self._file.readers.lend() as reader:
            wanted = msgspec.json.encode(names).decode()
            rows = reader.execute(QUERIES["contents_by_id"], (wanted,)).fetchall()
        return {
            id_: keys.unwrap(number, name, wrapped, erasures).open(id_, sealed)
            for id_, sealed, number, name, wrapped in rows
        }

    def erase(self, *owners: str) -> None:
        """See the port. The log is emptied too, so that no copy of a key is left in our files."""
        with self._file.write(then=partial(self._forget, owners)) as writer:
            for owner in owners:
                number = self._owners.destroy(writer, owner)
                writer.execute(QUERIES["delete_contents_of_owner"], (number,))
                writer.execute(QUERIES["mark_blobs_of_owner_gone"], (number,))
        self._blobs.remove_gone()
        self._file.scrub()

    def _forget(self, owners: tuple[str, ...]) -> None:
        for owner in owners:
            self._owners.keys.forget(owner)

    def erased(self, owner: str) -> bool:
        """See the port."""
        return self._owners.erased(owner)
