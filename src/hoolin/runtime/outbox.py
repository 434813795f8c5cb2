"""Carries out deliveries: begins an attempt on disk, asks the gateway, writes down how it ended.

A gateway answers for one attempt: it returns `accepted` or `rejected`, raises `NotReached` when the provider surely did not
get it (then it is tried again later), and anything else that goes wrong, a time-out among it, is `unknown`.
"""

import asyncio
from collections.abc import Sequence
from typing import Protocol

from hoolin.core.delivery import delivery as d
from hoolin.core.delivery.facts import Ending
from hoolin.core.effects import Deliver, Effect
from hoolin.core.errors import NotReached, Refusal
from hoolin.runtime.loop import Loop, Stopped

ATTEMPT_SECONDS_MAX = 60.0
"""A provider that has not answered by then may still have it: the attempt is unknown."""

AT_ONCE_MAX = 50
"""Attempts under way together; the rest wait in the outbox, where they are safe."""


class Carrier(Protocol):
    """A channel's gateway, as the outbox sees it."""

    async def transmit(self, delivery: d.Delivery) -> tuple[Ending, str]:
        """One attempt: how it ended and the provider's word. Raises NotReached when nothing left the house."""


class Deliveries:
    """The outbox at work. carriers: by channel."""

    def __init__(self, loop: Loop, outbox: d.Outbox, carriers: dict[str, Carrier]) -> None:
        self._loop = loop
        self._outbox = outbox
        self._carriers = carriers
        self._tasks: set[asyncio.Task[None]] = set()
        self._slots = asyncio.Semaphore(AT_ONCE_MAX)

    def perform(self, effects: Sequence[Effect]) -> None:
        """Take up effects whose facts are durable."""
        for effect in effects:
            if isinstance(effect, Deliver):
                self._begin(effect.outbox, 0.0)

    async def recover(self) -> None:
        """After a start: attempts that were open when the process died are unknown; what had not begun begins now."""
        for row in list(self._outbox.open.values()):
            if row.began:
                await self._ask(d.EndDelivery(delivery=row.delivery, ending="unknown", code="crashed"), row, "crashed")
            else:
                self._begin(row.delivery, max(0.0, (row.due_at - self._loop.clock()) / 1000))

    async def stop(self) -> None:
        """Attempts under way are given a moment; what is cut off is unknown after the next start."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=2.0)
        for task in self._tasks:
            task.cancel()

    def _begin(self, delivery: str, delay: float) -> None:
        task = asyncio.get_running_loop().create_task(self._attempt(delivery, delay))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _attempt(self, delivery: str, delay: float) -> None:
        if delay:
            await asyncio.sleep(delay)
        async with self._slots:
            row = self._outbox.open.get(delivery)
            carrier = self._carriers.get(row.channel) if row is not None else None
            if row is None or carrier is None:
                return
            try:
                await self._ask(d.BeginDelivery(delivery=delivery), row, f"begin-{row.attempts}")
            except (Refusal, Stopped):
                return
            await self._end(row, carrier)

    async def _end(self, row: d.Delivery, carrier: Carrier) -> None:
        try:
            async with asyncio.timeout(ATTEMPT_SECONDS_MAX):
                ending, code = await carrier.transmit(row)
            ends: d.EndDelivery | d.PostponeDelivery = d.EndDelivery(delivery=row.delivery, ending=ending, code=code)
        except NotReached as problem:
            ends = d.PostponeDelivery(delivery=row.delivery, code=problem.code)
        except TimeoutError:
            ends = d.EndDelivery(delivery=row.delivery, ending="unknown", code="timed_out")
        except Exception as problem:
            ends = d.EndDelivery(delivery=row.delivery, ending="unknown", code=type(problem).__name__[:100])
        try:
            await self._ask(ends, row, f"end-{row.attempts}")
        except (Refusal, Stopped):
            return
        if row.delivery in self._outbox.open:
            self._begin(row.delivery, max(0.0, (row.due_at - self._loop.clock()) / 1000))

    async def _ask(
        self, command: d.BeginDelivery | d.EndDelivery | d.PostponeDelivery, row: d.Delivery, key: str
    ) -> None:
        await self._loop.submit(command, actor="system", key=f"delivery-{row.delivery}-{key}")
