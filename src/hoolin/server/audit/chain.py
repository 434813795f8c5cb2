"""The chain: each entry's hash is made of the one before and of all that the entry says, so none can be changed alone.

Whoever can write the file can make the whole chain anew. That shows only beside a head that was kept elsewhere (`Head`), and so does
an end that was cut off.
"""

from collections.abc import Iterable
from hashlib import sha256

import msgspec

from hoolin.core.errors import Invalid
from hoolin.server.audit.records import Entry, Head, Link

BEGINNING = bytes(32)
"""What the first entry is chained to."""


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """Whether the log is whole. at: the number of the first entry that is wrong. why: `changed` (an entry does not say what it said),
    `missing` (entries are gone, or not in their places), `unchained` (an entry does not follow the one before), `cut` (the end is gone),
    `remade` (the whole chain was made anew). entries: how many were read. head: the newest.
    """

    sound: bool
    entries: int
    head: str
    at: int = 0
    why: str = ""


def linked(entry: Entry, previous: bytes) -> Link:
    """The entry, chained to the one before."""
    return Link(entry=entry, previous=previous, own=hashed(entry, previous))


def hashed(entry: Entry, previous: bytes) -> bytes:
    """SHA-256 of the previous hash and of all that the entry says."""
    said = (entry.n, entry.at, entry.who, entry.what, entry.on, entry.session, entry.outcome, entry.begun)
    return sha256(previous + msgspec.json.encode(said)).digest()


def verify(links: Iterable[Link], pinned: Head | None = None) -> Verdict:
    """Whether the links, in the order of their numbers, are what was written. pinned: a head that was kept elsewhere."""
    n, before = 0, BEGINNING
    for link in links:
        why = _wrong(link, n, before, pinned)
        if why:
            return Verdict(sound=False, entries=n, head=str(Head(n, before)), at=n + 1, why=why)
        n, before = link.entry.n, link.own
    head = str(Head(n, before))
    if pinned is not None and pinned.n > n:
        return Verdict(sound=False, entries=n, head=head, at=n + 1, why="cut")
    return Verdict(sound=True, entries=n, head=head)


def _wrong(link: Link, n: int, before: bytes, pinned: Head | None) -> str:
    if link.entry.n != n + 1:
        return "missing"
    if link.previous != before:
        return "unchained"
    if link.own != hashed(link.entry, before):
        return "changed"
    return "remade" if pinned is not None and pinned.n == link.entry.n and pinned.own != link.own else ""


def read_head(text: str) -> Head:
    """A head from its written form, `n:hash`. Raises Invalid."""
    number, _, own = text.strip().partition(":")
    try:
        head = Head(int(number), bytes.fromhex(own))
    except ValueError:
        raise Invalid("head", expected="n:hash") from None
    if head.n < 0 or len(head.own) != len(BEGINNING):
        raise Invalid("head", expected="n:hash")
    return head
