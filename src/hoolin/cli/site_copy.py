"""A copy of a site's journal to look into: the site itself is only read, and may be serving meanwhile.

The journal's file is copied as it stands at one moment (SQLite's own online copy, which a writer does not disturb), with its
read models to save the time of making them. The master key is not copied but pointed to. Attachments are left out.
"""

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from hoolin.core.errors import NotFound, Refusal

JOURNAL = "journal.db"
COPIED = ("views.db", JOURNAL)
"""The read models first: they may be behind the journal that they are copied with, never ahead of it."""
POINTED_TO = ("master.key", "lookup.key")


class Unreadable(Refusal):
    """This file cannot be read as a journal."""


@contextmanager
def copied(site: Path) -> Iterator[Path]:
    """A folder with the copy, gone at the end of the block. Raises NotFound, Unreadable."""
    if not (site / JOURNAL).is_file():
        raise NotFound("site", folder=str(site))
    with tempfile.TemporaryDirectory(prefix="hoolin-replay-") as name:
        folder = Path(name)
        for file in COPIED:
            if (site / file).is_file():
                _copy(site / file, folder / file)
        for file in POINTED_TO:
            if (site / file).is_file():
                (folder / file).symlink_to((site / file).resolve())
        yield folder


def _copy(source: Path, target: Path) -> None:
    try:
        with closing(_opened(source)) as there, closing(sqlite3.connect(target)) as here:
            there.backup(here)
    except sqlite3.Error as problem:
        raise Unreadable("cannot_be_read", file=source.name, said=str(problem)) from None


def _opened(source: Path) -> sqlite3.Connection:
    """The file for reading. In a folder that we may not write to, a file without a log beside it is read as it lies."""
    address = source.resolve().as_uri()
    there = sqlite3.connect(f"{address}?mode=ro", uri=True)
    try:
        there.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    except sqlite3.OperationalError:
        there.close()
        if source.with_name(source.name + "-wal").exists():
            raise
        there = sqlite3.connect(f"{address}?mode=ro&immutable=1", uri=True)
    return there
