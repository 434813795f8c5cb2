"""Taking a backup of a site, whether it serves or not; and letting go of old ones."""

import fcntl
import os
import secrets
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from itertools import chain, count
from pathlib import Path

import msgspec

from hoolin import __version__
from hoolin.core.errors import NotFound, Refusal
from hoolin.core.facts import Instant
from hoolin.journal.errors import DiskRefused
from hoolin.journal.keys import KEY_FILE, sync_folder
from hoolin.journal.place import Place
from hoolin.journal.sqlite.copies import Copied, copy_file, copy_stores, erased_in, sync_file
from hoolin.server.accounts.file import FILE_NAME as ACCOUNTS
from hoolin.server.audit.file import FILE_NAME as AUDIT
from hoolin.wiring.backups.manifest import (
    ERASED,
    PARTIAL,
    SUMS,
    Manifest,
    NotABackup,
    Told,
    backups_in,
    read_erased,
    read_sums,
    sum_of,
)
from hoolin.wiring.backups.manifest import FILE_NAME as MANIFEST
from hoolin.wiring.stores import copy_database, erased_there, is_there, place_of

__all__ = ["NoKeyToTake", "Taken", "Wanted", "copy_file", "note_erased", "prune", "take", "write_erased"]

SECRETS = ("lookup.key", "report.key")
"""Without the first nobody is known again by their number or address; without the second old reports cannot be proved."""

DAY_MS = 86_400_000


class NoKeyToTake(Refusal):
    """The master key is not in the site's folder: it comes from the environment, and is yours to keep."""


class BackupUnderWay(Refusal):
    """Another backup is being made in this place; let it end."""


class Taken(msgspec.Struct, frozen=True, kw_only=True):
    """A backup that was taken. folder: where. copied: what is in it. removed: old ones that were let go of."""

    folder: Path
    manifest: Manifest
    copied: Copied
    removed: tuple[Path, ...] = ()


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """How. with_key: whether the master key goes into it. keep: how many whole backups stay, the new one among them; 0: all. keep_days: older
    ones go; 0: none.
    """

    with_key: bool = False
    keep: int = 0
    keep_days: int = 0


def take(
    site: Path,
    place: Path,
    wanted: Wanted,
    now: Instant,
    told: Told = lambda what, done, of: None,
    journal: Place | None = None,
) -> Taken:
    """One more backup in a place, which is made if it is not there. It has its name only when all of it is on the disk.

    journal: where in PostgreSQL the settings say that it lies; the backup is the same either way, and is put back into a folder.
    Raises NotFound (there is no site in the folder), JournalElsewhere, NoKeyToTake, BackupUnderWay, Unreadable, DiskRefused.
    """
    if not is_there(site):
        raise NotFound("site", folder=str(site))
    journal = place_of(site, journal)
    if wanted.with_key and not (site / KEY_FILE).is_file():
        raise NoKeyToTake(folder=str(site), file=KEY_FILE)
    with _alone(place):
        partial = place / f"{PARTIAL}{secrets.token_hex(8)}"
        try:
            with _disk(place):
                partial.mkdir(mode=0o700)
                earlier = _newest(place)
                copied = _copy_stores(site, journal, partial, earlier, told)
                _bring(site, partial, wanted.with_key)
                manifest = _describe(partial, copied, wanted, now, earlier, told)
                folder = _free(place, f"{datetime.fromtimestamp(now / 1000, UTC):%Y%m%dT%H%M%SZ}-{copied.position}")
                partial.rename(folder)
                sync_folder(place)
                write_erased(place, copied.erased)
        finally:
            shutil.rmtree(partial, ignore_errors=True)
        return Taken(
            folder=folder, manifest=manifest, copied=copied, removed=tuple(prune(place, wanted, now, spared=folder))
        )


def note_erased(site: Path, place: Path, journal: Place | None = None) -> int:
    """Only write down who was erased since the last backup, which takes a moment; gives how many are on the list. Raises NotFound, JournalElsewhere, DiskRefused."""
    if not is_there(site):
        raise NotFound("site", folder=str(site))
    journal = place_of(site, journal)
    erased = erased_in(site) if journal is None else erased_there(journal)
    with _disk(place):
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        return write_erased(place, erased)


def write_erased(place: Path, erased: Iterable[str]) -> int:
    """Add to the list beside the backups; gives how many are on it. It only grows: whoever was erased once stays so."""
    everybody = sorted(read_erased(place) | set(erased))
    passing = place / f".{ERASED}-{secrets.token_hex(8)}"
    passing.touch(mode=0o600)
    passing.write_text("".join(f"{one}\n" for one in everybody), encoding="utf-8")
    sync_file(passing)
    passing.rename(place / ERASED)
    sync_folder(place)
    return len(everybody)


