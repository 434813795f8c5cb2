"""All four stores of a site in one SQLite file, `journal.db`, and a folder of sealed attachments."""

import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from hoolin.journal.codec import Codec
from hoolin.journal.errors import Damaged, MasterKeyMissing
from hoolin.journal.keys import MasterKey, OwnerKeys, load_master_key
from hoolin.journal.port import Stores
from hoolin.journal.sqlite.blobs import BLOB_BYTES_MAX, SqliteBlobs
from hoolin.journal.sqlite.connections import Connect, connect
from hoolin.journal.sqlite.contents import SqliteContents
from hoolin.journal.sqlite.file import QUERIES, JournalFile
from hoolin.journal.sqlite.journal import SqliteJournal
from hoolin.journal.sqlite.owners import Owners
from hoolin.journal.sqlite.snapshots import SqliteSnapshots

_CHECK = "master_check"


def open_stores(
    folder: Path,
    codec: Codec,
    environ: Mapping[str, str] = os.environ,
    blob_bytes_max: int = BLOB_BYTES_MAX,
    connect: Connect = connect,
) -> Stores:
    """Open the stores in a site's data folder, making what is missing; `stores.journal.close()` closes them all.

    environ: where HOOLIN_MASTER_KEY may be. The caller holds the folder's lease (see `hoolin.cluster`).
    Raises NewerSchema, Unreadable, MasterKeyMissing, DiskRefused.
    """
    file = JournalFile(folder, connect)
    try:
        owners = Owners(file, OwnerKeys(_master_key(folder, file, environ)))
        blobs = SqliteBlobs(folder, file, owners, blob_bytes_max)
        contents = SqliteContents(file, owners, blobs)
        return Stores(SqliteJournal(file, codec, contents, owners), SqliteSnapshots(file), contents, blobs)
    except BaseException:
        with suppress(Exception):
            file.close()
        raise


def _master_key(folder: Path, file: JournalFile, environ: Mapping[str, str]) -> MasterKey:
    """The master key, proved to be the one that this file was begun with."""
    with file.readers.lend() as reader:
        row = reader.execute(QUERIES["read_mark"], (_CHECK,)).fetchone()
    master = MasterKey(load_master_key(folder, environ, may_create=row is None))
    if row is None:
        with file.write() as writer:
            writer.execute(QUERIES["write_mark"], (_CHECK, master.wrap(b"", _CHECK)))
        return master
    try:
        master.unwrap(row[0], _CHECK)
    except Damaged as problem:
        raise MasterKeyMissing("another_key", folder=str(folder)) from problem
    return master
