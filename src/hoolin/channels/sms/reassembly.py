"""Long messages put together again. Pure: time is an argument.

    part ──keep──▶ `anchor`: which message it belongs to, written beside it on disk
         ──understand──▶ `add`: still waiting, whole, or shown with gaps after its time

- Parts belong together when source, destination, reference and total agree, so two senders with the same reference never mix.
  A part that is there already with other words begins another message: a reference was used again.
- A part's input stays open until its text was heard, so nothing here needs to survive: after a restart the open inputs are asked
  about again, and the same parts come together again.
- The text's key is its anchor, and each part carries it on disk. Should we be killed after the text was heard and before its other
  parts were ended, the house is asked whether it was heard, lest what is left over takes in the parts of another text.
"""

from collections import OrderedDict
from dataclasses import dataclass, field
from typing import NamedTuple

from hoolin.channels.sms.heard import Piece, Place
from hoolin.core.facts import Instant

GROUPS_MAX = 20_000
"""Unfinished texts in memory; the oldest is forgotten first and comes back when its inputs are asked about again."""

DONE_MAX = 20_000
"""Texts remembered as finished, for parts that are asked about after it."""

SETTLE_MS = 60_000
"""A text with gaps is shown only so long after its last part came to us: after a restart all get the time to come."""

ANCHOR_MARGIN_MS = 10 * 60_000
"""A part that is kept when the text's time is nearly over begins one of its own: a text that was shown takes no more parts."""

Ident = tuple[str, str, str, int, int]
"""Account, source, destination, reference, total."""


class Part(NamedTuple):
    """One part as it was kept. key: of its raw input. digest: names its words. at: when it came."""

    ident: Ident
    place: Place
    piece: Piece
    key: str
    digest: str
    at: Instant


class Whole(NamedTuple):
    """A text that can be read. pieces: in order; None where a part is missing."""

    key: str
    pieces: tuple[Piece | None, ...]
    at: Instant


class Unfinished(NamedTuple):
    """Parts are missing; shown as it is at `until`."""

    until: Instant


class Belongs(NamedTuple):
    """The part's text was heard already."""


@dataclass
class Group:
    """The parts of one text that we know of. digests: of each part that was kept; parts: those asked about."""

    anchor: str
    begun: Instant
    last: Instant
    digests: dict[int, str] = field(default_factory=dict)
    parts: dict[int, Part] = field(default_factory=dict)

    def takes(self, number: int, digest: str) -> bool:
        """Whether this part is missing here, or is here with the same words."""
        return self.digests.get(number, digest) == digest


class Reassembly:
    """All unfinished texts of a channel. wait_ms: how long a text waits for its parts."""

    def __init__(self, wait_ms: int) -> None:
        self.wait_ms = wait_ms
        self._open: OrderedDict[Ident, list[Group]] = OrderedDict()
        self._done: OrderedDict[str, str] = OrderedDict()

    def anchor(self, ident: Ident, number: int, digest: str, key: str, now: Instant) -> str:
        """The text that a part belongs to, as it is about to be kept: the raw key of the first part of it that came."""
        for group in self._open.get(ident, ()):
            if group.takes(number, digest) and now < group.begun + self.wait_ms - ANCHOR_MARGIN_MS:
                group.digests[number] = digest
                return group.anchor
        self._begin(ident, Group(key, now, now, {number: digest}))
        return key

    def withdraw(self, ident: Ident, key: str) -> None:
        """A part that was about to be kept had been kept before: the text that it began is none."""
        groups = [one for one in self._open.get(ident, ()) if one.anchor != key or one.parts]
        if groups:
            self._open[ident] = groups
        else:
            self._open.pop(ident, None)

    def knows(self, part: Part) -> bool:
        """Whether this very part was asked about before."""
        open_ = (group.parts.get(part.place.number) for group in self._open.get(part.ident, ()))
        return part.key in self._done or any(one is not None and one.key == part.key for one in open_)

    def add(self, part: Part, anchor: str, now: Instant) -> Whole | Unfinished | Belongs:
        """What a part that was kept comes to. Asked again it answers again; once its text was heard, that it belongs to it."""
        if part.key in self._done:
            return Belongs()
        group = self._group(part, anchor, now)
        number = part.place.number
        known = group.parts.get(number)
        if known is not None and known.key != part.key and self._twin(known, part):
            return Belongs()
        if known is None:
            group.parts[number], group.digests[number] = part, part.digest
            group.last = now
            group.begun = min(group.begun, part.at)
        until = max(group.begun + self.wait_ms, group.last + SETTLE_MS)
        if len(group.parts) < part.place.total and now < until:
            return Unfinished(until)
        return self._finish(part.ident, group)

    def _twin(self, known: Part, part: Part) -> bool:
        """The same part kept under two keys (an SMSC that repeats very late): one stands for both."""
        return known.digest == part.digest

    def _group(self, part: Part, anchor: str, now: Instant) -> Group:
        groups = self._open.get(part.ident, [])
        fitting = [one for one in groups if one.takes(part.place.number, part.digest)]
        for group in sorted(fitting, key=lambda one: one.anchor != anchor):
            if group.anchor == anchor or abs(part.at - group.begun) < self.wait_ms:
                return group
        return self._begin(part.ident, Group(anchor, part.at, now))

    def _begin(self, ident: Ident, group: Group) -> Group:
        self._open.setdefault(ident, []).append(group)
        self._open.move_to_end(ident)
        if len(self._open) > GROUPS_MAX:
            self._open.popitem(last=False)
        return group

    def _finish(self, ident: Ident, group: Group) -> Whole:
        groups = self._open[ident]
        groups.remove(group)
        if not groups:
            del self._open[ident]
        for part in group.parts.values():
            self._done[part.key] = group.anchor
            if len(self._done) > DONE_MAX:
                self._done.popitem(last=False)
        first = min(group.parts.values(), key=lambda one: (one.at, one.key))
        pieces = tuple(group.parts[n].piece if n in group.parts else None for n in range(1, first.place.total + 1))
        return Whole(group.anchor, pieces, first.at)
