"""What the stores hold of somebody: whether their key is there, how much is sealed under it, and, while it is there, what that says.

It only reads, from a copy of `journal.db` that nobody writes (see `copies`).
"""

import sqlite3
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

import msgspec

from hoolin.journal.keys import MasterKey, OwnerKey, load_master_key
from hoolin.journal.sealed import unseal
from hoolin.journal.sqlite.blobs import file_of
from hoolin.journal.sqlite.connections import disk_answers
from hoolin.journal.sqlite.file import FILE_NAME, QUERIES


class Remains(msgspec.Struct, frozen=True, kw_only=True):
    """owner: whose. key: whether it is there, sealed with the master key. contents, blobs: how many are sealed under it, readable or not."""

    owner: str
    key: bool
    contents: int
    blobs: int

    @property
    def nothing(self) -> bool:
        """Whether there is no trace but the owner's id."""
        return not self.key and self.contents == self.blobs == 0


def remains_of(copy: Path, owners: Sequence[str]) -> list[Remains]:
    """What is there of these; of one who was never there, nothing. Raises DiskRefused."""
    with _reading(copy) as reader:
        told = []
        for owner in owners:
            rows = reader.execute(QUERIES["remains"], {"name": owner}).fetchall()
            key, contents, blobs = rows[0] if rows else (0, 0, 0)
            told.append(Remains(owner=owner, key=bool(key), contents=contents, blobs=blobs))
        return told


def bodies(site: Path, copy: Path, environ: Mapping[str, str]) -> Iterator[tuple[str, bytes]]:
    """Everything that can be opened, with whose it is. site: its folder, for its key. Raises MasterKeyMissing, Damaged, DiskRefused."""
    yield from ((name, body) for name, _id, body in _opened(site, copy, environ))


def _opened(site: Path, copy: Path, environ: Mapping[str, str]) -> Iterator[tuple[str, str, bytes]]:
    master = MasterKey(load_master_key(site, environ, may_create=False))
    key: OwnerKey | None = None
    with _reading(copy) as reader:
        for id_, sealed, number, name, wrapped, _found in reader.execute(QUERIES["every_content"]):
            if wrapped is None:
                continue
            if key is None or key.number != number:
                key = OwnerKey(number, name, master.unwrap(wrapped, name))
            yield name, id_, key.open(id_, sealed)


def contents_of(
    site: Path, copy: Path, owners: Collection[str], environ: Mapping[str, str]
) -> Iterator[tuple[str, str, bytes]]:
    """Everything that can be opened of these: whose, its id, and what it says. site: its folder, for its key. Raises MasterKeyMissing, Damaged, DiskRefused."""
    yield from ((name, id_, body) for name, id_, body in _opened(site, copy, environ) if name in owners)


def blobs_of(
    site: Path, copy: Path, owners: Collection[str], environ: Mapping[str, str]
) -> Iterator[tuple[str, str, int, Iterator[bytes]]]:
    """Every file of these that is there: whose, its id, its size in bytes, and its pieces. site: where the sealed files and the key are.

    Raises MasterKeyMissing, Damaged (with its pieces), DiskRefused.
    """
    master = MasterKey(load_master_key(site, environ, may_create=False))
    with _reading(copy) as reader:
        rows = reader.execute(QUERIES["every_blob"]).fetchall()
    for blob, size, number, name, wrapped in rows:
        file = file_of(site, blob)
        if name in owners and wrapped is not None and file.is_file():
            key = OwnerKey(number, name, master.unwrap(wrapped, name))
            with file.open("rb") as sealed:
                yield name, blob, size, unseal(sealed, key.secret, f"blob {blob}")


def texts_in(file: Path, but: Collection[str] = ()) -> Iterator[tuple[str, bytes]]:
    """Every text and every run of bytes in a SQLite file, with its table and column: also what lies over several pages. but: tables left out."""
    with disk_answers(), closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)) as reader:
        tables = [
            name
            for (name,) in reader.execute(
                "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
            )
        ]
        for table in tables:
            if table in but:
                continue
            columns = [row[1] for row in reader.execute(f'PRAGMA table_info("{table}")')]
            for row in reader.execute(f'SELECT * FROM "{table}"'):  # noqa: S608 names of our own tables
                for column, value in zip(columns, row, strict=True):
                    if isinstance(value, str | bytes):
                        yield f"{table}.{column}", value.encode() if isinstance(value, str) else value


@contextmanager
def _reading(copy: Path) -> Iterator[sqlite3.Connection]:
    """The file, for reading alone."""
    with (
        disk_answers(),
        closing(sqlite3.connect(f"{(copy / FILE_NAME).resolve().as_uri()}?mode=ro", uri=True)) as reader,
    ):
        yield reader
