"""The board: what each reason costs in a period, and what would give back most.

It takes from the rows how contacts were closed and worked on (`queries.sql`), lays it to the reasons of today (`places`), and adds it up (`sums`).
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from hoolin.core.facts import Instant
from hoolin.experience.api import contacts
from hoolin.insight.load.line import FEW, Board, CauseCount, Causes, Line, Span, Unexplained
from hoolin.insight.load.places import ALL, Now, Part, unexplained
from hoolin.insight.load.sums import Sums, times
from hoolin.journal.views import statements

MONTH_DAYS = 365.25 / 12
WINDOW_MS = 7 * contacts.DAY_MS
"""Whoever comes back for the same within it, was not helped the first time."""

LONGEST_MS = 30 * contacts.DAY_MS
"""A contact that began so long before the period may have ended within the window."""

PER = 1_000
NOTHING, NONE = Span(0.0, 0.0, 0.0), Sums()

STATEMENTS = statements("hoolin.insight.load")


class Counted(NamedTuple):
    """What the rows say of a period. sums: by place of the tree. caused: by place and cause, contacts. unexplained, closed: contacts."""

    sums: dict[str, Sums]
    caused: dict[str, Counter[str]]
    unexplained: int
    closed: int


class Measured(NamedTuple):
    """What a board is measured against. days: that the period has had. customers: on its mean day. causes: of the register."""

    days: float
    customers: float | None
    causes: Causes


def board(asking: contacts.Asking, scope: contacts.Scope, now: Now, causes: Causes, customers: float | None) -> Board:
    """Every reason and group with what it costs. causes: of the register. customers: on the mean day of the period; None where nobody said. Raises Invalid."""
    scope.check()
    counted = count(asking, scope, now)
    days = max(min(scope.end, asking.now) - scope.begin, 1) / contacts.DAY_MS
    by = Measured(days, customers, causes)
    strangers = sorted(counted.sums.keys() - now.reasons.keys() - {ALL})
    lines = [_line(code, now, counted, by) for code in (*now.reasons, *strangers)]
    lines.sort(key=lambda line: (-line.gives_back.value, -line.hours.value, line.code))
    share = counted.unexplained / counted.closed if counted.closed else 0.0
    return Board(
        number=now.number, days=days, customers=customers, total=_line(ALL, now, counted, by), lines=tuple(lines),
        unexplained=Unexplained(counted.unexplained, share),
    )  # fmt: skip


def count(asking: contacts.Asking, scope: contacts.Scope, now: Now) -> Counted:
    """Everything that is counted, at every place of the tree."""
    sums: defaultdict[str, Sums] = defaultdict(Sums)
    caused: defaultdict[str, Counter[str]] = defaultdict(Counter)
    nowhere = closed = 0
    before = max(0, scope.begin - WINDOW_MS - LONGEST_MS)
    for row, parts in _laid(now, asking.ask_own(statement("noted", now), scope, before=before, window=WINDOW_MS)):
        closed += row["contacts"]
        nowhere += row["contacts"] if unexplained(row["reasons"]) else 0
        for place, part in parts:
            sums[place].note(part, row["contacts"], row["hours"], row["hours_square"], row["failed"])
    begin = max(0, scope.begin - contacts.CASE_DAYS * contacts.DAY_MS)
    for row, parts in _laid(now, asking.ask_own(statement("worked", now), scope, case_begin=begin)):
        for place, part in parts:
            sums[place].work(part, row["cases"], row["hours"], row["hours_square"])
    for row, parts in _laid(now, asking.ask_own(statement("begun", now), scope)):
        for place, part in parts:
            sums[place].begin(part, row["cases"], row["further"], row["further_square"])
    for row, parts in _laid(now, asking.ask_own(statement("caused", now), scope)):
        for place, part in parts:
            caused[place][row["cause"]] += part.contact * row["contacts"]
    return Counted(sums, caused, nowhere, closed)


def _laid(now: Now, rows: contacts.Rows) -> Iterable[tuple[Mapping[str, Any], Iterable[tuple[str, Part]]]]:
    """Each row with where it counts."""
    return ((row, now.parts(row["reasons"], row["version"]).items()) for row in rows)


def _line(code: str, now: Now, counted: Counted, by: Measured) -> Line:
    every, one, reason = counted.sums.get(ALL, NONE), counted.sums.get(code, NONE), now.reasons.get(code)
    months = by.customers * by.days / MONTH_DAYS if by.customers else None
    saves = any(now.saves(leaf) for leaf in now.beneath.get(code, now.leaves))
    return Line(
        code=code, parent=reason.parent if reason is not None else None, leaf=code != ALL and code not in now.groups,
        contacts=one.contacts, share=one.contacts / every.contacts if every.contacts else 0.0,
        rate=times(one.count(), PER / months) if months else None,
        cases=one.cases, snowball=one.snowball(), minutes=one.minutes(every), hours=one.hours_all(every), failure_share=one.failure(),
        gives_back=times(one.saved_all(every), MONTH_DAYS / by.days) if saves or not now.leaves else NOTHING,
        action=reason.action if reason is not None else None, for_customer=reason.for_customer if reason is not None else None,
        for_company=reason.for_company if reason is not None else None,
        causes=_causes(counted.caused.get(code, Counter()), by.causes), apportioned=one.split, few=one.contacts < FEW,
    )  # fmt: skip


def _causes(found: Counter[str], known: Causes) -> tuple[CauseCount, ...]:
    """The most frequent first; of the same many, by their id: rows come in no order."""
    ranked = sorted(found.items(), key=lambda one: (-one[1], one[0]))
    return tuple(CauseCount(cause, *known[cause], many) for cause, many in ranked if cause in known)


def statement(name: str, now: Now, steps: Iterable[tuple[int, Instant, Instant]] = ()) -> str:
    """A named statement with the versions of the tree, and stretches of time where it wants them."""
    parts = {"versions": ("number", now.versions()), "steps": ("step", steps)}
    text = STATEMENTS[name]
    for part, (first, rows) in parts.items():
        if "{" + part + "}" in text:
            values = ", ".join(f"({number:d}, {since:d}, {until:d})" for number, since, until in rows)
            filled = f"SELECT * FROM (VALUES {values}) AS t({first}, since, until)"  # noqa: S608 numbers of our own
            text = text.replace("{" + part + "}", filled)
    return text
