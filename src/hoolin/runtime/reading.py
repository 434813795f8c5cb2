"""Read models behind the loop: fed after every durable batch, in a thread of their own, never in the way of an answer."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import Any, TypeVar

from hoolin.core.facts import Content, Entry
from hoolin.journal.views import Views

Asked = TypeVar("Asked")
Answer = TypeVar("Answer")

PACE_SECONDS = 0.5
"""From the beginning of one fold to that of the next, unless somebody waits for it: half of what a row costs is the writing of
the pages it changes, and the rows of one conversation share those."""

REST_SECONDS_MAX = 0.010
"""From one slice of a fold to the next at most, unless somebody waits for it: a fold of half a second's entries in one go has
the interpreter for some fifty milliseconds, and at each frame that comes in meanwhile the event loop waits to get it back."""

REACH_SECONDS_MAX = 10.0
"""A read model that far behind is in trouble; whoever waits is told so."""


class Reading:
    """The views of a site as the event loop uses them."""

    def __init__(self, views: Views) -> None:
        self.views = views
        self.failure: BaseException | None = None
        self._pending: list[Entry] = []
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="views")
        self._readers = ThreadPoolExecutor(4, thread_name_prefix="reading")
        self._folding = False
        self._stopped = False
        self._folded_at = 0.0
        self._paced: asyncio.TimerHandle | None = None
        self._waiters: list[tuple[int, asyncio.Future[None]]] = []
        self._hurry = Event()

    def take(self, entries: Sequence[Entry], contents: Sequence[Content]) -> None:
        """A durable batch: a reader of the loop."""
        self._pending.extend(entries)
        if not self._folding and self._paced is None:
            self._fold_soon()

    async def reached(self, position: int) -> None:
        """Wait until the views contain this position. Raises TimeoutError when they do not come that far."""
        if self.views.position >= position:
            return
        if self.failure is not None:
            raise self.failure
        waiter = asyncio.get_running_loop().create_future()
        self._waiters.append((position, waiter))
        self._hurry.set()
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

    def stop(self) -> None:
        """Fold what is left and let go."""
        self._stopped = True
        self._hurry.set()
        if self._paced is not None:
            self._paced.cancel()
        self._thread.shutdown(wait=True)
        self._readers.shutdown(wait=True)
        if self._pending and self.failure is None:
            self.views.apply(self._pending)
        self.views.close()

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
        loop = asyncio.get_running_loop()
        self._folded_at = loop.time()
        batch, self._pending = self._pending, []
        self._folding = True
        if not self._waiters:
            self._hurry.clear()
        folded = loop.run_in_executor(self._thread, self.views.apply, batch, self._rest)
        folded.add_done_callback(self._folded)

    def _rest(self, slices_left: int) -> None:
        """On the folding thread: let the event loop have the interpreter. All rests of a fold take less than its pace."""
        self._hurry.wait(min(REST_SECONDS_MAX, PACE_SECONDS / 2 / slices_left))

    def _folded(self, done: "asyncio.Future[None]") -> None:
        self._folding = False
        if done.cancelled() or self._stopped:
            return
        failure = done.exception()
        if failure is not None:
            # The views are disposable: the next start folds them again. Until then reading fails, writing goes on.
            self.failure = failure
            for _, waiter in self._waiters:
                if not waiter.done():
                    waiter.set_exception(failure)
            self._waiters.clear()
            return
        position = self.views.position
        still = []
        for wanted, waiter in self._waiters:
            if wanted > position:
                still.append((wanted, waiter))
            elif not waiter.done():
                waiter.set_result(None)
        self._waiters = still
        if self._pending:
            self._fold_soon()
