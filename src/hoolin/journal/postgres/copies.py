"""A copy of a site in PostgreSQL as the folder of a site that lies in files: whatever reads, checks or puts back such a folder does it with this one.

Facts, keys, contents and snapshots are those of one moment: one transaction, which only reads and disturbs nobody. Then the attachments
that they name, as `journal.sqlite.copies` has it: one that an earlier copy holds is linked, and one that left meanwhile is gone from the copy too.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from itertools import groupby
from pathlib import Path

import msgspec
from psycopg import IsolationLevel

from hoolin.journal.errors import Unreadable
from hoolin.journal.place import Place
from hoolin.journal.postgres import giving
from hoolin.journal.postgres.blobs import PIECES_AT_ONCE
from hoolin.journal.postgres.connections import Connection, open_connection, rows_of, server_answers
from hoolin.journal.postgres.database import CHECK, MOVING, QUERIES
from hoolin.journal.postgres.letters import kept, read
from hoolin.journal.sealed import sealed_length
from hoolin.journal.sqlite.blobs import FOLDER, file_of
from hoolin.journal.sqlite.connections import connect, disk_answers
from hoolin.journal.sqlite.copies import Copied, Told, file_answers, settle, sync_file, taken_over
from hoolin.journal.sqlite.file import APPLICATION_ID, FILE_NAME, STEPS
from hoolin.journal.sqlite.file import QUERIES as FILE_QUERIES
from hoolin.journal.sqlite.migrations import migrate


def copy_stores(
    place: Place,
    target: Path,
    earlier: Path | None = None,
    told: Told = lambda done, of: None,
    *,
    attachments: bool = True,
) -> Copied:
    """Copy the stores of a site into an empty folder; durable when it returns. earlier: a copy made before, on the same disk. attachments: whether
    their files come along; without them none is said to be gone.

    Raises Unreadable (no whole site is there), DiskRefused (the server, or a full disk; the target is then worth nothing), Invalid.
    """
    (target / FOLDER).mkdir(mode=0o700, exist_ok=True)
    with server_answers(), closing(open_connection(place)) as there:
        file = target / FILE_NAME
        file.touch(mode=0o600)
        with disk_answers(), closing(connect(file)) as copy:
            lengths = _bring_rows(place, there, copy)
        sync_file(file)
        linked, gone = 0, list[str]()
        if attachments:
            for done, (blob, length) in enumerate(lengths.items()):
                told(done, len(lengths))
                how = _bring(there, blob, length, target, earlier)
                linked += how == "linked"
                gone += [blob] if how == "gone" else []
        # Whoever was erased while files were brought is on the list of the erased, too.
        erased = tuple(read(name) for (name,) in rows_of(there, QUERIES["owners_erased"]))
    return msgspec.structs.replace(settle(target, len(lengths), linked, gone), erased=erased)


def erased_in(place: Place) -> tuple[str, ...]:
    """Whose keys were destroyed, by name, as the database says now. Raises Unreadable, DiskRefused, Invalid."""
    with server_answers(), closing(open_connection(place, reading=True)) as there:
        _check(place, there)
        return tuple(read(name) for (name,) in rows_of(there, QUERIES["owners_erased"]))


def _bring_rows(place: Place, there: Connection, copy: sqlite3.Connection) -> dict[str, int]:
    """Everything but attachments; gives how many bytes each of these has, sealed."""
    # Nobody reads it before all of it is there and written out.
    copy.execute("PRAGMA synchronous = OFF")
    migrate(copy, STEPS, APPLICATION_ID)
    there.isolation_level, there.read_only = IsolationLevel.REPEATABLE_READ, True
    with there.transaction():
        _check(place, there)
        copy.execute("BEGIN")
        copy.executemany(FILE_QUERIES["add_entry"], giving.entries(there))
        copy.executemany(FILE_QUERIES["bring_owner"], giving.owners(there))
        copy.executemany(FILE_QUERIES["bring_content"], giving.contents(there))
        _bring_snapshots(there, copy)
        copy.executemany(
            FILE_QUERIES["write_mark"], ((CHECK, check) for (check,) in rows_of(there, QUERIES["read_mark"], (CHECK,)))
        )
        lengths = {}
        for id_, owner, size in rows_of(there, QUERIES["every_blob"]):
            copy.execute(FILE_QUERIES["add_blob"], (read(id_), owner, size))
            lengths[read(id_)] = sealed_length(size)
        copy.execute("COMMIT")
    there.isolation_level, there.read_only = None, None
    return lengths


def _check(place: Place, there: Connection) -> None:
    ((ours,),) = rows_of(there, QUERIES["shape_there"], {"schema": place.schema})
    if not ours or not rows_of(there, QUERIES["read_mark"], (CHECK,)):
        raise Unreadable("no_site_there", place=place.told)
    if rows_of(there, QUERIES["read_mark"], (MOVING,)):
        raise Unreadable("half_moved", place=place.told)


def _bring_snapshots(there: Connection, copy: sqlite3.Connection) -> None:
    parts = giving.given(there, "read_snapshots", ("int8", "int8", "int8", "text", "int4", "bytea"))
    for snapshot, bodies in groupby(parts, key=lambda row: row[:4]):
        for *_head, part, body in bodies:
            if part is not None:
                copy.execute(FILE_QUERIES["add_snapshot_part"], (snapshot[0], part, body))
        copy.execute(FILE_QUERIES["add_snapshot"], snapshot)


def _bring(there: Connection, blob: str, length: int, target: Path, earlier: Path | None) -> str:
    file = file_of(target, blob)
    with file_answers():
        file.parent.mkdir(mode=0o700, exist_ok=True)
        if not _is_there(there, blob):
            return "gone"
        if earlier is not None and taken_over(file_of(earlier, blob), file, length):
            return "linked"
        written = 0
        file.touch(mode=0o600, exist_ok=False)
        with file.open("wb") as opened:
            for piece in _pieces(there, blob):
                written += opened.write(piece)
        if written != length and not _is_there(there, blob):
            # Deleted, or erased, while it was read. One that is there and torn is copied as it is: `hoolin check` names it.
            file.unlink()
            return "gone"
        sync_file(file)
    return "copied"


def _is_there(there: Connection, blob: str) -> bool:
    return bool(rows_of(there, QUERIES["blob_by_id"], (kept(blob),)))


def _pieces(there: Connection, blob: str) -> Iterator[bytes]:
    for _number, _name, _wrapped, _size, upload in rows_of(there, QUERIES["blob_by_id"], (kept(blob),)):
        after = 0
        while rows := rows_of(there, QUERIES["pieces_from"], (upload, after, PIECES_AT_ONCE)):
            yield from (sealed for (sealed,) in rows)
            after += len(rows)
