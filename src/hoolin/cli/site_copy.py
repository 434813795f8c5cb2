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

from hoolin.core.errors import NotFound
from hoolin.wiring import now_ms
from hoolin.wiring.backups.taking import copy_file
from hoolin.wiring.stores import check_here

JOURNAL = "journal.db"
COPIED = ("views.db", JOURNAL)
"""The read models first: they may be behind the journal that they are copied with, never ahead of it."""
POINTED_TO = ("master.key", "lookup.key", "report.key")


PREFIX = "hoolin-replay-"

YOUNG_MS = 60_000
"""A copy that was begun just now may not be locked yet."""


@contextmanager
def copied(site: Path, also: Sequence[str] = ()) -> Iterator[Path]:
    """A folder with the copy, gone at the end of the block. also: what else of the site's SQLite files is wanted. Raises NotFound, Unreadable, JournalElsewhere."""
    check_here(site)
    if not (site / JOURNAL).is_file():
        raise NotFound("site", folder=str(site))
    _sweep()
    with _stopped_in_order(), tempfile.TemporaryDirectory(prefix=PREFIX) as name, _locked(Path(name)) as folder:
        for file in (*COPIED, *also):
            if (site / file).is_file():
                copy_file(site / file, folder / file)
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
