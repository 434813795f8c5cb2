"""Attachments in PostgreSQL: a row, and the sealed pieces of the file in a table of their own.

A table and no large objects: these lie in one heap for the whole database, with rights and copies of their own, and leave only when
somebody remembers to unlink them. Pieces go with the site's schema into every copy of it, and in one statement with their row.

Pieces are written one by one, so nobody waits for a large upload and no transaction is open for as long as its sender takes; the row
comes last. What was cut short is swept on the next start; what such a sweep takes from under somebody never becomes a blob.
"""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import chain

from psycopg.errors import UniqueViolation

from hoolin.core.errors import NotFound, TooLarge
from hoolin.journal.errors import ContentTaken, DiskRefused, OwnerErased
from hoolin.journal.keys import OwnerKey
from hoolin.journal.port import BlobNote
from hoolin.journal.postgres.connections import rows_of
from hoolin.journal.postgres.database import QUERIES, Database
from hoolin.journal.postgres.letters import kept, read
from hoolin.journal.postgres.owners import Owners
from hoolin.journal.sealed import seal, unseal

PIECES_AT_ONCE = 8
"""Read together: half a megabyte."""

SWEPT = "another process has swept it away"


class PostgresBlobs:
    """See `journal.port.Blobs`."""

    def __init__(self, database: Database, owners: Owners, size_max: int) -> None:
        self._database = database
        self._owners = owners
        self._size_max = size_max
        self._sweep(None)

    def put(self, blob: str, owner: str, chunks: Iterable[bytes]) -> int:
        """See the port."""
        key = self._owners.for_blob(owner)
        movers = self._database.movers
        ((upload,),) = movers.tell(QUERIES["begin_upload"])
        count = _Counted(chunks, self._size_max)
        try:
            for number, piece in enumerate(seal(key.secret, _place(blob), count)):
                if not movers.tell(QUERIES["add_piece"], {"upload": upload, "piece": number, "sealed": piece}):
                    raise DiskRefused("blob", said=SWEPT)
            self._finish(upload, blob, key, count.size)
        except BaseException:
            with suppress(DiskRefused):
                self._sweep(upload)
            raise
        return count.size

    def open(self, blob: str) -> Iterator[bytes]:
        """See the port."""
        key, _size, upload = self._find(blob)
        return unseal(_Pieces(self._database, upload), key.secret, _place(blob))  # type: ignore[arg-type]

    def note(self, blob: str) -> BlobNote | None:
        """See the port."""
        try:
            key, size, _upload = self._find(blob)
        except NotFound:
            return None
        return BlobNote(key.name, size)

    def delete(self, blob: str) -> None:
        """See the port."""
        self._database.movers.ask(QUERIES["delete_blob"], (kept(blob),))

    def _finish(self, upload: int, blob: str, key: OwnerKey, size: int) -> None:
        row = {"upload": upload, "blob": kept(blob), "owner": key.number, "size": size}
        try:
            done = self._database.movers.tell(QUERIES["finish_upload"], row)
        except UniqueViolation as problem:
            raise ContentTaken(blob=blob) from problem
        if not done:
            # The owner may have been erased while it came in.
            if self._owners.erased(key.name):
                raise OwnerErased(owner=key.name)
            raise DiskRefused("blob", said=SWEPT)

    def _sweep(self, upload: int | None) -> None:
        """Away with the pieces of an upload that came to nothing; None: of all."""
        with self._database.write() as writer, writer.transaction():
            numbers = [number for (number,) in rows_of(writer, QUERIES["uploads_to_drop"], {"upload": upload})]
            if numbers:
                rows_of(writer, QUERIES["drop_pieces"], (numbers,))
                rows_of(writer, QUERIES["drop_uploads"], (numbers,))

    def _find(self, blob: str) -> tuple[OwnerKey, int, int]:
        erasures = self._owners.keys.erasures
        rows = self._database.readers.ask(QUERIES["blob_by_id"], (kept(blob),))
        if not rows:
            raise NotFound("blob", blob=blob)
        number, name, wrapped, size, upload = rows[0]
        return self._owners.keys.unwrap(number, read(name), wrapped, erasures), size, upload


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


class _Pieces:
    """The pieces of a blob as a file that is read in just these pieces (`journal.sealed`)."""

    def __init__(self, database: Database, upload: int) -> None:
        self._pieces = chain.from_iterable(self._rounds(database, upload))

    def read(self, _size: int) -> bytes:
        """The next piece; empty at the end."""
        return next(self._pieces, b"")

    @staticmethod
    def _rounds(database: Database, upload: int) -> Iterator[list[bytes]]:
        after = 0
        while rows := database.readers.ask(QUERIES["pieces_from"], (upload, after, PIECES_AT_ONCE)):
            yield [sealed for (sealed,) in rows]
            after += len(rows)


def _place(blob: str) -> str:
    return f"blob {blob}"
