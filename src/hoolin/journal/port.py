"""The journal's ports: what happened in order, where replay may start, and what is personal.

Rules that every backend keeps, held by one contract suite:

- Positions are 1, 2, 3 … without gaps. `append` is one durable transaction: when it returns, its entries and contents
  survive a power cut; when it raises, none of them can be seen.
- `append` continues exactly where the journal ends, or raises `PositionTaken` and changes nothing: that is the fence
  which stops a writer that has lost its lease.
- The journal's order is the readers' order: whoever has seen position n never later finds something new at or below n.
- Content is sealed under its owner's own key. Erasing an owner destroys that key: their content and blobs are gone at
  once for every reader, and nothing new is taken for them (`OwnerErased`). Facts stay.

Threads: `append` is called by one writer thread. Everything else may be called from any thread at any time; no method
may be called from an event loop that must not wait for the disk, except `head`, which answers from memory.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

import msgspec

from hoolin.core.facts import Content, Entry, Instant


class Snapshot(msgspec.Struct, frozen=True, gc=False):
    """The folded state of a site after `position`, so that replay can start there.

    at: when it was taken. version: names the code that can read `body`; a snapshot of another version is passed over.
    body: opaque bytes without anything personal in them.
    """

    position: int
    at: Instant
    version: str
    body: bytes


class BlobNote(msgspec.Struct, frozen=True, gc=False):
    """What is known of a blob without opening it. size: bytes before sealing."""

    owner: str
    size: int


class Journal(Protocol):
    """What happened, in order, for ever."""

    def append(self, entries: Sequence[Entry], contents: Sequence[Content] = ()) -> None:
        """Keep these entries and contents for good, or raise and keep none of them. One writer thread only.

        Raises PositionTaken (fenced), OwnerErased, ContentTaken, NotRegistered, DiskRefused. After DiskRefused the
        batch counts as not acknowledged and the journal takes nothing more; opened anew, it holds that batch whole or
        not at all.
        """

    def read(self, after: int, limit: int) -> list[Entry]:
        """Up to `limit` entries whose position is greater than `after`, in order; empty at the end."""

    def head(self) -> int:
        """The position of the last durable entry; 0 when there is none."""

    def close(self) -> None:
        """Let go of the files of all four stores. Closing twice is harmless."""


class Snapshots(Protocol):
    """Places from which replay may start. The last few are kept."""

    def save(self, snapshot: Snapshot) -> None:
        """Keep this snapshot; large bodies are written in pieces so that appends can go between."""

    def latest(self, version: str) -> Snapshot | None:
        """The newest whole snapshot of that version, or None."""


class Contents(Protocol):
    """Everything personal that facts name by id. It is written together with its facts, by `Journal.append`."""

    def get(self, ids: Iterable[str]) -> dict[str, bytes]:
        """The bodies of those that exist; what is missing or erased is simply absent."""

    def erase(self, *owners: str) -> None:
        """Destroy the owners' keys and delete what they sealed, blobs too. Durable when it returns; twice is harmless. Of nobody
        it sees to it that nothing is left of those whose keys were destroyed before.
        """

    def erased(self, owner: str) -> bool:
        """Whether this owner has been erased."""


class Blobs(Protocol):
    """Attachments: large content, one sealed file each."""

    def put(self, blob: str, owner: str, chunks: Iterable[bytes]) -> int:
        """Keep a blob; durable when it returns its size in bytes. Raises TooLarge, OwnerErased, ContentTaken."""

    def open(self, blob: str) -> Iterator[bytes]:
        """Its bytes, piece by piece. Raises NotFound at once, Damaged when a piece fails its check or the end is missing."""

    def note(self, blob: str) -> BlobNote | None:
        """Owner and size, or None when there is no such blob (any more)."""

    def delete(self, blob: str) -> None:
        """Forget a blob; one that does not exist is no error."""


class Stores(msgspec.Struct, frozen=True, gc=False):
    """The four stores of one site, opened together: `journal.memory.open_stores` or `journal.sqlite.open_stores`."""

    journal: Journal
    snapshots: Snapshots
    contents: Contents
    blobs: Blobs
