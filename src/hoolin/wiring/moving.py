"""A site's journal goes from its folder into PostgreSQL, while nobody serves it.

Where it is cut short, nothing is lost: the files are only set aside as the last step, and until then the site is started as before, or
this is done again. Between two steps a start is refused on either side, never begun on a half.
"""

from collections.abc import Callable
from pathlib import Path

import msgspec

from hoolin.cluster.single import FileLeases
from hoolin.core.errors import Conflict, Invalid, NotFound
from hoolin.journal import sqlite
from hoolin.journal.codec import Codec
from hoolin.journal.keys import sync_folder
from hoolin.journal.sqlite.blobs import FOLDER as BLOBS
from hoolin.journal.sqlite.file import FILE_NAME as JOURNAL
from hoolin.runtime.house import House
from hoolin.wiring.rooms import rooms
from hoolin.wiring.settings import HoolinSettings
from hoolin.wiring.stores import mark

ASIDE = "before-postgresql"
"""Where the files lie afterwards. The journal's own leaves last: as long as it is there, this can be done again."""

Told = Callable[[str, int, int], None]


class TakenAlong(msgspec.Struct, frozen=True, kw_only=True):
    """What was taken. place: where to, in words. aside: where the files lie now. digest: of everything, equal on both sides; empty, like counts,
    where an attempt before had come to its end and only the files were left to be set aside.
    """

    place: str
    aside: Path
    position: int = 0
    counts: dict[str, int] = {}
    digest: str = ""
    lost: tuple[str, ...] = ()


def take_along(settings: HoolinSettings, told: Told, without_lost: bool = False) -> TakenAlong:
    """Take everything along and set the files aside; blocking. without_lost: attachments whose file is gone are left behind.

    Raises Invalid, NotFound (no journal is in the folder), LeaseTaken (the site serves), Conflict (an older journal lies where this one would be
    set aside), Unreadable (the schema is in use), MasterKeyMissing, Damaged (an attachment's file is gone), DiskRefused.
    """
    folder, place = settings.folder, settings.journal.place
    if folder is None or place is None:
        raise Invalid("settings", field="journal.postgres", said="where to is not said")
    place.asked()
    if not (folder / JOURNAL).is_file():
        raise NotFound("site", folder=str(folder))
    if (folder / ASIDE / JOURNAL).exists():
        raise Conflict("set_aside_before", file=str(folder / ASIDE / JOURNAL), help="move it to another place")
    # Only who has such a place pays for the library.
    from hoolin.journal.postgres.moving import finish, is_there, move

    lease = FileLeases(folder).take("site")
    try:
        if is_there(folder, place):
            mark(folder, place)
            return TakenAlong(place=place.told, aside=set_aside(folder))
        # Opened once: the key is the right one, the file has today's shape, and what was left half deleted is gone.
        sqlite.open_stores(folder, Codec(House(tuple(rooms().values())).fact_types)).journal.close()
        moved = move(folder, place, told, without_lost)
        mark(folder, place)
        finish(folder, place)
        aside = set_aside(folder)
    finally:
        lease.release()
    return TakenAlong(
        place=place.told, aside=aside, position=moved.position, counts=moved.counts, digest=moved.digest, lost=moved.lost
    )  # fmt: skip


def set_aside(folder: Path) -> Path:
    """Put away what is no longer used; durable when it returns."""
    aside = folder / ASIDE
    aside.mkdir(mode=0o700, exist_ok=True)
    for name in (BLOBS, f"{JOURNAL}-wal", f"{JOURNAL}-shm", JOURNAL):
        if (folder / name).exists():
            (folder / name).rename(aside / name)
    sync_folder(aside)
    sync_folder(folder)
    return aside
