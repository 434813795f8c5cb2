"""The days on which somebody really works. A site has no plan of shifts, so they are counted as they come; what is said of days to come is what was usual.

A shift over midnight belongs to the day on which it began. Holidays, days off and illness move every date by themselves.
"""

from collections.abc import Collection, Iterable
from datetime import date, timedelta
from typing import Literal, TypeAlias

import msgspec

from hoolin.coaching.learning.state import QUARTER_MS
from hoolin.core.facts import Instant
from hoolin.insight.api import days

WEEKS = 4
WEEKS_MIN = 2
"""One week says nothing of the next."""

USUAL = 0.75
"""A weekday is a usual one if three of four were worked."""

EXACT_DAYS = 6
"""Until so far ahead a day is named; beyond that only its week."""

Exact: TypeAlias = Literal["day", "week"]


class Expected(msgspec.Struct, frozen=True):
    """When a day worked probably is. exact: whether `day` is meant, or the week that begins with it."""

    day: date
    exact: Exact


def worked(came: Iterable[int], zone: str) -> list[date]:
    """The days, in order, of the quarters of an hour in which somebody came."""
    return sorted({days.day_of(quarter * QUARTER_MS, zone) for quarter in came})


def number_of(worked_on: Iterable[date], begun: date, today: date) -> int:
    """Which day worked today is, since something began: the first on the day of the beginning, or on the first one after it that is worked."""
    return 1 + sum(begun <= day < today for day in worked_on)


def passed(worked_on: Iterable[date], since: Instant, today: date, zone: str) -> int:
    """How many days worked have begun since an instant, that of today with them."""
    before = days.day_of(since, zone)
    return sum(before < day < today for day in worked_on) + (before < today)


def usual(worked_on: Collection[date], today: date) -> frozenset[int]:
    """The weekdays (0 is Monday) on which somebody usually works, from the past four weeks; empty where less than two are known, or none is usual."""
    known = [day for day in worked_on if day < today]
    if not known or (today - min(known)).days < WEEKS_MIN * 7:
        return frozenset()
    first = max(min(known), today - timedelta(weeks=WEEKS))
    past = [first + timedelta(by) for by in range((today - first).days)]
    found = set()
    for weekday in range(7):
        chances = [day for day in past if day.weekday() == weekday]
        if chances and sum(day in known for day in chances) >= USUAL * len(chances):
            found.add(weekday)
    return frozenset(found)


def expected(worked_on: Collection[date], today: date, ahead: int) -> Expected | None:
    """When the day worked is that comes so many after the present one; None where nobody can say."""
    weekdays = usual(worked_on, today)
    if not weekdays or ahead < 1:
        return None
    day, left = today, ahead
    if today not in worked_on and today.weekday() not in weekdays:
        # Nobody is at work today: the present day worked is still to come.
        left += 1
    while left:
        day += timedelta(1)
        left -= day.weekday() in weekdays
    if (day - today).days <= EXACT_DAYS:
        return Expected(day, "day")
    return Expected(day - timedelta(day.weekday()), "week")
