"""What a flow leads into, as far as its proof must know it: which languages the site speaks, who serves which queue in them, and when queues are
open. Of time, only what can be told apart: an *hour class* is a set of things that are open together at some instant.

Names of hours: `queue:NAME` of a queue, a channel's code, and the empty name of the whole site. What has no hours of its own has the site's, and
where nothing is set it is always open.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from hoolin.core.facts import Code
from hoolin.core.flow import language as n
from hoolin.core.flow.step import Context
from hoolin.core.flow.walk import home
from hoolin.core.site.hours import DAYS, Day, Hours
from hoolin.core.site.rules import Language, Value

PROMISE_DAYS_MAX = 14
"""A promise that is further away is none."""

DAY_MIN = 1_440


class Surroundings(Value, kw_only=True):
    """hours: by name, where they are set. served: the queues that somebody serves in a language, when they are at work. nameless: it also greets
    people whom nobody could get back to unless they give a number: those who call without showing theirs.
    """

    languages: tuple[Language, ...]
    served: dict[Language, frozenset[Code]] = {}
    hours: dict[str, Hours] = {}
    nameless: bool = False

    def hours_of(self, name: str) -> Hours | None:
        """Of a queue, a channel or the site; None: always open."""
        return self.hours.get(name) or self.hours.get("")


class HourClass(NamedTuple):
    """open: which of the flow's hours are. coming: those that are open, or open again in time for a promise. example: an instant of this class,
    as `sun 03:00` or `2026-12-24 09:30`, on the site's clock.
    """

    open: frozenset[str]
    coming: frozenset[str]
    example: str

    def context(
        self, around: Surroundings, language: Language, kept: frozenset[str] = frozenset(), *, nameless: bool = False
    ) -> Context:  # fmt: skip
        """How the interpreter sees it, where people speak. The instants of promises are placeholders. kept: what has been collected."""
        opens_at = {
            name.removeprefix("queue:"): 0 if name in self.open else 1
            for name in self.coming
            if name.startswith("queue:")
        }
        return Context(
            language=language, open=self.open, opens_at=opens_at, served=around.served, kept=kept, spoken=True,
            nameless=nameless,
        )  # fmt: skip


def names_in(flow: n.Flow) -> frozenset[str]:
    """The hours that a flow looks at."""
    names = set()
    for node in flow.nodes.values():
        if isinstance(node, n.ToQueue | n.Callback | n.Message):
            names.add(f"queue:{node.queue}")
        elif isinstance(node, n.HoursBranch):
            names.add(node.hours or home(flow))
    return frozenset(names)


def hour_classes(flow: n.Flow, around: Surroundings) -> tuple[HourClass, ...]:
    """All that can be told apart by the hours the flow looks at, each once, with its first example."""
    names = sorted(names_in(flow))
    known = {name: around.hours_of(name) for name in names}
    found: dict[tuple[frozenset[str], frozenset[str]], str] = {}
    days = list(_days([hours for hours in known.values() if hours is not None]))
    week: dict[tuple[object, ...], None] = {}
    for day in days:
        spans = {name: _spans(hours, day) for name, hours in known.items()}
        ahead = {name for name, hours in known.items() if hours is None or _opens_after(hours, day)}
        mark = (*spans.values(), *sorted(ahead))
        if mark in week:
            continue
        week[mark] = None
        for minute in _edges(spans.values()):
            is_open = frozenset(name for name in names if any(a <= minute < b for a, b in spans[name]))
            later = {name for name in names if any(b > minute for _, b in spans[name])}
            found.setdefault((is_open, frozenset(ahead | later)), f"{day.said} {minute // 60:02}:{minute % 60:02}")
    return tuple(HourClass(is_open, coming, example) for (is_open, coming), example in found.items())


class _Day(NamedTuple):
    """number: days since 0000-03-01. date: empty for a day of an ordinary week."""

    number: int
    date: str

    @property
    def weekday(self) -> Day:
        return DAYS[(self.number + 2) % 7]

    @property
    def said(self) -> str:
        return self.date or self.weekday


def _days(all_hours: list[Hours]) -> Iterator[_Day]:
    """A week without exceptions, then every date that has one, and those before it from which a promise could have reached it."""
    dates = sorted({date for hours in all_hours for date in hours.dates})
    numbers = {number_of(date) for date in dates}
    calm = (max(numbers) if numbers else 738_000) + PROMISE_DAYS_MAX + 7
    for ahead in range(7):
        yield _Day(calm + ahead, "")
    before = {number - back for number in numbers for back in range(PROMISE_DAYS_MAX + 1)}
    for number in sorted(before):
        yield _Day(number, date_of(number))


def _spans(hours: Hours | None, day: _Day) -> tuple[tuple[int, int], ...]:
    return ((0, DAY_MIN),) if hours is None else hours.spans(day.date, day.weekday)


def _opens_after(hours: Hours, day: _Day) -> bool:
    """Whether it opens on one of the days that a promise may reach."""
    for ahead in range(1, PROMISE_DAYS_MAX + 1):
        number = day.number + ahead
        date = date_of(number) if day.date else ""
        if hours.spans(date, DAYS[(number + 2) % 7]):
            return True
    return False


def _edges(days: Iterable[tuple[tuple[int, int], ...]]) -> list[int]:
    edges = {0} | {minute for spans in days for span in spans for minute in span}
    return sorted(edges - {DAY_MIN})


# ── dates, without a calendar: the proleptic Gregorian one, counted from 0000-03-01 ─────────────────────────────────────────


def number_of(date: str) -> int:
    """Days from 0000-03-01, a Wednesday, to this date."""
    year, month, day = int(date[:4]), int(date[5:7]), int(date[8:])
    year, month = (year, month - 3) if month > 2 else (year - 1, month + 9)
    return year * 365 + year // 4 - year // 100 + year // 400 + (month * 306 + 5) // 10 + day - 1


def date_of(number: int) -> str:
    """The date that many days after 0000-03-01."""
    era, day = divmod(number, 146_097)
    of_era = (day - day // 1_460 + day // 36_524 - day // 146_096) // 365
    day -= of_era * 365 + of_era // 4 - of_era // 100
    month = (5 * day + 2) // 153
    day -= (153 * month + 2) // 5
    month += 3 if month < 10 else -9
    return f"{of_era + era * 400 + (month <= 2):04}-{month:02}-{day + 1:02}"
