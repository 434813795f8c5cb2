"""Owners and their wrapped keys in PostgreSQL."""

from collections.abc import Iterable
from typing import NamedTuple

from hoolin.journal.errors import OwnerErased
from hoolin.journal.keys import OwnerKey, OwnerKeys
from hoolin.journal.postgres.connections import Connection, rows_of
from hoolin.journal.postgres.database import QUERIES, Database
from hoolin.journal.postgres.letters import kept


class Made(NamedTuple):
    """An owner who is to be added in the same transaction. wrapped: their key, as it lies in the database."""

    key: OwnerKey
    wrapped: bytes


class Owners:
    """Finds, makes and destroys owner keys."""

    def __init__(self, database: Database, keys: OwnerKeys) -> None:
        self._database = database
        self.keys = keys

    def for_writing(self, writer: Connection, names: Iterable[str]) -> tuple[dict[str, OwnerKey], list[Made]]:
        """The keys of these owners, and those among them that are new. Raises OwnerErased.

        Memory may hold a new key (`remember`) only as the transaction that adds it becomes durable.
        """
        found = {name: self.keys.cached(name) for name in names}
        keys = {name: key for name, key in found.items() if key is not None}
        made: list[Made] = []
        if missing := {kept(name): name for name, key in found.items() if key is None}:
            erasures = self.keys.erasures
            for row, number, wrapped, free in rows_of(writer, QUERIES["owners_named"], (list(missing),)):
                name = missing[row]
                if number is None:
                    secret, wrapped = self.keys.make(name)
                    keys[name] = OwnerKey(free, name, secret)
                    made.append(Made(keys[name], wrapped))
                elif wrapped is None:
                    raise OwnerErased(owner=name)
                else:
                    keys[name] = self.keys.unwrap(number, name, wrapped, erasures)
        return keys, made

    def for_blob(self, name: str) -> OwnerKey:
        """The key of one owner, who is there from then on. Raises OwnerErased, DiskRefused."""
        made: list[Made] = []
        with self._database.write(then=lambda: self.remember(made)) as writer:
            keys, new = self.for_writing(writer, [name])
            for key, wrapped in new:
                rows_of(writer, QUERIES["add_owner"], (key.number, kept(name), wrapped))
            made += new
        return keys[name]

    def remember(self, made: Iterable[Made]) -> None:
        """The transaction that added these is durable."""
        for key, _wrapped in made:
            self.keys.remember(key)

    def destroy(self, writer: Connection, name: str) -> int:
        """Destroy the key within a transaction; gives the owner's number. Memory must forget it as that becomes durable."""
        ((number,),) = rows_of(writer, QUERIES["destroy_key"], (kept(name),))
        return int(number)

    def erased(self, name: str) -> bool:
        """Whether the owner is known and has no key."""
        return bool(self._database.readers.ask(QUERIES["owner_erased"], (kept(name),)))
