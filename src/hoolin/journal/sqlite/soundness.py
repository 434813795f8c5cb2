"""Whether everything in the four stores can still be read: the file itself, every entry, every sealed content, every sealed file.

It only reads. `copy` is a copy of `journal.db` that nobody writes (see `copies`); the sealed files are looked at where they lie, and one that
has left since the copy was made is no fault.
"""

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, suppress
from pathlib import Path

import msgspec

from hoolin.core.errors import HoolinError
from hoolin.core.facts import Instant
from hoolin.journal.codec import Codec
from hoolin.journal.errors import Damaged
from hoolin.journal.keys import MasterKey, OwnerKey, load_master_key
from hoolin.journal.sealed import unseal
from hoolin.journal.sqlite.blobs import file_of
from hoolin.journal.sqlite.connections import disk_answers
from hoolin.journal.sqlite.copies import sealed_files
from hoolin.journal.sqlite.file import FILE_NAME, QUERIES

FAULTS_MAX = 20
"""Of one kind: whoever has so many does not need the next."""

STEP = 5_000

Told = Callable[[str, int, int], None]
"""Called with what is looked at, how much of it is done, and of how much."""


class Fault(msgspec.Struct, frozen=True, kw_only=True):
    """Something that is not as it should be. code: what. where: a position, an id or a file's name. said: what the disk or the reader said."""

    code: str
    where: str = ""
    said: str = ""


def faults(site: Path, copy: Path, codec: Codec, environ: Mapping[str, str], told: Told) -> Iterator[Fault]:
    """Everything that is wrong with the stores of a site. site: its folder, for its key and its sealed files. Raises MasterKeyMissing."""
    master = MasterKey(load_master_key(site, environ, may_create=False))
    with closing(sqlite3.connect(f"{(copy / FILE_NAME).resolve().as_uri()}?mode=ro", uri=True)) as reader:
        broken = list(_file(reader, told))
        yield from broken
        if broken:
            # What is read out of a broken file says nothing.
            return
        yield from _at_most(_entries(reader, codec, told))
        yield from _at_most(_contents(reader, master, told))
        yield from _at_most(_blobs(reader, site, master, told))


def newest_fact(site: Path) -> tuple[int, Instant] | None:
    """Position and instant of the last entry as the site's file has it now; None in an empty journal. Raises DiskRefused."""
    address = f"{(site / FILE_NAME).resolve().as_uri()}?mode=ro"
    with disk_answers(), closing(sqlite3.connect(address, uri=True)) as reader:
        ((head,),) = reader.execute(QUERIES["last_position"]).fetchall()
        rows = reader.execute(QUERIES["entries_after"], (head - 1, 1)).fetchall() if head else []
    return (rows[0][0], rows[0][1]) if rows else None


def file_faults(file: Path) -> Iterator[Fault]:
    """What SQLite finds wrong with one of its files, which nobody writes meanwhile."""
    try:
        with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)) as reader:
            yield from _integrity(reader, file.name)
    except sqlite3.Error as problem:
        yield Fault(code="file", where=file.name, said=str(problem))


def _at_most(found: Iterator[Fault]) -> Iterator[Fault]:
    """The first of them."""
    for number, fault in enumerate(found):
        if number == FAULTS_MAX:
            yield Fault(code="and_more", where=fault.code)
            return
        yield fault


def _file(reader: sqlite3.Connection, told: Told) -> Iterator[Fault]:
    told("file", 0, 1)
    try:
        yield from _integrity(reader, FILE_NAME)
        for table, row, *_ in reader.execute("PRAGMA foreign_key_check"):
            yield Fault(
                code="file", where=f"{FILE_NAME}: {table} {row}", said="it belongs to an owner who is not there"
            )
    except sqlite3.Error as problem:
        yield Fault(code="file", where=FILE_NAME, said=str(problem))


def _integrity(reader: sqlite3.Connection, name: str) -> Iterator[Fault]:
    for (said,) in reader.execute(f"PRAGMA integrity_check({FAULTS_MAX})"):
        if said != "ok":
            yield Fault(code="file", where=name, said=said)


