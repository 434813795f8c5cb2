"""What contacts that no reason fits have in common: looked for when somebody asks, aside, and told again for a while.

The answer holds what customers wrote; when somebody was erased it is forgotten, and looked for anew.
"""

import asyncio
import time
from collections.abc import Sequence
from typing import Any

import msgspec

from hoolin.core.facts import Content, Entry
from hoolin.insight.api import words
from hoolin.people.api import CustomerErased
from hoolin.server.suggesting import SuggestOffice

DAY_MS = 86_400_000

SINCE_DAYS = 90
"""What was new before that is old by now."""

RECENT_DAYS = 14

KEPT_SECONDS = 600.0

WAIT_SECONDS = 20.0
"""Whoever asks waits so long; then they are told that it is being looked for, and ask again."""

SHOWN_MAX = 50
INTERACTIONS_MAX = 20


class UnexplainedDesk:
    """See above."""

    def __init__(self, office: SuggestOffice) -> None:
        self._office = office
        self._looking: asyncio.Task[dict[str, Any]] | None = None
        self._until = 0.0
        self._erased = 0

    def take(self, entries: Sequence[Entry], contents: Sequence[Content]) -> None:
        """A durable batch: a reader of the loop."""
        if any(isinstance(entry.fact, CustomerErased) for entry in entries):
            self._until = 0.0
            self._erased += 1
            if self._looking is not None and self._looking.done():
                self._looking = None

    async def clusters(self) -> dict[str, Any]:
        """How many were looked through, and what they have in common; `learning` while that is not known yet."""
        if self._office.lessons.words is None:
            return self._told(0, False)
        fresh = self._looking is not None and (not self._looking.done() or time.monotonic() < self._until)
        if not fresh:
            self._until = time.monotonic() + KEPT_SECONDS
            self._looking = asyncio.ensure_future(self._look())
        assert self._looking is not None
        try:
            async with asyncio.timeout(WAIT_SECONDS):
                return await asyncio.shield(self._looking)
        except TimeoutError:
            return self._told(0, True)
        except BaseException:
            self._until = 0.0
            raise

    async def stop(self) -> None:
        """Look for nothing more."""
        if self._looking is not None:
            self._looking.cancel()
            await asyncio.wait([self._looking])

    async def _look(self) -> dict[str, Any]:
        """Until nobody was erased meanwhile: what they wrote may be in what was found."""
        while True:
            erased = self._erased
            found = await self._looked()
            if erased == self._erased:
                return found

    async def _looked(self) -> dict[str, Any]:
        office = self._office
        assert office.lessons.words is not None
        now, until = office.now(), self._until
        await office.reading.reached(office.position)
        texts = await office.lessons.confirmations.unexplained(now - SINCE_DAYS * DAY_MS, words.UNEXPLAINED_MAX)
        found = await office.lessons.words.clusters(texts, now - RECENT_DAYS * DAY_MS) if texts else words.Found()
        if found.why and self._until == until:
            self._until = 0.0
        return self._told(len(texts), office.lessons.learning, found.clusters)

    def _told(self, looked_at: int, learning: bool, clusters: Sequence[words.Cluster] = ()) -> dict[str, Any]:
        shown = [_cluster(one) for one in clusters[:SHOWN_MAX]]
        return {"at": self._office.now(), "looked_at": looked_at, "learning": learning, "clusters": shown}


def _cluster(one: words.Cluster) -> dict[str, Any]:
    told = msgspec.structs.asdict(one)
    return told | {"interactions": told.pop("members")[:INTERACTIONS_MAX]}
