"""What a gateway does beside its work: set a webhook, ask for news. It ends with the gateway."""

import asyncio
from collections.abc import Coroutine
from typing import Any


class Errands:
    """Tasks of one gateway."""

    def __init__(self) -> None:
        self._tasks: list[asyncio.Task[None]] = []

    def begin(self, errand: Coroutine[Any, Any, None]) -> None:
        """Do it beside everything else."""
        self._tasks.append(asyncio.create_task(errand))

    async def stop(self) -> None:
        """Let go of all of them."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._tasks.clear()