def prune(place: Path, wanted: Wanted, now: Instant, spared: Path) -> Iterator[Path]:
    """Let go of backups beyond what is to be kept, the oldest first; gives those that are gone. spared: one that stays in any case."""
    found = [(folder, manifest) for folder, manifest in backups_in(place) if folder != spared]
    for number, (folder, manifest) in enumerate(found):
        too_many = wanted.keep and len(found) - number > wanted.keep - 1
        too_old = wanted.keep_days and manifest.made_at < now - wanted.keep_days * DAY_MS
        if too_many or too_old:
            # First it is no backup any more, then its files go: whoever is cut off leaves no half of one.
            (folder / MANIFEST).unlink()
            shutil.rmtree(folder, ignore_errors=True)
            yield folder


@contextmanager
def _alone(place: Path) -> Iterator[None]:
    """Nobody else makes a backup in this place until the block ends; what one that was cut off left is gone. Raises BackupUnderWay, DiskRefused."""
    with _disk(place):
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(place, os.O_RDONLY | os.O_DIRECTORY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BackupUnderWay(place=str(place)) from None
        for left in place.glob(f"{PARTIAL}*"):
            shutil.rmtree(left, ignore_errors=True)
        yield
    finally:
        os.close(handle)


def _free(place: Path, name: str) -> Path:
    """A name that no backup has: of two within a second the later one is numbered."""
    names = chain([name], (f"{name}-{number}" for number in count(2)))
    return next(place / one for one in names if not (place / one).exists())


def _newest(place: Path) -> Path | None:
    """The newest backup whose sums can be believed."""
    for folder, _manifest in reversed(backups_in(place)):
        with suppress(NotABackup):
            read_sums(folder)
            return folder
    return None


def _bring(site: Path, partial: Path, with_key: bool) -> None:
    """What is a file of its own."""
    for name in (ACCOUNTS, AUDIT):
        if (site / name).is_file():
            copy_file(site / name, partial / name)
    for name in (*SECRETS, *((KEY_FILE,) if with_key else ())):
        if (site / name).is_file():
            (partial / name).touch(mode=0o600)
            shutil.copyfile(site / name, partial / name)
            sync_file(partial / name)


def _copy_stores(site: Path, journal: Place | None, partial: Path, earlier: Path | None, told: Told) -> Copied:
    def files(done: int, of: int) -> None:
        told("files", done, of)

    if journal is None:
        return copy_stores(site, partial, earlier, files)
    return copy_database(journal, partial, earlier, files)


def _describe(
    partial: Path, copied: Copied, wanted: Wanted, now: Instant, earlier: Path | None, told: Told
) -> Manifest:
    """Write the sums, then the manifest: whoever has the second has everything."""
    known = read_sums(earlier) if earlier is not None else {}
    files = sorted(file for file in partial.rglob("*") if file.is_file())
    lines, size = [], 0
    for done, file in enumerate(files):
        told("sums", done, len(files))
        name = file.relative_to(partial).as_posix()
        size += file.stat().st_size
        same = earlier is not None and name in known and _is_one(earlier / name, file)
        lines.append(f"{known[name] if same else sum_of(file)}  {name}\n")
    (partial / SUMS).touch(mode=0o600)
    (partial / SUMS).write_text("".join(lines), encoding="utf-8")
    manifest = Manifest(
        made_at=now, hoolin=__version__, position=copied.position, blobs=copied.blobs, bytes=size, key=wanted.with_key,
        keep_days=wanted.keep_days, sums=sum_of(partial / SUMS),
    )  # fmt: skip
    (partial / MANIFEST).touch(mode=0o600)
    (partial / MANIFEST).write_bytes(msgspec.json.format(msgspec.json.encode(manifest)) + b"\n")
    for name in (SUMS, MANIFEST):
        sync_file(partial / name)
    sync_folder(partial)
    return manifest


def _is_one(earlier: Path, file: Path) -> bool:
    """Whether two names lead to one file, whose sum is known."""
    return earlier.is_file() and earlier.samefile(file)


@contextmanager
def _disk(place: Path) -> Iterator[None]:
    """Within this block, what the disk refuses is said with the place it is about."""
    try:
        yield
    except OSError as problem:
        raise DiskRefused("backup", place=str(place), said=problem.strerror or str(problem)) from problem