def _entries(reader: sqlite3.Connection, codec: Codec, told: Told) -> Iterator[Fault]:
    ((head,),) = reader.execute(QUERIES["last_position"]).fetchall()
    after = 0
    while rows := reader.execute(QUERIES["entries_after"], (after, STEP)).fetchall():
        told("entries", after, head)
        for position, _at, _actor, _cause, fact in rows:
            if position != after + 1:
                yield Fault(code="gap", where=str(after + 1), said=f"the next entry is {position}")
            after = position
            try:
                codec.decode(fact)
            except HoolinError as problem:
                yield Fault(code="entry", where=str(position), said=str(problem))


def _contents(reader: sqlite3.Connection, master: MasterKey, told: Told) -> Iterator[Fault]:
    ((count,),) = reader.execute(QUERIES["count_contents"]).fetchall()
    keys = _Keys(master)
    for done, (id_, sealed, number, name, wrapped, found) in enumerate(reader.execute(QUERIES["every_content"])):
        if done % STEP == 0:
            told("contents", done, count)
        if wrapped is None:
            yield Fault(code="erased_left", where=id_)
        elif not found:
            yield Fault(code="content_lost", where=id_)
        else:
            try:
                keys.of(number, name, wrapped).open(id_, sealed)
            except Damaged as problem:
                yield Fault(code="content", where=id_, said=str(problem))


def _blobs(reader: sqlite3.Connection, site: Path, master: MasterKey, told: Told) -> Iterator[Fault]:
    rows = reader.execute(QUERIES["every_blob"]).fetchall()
    keys = _Keys(master)
    for done, (blob, size, number, name, wrapped) in enumerate(rows):
        told("files", done, len(rows))
        if wrapped is None:
            yield Fault(code="erased_left", where=blob)
            continue
        try:
            with file_of(site, blob).open("rb") as file:
                found = sum(len(piece) for piece in unseal(file, keys.of(number, name, wrapped).secret, f"blob {blob}"))
        except FileNotFoundError:
            if _still_there(site, blob):
                yield Fault(code="file_lost", where=blob)
        except (Damaged, OSError) as problem:
            yield Fault(code="file_damaged", where=blob, said=str(problem))
        else:
            if found != size:
                yield Fault(code="file_damaged", where=blob, said=f"{found} bytes, and {size} are written down")
    known = {file_of(site, row[0]) for row in rows}
    for stray in sealed_files(site):
        if stray not in known and not _named(site, stray):
            yield Fault(code="stray", where=f"{stray.parent.name}/{stray.name}")


def _still_there(site: Path, blob: str) -> bool:
    """Whether the site itself, at this moment, says that it has the file."""
    with (
        suppress(sqlite3.Error),
        closing(sqlite3.connect(f"{(site / FILE_NAME).resolve().as_uri()}?mode=ro", uri=True)) as reader,
    ):
        return reader.execute(QUERIES["blob_by_id"], (blob,)).fetchone() is not None
    return True


def _named(site: Path, stray: Path) -> bool:
    """Whether a file that no row of the copy names came since."""
    with (
        suppress(sqlite3.Error),
        closing(sqlite3.connect(f"{(site / FILE_NAME).resolve().as_uri()}?mode=ro", uri=True)) as reader,
    ):
        return any(file_of(site, blob) == stray for (blob,) in reader.execute(QUERIES["blobs_all"]))
    return False


class _Keys:
    """Owner keys, unwrapped once. Raises Damaged for one that another master key has wrapped."""

    def __init__(self, master: MasterKey) -> None:
        self._master = master
        self._last: OwnerKey | None = None

    def of(self, number: int, name: str, wrapped: bytes) -> OwnerKey:
        """The owner's key; rows come in the order of owners, so that one is enough."""
        if self._last is None or self._last.number != number:
            self._last = OwnerKey(number, name, self._master.unwrap(wrapped, name))
        return self._last
