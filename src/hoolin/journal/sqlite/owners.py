"""Owners and their wrapped keys in `journal.db`."""

from collections.abc import Iterable

from hoolin.journal.errors import OwnerErased
from hoolin.journal.keys import OwnerKey, OwnerKeys
from hoolin.journal.sqlite.connections import Connection
from hoolin.journal.sqlite.file import QUERIES, JournalFile


class Owners:
    """Finds, makes and destroys owner keys."""

    def __init__(self, file: JournalFile, keys: OwnerKeys) -> None:
        self._file = file
        self.keys = keys

    def for_writing(self, writer: Connection, name: str) -> tuple[OwnerKey, bool]:
        """The owner's key within a write transaction, and whether it was made in it. Raises OwnerErased.

        Memory may hold a new key (`keys.remember`) only as that transaction becomes durable.
        """
        if (key := self.keys.cached(name)) is not None:
            return key, False
        erasures = self.keys.erasures
        row = writer.execute(QUERIES["owner_by_name"], (name,)).fetchone()
        if row is None:
            secret, wrapped = self.keys.make(name)
            (number,) = writer.execute(QUERIES["add_owner"], (name, wrapped)).fetchone()
            return OwnerKey(number, name, secret), True
        number, wrapped = row
        if wrapped is None:
            raise OwnerErased(owner=name)
        return self.keys.unwrap(number, name, wrapped, erasures), False

    def remember(self, made: Iterable[OwnerKey]) -> None:
        """The transaction that made these keys is durable."""
        for key in made:
            self.keys.remember(key)

    def destroy(self, writer: Connection, name: str) -> int:
        """Destroy the key within a write transaction; gives the owner's number.

        Memory must forget it (`keys.forget`) as that transaction becomes durable.
        """
        (number,) = writer.execute(QUERIES["destroy_key"], (name,)).fetchone()
        return int(number)

    def erased(self, name: str) -> bool:
        """Whether the owner is known and has no key."""
        with self._file.readers.lend() as reader:
            row = reader.execute(QUERIES["owner_by_name"], (name,)).fetchone()
        return row is not None and row[1] is None
