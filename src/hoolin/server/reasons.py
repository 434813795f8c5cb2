"""Reasons as pages ask for them: the tree with its versions, its names for every page, and what each reason costs.

What counts stands on heavy libraries and is fetched when somebody asks for it (`insight.load`).
"""

import itertools
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any, Literal, TypeAlias

from hoolin.core.facts import Instant
from hoolin.experience.api import contacts
from hoolin.insight import api as insight
from hoolin.insight.api import improvements, reasons
from hoolin.server.accounts.records import Account
from hoolin.server.experience import FigureDesk

Step: TypeAlias = Literal["day", "week", "month"]

HISTORY_DAYS = 390
"""What is usual is learned from a year and a little more: its seasons are in it."""

RISING_SECONDS = 600.0
"""Nothing that ended yesterday changes much today."""

Weekly: TypeAlias = tuple["insight.load.Board", "insight.load.Board", "insight.load.Board", dict[str, list[float]]]
"""The board of a week, of the four that end with it, of the four before these; and by place of the tree the contacts of each of the weeks before the four."""


class ReasonOffice:
    """See above. zone: where midnight is."""

    def __init__(
        self, state: reasons.Reasons, register: improvements.Improvements, desk: FigureDesk, zone: str
    ) -> None:
        self.state, self.register = state, register
        self._desk = desk
        self._zone = zone

    # ── the tree ────────────────────────────────────────────────────────────────────────────────────────────────────

    def tree(self, accounts: Iterable[Account], may_publish: bool) -> dict[str, Any]:
        """The tree in force, who uses which reason, and the versions, the newest first."""
        kept, names = self.state.kept, _names(accounts)
        versions = [_version(one, names) for one in reversed(kept.versions)]
        return {
            "at": self._desk.clock(),
            "number": self.state.in_force.number,
            "version": {name: said for name, said in versions[0].items() if name != "crosswalk"} if versions else None,
            "tree": self._in_force(),
            "languages": self.state.site.kept.rules.languages,
            "used": kept.used,
            "beside": self.state.used_beside(),
            "versions": versions,
            "may_publish": may_publish,
        }

    def names(self) -> dict[str, Any]:
        """What every code is called, those too that nobody may choose any more: for every page that shows one."""
        listed = self._in_force().reasons
        shown = {one.code for one in listed}
        retired = {
            one.code: one.name
            for version in self.state.kept.versions
            for one in version.tree.reasons
            if one.code not in shown
        }
        retired |= {
            code: reasons.name_of(code) for code in self.state.kept.used if code not in shown and code not in retired
        }
        return {
            "number": self.state.in_force.number,
            "reasons": [{"code": one.code, "parent": one.parent, "name": one.name} for one in listed],
            "retired": [{"code": code, "name": name} for code, name in retired.items()],
        }

    def _in_force(self) -> reasons.Tree:
        version = self.state.in_force
        return version.tree if version.number else reasons.flat(self.state.site.kept.rules.reasons)

    # ── what they cost ──────────────────────────────────────────────────────────────────────────────────────────────

    async def board(self, scope: contacts.Scope) -> dict[str, Any]:
        """Every reason with what it costs in a period. Raises Invalid, and Conflict while the rows are being made."""
        now = insight.load.now_of(self.state)
        causes = {one.cause: (one.title, one.kind) for one in self.register.kept.causes.values()}
        customers = self._customers_in(scope.begin, min(scope.end, self._desk.clock() + 1))
        key = ("reasons", scope, now.number, now.leaves, customers, tuple(causes.items()))
        found = await self._desk.ask(lambda asking: insight.load.board(asking, scope, now, causes, customers), key)
        return {"at": self._desk.clock(), **_plain(found)}

    async def weekly(self, week: "insight.paper.Week") -> Weekly:
        """What a week and the weeks before it cost. Raises Conflict while the rows are being made."""
        now, four, usual = insight.load.now_of(self.state), insight.paper.FOUR, insight.paper.USUAL_WEEKS
        recent, before = week.moved(1 - four).begin, week.moved(1 - 2 * four).begin
        begins = [week.moved(1 - four - by).begin for by in range(usual, -1, -1)]
        steps = [
            insight.load.Stretch(insight.days.day_of(begin, self._zone), begin, end)
            for begin, end in itertools.pairwise(begins)
        ]

        def count(asking: contacts.Asking) -> Weekly:
            one, four_weeks, past = (
                insight.load.board(asking, contacts.Scope(begin=begin, end=end), now, {}, None)
                for begin, end in ((week.begin, week.end), (recent, week.end), (before, recent))
            )
            earlier = contacts.Scope(begin=begins[0], end=recent)
            return one, four_weeks, past, insight.load.counts(asking, earlier, now, steps)

        return await self._desk.ask(count, ("weekly", str(week), now.number, now.leaves), keep=RISING_SECONDS)

    async def series(self, scope: contacts.Scope, code: str, step: Step) -> dict[str, Any]:
        """Contacts for a reason, or a group of them, step by step, with what happened on the way. Raises Invalid."""
        scope.check()
        now = insight.load.now_of(self.state)
        steps = insight.load.stretches(scope.begin, scope.end, step, self._zone)
        key = ("reason_series", scope, step, now.number, now.leaves)
        found = await self._desk.ask(lambda asking: insight.load.counts(asking, scope, now, steps), key)
        counts = found.get(code, [0.0] * len(steps))
        return {
            "code": code,
            "points": [
                {"day": one.day.isoformat(), "contacts": count, "customers": self.register.customers_on(one.day)}
                for one, count in zip(steps, counts, strict=True)
            ],
            "marks": [
                {"day": insight.days.day_of(one.at, self._zone).isoformat(), "number": one.number, "why": one.why}
                for one in self.state.kept.versions
                if scope.begin <= one.at < scope.end
            ],
            "improvements": self._shipped(steps[0].day, insight.days.day_of(scope.end - 1, self._zone), code),
        }

    async def rising(self, until: Instant | None = None) -> dict[str, Any]:
        """Which reasons rise, up to a midnight (that of today where none is named), with the stated number of false alarms. Raises Conflict while the rows are
        being made.
        """
        now, today = insight.load.now_of(self.state), insight.days.day_of(self._desk.clock(), self._zone)
        end = insight.days.midnight(today, self._zone) if until is None else until
        scope = contacts.Scope(begin=max(0, end - HISTORY_DAYS * contacts.DAY_MS), end=end)
        customers = tuple(self.register.kept.customers.items())
        key = ("rising", scope, now.number, now.leaves, customers)
        return {
            "at": self._desk.clock(),
            **await self._desk.ask(lambda asking: self._watched(asking, scope, now), key, keep=RISING_SECONDS),
        }

    def _watched(self, asking: contacts.Asking, scope: contacts.Scope, now: Any) -> dict[str, Any]:
        """In the thread of figures."""
        rising, usual = insight.rising, insight.rising.Rules()
        steps = insight.load.stretches(scope.begin, scope.end, "day", self._zone)
        exposure = self._customers_each(one.day for one in steps)
        counted = {}
        for code, counts in insight.load.counts(asking, scope, now, steps).items():
            first = next((at for at, count in enumerate(counts) if count), None)
            if first is not None and code in (insight.load.ALL, *now.leaves):
                own = tuple(exposure[first:]) if exposure else None
                counted[code or None] = rising.Counted(steps[first].day, tuple(counts[first:]), own)
        if not counted:
            return {"false_alarms": {"per_year": usual.false_a_year, "over": "board"}, "too_early": True, "alarms": []}
        found = rising.watch(counted, usual, rising.holidays.named("estonian", counted.values()))
        return {
            "false_alarms": {"per_year": found.false_a_year, "over": "board"},
            "too_early": None in found.too_early,
            "alarms": [_alarm(one, counted[one.reason]) for one in found.alarms if one.state == "on"],
        }

    def _customers_each(self, days: Iterable[date]) -> list[float] | None:
        """How many there were on each day; None where nobody has said."""
        counted = self.register.kept.customers
        if not counted:
            return None
        earliest = counted[min(counted)]
        return [float(self.register.customers_on(day) or earliest) for day in days]

    def _shipped(self, first: date, last: date, code: str) -> list[dict[str, Any]]:
        """What was changed about a reason in those days."""
        here = {code, *self._in_force().beneath(code)}
        return [
            {"improvement": name, "title": one.told.title, "day": one.day}
            for name, one in self.register.kept.improvements.items()
            if one.day is not None
            and first.isoformat() <= one.day <= last.isoformat()
            and (not code or here & set(one.told.reasons))
        ]

    # ── customers ───────────────────────────────────────────────────────────────────────────────────────────────────

    def customers(self) -> dict[str, Any]:
        """What was said of how many customers there are, the newest first."""
        counted = sorted(self.register.kept.customers.items(), reverse=True)
        return {"customers": [{"day": day, "customers": many} for day, many in counted]}

    def _customers_in(self, begin: Instant, end: Instant) -> int | None:
        """On the mean day of a period; before the first count there are taken to have been as many. None where nobody has said."""
        first, last = insight.days.day_of(begin, self._zone), insight.days.day_of(max(begin, end - 1), self._zone)
        each = self._customers_each(first + timedelta(days=number) for number in range((last - first).days + 1))
        return round(sum(each) / len(each)) if each else None


