"""Takes the stores of a site from its SQLite file into a schema of PostgreSQL: every row as it lies there, still sealed.

The schema says `moving` until all of it is there and was read back: with that mark no site is opened there, and the next attempt, which
knows by it that nobody has ever used what is there, begins anew. A schema with anything else in it is refused.

Both sides are told apart by sums, not by trust: of every row that is read from the file, and of every row that the server gives back,
a digest is added to one number for its kind. Rows have no order there, so none is needed; one changed letter changes the number.
"""

import hashlib
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from itertools import groupby
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

from hoolin.journal.errors import Damaged, Unreadable
from hoolin.journal.place import Place
from hoolin.journal.postgres.connections import Connection, open_connection, rows_of, server_answers
from hoolin.journal.postgres.database import CHECK, MOVING, QUERIES, STEPS
from hoolin.journal.postgres.giving import contents, entries, given, owners
from hoolin.journal.postgres.letters import kept, read
from hoolin.journal.postgres.migrations import migrate
from hoolin.journal.sealed import MAGIC, PIECE_BYTES, SALT_BYTES, TAG_BYTES
from hoolin.journal.sqlite.blobs import file_of
from hoolin.journal.sqlite.connections import disk_answers
from hoolin.journal.sqlite.file import FILE_NAME
from hoolin.journal.sqlite.file import QUERIES as FILE_QUERIES

KINDS = ("entries", "owners", "contents", "blobs", "snapshots")

STEP = 5_000
"""Rows between two words on how far it is."""

Told = Callable[[str, int, int], None]
Row = tuple[Any, ...]


class Sum(msgspec.Struct):
    """How many rows of a kind, and one number for all that they say, in whatever order they came."""

    count: int = 0
    digest: int = 0

    def add(self, row: Row) -> None:
        """One more."""
        self.count += 1
        said = hashlib.blake2b(msgspec.json.encode(row), digest_size=16).digest()
        self.digest = (self.digest + int.from_bytes(said, "big")) % 2**128


class Moved(msgspec.Struct, frozen=True, kw_only=True):
    """What was taken along. counts: by kind. digest: of everything, the same on both sides. lost: attachments whose files were not there."""

    position: int
    counts: dict[str, int]
    digest: str
    lost: tuple[str, ...] = ()


def move(folder: Path, place: Place, told: Told, without_lost: bool = False) -> Moved:
    """Bring everything and read it back; the schema still says `moving`, until `finish`. Nobody may use the folder meanwhile.

    without_lost: leave out attachments whose file is gone. Raises Unreadable (something else is in the schema, or what was read back is
    something else), Damaged (a file is gone, or not whole), DiskRefused, Invalid.
    """
    with disk_answers(), closing(_source(folder)) as source, closing(open_connection(place)) as target:
        with server_answers():
            _begin(target, place)
            mover = _Mover(folder, source, target, told)
            mover.bring(without_lost)
            told("checking", 0, 0)
            back = {kind: _sum_of(target, kind, told, mover.counts[kind]) for kind in KINDS}
        different = [kind for kind in KINDS if back[kind] != mover.sums[kind]]
        if different:
            raise Unreadable("not_what_was_brought", kinds=",".join(different))
        digest = hashlib.sha256(msgspec.json.encode([(kind, str(back[kind].digest)) for kind in KINDS])).hexdigest()
        ((position,),) = source.execute(FILE_QUERIES["last_position"]).fetchall()
    counts = {kind: back[kind].count for kind in KINDS}
    return Moved(position=position or 0, counts=counts, digest=digest, lost=tuple(mover.lost))


def finish(folder: Path, place: Place) -> None:
    """From here on a site can be opened there: with the mark of the one that the file is of. Raises DiskRefused."""
    with disk_answers(), closing(_source(folder)) as source:
        check = _check_of(source)
    with server_answers(), closing(open_connection(place)) as target, target.transaction():
        rows_of(target, QUERIES["write_mark"], (CHECK, check))
        rows_of(target, QUERIES["forget_mark"], (MOVING,))


