"""What could not be delivered after its conversation had ended comes back to a person: a new conversation in the same case, for whoever
wrote it if they are there, with a note that says what happened. While the conversation is under way its thread shows it anyway.

The loop is never kept waiting, and never stopped, by what this needs to look up: that happens beside it, and is tried again with growing
pauses when it fails or is refused. What has not come back yet a supervisor sees, with why.
"""

import asyncio
import logging
from collections.abc import Sequence
from typing import Any, NamedTuple

from hoolin.cases.api import commands as k
from hoolin.channels.post.addressing import as_before
from hoolin.channels.post.house import PostHouse
from hoolin.core.commands import Command
from hoolin.core.delivery.commands import AddressInteraction
from hoolin.core.delivery.facts import DeliveryEnded, DeliveryReported
from hoolin.core.errors import HoolinError, NotFound
from hoolin.core.facts import Content, Entry, Instant
from hoolin.core.interaction import commands as c
from hoolin.core.interaction.facts import InteractionArrived
from hoolin.runtime.loop import Loop, Receipt
from hoolin.runtime.reading import Reading
from hoolin.server.figures import Figure, one

log = logging.getLogger(__name__)

WORDS = {
    "et": "Meie vastus ei jõudnud kohale või pole teada, kas see jõudis ({code}). Eelmine vestlus selles juhtumis näitab, mis see oli.",
    "ru": "Наш ответ не дошёл, или неизвестно, дошёл ли он ({code}). Что это было, видно в прошлом разговоре этого обращения.",
    "en": "Our answer did not arrive, or nobody knows whether it did ({code}). The conversation before this one, in the same case, shows it.",
}
"""What the note says, in the first of the site's languages."""

RETURNED = "returned"

LOOKED_BACK = 5_000
"""Entries looked through again after a start: many times as many as can have become durable just before a crash."""


RETRY_SECONDS = (5.0, 30.0, 300.0, 3_600.0)
"""Between tries; the last again and again, until it has come back or the process ends. A start tries anew."""

WAITING_MAX = 1_000
"""That have not come back yet; beyond it the oldest are let go of until the next start, and stay in the log."""


class Lost(NamedTuple):
    """A message that did not arrive, or of which nobody knows. at: since when."""

    delivery: str
    interaction: str
    code: str
    at: Instant


