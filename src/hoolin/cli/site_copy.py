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
POINTED_TO = ("master.key", "lookup.key", "report.key")


class NotAJournal(Refusal):
    """This file cannot be read as a journal."""


@contextmanager
def copied(site: Path) -> Iterator[Path]:
    """A folder with the copy, gone at the end of the block. Raises NotFound, NotAJournal."""
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
    """Copy one file as it stands. Where no log lies beside it nobody has it open, and it is read without leaving a trace;
    if somebody opened it meanwhile, it is copied again, as a file in use.
    """
    log = source.with_name(source.name + "-wal")
    try:
        if not log.exists():
            _backup(f"{source.resolve().as_uri()}?mode=ro&immutable=1", target)
        if log.exists():
            target.unlink(missing_ok=True)
            _backup(f"{source.resolve().as_uri()}?mode=ro", target)
    except sqlite3.Error as problem:
        raise NotAJournal("cannot_be_read", file=source.name, said=str(problem)) from None


def _backup(address: str, target: Path) -> None:
    with closing(sqlite3.connect(address, uri=True)) as there, closing(sqlite3.connect(target)) as here:
        there.backup(here)
