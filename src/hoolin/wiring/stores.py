"""Opens the stores of a site where its settings say they lie; and keeps a site from being begun twice in two places.

Where the journal lies in PostgreSQL, the site's folder says so in `journal.place`. A start without that setting, which would begin an
empty journal beside the real one, is refused by it; so is a database that holds no site, where one is expected.
"""

import os
import secrets
from collections.abc import Callable
from pathlib import Path

import msgspec

from hoolin.core.errors import Defect, Invalid, Refusal
from hoolin.core.facts import Instant
from hoolin.journal import memory, sqlite
from hoolin.journal.codec import Codec
from hoolin.journal.keys import sync_folder
from hoolin.journal.place import Place
from hoolin.journal.port import Stores
from hoolin.journal.sqlite.copies import Copied
from hoolin.journal.sqlite.file import FILE_NAME as JOURNAL
from hoolin.wiring.settings import HoolinSettings

MARK = "journal.place"

HOW_TO = "docs/how-to/run-on-postgresql.md"


class JournalElsewhere(Refusal):
    """The journal of this site lies in PostgreSQL, and the settings that were given do not say so: name them with --config or HOOLIN_CONFIG."""


class OlderJournal(Defect):
    """The journal in the database is not the one that this site has shown: a copy from before, or a server that another one has replaced."""


class Elsewhere(msgspec.Struct, frozen=True, kw_only=True):
    """What `journal.place` says, for people. postgres: the database and the schema, without secrets."""

    postgres: str


def open_stores(settings: HoolinSettings, codec: Codec, size_max: int) -> Stores:
    """The four stores of a site; blocking. size_max: of a blob, in bytes.

    Raises Invalid (settings that do not fit what is there), NewerSchema, Unreadable, MasterKeyMissing, DiskRefused.
    """
    folder, place = settings.folder, settings.journal.place
    if folder is None:
        return memory.open_stores(codec, size_max)
    marked = elsewhere(folder)
    if place is None:
        if marked is not None:
            raise Invalid(
                "settings", field="journal.postgres", said=f"it is empty, and the journal lies in {marked}", help=HOW_TO
            )
        return sqlite.open_stores(folder, codec, blob_bytes_max=size_max)
    if (folder / JOURNAL).exists():
        raise Invalid(
            "settings", field="journal.postgres", said=f"there is a journal in {folder / JOURNAL}",
            help="take it along with `hoolin migrate sqlite-to-postgres`",
        )  # fmt: skip
    # Only who has such a place pays for the library.
    from hoolin.journal import postgres

    stores = postgres.open_stores(folder, place, codec, blob_bytes_max=size_max, may_begin=marked is None)
    try:
        mark(folder, place)
    except BaseException:
        stores.journal.close()
        raise
    return stores


def ends_at(place: Place) -> tuple[int, Instant] | None:
    """Position and instant of the last fact in a database; None in an empty journal. Raises DiskRefused, Invalid, Unreadable (no site is there)."""
    from hoolin.journal.postgres.looking import newest_fact

    return newest_fact(place)


def copy_database(
    place: Place, target: Path, earlier: Path | None, told: Callable[[int, int], None], *, attachments: bool = True
) -> Copied:
    """See `journal.postgres.copies.copy_stores`."""
    from hoolin.journal.postgres.copies import copy_stores

    return copy_stores(place, target, earlier, told, attachments=attachments)


def erased_there(place: Place) -> tuple[str, ...]:
    """Whose keys were destroyed, by name, as the database says now. Raises Unreadable, DiskRefused, Invalid."""
    from hoolin.journal.postgres.copies import erased_in

    return erased_in(place)


def elsewhere(folder: Path) -> str | None:
    """Where in PostgreSQL the journal of this site lies, in words; None where it lies in the folder."""
    try:
        return msgspec.json.decode((folder / MARK).read_bytes(), type=Elsewhere).postgres
    except FileNotFoundError:
        return None
    except msgspec.DecodeError:
        # Whatever it says: it is there.
        return "PostgreSQL"


def place_of(folder: Path, named: Place | None) -> Place | None:
    """Where in PostgreSQL the journal of this site lies; None where it lies in the folder. named: what the settings say. Raises JournalElsewhere."""
    marked = elsewhere(folder)
    if marked is None:
        return None
    if named is None:
        raise JournalElsewhere(folder=str(folder), place=marked, help=HOW_TO)
    return named


def is_there(folder: Path) -> bool:
    """Whether a site is in this folder, wherever its journal lies."""
    return (folder / JOURNAL).is_file() or (folder / MARK).is_file()


def mark(folder: Path, place: Place) -> None:
    """Write down where the journal lies; durable when it returns."""
    said = msgspec.json.encode(Elsewhere(postgres=place.told)) + b"\n"
    file = folder / MARK
    if file.exists() and file.read_bytes() == said:
        return
    passing = folder / f".{MARK}.{secrets.token_hex(8)}"
    with passing.open("xb") as written:
        written.write(said)
        written.flush()
        os.fsync(written.fileno())
    passing.rename(file)
    sync_folder(folder)
