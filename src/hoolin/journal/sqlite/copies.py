"""A copy of the four stores while they are in use: the file as it stands at one moment, then the sealed files that its rows name.

SQLite's own online copy disturbs no writer. A sealed file never changes, so one that an earlier copy beside it has is linked, not
copied again. What was deleted or erased between the two steps is gone from the copy too.
"""

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

import msgspec

from hoolin.journal.errors import DiskRefused, Unreadable
from hoolin.journal.keys import sync_folder
from hoolin.journal.sqlite.blobs import FOLDER, file_of
from hoolin.journal.sqlite.connections import disk_answers
from hoolin.journal.sqlite.file import FILE_NAME, QUERIES

Told = Callable[[int, int], None]
"""Called with how many sealed files are done, and of how many."""


class Copied(msgspec.Struct, frozen=True, kw_only=True):
    """What a copy holds. position: of its last entry. blobs: sealed files, their number; linked: how many an earlier copy had.

    gone: files that left while the copy was made. erased: whose keys were destroyed so far, by name.
    """

    position: int
    blobs: int
    linked: int
    gone: int
    erased: tuple[str, ...]


def copy_file(source: Path, target: Path) -> None:
    """One SQLite file as it stands. Where no log lies beside it nobody has it open, and it is read without leaving a trace; if somebody opened
    it meanwhile, it is copied again, as a file in use. Raises Unreadable.
    """
    log = source.with_name(source.name + "-wal")
    try:
        if not log.exists():
            _online(f"{source.resolve().as_uri()}?mode=ro&immutable=1", target)
        if log.exists():
            target.unlink(missing_ok=True)
            _online(f"{source.resolve().as_uri()}?mode=ro", target)
    except sqlite3.Error as problem:
        raise Unreadable("cannot_be_copied", file=source.name, said=str(problem)) from None


def copy_stores(folder: Path, target: Path, earlier: Path | None = None, told: Told = lambda done, of: None) -> Copied:
    """Copy the stores of a site's folder into an empty one; durable when it returns. earlier: a copy made before, on the same disk.

    Raises Unreadable, DiskRefused (a full disk; the target is then worth nothing).
    """
    (target / FOLDER).mkdir(mode=0o700, exist_ok=True)
    copy_file(folder / FILE_NAME, target / FILE_NAME)
    with disk_answers(), closing(sqlite3.connect(target / FILE_NAME)) as copy:
        wanted = [blob for (blob,) in copy.execute(QUERIES["blobs_there"])]
    linked, gone = 0, list[str]()
    for done, blob in enumerate(wanted):
        told(done, len(wanted))
        with file_answers():
            how = _bring(file_of(folder, blob), file_of(target, blob), file_of(earlier, blob) if earlier else None)
        linked += how == "linked"
        gone += [blob] if how == "gone" else []
    return settle(target, len(wanted), linked, gone)


def settle(target: Path, wanted: int, linked: int, gone: Sequence[str]) -> Copied:
    """A copy's last step: what left meanwhile is gone from it too, and everything has its name on the disk."""
    with disk_answers(), closing(sqlite3.connect(target / FILE_NAME, isolation_level=None)) as copy:
        ((position,),) = copy.execute(QUERIES["last_position"]).fetchall()
        erased = tuple(name for (name,) in copy.execute(QUERIES["owners_erased"]))
        copy.executemany(QUERIES["mark_blob_gone"], [(blob,) for blob in gone])
    for within in (*(target / FOLDER).iterdir(), target / FOLDER, target):
        sync_folder(within)
    return Copied(position=position or 0, blobs=wanted - len(gone), linked=linked, gone=len(gone), erased=erased)


def erased_in(folder: Path) -> tuple[str, ...]:
    """Whose keys were destroyed, by name, as the site's file says now."""
    with (
        disk_answers(),
        closing(sqlite3.connect(f"{(folder / FILE_NAME).resolve().as_uri()}?mode=ro", uri=True)) as reader,
    ):
        return tuple(name for (name,) in reader.execute(QUERIES["owners_erased"]))


def sync_file(file: Path) -> None:
    """Make a file's bytes durable."""
    handle = os.open(file, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def taken_over(earlier: Path, target: Path, length: int) -> bool:
    """Whether an earlier copy has the whole file, of so many bytes; then it is here too. What was cut short there is to be copied anew."""
    try:
        if earlier.stat().st_size != length:
            return False
    except FileNotFoundError:
        return False
    try:
        os.link(earlier, target)
    except OSError:
        # Another disk, or one that knows one name for a file only.
        shutil.copyfile(earlier, target)
        sync_file(target)
    return True


def _bring(source: Path, target: Path, earlier: Path | None) -> str:
    target.parent.mkdir(mode=0o700, exist_ok=True)
    try:
        if earlier is not None and taken_over(earlier, target, source.stat().st_size):
            return "linked"
        shutil.copyfile(source, target)
    except FileNotFoundError:
        target.unlink(missing_ok=True)
        return "gone"
    sync_file(target)
    return "copied"


@contextmanager
def file_answers() -> Iterator[None]:
    """Within this block, what the disk refuses is DiskRefused."""
    try:
        yield
    except OSError as problem:
        raise DiskRefused("copy", said=problem.strerror or str(problem)) from problem


def _online(address: str, target: Path) -> None:
    with closing(sqlite3.connect(address, uri=True)) as there, closing(sqlite3.connect(target)) as here:
        there.backup(here)
    target.chmod(0o600)
    sync_file(target)


def sealed_files(folder: Path) -> Iterator[Path]:
    """Every sealed file in a folder of a site, whether a row names it or not."""
    for within in sorted((folder / FOLDER).glob("[0-9a-f][0-9a-f]")):
        yield from sorted(file for file in within.iterdir() if file.is_file())
