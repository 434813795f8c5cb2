"""Entries kept in order: a sorted list in chunks.

An entry has a key and the id of an interaction: the smaller key first, equal keys by id, so the order is total and depends
on nothing but its entries. Nothing is deleted lazily: the head is always true, a rank is a few bisections, and no operation copies
more than one chunk, so there is no pause to wait for.
"""

from bisect import bisect_left, insort
from collections.abc import Iterator

import msgspec

from hoolin.core.errors import Defect


class Entry(msgspec.Struct, frozen=True, order=True, gc=False):
    """Where an interaction stands: its key in milliseconds, then its id.

    Not a tuple, because the garbage collector would look at every tuple that waits.
    """

    at: int
    interaction: str


# Later than any instant: the head of an empty order loses every comparison.
NEVER = 1 << 62
EMPTY = Entry(NEVER, "")


class Order:
    """A set of entries in ascending order. `head` is the first entry, `EMPTY` when there is none."""

    __slots__ = ("_chunk_max", "_chunks", "_lasts", "head")

    def __init__(self, chunk_max: int) -> None:
        self._chunk_max = chunk_max
        self._chunks: list[list[Entry]] = []
        self._lasts: list[Entry] = []
        self.head: Entry = EMPTY

    def add(self, entry: Entry) -> None:
        """Put an entry in its place; cheapest at the end, where most arrive."""
        lasts = self._lasts
        if not lasts:
            self._chunks.append([entry])
            lasts.append(entry)
            self.head = entry
            return
        last = lasts[-1]
        if entry.at > last.at or entry > last:
            at = len(lasts) - 1
            chunk = self._chunks[at]
            chunk.append(entry)
            lasts[at] = entry
        else:
            at = bisect_left(lasts, entry)
            chunk = self._chunks[at]
            insort(chunk, entry)
            if not at:
                self.head = chunk[0]
        if len(chunk) > self._chunk_max:
            half = len(chunk) // 2
            self._chunks.insert(at + 1, chunk[half:])
            del chunk[half:]
            self._lasts.insert(at, chunk[-1])

    def fill(self, entries: list[Entry]) -> None:
        """Begin anew with these, in any order; cheapest when they are nearly in order already."""
        entries.sort()
        half = max(1, self._chunk_max // 2)
        self._chunks = [entries[at : at + half] for at in range(0, len(entries), half)]
        self._lasts = [chunk[-1] for chunk in self._chunks]
        self.head = entries[0] if entries else EMPTY

    def remove(self, entry: Entry) -> None:
        """Take an entry out; one that is not there is a defect."""
        chunks = self._chunks
        if entry is self.head:
            at = index = 0
            chunk = chunks[0]
        else:
            at, index = self._find(entry)
            chunk = chunks[at]
        del chunk[index]
        if not chunk:
            del chunks[at]
            del self._lasts[at]
        elif index == len(chunk):
            self._lasts[at] = chunk[-1]
        if not at and not index:
            self.head = chunks[0][0] if chunks else EMPTY

    def _find(self, entry: Entry) -> tuple[int, int]:
        at = bisect_left(self._lasts, entry)
        if at < len(self._chunks):
            chunk = self._chunks[at]
            index = bisect_left(chunk, entry)
            if index < len(chunk) and chunk[index] == entry:
                return at, index
        raise Defect("not_in_order", entry=entry)

    def rank(self, entry: Entry) -> int:
        """How many entries come before this one, which need not be in here."""
        at = bisect_left(self._lasts, entry)
        before = sum(map(len, self._chunks[:at]))
        return before + bisect_left(self._chunks[at], entry) if at < len(self._chunks) else before

    def __iter__(self) -> Iterator[Entry]:
        for chunk in self._chunks:
            yield from chunk
