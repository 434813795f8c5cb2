"""The running site as the server watches it: is it alive, and what is to be counted. Wiring hands it the loop."""

from collections.abc import Callable, Sequence
from typing import Literal

import msgspec

from hoolin.core.facts import Content, Entry
from hoolin.journal.errors import DiskRefused
from hoolin.runtime.loop import Loop
from hoolin.runtime.reading import Reading
from hoolin.server.figures import Figure, one

VIEWS_LAG_MAX = 50_000
"""Entries that the read models may be behind before the site counts as not well."""


class Health(msgspec.Struct, frozen=True, kw_only=True):
    """How the site is. position: the last durable entry. views: whether the read models go on; while they do not, messages are taken
    and answered, and look-ups fail. views_lag: entries that they are behind.
    """

    status: Literal["well", "failing"]
    loop: Literal["running", "stopped"]
    journal: Literal["writable", "refused", "closed"]
    position: int
    views: Literal["kept", "stopped"]
    views_lag: int


class SiteWatch:
    """Watches one loop and its read models."""

    def __init__(self, loop: Loop, reading: Reading, views_begun: Callable[[], int]) -> None:
        """views_begun: how many processes have been begun to fold the read models. Reads along from now on."""
        self._loop = loop
        self._reading = reading
        self._views_begun = views_begun
        self._batches = 0
        self._entries = 0
        self._largest = 0
        loop.read_along(self._batch)

    def health(self) -> Health:
        """How the site is now."""
        failure = self._loop.failure
        lag, kept = self._lag(), self._reading.failure is None
        return Health(
            status="well" if failure is None and kept and lag <= VIEWS_LAG_MAX else "failing",
            loop="running" if failure is None else "stopped",
            journal="writable" if failure is None else "refused" if isinstance(failure, DiskRefused) else "closed",
            position=self._loop.durable_position,
            views="kept" if kept else "stopped",
            views_lag=lag,
        )

    def figures(self) -> list[Figure]:
        """What is counted about the loop. The largest batch is that since the last asking."""
        house = self._loop.house
        largest, self._largest = self._largest, 0
        return [
            one("hoolin_loop_running", "gauge", "1 while commands are taken.", int(self._loop.failure is None)),
            one("hoolin_journal_position", "gauge", "The last durable entry.", self._loop.durable_position),
            one("hoolin_loop_undurable_entries", "gauge", "Decided, not yet on disk.",
                house.position - self._loop.durable_position),
            one("hoolin_loop_batches_total", "counter", "Durable transactions.", self._batches),
            one("hoolin_loop_entries_total", "counter", "Entries in them.", self._entries),
            one("hoolin_loop_batch_entries_max", "gauge", "The largest batch since last asked.", largest),
            one("hoolin_refused_reactions_total", "counter", "Reactions that another room refused.",
                house.refused_reactions),
            one("hoolin_views_lag_entries", "gauge", "Entries that the read models are behind.", self._lag()),
            one("hoolin_views_processes_total", "counter", "Processes begun to fold the read models; more than one: some ended.",
                self._views_begun()),
        ]  # fmt: skip

    def _lag(self) -> int:
        return max(0, self._loop.durable_position - self._reading.position)

    def _batch(self, entries: Sequence[Entry], contents: Sequence[Content]) -> None:
        self._batches += 1
        self._entries += len(entries)
        self._largest = max(self._largest, len(entries))
