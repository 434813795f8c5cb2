"""Causes and improvements as pages meet them: with the names of their owners, what was written about them, and the cases that show them."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import msgspec

from hoolin.core.errors import Conflict, Invalid, NotFound
from hoolin.experience.api import contacts
from hoolin.insight.api import days, improvements
from hoolin.runtime.loop import Loop
from hoolin.runtime.reading import Reading
from hoolin.server.accounts.records import Account
from hoolin.server.experience import FigureDesk
from hoolin.server.reviews import judge_id
from hoolin.server.verdicts import Verdicts

NOTED_DAYS = 90

People = Mapping[str, str]
"""By id, the names of whoever may own a cause or an improvement."""


def people_of(accounts: Iterable[Account]) -> dict[str, str]:
    """Everybody who works here, by the id under which they own something: as the agent that they are, else as their account."""
    return {judge_id(one.agent, one.id): one.name for one in accounts if one.role != "probe"}


class ImprovementOffice:
    """See above. zone: where midnight is."""

    def __init__(
        self, state: improvements.Improvements, figures: FigureDesk, loop: Loop, reading: Reading, zone: str,
        new_id: Callable[[str], str],
    ) -> None:  # fmt: skip
        self.state = state
        self.verdicts = Verdicts(state, figures, zone)
        self.zone, self.new_id, self.now = zone, new_id, loop.clock
        self._figures = figures
        self._loop = loop
        self._reading = reading

    def today(self) -> str:
        """The day it is here."""
        return days.day_of(self.now(), self.zone).isoformat()

    def known(self, improvement: str) -> improvements.Known:
        """One of them. Raises NotFound."""
        found = self.state.kept.improvements.get(improvement)
        if found is None:
            raise NotFound("no_such_improvement", improvement=improvement)
        return found

    def check_owner(self, owner: str | None, people: People) -> None:
        """Whether there is such a person. Raises Invalid."""
        if owner is not None and owner not in people:
            raise Invalid("no_such_owner", owner=owner)

    # ── causes ──────────────────────────────────────────────────────────────────────────────────────────────────────

    async def causes(self, people: People) -> list[dict[str, Any]]:
        """All causes, the oldest first, with how many contacts of the last ninety days came of each."""
        lately = await self.lately()
        kept = self.state.kept
        using: dict[str, list[str]] = {}
        for known in kept.improvements.values():
            if known.standing != "withdrawn":
                for cause in known.told.causes:
                    using.setdefault(cause, []).append(known.told.improvement)
        return [
            msgspec.to_builtins(one)
            | {
                "owner_name": people.get(one.owner or ""),
                "contacts_90d": lately.get(one.cause, 0),
                "improvements": using.get(one.cause, []),
            }
            for one in kept.causes.values()
        ]

    async def lately(self) -> dict[str, int]:
        """By cause, the contacts that came of it in the last ninety days."""
        if not self.state.kept.causes:
            return {}
        end = self.now() + 1
        scope = contacts.Scope(begin=max(0, end - NOTED_DAYS * contacts.DAY_MS), end=end)
        statement = improvements.STATEMENTS["caused"]
        rows = await self._figures.ask(lambda asking: asking.ask_own(statement, scope), ("caused", scope), keep=0.0)
        return {row["cause"]: row["contacts"] for row in rows}

    # ── improvements ────────────────────────────────────────────────────────────────────────────────────────────────

    async def listed(self, people: People) -> list[dict[str, Any]]:
        """All of them, the newest first."""
        known = list(self.state.kept.improvements.values())
        verdicts = await self.verdicts.short(one.told.improvement for one in known if one.standing == "shipped")
        return [shown(one, people, verdicts.get(one.told.improvement)) for one in reversed(known)]

    async def one(self, improvement: str, people: People) -> dict[str, Any]:
        """One of them. Raises NotFound."""
        known = self.known(improvement)
        verdicts = await self.verdicts.short([improvement] if known.standing == "shipped" else [])
        plan = await self.verdicts.plan(known) if known.standing == "proposed" else None
        return shown(known, people, verdicts.get(improvement)) | {"plan": plan}

    async def comments(self, improvement: str, people: People) -> list[dict[str, Any]]:
        """What was written about it, the oldest first. What is gone is left out."""
        written = list(self.known(improvement).comments)
        kept = await self._reading.aside(self._loop.stores.contents.get, [comment for comment, _, _ in written])
        return [
            {"by": by, "by_name": people.get(by), "at": at, **msgspec.json.decode(kept[comment])}
            for comment, by, at in written
            if comment in kept
        ]

    async def cases(self, improvement: str) -> list[dict[str, Any]]:
        """The cases that show what it is about, as they were linked. Of a customer who is gone the case stays, with nobody in it."""
        linked = tuple(self.known(improvement).cases)
        await self._reading.reached(self._loop.durable_position)
        found = [row for case in linked for row in await self._reading.ask_aside("cases.case", (case,))]
        numbers = [contacts.number_of(case) for case in linked]
        scope = contacts.Scope(begin=0, end=self.now() + 1)
        statement = improvements.STATEMENTS["of_cases"]
        rows = await self._figures.ask(
            lambda asking: asking.ask_own(statement, scope, cases=numbers), ("of_cases", linked, len(found)), keep=0.0
        )
        reasons = {row["case_no"]: row["reason"] for row in rows}
        return [
            {
                "case": row["case"], "number": row["number"], "opened_at": row["opened_at"], "contacts": row["contacts"],
                "reason": reasons.get(contacts.number_of(row["case"])),
            }
            for row in found
        ]  # fmt: skip

    async def check_case(self, case: str) -> None:
        """Whether there is such a case. Raises NotFound."""
        await self._reading.reached(self._loop.durable_position)
        if not await self._reading.ask_aside("cases.case", (case,)):
            raise NotFound("case", case=case)

    # ── what everybody may read ─────────────────────────────────────────────────────────────────────────────────────

    async def changes(self) -> list[dict[str, Any]]:
        """What was changed, the newest first; where it was verified, by how much fewer contacts there are than there would be."""
        public = [
            one for one in self.state.kept.improvements.values() if one.public is not None and one.day is not None
        ]
        public.sort(key=lambda one: (one.day or "", one.shipped_at or 0), reverse=True)
        verdicts = await self.verdicts.short(one.told.improvement for one in public)
        return [
            {"day": one.day, "text": one.public, "verified": _verified(verdicts[one.told.improvement])}
            for one in public
        ]

    def check_shipped(self, improvement: str) -> improvements.Known:
        """One that customers have. Raises NotFound, Conflict."""
        known = self.known(improvement)
        if known.standing != "shipped":
            raise Conflict("not_shipped", improvement=improvement)
        return known


def shown(known: improvements.Known, people: People, verdict: Mapping[str, Any] | None) -> dict[str, Any]:
    """An improvement as it is told."""
    told = known.told
    return {
        **msgspec.to_builtins(told), "owner_name": people.get(told.owner or ""), "standing": known.standing,
        "proposed_at": known.proposed_at, "drop_at": known.drop_at, "day": known.day, "shipped_at": known.shipped_at,
        "withdrawn": known.withdrawn, "public": known.public, "public_at": known.public_at, "comments": len(known.comments),
        "cases": len(known.cases), "told": len(known.told_to), "verdict": verdict,
    }  # fmt: skip


def _verified(verdict: Mapping[str, Any] | None) -> dict[str, float] | None:
    if verdict is None or verdict["verdict"] != "verified":
        return None
    return {"fewer_share": 1 - verdict["ratio"], "low": 1 - verdict["high"], "high": 1 - verdict["low"]}