def _alarm(one: Any, counted: Any) -> dict[str, Any]:
    """As a page shows it, with its last weeks day by day."""
    last = one.through - timedelta(days=len(one.usual) - 1)
    days = [last + timedelta(days=number) for number in range(len(one.usual))]
    return {
        "code": one.reason or "", "since": one.since.isoformat(), "raised": one.raised.isoformat(), "rule": one.rule,
        "ratio": {"value": one.ratio, "low": one.low, "high": one.high}, "seen": one.seen, "expected": one.expected,
        "days": [
            {"day": day.isoformat(), "count": counted.counts[(day - counted.first).days], "expected": usual}
            for day, usual in zip(days, one.usual, strict=True)
        ],
    }  # fmt: skip


def _plain(found: Any) -> dict[str, Any]:
    return {name: getattr(found, name) for name in found.__struct_fields__}


def _names(accounts: Iterable[Account]) -> dict[str, str]:
    """By the actor that the journal knows them as."""
    return {f"agent:{one.agent}" if one.agent else f"account:{one.id}": one.name for one in accounts}


def _version(one: reasons.Version, names: Mapping[str, str]) -> dict[str, Any]:
    by = {"by_name": names[one.by]} if one.by in names else {}
    return {"number": one.number, "at": one.at, "by": one.by, **by, "why": one.why, "crosswalk": one.crosswalk}
