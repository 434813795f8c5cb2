"""The weekly digest: gathered from what the pages of reasons and improvements know, and put on one page.

What is counted is kept by those who count it. Whoever asks waits for a while; what takes longer goes on, and is there when they ask again.
"""

import asyncio
from datetime import date, timedelta
from typing import Any

import msgspec

from hoolin.catalogue.api import Words
from hoolin.core.errors import Conflict, Invalid
from hoolin.core.measures import wilson
from hoolin.core.site.rules import Language
from hoolin.insight import api as insight
from hoolin.insight.api import improvements, reasons
from hoolin.server.improvements import ImprovementOffice, People
from hoolin.server.reasons import ReasonOffice
from hoolin.server.suggested import NORMAL, accuracy
from hoolin.server.suggesting import SuggestOffice

WAIT_SECONDS = 20.0

VERDICT_DAYS = 182
"""Of what shipped longer ago nothing becomes known any more that would be news."""

VERDICTS_MAX = 50
"""So many of the newest are looked at: each takes a moment."""


class DigestOffice:
    """See above. operator: whose. page: where the site's pages are found; "" where nobody said."""

    def __init__(
        self, office: ReasonOffice, suggesting: SuggestOffice, improving: ImprovementOffice, operator: str, page: str
    ) -> None:
        self._office, self._suggesting, self._improving = office, suggesting, improving
        self._operator, self._page = operator, page.rstrip("/")
        self._gathering: dict[str, asyncio.Task[Any]] = {}
        self._writing = asyncio.Lock()

    async def week(self, written: str) -> "insight.paper.Week":
        """The week that somebody wrote, or the last that is over. Raises Invalid."""
        # What counts is imported here, in a thread: the first time that takes a second or two.
        await asyncio.to_thread(lambda: (insight.load, insight.rising, insight.paper, improvements.effect))
        return insight.paper.week_of(written, self._improving.zone, self._improving.now())

    async def soon(self, week: "insight.paper.Week", people: People) -> "insight.paper.weekly.Digest":
        """The same as `gathered`. Raises Conflict where it takes too long to wait for."""
        task = self._gathering.get(str(week))
        if task is None:
            task = self._gathering[str(week)] = asyncio.ensure_future(self.gathered(week, people))
            task.add_done_callback(lambda done: self._done(str(week), done))
        try:
            async with asyncio.timeout(WAIT_SECONDS):
                found: insight.paper.weekly.Digest = await asyncio.shield(task)
                return found
        except TimeoutError:
            raise Conflict("digest_being_made", week=str(week)) from None

    async def gathered(self, week: "insight.paper.Week", people: People) -> "insight.paper.weekly.Digest":
        """All that there is to say of a week. people: by id, what owners are called. Raises Conflict while the rows are being made."""
        weekly, names = insight.paper.weekly, self._names()
        one, now, before, counts = await self._office.weekly(week)
        known = list(self._improving.state.kept.improvements.values())
        return weekly.Digest(
            operator=self._operator, week=str(week), first=week.monday, last=week.sunday,
            rose=_rose(await self._office.rising(week.end), names), costs=insight.paper.costs(now, before, counts, names),
            unnamed=_unnamed(one), shipped=_shipped(known, week, people), became=await self._became(known, week),
            lacking=_lacking(known, week, people), right=await self._right(week), page=self._page,
        )  # fmt: skip

    async def write(
        self, digest: "insight.paper.weekly.Digest", language: Language, form: "insight.paper.Form"
    ) -> tuple[bytes, str]:
        """The file and its name. One is written at a time, in a thread: a PDF takes a moment of the interpreter."""
        paper = insight.paper.digest
        async with self._writing:
            body = await asyncio.to_thread(lambda: paper.written(digest, language, form))
        return body, paper.name_of(digest, language, form)

    def _done(self, week: str, done: "asyncio.Task[Any]") -> None:
        self._gathering.pop(week, None)
        if not done.cancelled():
            # Whoever still waits is told; where nobody does, it is told whoever asks next.
            done.exception()

    def _names(self) -> dict[str, Words]:
        told = self._office.names()
        return {one["code"]: one["name"] for one in (*told["retired"], *told["reasons"])}

    async def _became(
        self, known: list[improvements.Known], week: "insight.paper.Week"
    ) -> tuple["insight.paper.weekly.Became", ...]:
        """Verdicts as the pages told them on the morning after the week, where they differ from those of the Monday before."""
        until = improvements.last_day(week.zone, week.end)
        recent = [
            (one, date.fromisoformat(one.day)) for one in known if one.standing == "shipped" and one.day is not None
        ]
        recent = [(one, day) for one, day in recent if timedelta(0) <= until - day <= timedelta(VERDICT_DAYS)]
        found = []
        for one, _ in sorted(recent, key=lambda pair: pair[1], reverse=True)[:VERDICTS_MAX]:
            now = await self._verdict(one.told.improvement, until)
            if now is None:
                continue
            before = await self._verdict(one.told.improvement, until - timedelta(7))
            if before is None or before["verdict"]["verdict"] != now["verdict"]["verdict"]:
                found.append(_became(one, now, before))
        return tuple(found)

    async def _verdict(self, improvement: str, until: date) -> dict[str, Any] | None:
        """None where it was too early, or the rows do not reach far enough. Raises Conflict while they are being made."""
        try:
            return await self._improving.verdicts.of(improvement, until)
        except Invalid:
            return None
        except Conflict as refusal:
            if refusal.code == "too_early":
                return None
            raise

    async def _right(self, week: "insight.paper.Week") -> "insight.paper.weekly.Right":
        told = accuracy(await self._suggesting.judged(week.begin, week.end), self._suggesting.reasons.today)
        unseen, shown = (
            msgspec.convert(told[name]["right"], insight.paper.weekly.Share | None) for name in ("unseen", "shown")
        )
        return insight.paper.weekly.Right(unseen, shown)


