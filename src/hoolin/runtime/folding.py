"""Who folds the read models: a port, and the way it is done within this process. The other way is `apart.py`.

Whoever folds is asked for one position at a time, and tells on the event loop which one the views have come to, or that it is of
no use to wait.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Protocol, TypeAlias

from hoolin.core.errors import Defect
from hoolin.journal.port import Journal
from hoolin.journal.views import Views

Told: TypeAlias = Callable[[int | BaseException], None]
"""The last position that the views contain, or why they do not go on. A position may still follow a failure."""


class FoldingEnded(Defect):
    """The read models are not kept at present; what happens is written down all the same, and they catch up later."""


class Folding(Protocol):
    """Folds a site's journal into its views. begun: how many processes have been begun for it."""

    begun: int

    def start(self, told: Told) -> None:
        """Begin. Needs a running event loop."""

    def fold(self, position: int) -> None:
        """Have the views contain this durable position. Not again before a position was told."""

    def stop(self) -> None:
        """Tell nothing more. The views may be folded by the caller then, from where they are. Blocking, for some seconds at most; twice
        is harmless. Raises FoldingEnded, ViewRefused where nobody can fold them.
        """


class FoldingHere:
    """Folds in a thread of this process: for views in memory, which no other process can see."""

    def __init__(self, views: Views, journal: Journal) -> None:
        self._views = views
        self._journal = journal
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="views")
        self._told: Told | None = None
        self.begun = 0

    def start(self, told: Told) -> None:
        """See the port."""
        self._told = told

    def fold(self, position: int) -> None:
        """See the port."""
        loop = asyncio.get_running_loop()
        folded = loop.run_in_executor(self._thread, self._views.follow, self._journal, position)
        folded.add_done_callback(self._folded)

    def stop(self) -> None:
        """See the port."""
        self._told = None
        self._thread.shutdown(wait=True)

    def _folded(self, done: "asyncio.Future[None]") -> None:
        if done.cancelled() or self._told is None:
            return
        self._told(done.exception() or self._views.position)
