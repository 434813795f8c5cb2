"""What became of improvements: worked out from the rows once a day each, one at a time and beside everything else, and remembered."""

import asyncio
from collections.abc import Hashable, Iterable
from datetime import date
from typing import Any

import msgspec

from hoolin.core.errors import Conflict, Invalid, NotFound, Refusal
from hoolin.insight.api import improvements
from hoolin.server.experience import FigureDesk

WAIT_SECONDS = 3.0
"""So long a list waits for verdicts that are not worked out yet; the next time it is asked they are there."""

REMEMBERED_MAX = 500

SHORT = ("verdict", "ratio", "low", "high", "expected", "power", "avoided", "avoided_low", "avoided_high", "hours")
"""What a list tells of a verdict."""


class Verdicts:
    """By improvement. zone: where midnight is."""

    def __init__(self, state: improvements.Improvements, figures: FigureDesk, zone: str) -> None:
        self._state = state
        self._figures = figures
        self._zone = zone
        self._known: dict[Hashable, dict[str, Any] | Refusal] = {}
        self._plans: dict[Hashable, improvements.plan.Plan | None] = {}
        self._tasks: dict[Hashable, asyncio.Task[dict[str, Any] | Refusal]] = {}
        self._one_at_a_time = asyncio.Lock()

    async def of(self, improvement: str, until: date | None = None) -> dict[str, Any]:
        """All that is known of what became of it, or was when a day was the last that is counted. Raises NotFound; Conflict where it has not shipped or it is too early; Invalid where the rows do not
        reach far enough.
        """
        known = self._state.kept.improvements.get(improvement)
        if known is None:
            raise NotFound("no_such_improvement", improvement=improvement)
        if known.day is None:
            raise Conflict("not_shipped", improvement=improvement)
        asked = self._asked(known, until)
        improvements.check_time(date.fromisoformat(known.day), asked.until)
        found = await asyncio.shield(self._begun(known, asked))
        if isinstance(found, Refusal):
            raise found
        return found

    async def short(self, wanted: Iterable[str]) -> dict[str, dict[str, Any] | None]:
        """The verdicts of several, in short; None where there is none, or it is not worked out yet."""
        ids = list(wanted)
        tasks = {one: asyncio.ensure_future(self.of(one)) for one in ids}
        if tasks:
            await asyncio.wait(tasks.values(), timeout=WAIT_SECONDS)
        found: dict[str, dict[str, Any] | None] = {}
        for one, task in tasks.items():
            told = task.done() and task.exception() is None
            found[one] = _short(task.result()) if told else None
            if not task.done():
                # Nobody waits for it any more; what it waits for goes on.
                task.cancel()
        return found

    async def counted(self, known: improvements.Known) -> improvements.Counted | None:
        """Its contacts day by day; None where nobody has come yet."""
        asked = self._asked(known)
        return await self._figures.ask(
            lambda asking: improvements.count(asking, asked), ("counted", _key(known, asked))
        )

    async def plan(self, known: improvements.Known) -> "improvements.plan.Plan | None":
        """How long until it would be known that it worked; None where nobody has come yet, or for too short a time. Worked out
        once a day."""
        asked = self._asked(known)
        key = (_key(known, asked), known.told.drop)
        if key not in self._plans:
            counted = await self.counted(known)
            if counted is None:
                return None
            async with self._one_at_a_time:
                try:
                    self._plans[key] = await asyncio.to_thread(lambda: improvements.plan.plan(counted, known.told.drop))
                except Invalid:
                    # The rows do not reach far enough back.
                    self._plans[key] = None
            while len(self._plans) > REMEMBERED_MAX:
                del self._plans[next(iter(self._plans))]
        return self._plans[key]

    def _begun(
        self, known: improvements.Known, asked: improvements.Asked
    ) -> "asyncio.Future[dict[str, Any] | Refusal]":
        key = _key(known, asked)
        if key in self._known:
            done: asyncio.Future[dict[str, Any] | Refusal] = asyncio.get_running_loop().create_future()
            done.set_result(self._known[key])
            return done
        task = self._tasks.get(key)
        if task is None:
            task = self._tasks[key] = asyncio.get_running_loop().create_task(self._worked_out(key, known, asked))
            task.add_done_callback(lambda _: self._tasks.pop(key, None))
        return task

    async def _worked_out(
        self, key: Hashable, known: improvements.Known, asked: improvements.Asked
    ) -> dict[str, Any] | Refusal:
        change, drop = date.fromisoformat(known.day or ""), known.told.drop
        found: dict[str, Any] | Refusal
        async with self._one_at_a_time:
            try:
                rows = await self._figures.ask(
                    lambda asking: improvements.effect.evidence(asking, asked, change), key, keep=0.0
                )
                found = told(await asyncio.to_thread(lambda: improvements.effect.effect(rows, change, drop)))
            except Conflict as refusal:
                # The rows are being made: soon they are there.
                return refusal
            except Refusal as refusal:
                found = refusal
        self._known[key] = found
        while len(self._known) > REMEMBERED_MAX:
            del self._known[next(iter(self._known))]
        return found

    def _asked(self, known: improvements.Known, until: date | None = None) -> improvements.Asked:
        """A copy of all that is counted by."""
        last = until or improvements.last_day(self._zone, self._figures.clock())
        reasons = self._state.reasons
        return improvements.Asked(
            reasons=known.told.reasons, who=known.told.who, until=last, zone=self._zone, versions=tuple(reasons.kept.versions), leaves=tuple(reasons.site.kept.rules.reasons),
            customers=dict(self._state.kept.customers),
        )  # fmt: skip


def _short(effect: dict[str, Any]) -> dict[str, Any]:
    return {name: effect["verdict"][name] for name in SHORT} | {"days_after": effect["days_after"]}


def _key(known: improvements.Known, asked: improvements.Asked) -> Hashable:
    """What a count is told from others by."""
    return (
        known.told.improvement, known.day, asked.until, asked.reasons, asked.who, len(asked.versions), tuple(asked.customers.items())
    )  # fmt: skip


def told(found: Any) -> dict[str, Any]:
    """An effect as it is told: the verdict, what it was made of, and the picture that a page draws."""
    evidence = found.evidence
    elsewhere = [
        msgspec.to_builtins(one.found) | {"where": one.place.where, "kind": one.place.kind} for one in found.elsewhere
    ]
    verdict = {name: value for name, value in msgspec.to_builtins(found.verdict).items() if name != "moved"}
    return {
        "verdict": verdict, "elsewhere": elsewhere, "basis": evidence.basis, "step": evidence.step,
        "since": evidence.since.isoformat(), "until": evidence.until.isoformat(), "placebos": list(evidence.placebos),
        "days_after": found.days_after, "picture": found.picture,
    }  # fmt: skip
