"""Attachments: a row in `journal.db` and a sealed file beside it.

A file bears the hash of its blob's id, so an id can be anything. It is written and made durable under a passing name,
and gets its own name within the transaction that adds the row: a row always has its file. Deleting goes the other way
round: first the row says `gone`, then the file leaves, then the row; a cut in between is finished on the next start.
"""

import hashlib
import os
import secrets
import shutil
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from hoolin.core.errors import NotFound, TooLarge
from hoolin.journal.errors import ContentTaken, DiskRefused
from hoolin.journal.keys import OwnerKey, sync_folder
from hoolin.journal.port import BlobNote
from hoolin.journal.sealed import seal, unseal
from hoolin.journal.sqlite.file import QUERIES, JournalFile
from hoolin.journal.sqlite.owners import Owners

BLOB_BYTES_MAX = 25 * 1024 * 1024
"""What mail servers commonly let through; the channels set their own, smaller limits."""

FOLDER = "blobs"
UNFINISHED = "unfinished"


class SqliteBlobs:
    """See `journal.port.Blobs`."""

    def __init__(self, folder: Path, file: JournalFile, owners: Owners, size_max: int = BLOB_BYTES_MAX) -> None:
        """folder: the site's data folder."""
        self._folder = folder / FOLDER
        self._unfinished = self._folder / UNFINISHED
        self._file = file
        self._owners = owners
        self._size_max = size_max
        shutil.rmtree(self._unfinished, ignore_errors=True)
        self._unfinished.mkdir(mode=0o700, parents=True)
        self.remove_gone()

    def put(self, blob: str, owner: str, chunks: Iterable[bytes]) -> int:
        """See the port."""
        key = self._key_of(owner)
        passing = self._unfinished / secrets.token_hex(16)
        try:
            size = self._write(passing, key, blob, chunks)
            self._keep(passing, blob, owner, size)
        finally:
            passing.unlink(missing_ok=True)
        return size

    def open(self, blob: str) -> Iterator[bytes]:
        """See the port."""
        key, _size = self._find(blob)
        return self._pieces(blob, key)

    def note(self, blob: str) -> BlobNote | None:
        """See the port."""
        try:
            key, size = self._find(blob)
        except NotFound:
            return None
        return BlobNote(key.name, size)

    def delete(self, blob: str) -> None:
        """See the port."""
        with self._file.write() as writer:
            writer.execute(QUERIES["mark_blob_gone"], (blob,))
        self.remove_gone()

    def remove_gone(self) -> None:
        """Remove the files of deleted blobs, then their rows."""
        with self._file.readers.lend() as reader:
            gone = reader.execute(QUERIES["blobs_gone"]).fetchall()
        if not gone:
            return
        for (blob,) in gone:
            self._path(blob).unlink(missing_ok=True)
        with self._file.write() as writer:
            writer.executemany(QUERIES["forget_blob"], gone)

    def _key_of(self, owner: str) -> OwnerKey:
        made: list[OwnerKey] = []
        with self._file.write(then=lambda: self._owners.remember(made)) as writer:
            key, new = self._owners.for_writing(writer, owner)
            if new:
                made.append(key)
        return key

    def _write(self, passing: Path, key: OwnerKey, blob: str, chunks: Iterable[bytes]) -> int:
        count = _Counted(chunks, self._size_max)
        with _disk_answers():
            file = passing.open("xb", buffering=0)
        with file:
            for piece in seal(key.secret, _place(blob), count):
                with _disk_answers():
                    file.write(piece)
            with _disk_answers():
                os.fsync(file.fileno())
        return count.size

    def _keep(self, passing: Path, blob: str, owner: str, size: int) -> None:
        lasting = self._path(blob)
        with _disk_answers():
            lasting.parent.mkdir(mode=0o700, exist_ok=True)
            sync_folder(self._folder)
        with self._file.write() as writer:
            # Asked again, for the owner may have been erased while the file was being written.
            key, _made = self._owners.for_writing(writer, owner)
            try:
                writer.execute(QUERIES["add_blob"], (blob, key.number, size))
            except sqlite3.IntegrityError as problem:
                raise ContentTaken(blob=blob) from problem
            with _disk_answers():
                passing.rename(lasting)
                sync_folder(lasting.parent)

    def _find(self, blob: str) -> tuple[OwnerKey, int]:
        erasures = self._owners.keys.erasures
        with self._file.readers.lend() as reader:
            row = reader.execute(QUERIES["blob_by_id"], (blob,)).fetchone()
        if row is None:
            raise NotFound("blob", blob=blob)
        number, name, wrapped, size = row
        return self._owners.keys.unwrap(number, name, wrapped, erasures), size

    def _pieces(self, blob: str, key: OwnerKey) -> Iterator[bytes]:
        try:
            file = self._path(blob).open("rb")
        except FileNotFoundError:
            raise NotFound("blob", blob=blob) from None
        with file:
            yield from unseal(file, key.secret, _place(blob))

    def _path(self, blob: str) -> Path:
        return file_of(self._folder.parent, blob)


def file_of(folder: Path, blob: str) -> Path:
    """Where a blob's file lies in a site's data folder."""
    name = hashlib.sha256(blob.encode()).hexdigest()
    return folder / FOLDER / name[:2] / name[2:]


class _Counted:
    """Chunks, counted as they pass. Raises TooLarge with the first one that is too much."""

    def __init__(self, chunks: Iterable[bytes], size_max: int) -> None:
        self._chunks = chunks
        self._size_max = size_max
        self.size = 0

    def __iter__(self) -> Iterator[bytes]:
        for chunk in self._chunks:
            self.size += len(chunk)
            if self.size > self._size_max:
                raise TooLarge("blob", size_max=self._size_max)
            yield chunk


@contextmanager
def _disk_answers() -> Iterator[None]:
    """What the disk refuses; not what the source of a blob did wrong."""
    try:
        yield
    except OSError as problem:
        raise DiskRefused("blob", said=str(problem)) from problem


def _place(blob: str) -> str:
    return f"blob {blob}"
