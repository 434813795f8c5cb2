"""The figures of a site, as pages and programs ask for them: one at a time in a thread of their own, each kept for a moment, and counted once for
all who ask for the same meanwhile.

The rows are brought up to the last durable entry before anything is counted from them. A site that nobody asks keeps no library in memory:
the rows are made when somebody asks first, or when there is so much that is new that whoever asks would have to wait.
"""

import asyncio
import logging
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from hoolin.core.errors import Conflict
from hoolin.core.facts import Content, Entry, Instant
from hoolin.experience.api import contacts, criteria
from hoolin.people.api import CustomerErased
from hoolin.runtime.loop import Progress

log = logging.getLogger("hoolin.figures")

Answer = TypeVar("Answer")

BEHIND_MAX = 20_000
"""Entries that are new before the rows are brought up without anybody asking: a fraction of a second's work."""

REST_SECONDS = 0.010
"""Between two stretches of catching up that nobody waits for: the event loop wants the interpreter too."""

MAKING_MIN = 200_000
"""Entries still to be read from which on whoever asks is told to come back, instead of waiting for all of them."""

RETRY_SECONDS = 60.0
"""After they could not be brought up, until that is tried again without anybody asking: a full disk is not emptied by trying."""

KEPT_SECONDS = 15.0
"""How long an answer is given again: pages ask for the same, and the public page is asked by everybody."""

KEPT_MAX = 200


@dataclass(frozen=True)
class Kept:
    """An answer that was given. until: by the monotonic clock."""

    until: float
    answer: Any


class FigureDesk:
    """Asks the rows. criteria: the register's versions. operator: whose figures these are. failure: why the rows could not be brought up, until they
    can.
    """

    def __init__(
        self, copy: contacts.Copy, register: criteria.Criteria, clock: Callable[[], Instant], operator: str
    ) -> None:
        self.criteria = register
        self.clock = clock
        self.operator = operator
        self.failure: BaseException | None = None
        self._copy = copy
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="figures")
        self._kept: OrderedDict[Hashable, Kept] = OrderedDict()
        self._asked: dict[Hashable, asyncio.Future[Any]] = {}
        self._catching_up = self._wanted = False
        self._retry_at = 0.0

    def take(self, entries: Sequence[Entry], contents: Sequence[Content]) -> None:
        """A durable batch: a reader of the loop. The entries are read again when they are wanted."""
        gone = any(isinstance(entry.fact, CustomerErased) for entry in entries)
        # Where there are no rows there is nobody to be forgotten in them.
        if self._copy.behind() >= BEHIND_MAX or (gone and (self._copy.opened or self._copy.kept)):
            self._wanted = True
        if self._wanted:
            self._catch_up()

    async def ask(
        self, question: Callable[[contacts.Asking], Answer], key: Hashable, keep: float = KEPT_SECONDS
    ) -> Answer:
        """The answer to a question. key: what tells it from others; the same is given again for so many seconds. Raises Conflict while
        the rows of a long journal are made for the first time.
        """
        loop = asyncio.get_running_loop()
        if not self._copy.opened and not self._catching_up:
            await loop.run_in_executor(self._thread, self._copy.open)
        behind = self._copy.behind()
        if behind > MAKING_MIN:
            self._catch_up()
            raise Conflict("figures_being_made", entries=behind)
        kept = self._kept.get(key)
        if kept is not None and kept.until > time.monotonic():
            found: Answer = kept.answer
            return found
        asked: asyncio.Future[Answer] | None = self._asked.get(key)
        if asked is None:
            asked = self._asked[key] = loop.run_in_executor(self._thread, self._answer, question)
            asked.add_done_callback(partial(self._answered, key, keep))
        # Whoever does not want to wait any more leaves the others their answer.
        return await asyncio.shield(asked)

    async def made(self, progress: Progress | None = None) -> None:
        """Bring the rows up to the last durable entry, however many are new: for whoever has nothing else to serve meanwhile."""
        run = partial(asyncio.get_running_loop().run_in_executor, self._thread)
        await run(self._copy.open)
        head = self._copy.position + self._copy.behind()

        def between() -> None:
            if progress is not None:
                progress(self._copy.position, head)

        await run(self._copy.catch_up, between)

    def forget(self) -> None:
        """Count anew whatever is asked next: the criteria have changed."""
        self._kept.clear()
        self._asked.clear()

    async def finish(self) -> None:
        """Let what is being counted come to its end, and nothing more begin; others have the event loop meanwhile."""
        self._copy.stop()
        await asyncio.to_thread(self._thread.shutdown, wait=True, cancel_futures=True)

    def stop(self) -> None:
        """Let go of the rows. What they lack is read from the journal by the next start."""
        self._copy.stop()
        self._thread.shutdown(wait=True, cancel_futures=True)
        self._copy.close()

    def _answer(self, question: Callable[[contacts.Asking], Answer]) -> Answer:
        self._copy.catch_up()
        return question(contacts.Asking(self._copy.columns, self.clock()))

    def _answered(self, key: Hashable, keep: float, done: "asyncio.Future[Any]") -> None:
        if self._asked.get(key) is not done:
            return
        del self._asked[key]
        if done.cancelled() or done.exception() is not None:
            return
        self._kept.pop(key, None)
        self._kept[key] = Kept(time.monotonic() + keep, done.result())
        while len(self._kept) > KEPT_MAX:
            self._kept.popitem(last=False)

    def _catch_up(self) -> None:
        """Aside, and not again right after it failed."""
        if self._catching_up or time.monotonic() < self._retry_at:
            return
        self._catching_up, self._wanted = True, False
        done = asyncio.get_running_loop().run_in_executor(self._thread, self._copy.catch_up, _rest)
        done.add_done_callback(self._caught_up)

    def _caught_up(self, done: "asyncio.Future[int]") -> None:
        self._catching_up = False
        self.failure = None if done.cancelled() else done.exception()
        if self.failure is not None:
            # Whoever asks next tries again, and is told; nothing else depends on the rows.
            self._wanted, self._retry_at = True, time.monotonic() + RETRY_SECONDS
            log.error("the rows of contacts could not be brought up", exc_info=self.failure)


def _rest() -> None:
    time.sleep(REST_SECONDS)
