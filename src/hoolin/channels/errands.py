"""What a gateway does beside its work: set a webhook, ask for news. It ends with the gateway."""

import asyncio
from collections.abc import Coroutine, Mapping
from typing import Any, TypeVar

from hoolin.core.errors import NotFound

One = TypeVar("One")


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


def of_account(known: Mapping[str, One], account: str) -> One:
    """What a gateway has for an account. Raises NotFound."""
    found = known.get(account)
    if found is None:
        raise NotFound("account", account=account)
    return found
