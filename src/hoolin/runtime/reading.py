"""Read models behind the loop: fed after every durable batch, beside the event loop, never in the way of an answer."""

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from math import inf
from time import monotonic
from typing import Any, TypeVar

from hoolin.core.facts import Content, Entry
from hoolin.journal.port import Journal
from hoolin.journal.views import BATCH, Views
from hoolin.runtime.folding import Folding, FoldingEnded

log = logging.getLogger(__name__)

Asked = TypeVar("Asked")
Answer = TypeVar("Answer")

PACE_SECONDS = 0.5
"""From the beginning of one fold to that of the next, unless somebody waits for it: half of what a row costs is the writing of
the pages it changes, and the rows of one conversation share those."""

REACH_SECONDS_MAX = 10.0
"""A read model that far behind is in trouble; whoever waits is told so."""

FINISH_SECONDS_MAX = 5.0
"""What is left when a site ends is folded then; a heap that takes longer waits for the next start, which folds it before it serves."""


class Reading:
    """The views of a site as the event loop uses them. position: the last entry that they contain, as far as we were told.

    failure: why they do not go on; None while they do.
    """

    def __init__(self, views: Views, journal: Journal, folding: Folding) -> None:
        """views: caught up. folding: begins with `start`, or else with the first durable batch."""
        self.position = views.position
        self.failure: BaseException | None = None
        self.views = views
        self._journal = journal
        self.folding = folding
        self._wanted = views.position
        self._readers = ThreadPoolExecutor(4, thread_name_prefix="reading")
        self._started = self._busy = self._finished = False
        self._folded_at = -inf
        self._paced: asyncio.TimerHandle | None = None
        self._waiters: list[tuple[int, asyncio.Future[None]]] = []

    def start(self) -> None:
        """Fold from now on what becomes durable. Needs a running event loop."""
        if not self._started:
            self._started = True
            self.folding.start(self._told)

    def take(self, entries: Sequence[Entry], contents: Sequence[Content]) -> None:
        """A durable batch: a reader of the loop."""
        self.start()
        self._wanted = entries[-1].position
        if not self._busy and self._paced is None:
            self._fold_soon()

    async def reached(self, position: int) -> None:
        """Wait until the views contain this position. Raises TimeoutError when they do not come that far, FoldingEnded when it is of no
        use to wait.
        """
        if self.position >= position:
            return
        if self.failure is not None:
            raise _ended(self.failure)
        waiter = asyncio.get_running_loop().create_future()
        self._waiters.append((position, waiter))
        if self._paced is not None:
            self._fold()
        async with asyncio.timeout(REACH_SECONDS_MAX):
            await waiter

    def ask(self, name: str, params: Sequence[object] | Mapping[str, object] = ()) -> list[Any]:
        """A look-up that takes well under a millisecond: answered on the spot."""
        return self.views.query(name, params)

    async def ask_aside(self, name: str, params: Sequence[object] | Mapping[str, object] = ()) -> list[Any]:
        """A query that may take longer: answered in a thread."""
        return await asyncio.get_running_loop().run_in_executor(self._readers, self.views.query, name, params)

    async def aside(self, question: Callable[[Asked], Answer], asked: Asked) -> Answer:
        """Any other question to a store, answered in a thread."""
        return await asyncio.get_running_loop().run_in_executor(self._readers, question, asked)

    def finish(self) -> None:
        """Nothing more becomes durable: fold what is left right here, for whoever still waits. Blocking, for some seconds at most; twice
        is harmless.
        """
        if self._finished:
            return
        self._finished = True
        if self._paced is not None:
            self._paced.cancel()
        try:
            self.folding.stop()
            self._fold_the_rest()
        except Exception as problem:
            # They are disposable: the next start folds them again. Nothing that has to be done at the end may be left undone for them.
            log.warning("the read models are left as they are: %s", getattr(problem, "code", type(problem).__name__))
            self._told(problem)
        else:
            self._told(self.views.position)

    def stop(self) -> None:
        """Finish, and let go."""
        self._readers.shutdown(wait=True)
        self.finish()
        self.views.close()

    def _fold_the_rest(self) -> None:
        until = monotonic() + FINISH_SECONDS_MAX
        while (at := self.views.position) < self._wanted:
            if monotonic() > until:
                raise FoldingEnded("left", position=at, wanted=self._wanted)
            self.views.follow(self._journal, min(self._wanted, at + BATCH))

    def _fold_soon(self) -> None:
        loop = asyncio.get_running_loop()
        wait = self._folded_at + PACE_SECONDS - loop.time()
        if wait > 0 and not self._waiters:
            self._paced = loop.call_later(wait, self._fold)
        else:
            self._fold()

    def _fold(self) -> None:
        if self._paced is not None:
            self._paced.cancel()
            self._paced = None
        self._folded_at = asyncio.get_running_loop().time()
        self._busy = True
        self.folding.fold(self._wanted)

    def _told(self, said: int | BaseException) -> None:
        if isinstance(said, BaseException):
            # Until they go on reading fails, and writing does not.
            self.failure = said
            for _, waiter in self._waiters:
                if not waiter.done():
                    waiter.set_exception(_ended(said))
            self._waiters.clear()
            return
        self.failure, self.position, self._busy = None, said, False
        still = []
        for wanted, waiter in self._waiters:
            if wanted > said:
                still.append((wanted, waiter))
            elif not waiter.done():
                waiter.set_result(None)
        self._waiters = still
        if self._wanted > said and self._paced is None:
            self._fold_soon()


def _ended(failure: BaseException) -> FoldingEnded:
    """For one of those who wait: an exception that is raised twice collects the ways of everybody who met it."""
    ended = FoldingEnded(getattr(failure, "code", type(failure).__name__))
    ended.__cause__ = failure
    return ended
