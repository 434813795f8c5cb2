"""What has to be done, tried again until it is; what a site that ends could not finish, the next start does."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress

from hoolin.core.errors import HoolinError

log = logging.getLogger(__name__)

AGAIN_SECONDS = 5.0
"""From one try to the next: read models that are begun anew need some seconds."""


class Insisting:
    """See above. what: it is not done yet, in words."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._tasks: set[asyncio.Future[None]] = set()
        self._ending = asyncio.Event()

    def begin(self, work: Callable[[], Awaitable[None]]) -> None:
        """Do this, beside everything else."""
        task = asyncio.ensure_future(self._until_done(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def stop(self) -> None:
        """All is done, or left to the next start, after one more try."""
        self._ending.set()
        await self.done()

    async def done(self) -> None:
        """All that was begun so far is done."""
        await asyncio.gather(*self._tasks)

    async def _until_done(self, work: Callable[[], Awaitable[None]]) -> None:
        while True:
            last = self._ending.is_set()
            try:
                await work()
            except (HoolinError, TimeoutError, OSError) as problem:
                said = getattr(problem, "code", type(problem).__name__)
            else:
                return
            if last:
                log.error("%s: the next start sees to that", self._what, extra={"fields": {"said": said}})
                return
            log.warning("%s: it is tried again", self._what, extra={"fields": {"said": said}})
            with suppress(TimeoutError):
                async with asyncio.timeout(AGAIN_SECONDS):
                    await self._ending.wait()
