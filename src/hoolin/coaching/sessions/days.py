"""Days on which somebody worked, at the site; and when a step is due."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from functools import lru_cache

from hoolin.coaching.leaving.going import DAY_MS
from hoolin.coaching.sessions.decide import STEP_DAYS_MAX
from hoolin.coaching.sessions.state import Step
from hoolin.core.facts import Instant
from hoolin.insight.api import days

LOOKED_BACK_DAYS = 28

_day_of = lru_cache(20_000)(days.day_of)
"""Pages ask again and again on which days the same people came."""


def worked(there: Iterable[Instant], zone: str) -> list[date]:
    """The days on which somebody came to work, the earliest first. there: when they came."""
    return sorted({_day_of(one, zone) for one in there})


def works_then(there: Iterable[Instant], at: Instant, now: Instant, zone: str) -> bool:
    """Whether somebody has worked on this weekday in the last four weeks; whoever has not worked at all then, nothing is known of, and that counts as no."""
    today = days.day_of(now, zone)
    weekday = days.day_of(at, zone).weekday()
    return any(one.weekday() == weekday and (today - one).days <= LOOKED_BACK_DAYS for one in worked(there, zone))


def shifts_since(step: Step, there: Sequence[Instant], zone: str) -> int:
    """On how many days somebody has worked after the day on which a step was agreed. there: the earliest first."""
    agreed = _day_of(step.at, zone)
    return sum(one > agreed for one in worked(there[bisect_right(there, step.at) :], zone))


def due(step: Step, there: Sequence[Instant], now: Instant, zone: str) -> bool:
    """Whether it is time to look what became of a step: on its last day, or once so many days were worked, in any case after eight weeks."""
    if step.day is not None:
        return days.day_of(now, zone) >= date.fromisoformat(step.day)
    return shifts_since(step, there, zone) >= (step.shifts or 0) or now >= step.at + STEP_DAYS_MAX * DAY_MS


def last_day(step: Step, zone: str) -> date:
    """The day by which it is due in any case."""
    if step.day is not None:
        return date.fromisoformat(step.day)
    return days.day_of(step.at, zone) + timedelta(days=STEP_DAYS_MAX)
