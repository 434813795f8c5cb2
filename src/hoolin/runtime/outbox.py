"""Carries out deliveries: begins an attempt on disk, asks the gateway, writes down how it ended.

A gateway answers for one attempt: it returns `accepted` or `rejected`, raises `NotReached` when the provider surely did not
get it (then it is tried again later), and anything else that goes wrong, a time-out among it, is `unknown`.
"""

import asyncio
from collections.abc import Sequence
from typing import Protocol

from hoolin.core.delivery import commands as c
from hoolin.core.delivery import delivery as d
from hoolin.core.effects import Deliver, Effect
from hoolin.core.errors import NotReached, Refusal, TooLarge
from hoolin.runtime.loop import Loop, Stopped

ATTEMPT_SECONDS_MAX = 60.0
"""A provider that has not answered by then may still have it: the attempt is unknown."""

STOP_SECONDS = 2.0

BUSY_SECONDS = 1.0
"""Before a loop that has too much to do is asked once more."""

LOOK_AGAIN_SECONDS = 60.0
"""A message that waits for tomorrow is looked at as often, since clocks are set and machines sleep."""

CONNECT_SECONDS = 3.0
"""After a start gateways are given so long to connect before they are asked again for what they could not reach before: or else a few
restarts in a row would use up the tries of a message, and it would wait for minutes.
"""

AT_ONCE_MAX = 50
"""Attempts under way together; the rest wait in the outbox, where they are safe."""


class Carrier(Protocol):
    """A channel's gateway, as the outbox sees it."""

    async def transmit(self, delivery: d.Delivery) -> c.Sent:
        """One attempt. Raises NotReached when nothing left the house. References are hashed already."""


class _Lane:
    """The messages of one conversation on their way out, one after the other."""

    __slots__ = ("lock", "users")

    def __init__(self) -> None:
        self.lock = asyncio.Lock()
        self.users = 0


class Deliveries:
    """The outbox at work. carriers: by channel. What is said in one conversation leaves in the order in which it was said: a message
    that has to be tried again holds back those after it, and one that waits for its own time holds back nobody.
    """

    def __init__(self, loop: Loop, outbox: d.Outbox, carriers: dict[str, Carrier]) -> None:
        self._loop = loop
        self._outbox = outbox
        self._carriers = carriers
        self._tasks: set[asyncio.Task[None]] = set()
        self._slots = asyncio.Semaphore(AT_ONCE_MAX)
        self._lanes: dict[str, _Lane] = {}

    def perform(self, effects: Sequence[Effect]) -> None:
        """Take up effects whose facts are durable."""
        for effect in effects:
            if isinstance(effect, Deliver):
                self._begin(effect.outbox)

    async def recover(self) -> None:
        """After a start: attempts that were open when the process died are unknown; what had not begun begins now."""
        for row in list(self._outbox.open.values()):
            if row.began:
                await self._ask(
                    c.EndDelivery(delivery=row.delivery, ending="unknown", code="crashed"),
                    row,
                    f"crashed-{row.attempts}",
                )
            else:
                self._begin(row.delivery, CONNECT_SECONDS if row.attempts else 0)

    async def stop(self) -> None:
        """Attempts under way are given a moment; what is cut off is unknown after the next start."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=STOP_SECONDS)
        for task in self._tasks:
            task.cancel()

    def _begin(self, delivery: str, seconds: float = 0) -> None:
        task = asyncio.get_running_loop().create_task(self._carry(delivery, seconds))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _carry(self, delivery: str, seconds: float) -> None:
        """From its time on, and so many seconds from now at least, until it has ended or was taken back."""
        await asyncio.sleep(seconds)
        while (row := await self._due(delivery)) is not None:
            carrier = self._carriers.get(row.channel)
            if carrier is None or not await self._in_its_lane(row, carrier):
                return

    async def _in_its_lane(self, row: d.Delivery, carrier: Carrier) -> bool:
        """Carry it in its conversation's order. True: it was given a later time before its turn came; others do not wait for that."""
        delivery, interaction = row.delivery, row.interaction
        lane = self._lanes.setdefault(interaction, _Lane())
        lane.users += 1
        try:
            async with lane.lock:
                now = self._outbox.open.get(delivery)
                if now is not None and not now.attempts and now.due_at > self._loop.clock():
                    return True
                while (now := await self._due(delivery)) is not None:
                    async with self._slots:
                        if not await self._attempt(now, carrier):
                            return False
        finally:
            lane.users -= 1
            if not lane.users:
                self._lanes.pop(interaction, None)
        return False

    async def _due(self, delivery: str) -> d.Delivery | None:
        """The row, once it may be attempted; None when it is gone."""
        while (row := self._outbox.open.get(delivery)) is not None:
            wait_ms = row.due_at - self._loop.clock()
            if wait_ms <= 0:
                return row
            await asyncio.sleep(min(wait_ms / 1000, LOOK_AGAIN_SECONDS))
        return None

    async def _attempt(self, row: d.Delivery, carrier: Carrier) -> bool:
        """One attempt; False when nothing more can be done here."""
        try:
            await self._ask(c.BeginDelivery(delivery=row.delivery), row, f"begin-{row.attempts}")
        except (Refusal, Stopped):
            return False
        ends: c.EndDelivery | c.PostponeDelivery
        try:
            async with asyncio.timeout(ATTEMPT_SECONDS_MAX):
                sent = await carrier.transmit(row)
            ends = c.EndDelivery(
                delivery=row.delivery, ending=sent.ending, code=_word(sent.code), lookups=tuple(sent.reference.split())
            )  # fmt: skip
        except NotReached as problem:
            ends = c.PostponeDelivery(delivery=row.delivery, code=_word(problem.code))
        except TimeoutError:
            ends = c.EndDelivery(delivery=row.delivery, ending="unknown", code="timed_out")
        except Exception as problem:
            ends = c.EndDelivery(delivery=row.delivery, ending="unknown", code=type(problem).__name__[:100])
        try:
            await self._ask(ends, row, f"end-{row.attempts}")
        except (Refusal, Stopped):
            return False
        return True

    async def _ask(
        self, command: c.BeginDelivery | c.EndDelivery | c.PostponeDelivery, row: d.Delivery, key: str
    ) -> None:
        """Until there is an answer: what has left the house cannot be left unwritten because everybody is busy."""
        while True:
            try:
                await self._loop.submit(command, actor="system", key=f"delivery-{row.delivery}-{key}")
            except TooLarge:
                await asyncio.sleep(BUSY_SECONDS)
            else:
                return


def _word(said: str) -> str:
    """A provider's word as a fact can carry it."""
    return said.encode(errors="replace").decode()[:100]