def is_there(folder: Path, place: Place) -> bool:
    """Whether the site of this file is in the schema already, as a whole: an attempt was cut short after its end. Raises DiskRefused, Invalid."""
    with disk_answers(), closing(_source(folder)) as source:
        check = _check_of(source)
        ((last,),) = source.execute(FILE_QUERIES["last_position"]).fetchall()
    with server_answers(), closing(open_connection(place, reading=True)) as target:
        ((ours,),) = rows_of(target, QUERIES["shape_there"], {"schema": place.schema})
        if not ours or rows_of(target, QUERIES["read_mark"], (MOVING,)):
            return False
        same = rows_of(target, QUERIES["read_mark"], (CHECK,)) == [(check,)]
        ((there,),) = rows_of(target, QUERIES["last_position"])
    return same and there >= (last or 0)


def _source(folder: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{(folder / FILE_NAME).resolve().as_uri()}?mode=ro", uri=True)


def _check_of(source: sqlite3.Connection) -> bytes:
    ((check,),) = source.execute(FILE_QUERIES["read_mark"], (CHECK,)).fetchall()
    return bytes(check)


def _begin(target: Connection, place: Place) -> None:
    """An empty schema of our shape that says `moving`. Raises Unreadable."""
    ((_there, used),) = rows_of(target, QUERIES["schema_there"], {"schema": place.schema})
    ((ours,),) = rows_of(target, QUERIES["shape_there"], {"schema": place.schema})
    if used and not (ours and rows_of(target, QUERIES["read_mark"], (MOVING,))):
        raise Unreadable("schema_in_use", place=place.told)
    if used:
        # Its name is of letters that need no quoting (`SCHEMA_PATTERN`).
        target.execute(f"DROP SCHEMA {place.schema} CASCADE".encode())
    with target.transaction():
        migrate(target, place.schema, STEPS, QUERIES)
        rows_of(target, QUERIES["write_mark"], (MOVING, b""))


class _Mover:
    """From one to the other. sums: of what was read. counts: of what is to come."""

    def __init__(self, folder: Path, source: sqlite3.Connection, target: Connection, told: Told) -> None:
        self._folder = folder
        self._source = source
        self._target = target
        self._told = told
        self.lost: list[str] = []
        self.sums = {kind: Sum() for kind in KINDS}
        self.counts = dict(zip(KINDS, source.execute(FILE_QUERIES["how_much"]).fetchone(), strict=True))

    def bring(self, without_lost: bool) -> None:
        """Everything, one kind after the other."""
        with self._target.transaction():
            # Foreign words of a fact would be no JSON; they are brought as they are, and found when the site is started.
            self._copy("copy_entries", ("int8", "int8", "text", "text", "text"), self._entries())
            self._copy("copy_owners", ("int8", "text", "bytea"), self._owners())
            self._copy("copy_contents", ("text", "int8", "bytea"), self._contents())
            blobs = list(self._blobs(without_lost))
            self._copy("copy_blobs", ("text", "int8", "int8", "int8"), [(kept(id_), *rest) for id_, *rest in blobs])
            self._copy("copy_pieces", ("int8", "int4", "bytea"), self._pieces(blobs))
            self._snapshots()
            rows_of(self._target, QUERIES["owner_numbers_from"])
        rows_of(self._target, QUERIES["look_again"])

    def _copy(self, name: str, types: tuple[str, ...], rows: Iterable[Row]) -> None:
        with self._target.cursor() as cursor, cursor.copy(QUERIES[name].encode()) as copy:
            copy.set_types(types)
            for row in rows:
                copy.write_row(row)

    def _read(self, name: str, kind: str) -> Iterator[Row]:
        for number, row in enumerate(self._source.execute(FILE_QUERIES[name])):
            if number % STEP == 0:
                self._told(kind, number, self.counts[kind])
            yield row

    def _entries(self) -> Iterator[Row]:
        for row in self._read("every_entry", "entries"):
            self.sums["entries"].add(row)
            position, at, actor, cause, fact = row
            yield position, at, kept(actor), kept(cause), fact

    def _owners(self) -> Iterator[Row]:
        for row in self._read("every_owner", "owners"):
            self.sums["owners"].add(row)
            number, name, wrapped = row
            yield number, kept(name), wrapped

    def _contents(self) -> Iterator[Row]:
        for row in self._read("every_sealed_content", "contents"):
            self.sums["contents"].add(row)
            id_, owner, sealed = row
            yield kept(id_), owner, sealed

    def _blobs(self, without_lost: bool) -> Iterator[tuple[str, int, int, int]]:
        """Rows of attachments whose file is there, with the number their pieces get."""
        for upload, (id_, owner, size) in enumerate(self._source.execute(FILE_QUERIES["every_blob_row"]), start=1):
            if file_of(self._folder, id_).is_file():
                yield id_, owner, size, upload
            elif without_lost:
                self.lost.append(id_)
            else:
                raise Damaged(
                    "blob_lost", blob=id_, help="put its file back from a backup, or leave it out: --without-lost"
                )

    def _pieces(self, blobs: Iterable[tuple[str, int, int, int]]) -> Iterator[Row]:
        for number, (id_, owner, size, upload) in enumerate(blobs):
            self._told("blobs", number, self.counts["blobs"])
            whole = hashlib.sha256()
            with file_of(self._folder, id_).open("rb") as file:
                for piece, sealed in enumerate(_pieces_in(file)):
                    whole.update(sealed)
                    yield upload, piece, sealed
            self.sums["blobs"].add((id_, owner, size, whole.hexdigest()))

    def _snapshots(self) -> None:
        snapshots = list(self._read("every_snapshot", "snapshots"))
        self._copy("copy_snapshots", ("int8", "int8", "int8", "text"), snapshots)
        wholes = {number: hashlib.sha256() for number, *_rest in snapshots}

        def parts() -> Iterator[Row]:
            for number, part, body in self._source.execute(FILE_QUERIES["every_snapshot_part"]):
                wholes[number].update(body)
                yield number, part, body

        self._copy("copy_snapshot_parts", ("int8", "int4", "bytea"), parts())
        for number, *rest in snapshots:
            self.sums["snapshots"].add((number, *rest, wholes[number].hexdigest()))


def _pieces_in(file: BinaryIO) -> Iterator[bytes]:
    """A sealed file in the pieces it was sealed in (`journal.sealed`)."""
    size = len(MAGIC) + SALT_BYTES
    while piece := file.read(size):
        yield piece
        size = PIECE_BYTES + TAG_BYTES


def _sum_of(target: Connection, kind: str, told: Told, expected: int) -> Sum:
    """What the server gives back."""
    found = Sum()
    for number, row in enumerate(_BACK[kind](target)):
        if number % STEP == 0:
            told("checking", number, expected)
        found.add(row)
    return found


def _blobs_back(target: Connection) -> Iterator[Row]:
    pieces = given(target, "read_pieces", ("text", "int8", "int8", "int4", "bytea"))
    for (id_, owner, size), parts in groupby(pieces, key=lambda row: row[:3]):
        yield read(id_), owner, size, _whole(part[-1] for part in parts)


def _snapshots_back(target: Connection) -> Iterator[Row]:
    parts = given(target, "read_snapshots", ("int8", "int8", "int8", "text", "int4", "bytea"))
    for snapshot, bodies in groupby(parts, key=lambda row: row[:4]):
        yield (*snapshot, _whole(body[-1] for body in bodies))


def _whole(parts: Iterable[bytes | None]) -> str:
    whole = hashlib.sha256()
    for part in parts:
        whole.update(part or b"")
    return whole.hexdigest()


_BACK: dict[str, Callable[[Connection], Iterator[Row]]] = {
    "entries": entries, "owners": owners, "contents": contents, "blobs": _blobs_back,
    "snapshots": _snapshots_back,
}  # fmt: skip
