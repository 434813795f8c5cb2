"""When it is learned what customers' words speak for, and from what.

What learns is a process of its own (`insight.words`). It learns soon after the start, again when a tenth more contacts are confirmed, when another tree is
published or somebody was erased, and once a day; one lesson at a time, and what was learned before answers meanwhile.
"""

import asyncio
import logging
import time
from collections.abc import Callable, Sequence

import msgspec

from hoolin.core.errors import HoolinError
from hoolin.core.facts import Content, Entry, Instant
from hoolin.core.interaction.facts import InteractionClosed
from hoolin.insight.api import reasons as tree
from hoolin.insight.api import words
from hoolin.people.api import CustomerErased, People
from hoolin.runtime.loop import Loop
from hoolin.runtime.reading import Reading
from hoolin.server.confirmed import Confirmations

log = logging.getLogger("hoolin.suggesting")

LOOK_SECONDS = 15.0
"""How often it is seen whether it is time for a lesson."""

DAY_SECONDS = 86_400.0


class Pace(msgspec.Struct, frozen=True):
    """When lessons are. first_s: seconds after the start until the first. rest_s: from one to the next at least, unless another tree holds."""

    first_s: float = 30.0
    rest_s: float = 600.0


class Lessons:
    """Keeps what is known of words. words: None where the site suggests nothing. learned_at: when the last lesson ended from which something was
    learned. wanted: whether there should be another lesson, because nothing answers.
    """

    def __init__(
        self, reasons: tree.Reasons, people: People, loop: Loop, reading: Reading, make: Callable[[], words.Words] | None, pace: Pace
    ) -> None:  # fmt: skip
        """people: who know who was erased. make: a process of words, which begins when it is first wanted."""
        self.learned_at: Instant | None = None
        self.words = make() if make is not None else None
        self.confirmations = Confirmations(reasons, reading, loop.stores.contents, people.erased)
        self.wanted = False
        self._loop = loop
        self._reading = reading
        self._make = make
        self._pace = pace
        self._woken = asyncio.Event()
        self._turn = asyncio.Lock()
        self._began_at: float | None = None
        self._confirmed = self._learned_from = 0
        self._tree = self._erased = False

    @property
    def learned(self) -> words.Learned | None:
        """What is known; None while nothing is."""
        return self.words.learned if self.words is not None else None

    @property
    def learning(self) -> bool:
        """Whether suggestions are still to come."""
        return self.words is not None and self.learned is None

    def take(self, entries: Sequence[Entry], contents: Sequence[Content]) -> None:
        """A durable batch: a reader of the loop."""
        for entry in entries:
            match entry.fact:
                case InteractionClosed(reasons=noted) if noted:
                    self._confirmed += 1
                case tree.facts.ReasonsPublished():
                    self._tree = True
                    self._woken.set()
                case CustomerErased():
                    self._erased = True

    async def run(self) -> None:
        """Learn whenever it is time, until it is cancelled."""
        if self.words is None:
            return
        await asyncio.sleep(self._pace.first_s)
        while True:
            self._woken.clear()
            if self._due():
                try:
                    await self.learn()
                except (HoolinError, OSError, TimeoutError, msgspec.MsgspecError):
                    self.wanted = True
                    log.exception("nothing learned from contacts")
            try:
                async with asyncio.timeout(min(LOOK_SECONDS, self._pace.rest_s)):
                    await self._woken.wait()
            except TimeoutError:
                continue

    async def learn(self) -> words.Learned | None:
        """One lesson now; None where there is nothing to learn from. Raises TimeoutError, FoldingEnded where the read models do not go on."""
        if self.words is None:
            return None
        async with self._turn:
            self._began_at = time.monotonic()
            self._tree = self._erased = self.wanted = False
            seen = self._confirmed
            await self._reading.reached(self._loop.durable_position)
            contacts = await self.confirmations.lesson()
            self._confirmed -= seen
            self._learned_from = len(contacts)
            if not contacts and self.learned is None:
                return None
            learned = await self.words.learn(contacts)
            await self._learned(learned)
            return learned

    async def stop(self) -> None:
        """End the process."""
        if self.words is not None:
            await self.words.stop()

    async def _learned(self, learned: words.Learned) -> None:
        if learned.model:
            self.learned_at = self._loop.clock()
        elif learned.why in ("too_few_examples", "no_words"):
            await self._forget()
        else:
            self.wanted = True
        fields = {
            "texts": learned.texts,
            "reasons": len(learned.reasons),
            "why": learned.why,
            "seconds": round(learned.seconds, 1),
        }
        log.info("reasons learned from contacts", extra={"fields": fields})

    async def _forget(self) -> None:
        """What was known came from contacts that are gone, or belongs to another tree."""
        if self.learned is not None and self.words is not None and self._make is not None:
            await self.words.stop()
            self.words, self.learned_at = self._make(), None

    def _due(self) -> bool:
        if self._tree or self._began_at is None:
            return True
        since = time.monotonic() - self._began_at
        if since < self._pace.rest_s:
            return False
        more = words.due(self._learned_from + self._confirmed, self._learned_from)
        return more or self._erased or self.wanted or (since >= DAY_SECONDS and self._confirmed > 0)
