"""All four stores of a site in one schema of a PostgreSQL database.

The master key stays where it is with SQLite: in `master.key` in the site's data folder, or in HOOLIN_MASTER_KEY. The server never
sees it, so whoever reads the database, its log or its copies reads nothing personal.
"""

import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from hoolin.journal.codec import Codec
from hoolin.journal.errors import Damaged, MasterKeyMissing, Unreadable
from hoolin.journal.keys import MasterKey, OwnerKeys, load_master_key
from hoolin.journal.place import Place
from hoolin.journal.port import Stores
from hoolin.journal.postgres.blobs import PostgresBlobs
from hoolin.journal.postgres.contents import PostgresContents
from hoolin.journal.postgres.database import CHECK, MOVING, QUERIES, Database
from hoolin.journal.postgres.journal import PostgresJournal
from hoolin.journal.postgres.owners import Owners
from hoolin.journal.postgres.snapshots import PostgresSnapshots
from hoolin.journal.sqlite.blobs import BLOB_BYTES_MAX


def open_stores(
    folder: Path,
    place: Place,
    codec: Codec,
    environ: Mapping[str, str] = os.environ,
    blob_bytes_max: int = BLOB_BYTES_MAX,
    may_begin: bool = True,
) -> Stores:
    """Open the stores of a site, making what is missing in the database; `stores.journal.close()` closes them all.

    folder: the site's data folder, where the master key may be. environ: where HOOLIN_MASTER_KEY may be. may_begin: whether a site may be
    begun there; if not, a place without one is Unreadable. The caller holds the folder's lease. Raises NewerSchema, Unreadable,
    MasterKeyMissing, DiskRefused, Invalid (an address that is none).
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    database = Database(place)
    try:
        owners = Owners(database, OwnerKeys(_master_key(folder, database, environ, may_begin)))
        contents = PostgresContents(database, owners)
        return Stores(
            PostgresJournal(database, codec, contents, owners), PostgresSnapshots(database), contents,
            PostgresBlobs(database, owners, blob_bytes_max),
        )  # fmt: skip
    except BaseException:
        with suppress(Exception):
            database.close()
        raise


def _master_key(folder: Path, database: Database, environ: Mapping[str, str], may_begin: bool) -> MasterKey:
    """The master key, proved to be the one that this site was begun with."""
    if database.readers.ask(QUERIES["read_mark"], (MOVING,)):
        raise Unreadable("half_moved", place=database.place.told, help="hoolin migrate sqlite-to-postgres begins anew")
    rows = database.readers.ask(QUERIES["read_mark"], (CHECK,))
    if not rows and not may_begin:
        raise Unreadable("no_site_there", place=database.place.told)
    master = MasterKey(load_master_key(folder, environ, may_create=not rows))
    if not rows:
        database.movers.tell(QUERIES["write_mark"], (CHECK, master.wrap(b"", CHECK)))
        return master
    try:
        master.unwrap(rows[0][0], CHECK)
    except Damaged as problem:
        raise MasterKeyMissing("another_key", folder=str(folder)) from problem
    return master