class Returned:
    """Reads along with the loop. waiting: what has not come back, by its delivery, and the code of why not ("" while it is tried the first
    time).
    """

    def __init__(self, house: PostHouse, loop: Loop, reading: Reading) -> None:
        self._house = house
        self._loop = loop
        self._reading = reading
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self.waiting: dict[str, tuple[Lost, str]] = {}
        self.failures = 0

    async def recover(self) -> None:
        """After a start: what was lost a moment before a crash comes back too; what came back already does not."""
        head = self._loop.durable_position
        for entry in await self._reading.aside(self._last, head):
            lost = _lost(entry)
            if lost is None:
                continue
            try:
                found = await self._reading.ask_aside("cases.conversation", (lost.interaction,))
            except Exception as problem:
                self._failed(lost, problem)
                self._begin(lost)
                continue
            if found and found[0]["ended_at"] is not None and found[0]["ended_at"] <= entry.at:
                await self._try(lost)

    def _last(self, head: int) -> list[Entry]:
        return self._loop.stores.journal.read(max(0, head - LOOKED_BACK), LOOKED_BACK)

    async def stop(self) -> None:
        """Let go; what has not come back is tried after the next start."""
        for task in self._tasks.values():
            task.cancel()
        await asyncio.gather(*self._tasks.values(), return_exceptions=True)

    def take(self, entries: Sequence[Entry], contents: Sequence[Content]) -> None:
        """A durable batch."""
        for entry in entries:
            lost = _lost(entry)
            if lost is not None and lost.interaction not in self._house.site.kept.interactions:
                self._begin(lost)

    def _begin(self, lost: Lost) -> None:
        if lost.delivery in self._tasks:
            return
        self._tasks[lost.delivery] = task = asyncio.get_running_loop().create_task(self._until_back(lost))
        task.add_done_callback(lambda done: self._tasks.pop(lost.delivery, None))

    async def _until_back(self, lost: Lost) -> None:
        tried = 0
        while not await self._try(lost):
            await asyncio.sleep(RETRY_SECONDS[min(tried, len(RETRY_SECONDS) - 1)])
            tried += 1

    async def _try(self, lost: Lost) -> bool:
        """Once. False: it was refused, or could not be looked up."""
        try:
            await self._bring_back(lost)
        except Exception as problem:
            self._failed(lost, problem)
            return False
        self.waiting.pop(lost.delivery, None)
        return True

    def _failed(self, lost: Lost, problem: Exception) -> None:
        code = problem.code if isinstance(problem, HoolinError) else type(problem).__name__
        self.failures += 1
        self.waiting[lost.delivery] = (lost, code)
        if len(self.waiting) > WAITING_MAX:
            oldest = next(iter(self.waiting))
            del self.waiting[oldest]
            if oldest in self._tasks:
                self._tasks[oldest].cancel()
        log.warning("a lost message did not come back", extra={"delivery": lost.delivery, "code": code})

    async def _bring_back(self, lost: Lost) -> None:
        """The same message is brought back once, whatever is still told of it. Raises Refusal, PeerError, Defect, and what a store raises."""
        house, kept = self._house, self._house.site.kept
        await self._reading.reached(self._loop.durable_position)
        if lost.interaction in kept.interactions:
            # It is under way, and its thread shows it.
            return
        found = await self._reading.ask_aside("cases.conversation", (lost.interaction,))
        if not found:
            return
        row = found[0]
        arrive = c.Arrive(
            interaction=house.new_id("i"), customer=row["customer"], case=row["case"], channel=row["channel"],
            language=row["language"], queue=row["queue"] if row["queue"] in kept.queues else "", prefers=row["agent"],
            apart=True,
        )  # fmt: skip
        try:
            arrived = await self._ask(arrive, lost)
        except NotFound as problem:
            if problem.code == "erased":
                # There is nobody any more to whom it could be said.
                return
            raise
        # Asked for before a crash, it is the one that began then.
        began = next(e.fact.interaction for e in arrived.entries if isinstance(e.fact, InteractionArrived))
        words = WORDS[kept.rules.languages[0]].format(code=lost.code)
        await self._ask(k.AddNote(case=row["case"], note=house.new_id("n"), agent="system", text=words), lost)
        address = await self._reading.aside(self._address, (began, row["customer"], lost.interaction))
        if address is not None:
            await self._ask(address, lost)

    def _address(self, asked: tuple[str, str, str]) -> AddressInteraction | None:
        return as_before(self._house, *asked)

    async def _ask(self, command: Command, lost: Lost) -> Receipt:
        key = f"{RETURNED}-{type(command).__name__}-{lost.delivery}"
        return await self._loop.submit(command, actor="system", key=key)

    def told(self) -> list[dict[str, Any]]:
        """What has not come back, for a supervisor."""
        return [
            {"delivery": lost.delivery, "interaction": lost.interaction, "at": lost.at, "code": code}
            for lost, code in self.waiting.values()
        ]

    def figures(self) -> list[Figure]:
        """What is counted."""
        return [
            one(
                "hoolin_returned_waiting",
                "gauge",
                "Lost messages that have not come back to a person.",
                len(self.waiting),
            ),
            one("hoolin_returned_failures_total", "counter", "Tries to bring one back that failed.", self.failures),
        ]


def _lost(entry: Entry) -> Lost | None:
    """What an entry says was lost; None: it says something else."""
    match entry.fact:
        case DeliveryEnded(ending="rejected" | "unknown") | DeliveryReported(state="failed") as lost:
            return Lost(lost.delivery, lost.interaction, lost.code or "?", entry.at)
        case _:
            return None
