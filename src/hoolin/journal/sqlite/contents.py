"""Personal content in SQLite: rows sealed under their owner's key."""

import os
from collections.abc import Iterable, Sequence
from functools import partial

import msgspec

from hoolin.core.facts import Content
from hoolin.journal.keys import NONCE_BYTES, OwnerKey
from hoolin.journal.sqlite.blobs import SqliteBlobs
from hoolin.journal.sqlite.connections import Connection
from hoolin.journal.sqlite.file import QUERIES, JournalFile
from hoolin.journal.sqlite.later import Change, Later
from hoolin.journal.sqlite.owners import Owners


class SqliteContents:
    """See `journal.port.Contents`."""

    def __init__(self, file: JournalFile, owners: Owners, blobs: SqliteBlobs) -> None:
        self._file = file
        self._owners = owners
        self._blobs = blobs
        self._later = Later(file)

    def add(self, writer: Connection, contents: Sequence[Content]) -> tuple[list[OwnerKey], Change]:
        """Seal and add these within a write transaction; gives the keys that were made for new owners, and what `durable` is to be told
        when it is on disk. Raises ContentTaken, OwnerErased.
        """
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
        return made, self._later.add(writer, rows)

    def durable(self, change: Change) -> None:
        """What was added is on disk."""
        self._later.durable(change)

    def get(self, ids: Iterable[str]) -> dict[str, bytes]:
        """See the port."""
        names = list(ids)
        if not names:
            return {}
        keys = self._owners.keys
        erasures = keys.erasures
        # Memory first: what leaves it meanwhile is found by its id.
        said = {
            name: msgspec.json.encode(these).decode()
            for name, these in (("numbers", self._later.numbers(names)), ("ids", names))
        }
        with self._file.readers.lend() as reader:
            rows = reader.execute(QUERIES["contents_by_id"], said).fetchall()
        return {
            id_: keys.unwrap(number, name, wrapped, erasures).open(id_, sealed)
            for id_, sealed, number, name, wrapped in rows
        }

    def erase(self, *owners: str) -> None:
        """See the port. The log is emptied too, so that no copy of a key is left in our files."""
        changes: list[Change] = []
        with self._file.write(then=partial(self._forget, owners, changes)) as writer:
            for owner in owners:
                number = self._owners.destroy(writer, owner)
                changes.append(self._later.erase(writer, number))
                writer.execute(QUERIES["delete_contents_of_owner"], (number,))
                writer.execute(QUERIES["mark_blobs_of_owner_gone"], (number,))
        self._blobs.remove_gone()
        self._file.scrub()

    def _forget(self, owners: tuple[str, ...], changes: Sequence[Change]) -> None:
        for owner in owners:
            self._owners.keys.forget(owner)
        for change in changes:
            self._later.durable(change)

    def erased(self, owner: str) -> bool:
        """See the port."""
        return self._owners.erased(owner)
