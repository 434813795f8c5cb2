"""Putting a backup back: into an empty folder, every file proved before it is used, and whoever was erased since erased again."""

import os
import secrets
import shutil
from collections.abc import Collection
from pathlib import Path

import msgspec

from hoolin.core.errors import Refusal
from hoolin.core.facts import Instant
from hoolin.journal.errors import DiskRefused
from hoolin.journal.keys import KEY_FILE, KEY_VARIABLE, sync_folder
from hoolin.journal.sqlite.blobs import FOLDER as BLOBS
from hoolin.journal.sqlite.copies import sync_file
from hoolin.journal.sqlite.file import FILE_NAME as JOURNAL
from hoolin.people.api import commands as people
from hoolin.wiring.backups.manifest import (
    PARTIAL,
    Manifest,
    NotABackup,
    Told,
    damaged,
    read_erased,
    read_manifest,
    read_sums,
)
from hoolin.wiring.settings import HoolinSettings
from hoolin.wiring.site import Built, build


class NotEmpty(Refusal):
    """There is something in this folder already; a backup is only put back into an empty one."""


class KeyNotGiven(Refusal):
    """This backup has no master key in it; say in which file it is, or put it into HOOLIN_MASTER_KEY."""


class Restored(msgspec.Struct, frozen=True, kw_only=True):
    """A site that was put back. left_out: sealed files that were damaged. erased: how many were erased again, who were erased after the backup was made."""

    folder: Path
    manifest: Manifest
    erased: int
    left_out: tuple[str, ...] = ()


def restore(
    backup: Path,
    folder: Path,
    key: Path | None,
    now: Instant,
    told: Told = lambda what, done, of: None,
    *,
    without_damaged: bool = False,
) -> Restored:
    """Put a backup back. folder: an empty one, or none yet. key: the file with the master key, where neither the backup nor HOOLIN_MASTER_KEY
    has it. without_damaged: sealed files that are not what they were are left out; without it they are a reason to refuse.

    Nothing is left in the folder when it fails. Raises NotABackup (with every file that is not what it was), NotEmpty, KeyNotGiven,
    MasterKeyMissing (not the key that this site was begun with), DiskRefused.
    """
    manifest = read_manifest(backup)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise NotEmpty(folder=str(folder))
    if not manifest.key and not os.environ.get(KEY_VARIABLE) and (key is None or not key.is_file()):
        raise KeyNotGiven(looked_for=str(key) if key else f"--key FILE with what was in {KEY_FILE}")
    broken = set(damaged(backup, told))
    spared = {name for name in broken if without_damaged and name.startswith(f"{BLOBS}/")}
    if broken := broken - spared:
        raise NotABackup("damaged", folder=str(backup), files=", ".join(sorted(broken)[:10]), number=len(broken))
    made = not folder.exists()
    # Within the folder: whoever may write there may not be allowed to write beside it.
    partial = folder / f"{PARTIAL}{secrets.token_hex(8)}"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _copy(backup, partial, spared, told)
        if key is not None:
            _bring_key(key, partial)
        erased = erase_again(partial, read_erased(backup.parent), now)
        _move_up(partial, folder)
    except OSError as problem:
        raise DiskRefused("restore", folder=str(folder), said=problem.strerror or str(problem)) from problem
    finally:
        shutil.rmtree(partial, ignore_errors=True)
        if made and folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()
    return Restored(folder=folder, manifest=manifest, erased=erased, left_out=tuple(sorted(spared)))


def _move_up(partial: Path, folder: Path) -> None:
    """Out of the passing folder, the journal last: before it is there, the folder holds no site."""
    for one in sorted(partial.iterdir(), key=lambda one: one.name == JOURNAL):
        one.rename(folder / one.name)
    sync_folder(folder)


def erase_again(folder: Path, erased: Collection[str], now: Instant) -> int:
    """Destroy the keys of these in a site that does not run, and have its journal say so of customers; gives how many it did not know of."""
    built = build(HoolinSettings(data=str(folder)))
    try:
        contents = built.stores.contents
        back = [one for one in sorted(erased) if not contents.erased(one)]
        for one in back:
            if built.reading.ask("people.customer", (one,)):
                outcome = built.loop.house.handle(people.EraseCustomer(customer=one), "system", f"restore/{one}", now)
                built.stores.journal.append(outcome.entries, outcome.contents)
        contents.erase(*back)
        # What ever came from them goes too: what the next start would do, before anybody can look.
        built.reading.views.catch_up(built.stores.journal)
        built.forgetting.catch_up()
    finally:
        _let_go(built)
    return len(back)


def _let_go(built: Built) -> None:
    built.close()
    built.accounts.close()


def _copy(backup: Path, partial: Path, spared: Collection[str], told: Told) -> None:
    names = sorted(read_sums(backup).keys() - set(spared))
    partial.mkdir(mode=0o700, parents=True)
    for done, name in enumerate(names):
        told("files", done, len(names))
        target = partial / name
        for above in reversed(target.relative_to(partial).parents[:-1]):
            (partial / above).mkdir(mode=0o700, exist_ok=True)
        target.touch(mode=0o600)
        shutil.copyfile(backup / name, target)
        sync_file(target)


def _bring_key(key: Path, partial: Path) -> None:
    target = partial / KEY_FILE
    target.unlink(missing_ok=True)
    target.touch(mode=0o600)
    shutil.copyfile(key, target)
    sync_file(target)
