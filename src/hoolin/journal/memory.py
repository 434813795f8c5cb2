"""The journal in memory: for tests, for trials, for simulation. It passes the same exam as the one on disk.

Facts go through the codec all the same, so that what could not be written or read again is noticed here too. Content is
kept in the open; erasing lets go of it.
"""

from collections.abc import Iterable, Iterator, Sequence
from threading import Lock

from hoolin.core.errors import NotFound, TooLarge
from hoolin.core.facts import Content, Entry
from hoolin.journal.codec import Codec
from hoolin.journal.errors import ContentTaken, DiskRefused, OwnerErased, PositionTaken
from hoolin.journal.port import BlobNote, Snapshot, Stores

SNAPSHOTS_KEPT = 3
BLOB_BYTES_MAX = 25 * 1024 * 1024
"""As on disk."""

PIECE_BYTES = 64 * 1024


class MemoryContents:
    """See `journal.port.Contents`; also knows which owners are gone, for the other stores."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.gone: set[str] = set()
        self.kept: dict[str, Content] = {}
        self.blobs: dict[str, tuple[BlobNote, bytes]] = {}

    def get(self, ids: Iterable[str]) -> dict[str, bytes]:
        """See the port."""
        with self.lock:
            return {id_: self.kept[id_].body for id_ in ids if id_ in self.kept}

    def erase(self, *owners: str) -> None:
        """See the port."""
        with self.lock:
            self.gone.update(owners)
            self.kept = {id_: content for id_, content in self.kept.items() if content.owner not in owners}
            self.blobs = {blob: kept for blob, kept in self.blobs.items() if kept[0].owner not in owners}

    def erased(self, owner: str) -> bool:
        """See the port."""
        return owner in self.gone

    def check_owner(self, owner: str) -> None:
        """Raises OwnerErased."""
        if owner in self.gone:
            raise OwnerErased(owner=owner)


class MemoryJournal:
    """See `journal.port.Journal`."""

    def __init__(self, codec: Codec, contents: MemoryContents) -> None:
        self._codec = codec
        self._contents = contents
        self._entries: list[tuple[int, int, str, str, bytes]] = []
        self._closed = False

    def append(self, entries: Sequence[Entry], contents: Sequence[Content] = ()) -> None:
        """See the port."""
        rows = [(e.position, e.at, e.actor, e.cause, self._codec.encode(e.fact)) for e in entries]
        with self._contents.lock:
            if self._closed:
                raise DiskRefused("closed")
            self._check(entries, contents)
            self._entries += rows
            self._contents.kept |= {content.id: content for content in contents}

    def read(self, after: int, limit: int) -> list[Entry]:
        """See the port."""
        rows = self._entries[max(after, 0) : max(after, 0) + limit]
        return [
            Entry(position, at, actor, cause, self._codec.decode(fact)) for position, at, actor, cause, fact in rows
        ]

    def head(self) -> int:
        """See the port."""
        return len(self._entries)

    def close(self) -> None:
        """See the port."""
        self._closed = True

    def _check(self, entries: Sequence[Entry], contents: Sequence[Content]) -> None:
        for expected, entry in enumerate(entries, start=len(self._entries) + 1):
            if entry.position != expected:
                raise PositionTaken(expected=expected, got=entry.position)
        new: set[str] = set()
        for content in contents:
            self._contents.check_owner(content.owner)
            if content.id in self._contents.kept or content.id in new:
                raise ContentTaken(content=content.id)
            new.add(content.id)


class MemorySnapshots:
    """See `journal.port.Snapshots`."""

    def __init__(self) -> None:
        self._kept: list[Snapshot] = []

    def save(self, snapshot: Snapshot) -> None:
        """See the port."""
        self._kept = [*self._kept, snapshot][-SNAPSHOTS_KEPT:]

    def latest(self, version: str) -> Snapshot | None:
        """See the port."""
        return next((kept for kept in reversed(self._kept) if kept.version == version), None)


class MemoryBlobs:
    """See `journal.port.Blobs`."""

    def __init__(self, contents: MemoryContents, size_max: int) -> None:
        self._contents = contents
        self._size_max = size_max

    def put(self, blob: str, owner: str, chunks: Iterable[bytes]) -> int:
        """See the port."""
        self._contents.check_owner(owner)
        body = bytearray()
        for chunk in chunks:
            body += chunk
            if len(body) > self._size_max:
                raise TooLarge("blob", size_max=self._size_max)
        with self._contents.lock:
            self._contents.check_owner(owner)
            if blob in self._contents.blobs:
                raise ContentTaken(blob=blob)
            self._contents.blobs[blob] = BlobNote(owner, len(body)), bytes(body)
        return len(body)

    def open(self, blob: str) -> Iterator[bytes]:
        """See the port."""
        if (kept := self._contents.blobs.get(blob)) is None:
            raise NotFound("blob", blob=blob)
        body = kept[1]
        return (body[start : start + PIECE_BYTES] for start in range(0, len(body), PIECE_BYTES))

    def note(self, blob: str) -> BlobNote | None:
        """See the port."""
        kept = self._contents.blobs.get(blob)
        return kept[0] if kept else None

    def delete(self, blob: str) -> None:
        """See the port."""
        with self._contents.lock:
            self._contents.blobs.pop(blob, None)


def open_stores(codec: Codec, blob_bytes_max: int = BLOB_BYTES_MAX) -> Stores:
    """Four empty stores that live as long as the process."""
    contents = MemoryContents()
    return Stores(MemoryJournal(codec, contents), MemorySnapshots(), contents, MemoryBlobs(contents, blob_bytes_max))