def _rose(told: dict[str, Any], names: dict[str, Words]) -> "insight.paper.weekly.Rose":
    weekly = insight.paper.weekly
    alarms = [
        weekly.Risen(
            code=one["code"], name=_name(one["code"], names) if one["code"] else None, since=date.fromisoformat(one["since"]),
            raised=date.fromisoformat(one["raised"]), rule=one["rule"], ratio=insight.load.Span(**one["ratio"]), seen=one["seen"], expected=one["expected"],
        )
        # What came down again while its alarm is still on did not rise.
        for one in told["alarms"] if one["ratio"]["value"] > 1
    ]  # fmt: skip
    alarms.sort(key=lambda one: (one.since, one.code))
    return weekly.Rose(alarms=tuple(alarms), false_a_year=told["false_alarms"]["per_year"], too_early=told["too_early"])


def _name(code: str, names: dict[str, Words]) -> Words:
    return names.get(code) or reasons.name_of(code)


def _unnamed(board: "insight.load.Board") -> "insight.paper.weekly.Unnamed":
    weekly, contacts, closed = insight.paper.weekly, board.unexplained.contacts, round(board.total.contacts)
    share = weekly.Share(contacts / closed, *wilson(contacts, closed, NORMAL), closed) if closed else None
    return weekly.Unnamed(contacts, closed, share)


def _shipped(
    known: list[improvements.Known], week: "insight.paper.Week", people: People
) -> tuple["insight.paper.weekly.Shipped", ...]:
    found = [
        insight.paper.weekly.Shipped(
            one.told.improvement, one.told.title, date.fromisoformat(one.day), _owner(one, people)
        )
        for one in known
        if one.standing == "shipped"
        and one.day is not None
        and week.monday <= date.fromisoformat(one.day) <= week.sunday
    ]
    return tuple(sorted(found, key=lambda one: one.day))


def _lacking(
    known: list[improvements.Known], week: "insight.paper.Week", people: People
) -> tuple["insight.paper.weekly.Lacking", ...]:
    """As it stands now: what was made good since the week need not be told any more."""
    return tuple(
        insight.paper.weekly.Lacking(
            improvement=one.told.improvement, title=one.told.title, since=insight.days.day_of(one.proposed_at, week.zone),
            owner=_owner(one, people), drop=one.told.drop is not None,
        )
        for one in known
        if one.standing == "proposed" and one.proposed_at < week.end and (one.told.owner is None or one.told.drop is None)
    )  # fmt: skip


def _owner(known: improvements.Known, people: People) -> str | None:
    """By name; whoever does not work here any more has none."""
    owner = known.told.owner
    return people.get(owner, owner) if owner is not None else None


def _became(
    one: improvements.Known, now: dict[str, Any], before: dict[str, Any] | None
) -> "insight.paper.weekly.Became":
    verdict, amount = now["verdict"], insight.load.Span
    return insight.paper.weekly.Became(
        improvement=one.told.improvement, title=one.told.title, word=verdict["verdict"],
        before=before["verdict"]["verdict"] if before is not None else None,
        fewer=amount(1 - verdict["ratio"], 1 - verdict["high"], 1 - verdict["low"]),
        avoided=amount(verdict["avoided"], verdict["avoided_low"], verdict["avoided_high"]), days_after=now["days_after"],
    )  # fmt: skip
