"""A copy of a site's journal to look into: the site itself is only read, and may be serving meanwhile.

The journal's file is copied as it stands at one moment (SQLite's own online copy, which a writer does not disturb), with its
read models to save the time of making them. The master key is not copied but pointed to. Attachments are left out.

The copy does not outlive its command: it goes when that is told to stop too, and what a killed one left is removed by the next. A copy
whose command lives is locked.
"""

import fcntl
import os
import shutil
import signal
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from hoolin.cli.settings_file import named_place
from hoolin.core.errors import NotFound
from hoolin.journal.place import Place
from hoolin.wiring import now_ms
from hoolin.wiring.backups.taking import copy_file
from hoolin.wiring.stores import copy_database, is_there, place_of

JOURNAL = "journal.db"
COPIED = ("views.db", JOURNAL)
"""The read models first: they may be behind the journal that they are copied with, never ahead of it."""
POINTED_TO = ("master.key", "lookup.key", "report.key")


PREFIX = "hoolin-replay-"

YOUNG_MS = 60_000
"""A copy that was begun just now may not be locked yet."""


@contextmanager
def copied(
    site: Path, also: Sequence[str] = (), place: Place | None = None, *, attachments: bool = False
) -> Iterator[Path]:
    """A folder with the copy, gone at the end of the block. also: what else of the site's SQLite files is wanted. place: where in PostgreSQL the
    journal lies, if not where the settings of this command line say. attachments: of a site in PostgreSQL, these too.

    Raises NotFound, Unreadable, JournalElsewhere, DiskRefused.
    """
    if not is_there(site):
        raise NotFound("site", folder=str(site))
    place = place_of(site, place or named_place())
    _sweep()
    with _stopped_in_order(), tempfile.TemporaryDirectory(prefix=PREFIX) as name, _locked(Path(name)) as folder:
        for file in (*COPIED, *also):
            if (site / file).is_file():
                copy_file(site / file, folder / file)
        if place is not None:
            copy_database(place, folder, None, lambda done, of: None, attachments=attachments)
        for file in POINTED_TO:
            if (site / file).is_file():
                (folder / file).symlink_to((site / file).resolve())
        yield folder


def _sweep() -> None:
    """Remove the copies that nobody has any more."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        try:
            found = folder.lstat()
            if found.st_uid != os.geteuid() or now_ms() - found.st_mtime * 1000 < YOUNG_MS:
                continue
            with _locked(folder):
                shutil.rmtree(folder, ignore_errors=True)
        except OSError:
            # Somebody has it, or it is gone.
            continue


@contextmanager
def _locked(folder: Path) -> Iterator[Path]:
    """A folder that is somebody's. Raises OSError where it is another's."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield folder
    finally:
        os.close(handle)


@contextmanager
def _stopped_in_order() -> Iterator[None]:
    """Whoever is told to stop meanwhile leaves every block on the way out."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(number: int, _frame: object) -> None:
        raise SystemExit(128 + number)

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
