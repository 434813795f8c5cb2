"""What a backup says of itself, and whether it is still what it says."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import msgspec

from hoolin.core.errors import Refusal
from hoolin.core.facts import Instant

FILE_NAME = "manifest.json"
SUMS = "files.sha256"
ERASED = "erased.txt"
PARTIAL = ".partial-"
"""A folder whose name begins so is no backup: it is being made, or whoever made it was cut off."""

FORM = 1
CHUNK = 1 << 20

Told = Callable[[str, int, int], None]
"""Called with what is done, how much of it, and of how much."""


class NotABackup(Refusal):
    """This folder is no whole backup of a site."""


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """form: of this description. made_at: when it was begun. hoolin: which version made it. position: of the last entry in it. blobs: sealed files.
    bytes: of everything. key: whether the master key is in it. keep_days: after how many days it is let go of, so that whoever was erased after it
    was made is readable for no longer; 0: nobody has said. sums: sha256 of the file that holds the sums of all others.
    """

    form: int = FORM
    made_at: Instant
    hoolin: str
    position: int
    blobs: int
    bytes: int
    key: bool
    keep_days: int
    sums: str


def read_manifest(backup: Path) -> Manifest:
    """What a backup says of itself. Raises NotABackup."""
    try:
        told = msgspec.json.decode((backup / FILE_NAME).read_bytes(), type=Manifest)
    except (OSError, msgspec.DecodeError) as problem:
        raise NotABackup("no_manifest", folder=str(backup), said=str(problem)) from None
    if told.form != FORM:
        raise NotABackup("newer_form", folder=str(backup), form=told.form)
    return told


def backups_in(place: Path) -> list[tuple[Path, Manifest]]:
    """Every whole backup in a place, the oldest first. One whose description cannot be read is no hindrance to the others, and is not among them."""
    found = []
    for folder in place.iterdir() if place.is_dir() else ():
        if folder.is_dir() and not folder.name.startswith(PARTIAL) and (folder / FILE_NAME).is_file():
            with suppress(NotABackup):
                found.append((folder, read_manifest(folder)))
    return sorted(found, key=lambda one: (one[1].made_at, one[0].name))


def sum_of(file: Path) -> str:
    """sha256 of a file's bytes, in hexadecimal."""
    found = hashlib.sha256()
    with file.open("rb") as opened:
        while chunk := opened.read(CHUNK):
            found.update(chunk)
    return found.hexdigest()


def read_sums(backup: Path) -> dict[str, str]:
    """The sums of all files by their place in the backup. Raises NotABackup where they are not what the manifest says."""
    file = backup / SUMS
    try:
        if sum_of(file) != read_manifest(backup).sums:
            raise NotABackup("damaged", folder=str(backup), file=SUMS)
        lines = file.read_text(encoding="utf-8").splitlines()
    except OSError as problem:
        raise NotABackup("damaged", folder=str(backup), file=SUMS, said=str(problem)) from None
    return {name: found for found, _, name in (line.partition("  ") for line in lines)}


def damaged(backup: Path, told: Told) -> Iterator[str]:
    """Every file of a backup that is not there, or is not what it was. Raises NotABackup."""
    sums = read_sums(backup)
    for done, (name, expected) in enumerate(sums.items()):
        told("sums", done, len(sums))
        try:
            if sum_of(backup / name) != expected:
                yield name
        except OSError:
            yield name


def read_erased(place: Path) -> set[str]:
    """Whose keys were destroyed, as the list beside the backups says."""
    try:
        return set((place / ERASED).read_text(encoding="utf-8").split())
    except FileNotFoundError:
        return set()
