"""Fills the index of what was said: follows the journal, opens what may be found, and hands it to whoever fills; and takes out whoever is forgotten.

It is behind by a second or so. A site that had a past before it had an index, or whose index is gone, reads that past in the background, in
pieces, with a rest between them; a crash goes on where it stood. Nobody waits for it.
"""

import asyncio
import json
import logging
from collections.abc import Collection, Iterator, Sequence
from typing import Any, NamedTuple

from hoolin.cases.api import facts as cases
from hoolin.core.errors import Defect, HoolinError
from hoolin.core.facts import Content, Entry
from hoolin.core.interaction.facts import MessageReceived, MessageSent
from hoolin.core.interaction.speak import Said as SaidBody
from hoolin.finding import api as finding
from hoolin.journal.readable import readable
from hoolin.runtime.loop import Loop
from hoolin.runtime.reading import Reading
from hoolin.server.live.texts import said_of

log = logging.getLogger("hoolin.finding")

ENTRIES = 1_000
"""Read at once: some milliseconds."""

CHARACTERS_MAX = 4_000_000
"""Handed over at once."""

TEXT_CHARACTERS_MAX = 200_000
"""Of a longer text, only its beginning is found."""

REST_SECONDS = 0.02
PACE_SECONDS = 0.5
"""From one look to the next, while something happens."""

AGAIN_SECONDS = 3.0
"""Where nobody fills, or the read models are behind."""


class NotForgottenYet(Defect):
    """Whoever was erased may still be in the index, where nobody can read anything of them; it is tried again."""


class Heard(NamedTuple):
    """A text by its fact: where it stands, and what narrows a search to it."""

    entry: Entry
    content: str
    of: str
    by: str
    agent: str | None


class Feeder:
    """See above. position: up to which entry everything is in the index."""

    def __init__(self, filling: finding.Filling, loop: Loop, reading: Reading, erased: Collection[str]) -> None:
        """erased: customers who are gone."""
        self.position = 0
        self._filling = filling
        self._loop = loop
        self._reading = reading
        self._erased = erased
        self._begun = False
        self._leaving: set[str] = set()
        self._turn = asyncio.Lock()
        self._woken = asyncio.Event()

    @property
    def head(self) -> int:
        """Where the journal ends, on the disk."""
        return self._loop.durable_position

    def take(self, entries: Sequence[Entry], contents: Sequence[Content]) -> None:
        """A durable batch: a reader of the loop."""
        self._woken.set()

    async def run(self) -> None:
        """Follow, until it is cancelled."""
        while True:
            self._woken.clear()
            if await self._catch_up():
                await self._woken.wait()
                await asyncio.sleep(PACE_SECONDS)
            else:
                await asyncio.sleep(AGAIN_SECONDS)

    async def stop(self) -> None:
        """End whoever fills."""
        await self._filling.stop()

    async def forget(self, customer: str) -> None:
        """Whoever was erased is in the index no more, in no byte of it. Raises NotForgottenYet."""
        self._leaving.add(customer)
        async with self._turn:
            if customer not in self._leaving:
                # They went together with somebody before them: it costs as much for many as for one.
                return
            if not self._begun and not await self._begin():
                raise NotForgottenYet("nobody_fills")
            leaving = tuple(self._leaving)
            await self._do(finding.Forget(leaving))
            self._leaving.difference_update(leaving)

    async def _catch_up(self) -> bool:
        """Whether all of it is there."""
        try:
            while True:
                async with self._turn:
                    if not self._begun and not await self._begin():
                        return False
                    if self.position >= self.head:
                        return True
                    await self._next()
                await asyncio.sleep(REST_SECONDS)
        except (HoolinError, TimeoutError, OSError) as problem:
            log.warning(
                "the index of what was said is behind",
                extra={"fields": {"said": getattr(problem, "code", type(problem).__name__)}},
            )
            return False

    async def _begin(self) -> bool:
        """Open it; where it is of another journal, from the first entry. Whoever was erased while nobody filled goes first."""
        begun = await self._filling.begin()
        if begun is None:
            return False
        self.position = begun.mark.position
        if self.position and not await self._reading.aside(self._belongs, begun.mark):
            await self._do(finding.Empty())
        if self._erased:
            await self._do(finding.Forget(tuple(self._erased)))
        self._begun = True
        return True

    def _belongs(self, mark: finding.Mark) -> bool:
        there = self._loop.stores.journal.read(mark.position - 1, 1)
        return mark.position <= self.head and bool(there) and there[0].at == mark.at

    async def _next(self) -> None:
        entries = await self._reading.aside(self._entries, self.position)
        if not entries:
            return
        last = entries[-1]
        heard = [one for entry in entries for one in _heard(entry)]
        if heard:
            await self._reading.reached(last.position)
        said = await self._reading.aside(self._opened, heard) if heard else []
        runs = finding.pieces(said, CHARACTERS_MAX)
        for number, run in enumerate(runs, start=1):
            whole = number == len(runs)
            at = finding.Mark(last.position, last.at) if whole else finding.Mark(run[-1].position, run[-1].at)
            after = self.position
            await self._do(finding.Add(run, at, after))
            if self.position != at.position:
                return

    def _entries(self, after: int) -> list[Entry]:
        return self._loop.stores.journal.read(after, min(ENTRIES, self.head - after))

    def _opened(self, heard: Sequence[Heard]) -> list[finding.Said]:
        """What these say; of whoever was erased, nothing. Blocking."""
        bodies = readable(self._loop.stores.contents, [one.content for one in heard])
        talks = self._rows("cases.conversations", "interaction", [one.of for one in heard if one.by != "note"])
        problems = self._rows("cases.cases_named", "case", [one.of for one in heard if one.by == "note"])
        found = []
        for one in heard:
            row = (problems if one.by == "note" else talks).get(one.of)
            if row is None or one.content not in bodies or row["customer"] in self._erased:
                continue
            kept = [f"by:{one.by}"] + ([f"agent:{one.agent}"] if one.agent else [])
            if one.by == "note":
                interaction, text = "", bodies[one.content].decode("utf-8", "replace")
            else:
                interaction, text = one.of, text_of(said_of(bodies[one.content]))
                kept.append(f"channel:{row['channel']}")
            found.append(
                finding.Said(one.entry.position, one.content, row["customer"], interaction, one.entry.at, text[:TEXT_CHARACTERS_MAX], tuple(kept))
            )  # fmt: skip
        return found

    def _rows(self, query: str, key: str, ids: Sequence[str]) -> dict[str, Any]:
        if not ids:
            return {}
        return {row[key]: row for row in self._reading.ask(query, (json.dumps(sorted(set(ids))),))}

    async def _do(self, work: finding.Add | finding.Forget | finding.Empty) -> finding.Done:
        done = await self._filling.do(work)
        if done is None:
            self._begun = False
            raise NotForgottenYet("nobody_fills")
        self.position = done.mark.position
        return done


def _heard(entry: Entry) -> Iterator[Heard]:
    match entry.fact:
        case MessageReceived() as fact:
            yield Heard(entry, fact.message, fact.interaction, "customer", None)
        case MessageSent() as fact:
            yield Heard(entry, fact.message, fact.interaction, fact.speaker, fact.agent)
        case cases.NoteAdded() as fact:
            yield Heard(entry, fact.note, fact.case, "note", fact.agent)


def text_of(said: SaidBody) -> str:
    """Everything of a message by which it is found: its subject, its words, its files' names."""
    subject = said.letter.subject if said.letter is not None else ""
    return "\n".join(part for part in (subject, said.text, *said.names) if part)
