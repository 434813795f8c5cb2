"""Keeps the rows up with the journal: reads on from where they end, whenever somebody asks or there is much that is new.

Nothing is handed over by the loop: the journal is read by position, so whatever moment a process dies in, the next one goes on from the
last stretch that was taken up whole. Rows that were made from another journal are made anew.

Threads: one at a time may call; the server has one of its own for it.
"""

from collections.abc import Callable
from typing import Any

import msgspec

from hoolin.core.facts import Entry
from hoolin.experience.contacts.clocks import so_far
from hoolin.experience.contacts.fold import fold
from hoolin.experience.contacts.state import Batch, Folding
from hoolin.experience.contacts.store import Columns, Params, Reached, Rows
from hoolin.experience.contacts.told import TOLD
from hoolin.journal.port import Journal
from hoolin.journal.views import print_of

READ = 500
"""Entries read at once: some milliseconds, after which others may have the interpreter."""

STRETCH = 100_000
"""Entries taken up at once, so that a long journal is not held in memory as rows."""

Between = Callable[[], None]


class Copy:
    """The rows of a site, and how far they go. opened: whether that is known. kept: whether there are some of an earlier run, so that somebody who
    is erased now may be in them.
    """

    def __init__(self, journal: Journal, columns: Columns, kept: bool = False) -> None:
        self._journal = journal
        self.columns = columns
        self.position = 0
        self.opened, self.kept = False, kept
        self._made_at = journal.head()
        self._stopped = False
        self._last = ""
        self._state: Folding | None = None

    def behind(self) -> int:
        """How many entries the rows do not contain yet; before they are opened, how many have come since: nothing more is known without looking."""
        return self._journal.head() - (self.position if self.opened else self._made_at)

    def open(self) -> None:
        """Look how far they go."""
        if self._state is None:
            self._begin()

    def stop(self) -> None:
        """Catching up ends soon, from whatever thread this is said. What was not taken up yet is read again by the next start."""
        self._stopped = True

    def catch_up(self, between: Between | None = None) -> int:
        """Take up all that is durable; the position that is reached. between: called now and then, to let others have the interpreter."""
        state = self._state if self._state is not None else self._begin()
        batch, at, last = Batch(), self.position, self._last
        while entries := self._journal.read(at, READ):
            if self._stopped:
                self._state = None
                return self.position
            for entry in entries:
                take(state, batch, entry)
            at, last = entries[-1].position, print_of(entries[-1])
            if at - self.position >= STRETCH:
                self._take(state, batch, at, last)
                batch = Batch()
            if between is not None:
                between()
        if at > self.position:
            self._take(state, batch, at, last)
        return self.position

    def ask(self, statement: str, params: Params) -> Rows:
        """See the port of the rows."""
        return self.columns.ask(statement, params)

    def close(self) -> None:
        """Let go of the rows."""
        self.columns.close()

    def _begin(self) -> Folding:
        reached = self.columns.reached()
        if reached is not None and self._is_ours(reached):
            self.position, self._last = reached.position, reached.last
            self._state = msgspec.msgpack.decode(reached.remembered, type=Folding)
        else:
            if reached is not None:
                self.columns.empty()
            self.position, self._last, self._state = 0, "", Folding()
        self.opened = True
        return self._state

    def _is_ours(self, reached: Reached) -> bool:
        if reached.position == 0:
            return True
        found = self._journal.read(reached.position - 1, 1)
        return bool(found) and print_of(found[0]) == reached.last

    def _take(self, state: Folding, batch: Batch, position: int, last: str) -> None:
        live = [so_far(one) for one in state.live.values()]
        merged = _shown(state.merged) if batch.merges else None
        reached = Reached(position, last, msgspec.msgpack.encode(state))
        try:
            self.columns.take(batch, live, merged, reached)
        except BaseException:
            # What is remembered has run ahead of the rows: begin again from what is kept.
            self._state = None
            raise
        self.position, self._last = position, last


def take(state: Folding, batch: Batch, entry: Entry) -> None:
    """One entry: of our own facts, or of those that are known by their name."""
    fact: Any = entry.fact
    told = TOLD.get(type(fact).__struct_config__.tag)
    if told is not None:
        told(state, batch, entry)
    else:
        fold(state, batch, entry)


def _shown(merged: dict[int, int]) -> dict[int, int]:
    """By record, the one it is shown with in the end."""
    shown = {}
    for gone in merged:
        kept, steps = merged[gone], 0
        while kept in merged and steps < len(merged):
            kept, steps = merged[kept], steps + 1
        shown[gone] = kept
    return shown
