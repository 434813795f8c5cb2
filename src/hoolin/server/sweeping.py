"""Raw input goes when its time is over: its key is destroyed first, then it is written down that it is gone. A crash between the two
makes the sweep destroy once more what is no more, which harms nothing.

It never touches what is still to be read, and never takes more at once than a transaction may hold up others.
"""

import asyncio
import logging
import secrets
from collections.abc import Callable, Sequence
from typing import Any

from hoolin.core.errors import Conflict, HoolinError
from hoolin.core.intake.facts import FORGOTTEN_AT_ONCE_MAX
from hoolin.core.intake.intake import ForgetInputs, owner_of
from hoolin.runtime.loop import Loop
from hoolin.runtime.reading import Reading
from hoolin.server.figures import Figure, one

log = logging.getLogger(__name__)

DAY_MS = 86_400_000

SWEEP_SECONDS = 600.0
"""Between two sweeps: nobody's days end on the second."""

PAUSE_SECONDS = 0.5
"""Between two parts of a sweep, so that the disk is everybody's."""


class Sweep:
    """Forgets raw input. days: after how many days, by channel; 0: never."""

    def __init__(self, loop: Loop, reading: Reading, days: Callable[[str], int]) -> None:
        self._loop = loop
        self._reading = reading
        self._days = days
        self.forgotten = 0

    async def run(self) -> None:
        """Sweep again and again, until it is cancelled."""
        while True:
            try:
                await self.once()
            except (HoolinError, OSError):
                log.exception("raw input not swept")
            await asyncio.sleep(SWEEP_SECONDS)

    async def once(self) -> int:
        """Everything whose time is over now; gives how many inputs that were."""
        swept = 0
        await self._reading.reached(self._loop.durable_position)
        for row in await self._reading.ask_aside("post.input_channels", ()):
            while found := await self._part(row["channel"]):
                swept += found
                await asyncio.sleep(PAUSE_SECONDS if found == FORGOTTEN_AT_ONCE_MAX else 0)
        return swept

    async def _part(self, channel: str) -> int:
        days = self._days(channel)
        if not days:
            return 0
        before = self._loop.clock() - days * DAY_MS
        rows: list[Any] = await self._reading.ask_aside("post.to_forget", (channel, before, FORGOTTEN_AT_ONCE_MAX))
        inputs = tuple(row["input"] for row in rows)
        if not inputs:
            return 0
        owners = [owner_of(input) for input in inputs]
        await self._reading.aside(self._destroy, owners)
        try:
            said = await self._loop.submit(ForgetInputs(inputs=inputs), actor="system", key=secrets.token_hex(16))
        except Conflict:
            return 0
        await self._reading.reached(said.position)
        self.forgotten += len(inputs)
        return len(inputs)

    def _destroy(self, owners: Sequence[str]) -> None:
        self._loop.stores.contents.erase(*owners)

    def figures(self) -> list[Figure]:
        """What is counted."""
        says = "Raw inputs deleted because their time was over."
        return [one("hoolin_inputs_forgotten_total", "counter", says, self.forgotten)]
