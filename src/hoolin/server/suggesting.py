"""Suggests reasons at the end of a conversation, and tells how often that was right.

Nobody's answer waits for it: where the process that knows words says nothing in time, nothing is suggested, and everything else goes on.
"""

import asyncio
import logging
from collections.abc import Callable
from typing import NamedTuple

import msgspec

from hoolin.cases.api import Line
from hoolin.core.commands import Command
from hoolin.core.errors import HoolinError
from hoolin.insight.api import improvements
from hoolin.insight.api import reasons as tree
from hoolin.runtime.loop import Loop, Receipt
from hoolin.runtime.reading import Reading
from hoolin.server.lessons import Lessons

log = logging.getLogger("hoolin.suggesting")

SUGGEST_SECONDS = 1.0
"""Somebody waits at the end of a conversation: what comes later is of no use to them."""

likely_of = msgspec.json.Decoder(tuple[tuple[str, float], ...]).decode


class Said(NamedTuple):
    """What is suggested. likely: by code, the likeliest first. new: whether it is rather something new. learning: whether nothing has been learned yet."""

    likely: tuple[tuple[str, float], ...] = ()
    new: bool = False
    learning: bool = False


class SuggestOffice:
    """See above. register: of causes and improvements, which knows the reasons. is_shown: whether anything is shown for a conversation."""

    def __init__(self, register: improvements.Improvements, loop: Loop, reading: Reading, lessons: Lessons) -> None:
        self.register = register
        self.reasons = register.reasons
        self.reading = reading
        self.lessons = lessons
        self.now = loop.clock
        self.is_shown: Callable[[str], bool] = tree.is_shown
        self._loop = loop

    @property
    def position(self) -> int:
        """The last durable entry."""
        return self._loop.durable_position

    async def suggest(self, line: Line, agent: str | None) -> Said:
        """What this conversation's words speak for. agent: who asks; where it is their wrap-up, it is recorded, once. What does not come in time
        is not suggested.
        """
        if self.lessons.words is None:
            return Said()
        try:
            async with asyncio.timeout(SUGGEST_SECONDS):
                await self.reading.reached(self.position)
                if line.interaction in self.reasons.kept.suggested:
                    return self._again(line.interaction)
                return await self._anew(line, agent)
        except (HoolinError, OSError, TimeoutError, msgspec.MsgspecError) as problem:
            log.warning("no reason suggested", extra={"fields": {"said": type(problem).__name__}})
            return Said(learning=self.lessons.learning)

    def _again(self, interaction: str) -> Said:
        """The same as before: nothing changes under the hand of whoever loads the page again."""
        rows = self.reading.ask("insight.suggested", (interaction,))
        if not rows or not rows[0]["shown"]:
            return Said()
        return Said(likely_of(rows[0]["likely"]), bool(rows[0]["new"]))

    async def _anew(self, line: Line, agent: str | None) -> Said:
        interaction, lessons = line.interaction, self.lessons
        text = (await lessons.confirmations.said([interaction])).get(interaction)
        if lessons.words is None or not text:
            return Said(learning=lessons.learning)
        found = await lessons.words.suggest(text, line.language)
        if found is None:
            # Its process may have given up; another lesson begins another.
            lessons.wanted = lessons.wanted or not lessons.learning
            return Said(learning=lessons.learning)
        likely = tree.worth_showing(found.reasons, self.reasons.site.kept.rules.reasons)
        if not likely:
            return Said()
        shown = self.is_shown(interaction)
        if line.state == "wrap_up" and line.agent == agent:
            wish = tree.SuggestReasons(
                interaction=interaction, model=found.model, likely=likely, new=found.new, shown=shown
            )
            await self.ask(wish, f"agent:{agent}", f"suggest-{interaction}")
        return Said(likely, found.new) if shown else Said()

    async def ask(self, command: Command, actor: str, key: str) -> Receipt:
        """Have something decided."""
        return await self._loop.submit(command, actor=actor, key=key)

    async def judged(self, begin: int, end: int) -> list[dict[str, object]]:
        """How often it was right: rows of the read model, each with the version of the tree (`number`) under which it was suggested."""
        await self.reading.reached(self.position)
        starts = [0, *(one.at for one in self.reasons.kept.versions)]
        other = self.reasons.others()
        found: list[dict[str, object]] = []
        for number, (since, until) in enumerate(zip(starts, [*starts[1:], 1 << 60], strict=True)):
            if (part := (max(since, begin), min(until, end)))[0] < part[1]:
                rows = await self.reading.ask_aside("insight.judged", (*part, other))
                found += [dict(row) | {"number": number} for row in rows]
        return found
