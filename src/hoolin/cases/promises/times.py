"""When promises come due: the times an agent chooses from, and when somebody is told that one does.

Opening hours and the days of a place come from outside as functions; what is decided with them is recorded, and replay never asks them
again.
"""

from collections.abc import Callable, Iterator
from typing import NamedTuple, TypeAlias

from hoolin.cases.callbacks.times import DAY_MS, SLOT_MS, OpenBetween
from hoolin.core.facts import Instant, Ms

WINDOW_MS = SLOT_MS
"""Whoever was told a time for a callback, or that their conversation is taken up again then, was promised the half hour that begins with it."""

REMIND_MS_MAX = 3_600_000
"""The owner is told an hour before: time enough to do it, or to say that it cannot be done."""

ESCALATE_MS_MAX = 900_000
"""Supervisors are told a quarter of an hour before, when somebody else can still do it."""

AWAY_MS = 120_000
"""How long an owner may be gone before what comes due is handed on: as long as conversations wait for an agent who went offline."""

HOUR_MS = 3_600_000

DAYS_AHEAD_MAX = 14
"""How far an open day is looked for: over a row of holidays, not for ever."""

ROOM_MS = 1_800_000
"""A promise for today needs half an hour until closing at least."""


def remind_at(since: Instant, due_at: Instant) -> Instant:
    """When its owner is told: an hour before, or when three quarters of a shorter time are over."""
    return due_at - min(REMIND_MS_MAX, (due_at - since) // 4)


def escalate_at(since: Instant, due_at: Instant) -> Instant:
    """When supervisors are told: a quarter of an hour before, or when nine tenths of a shorter time are over."""
    return due_at - min(ESCALATE_MS_MAX, (due_at - since) // 10)


def overdue(due_at: Instant, now: Instant) -> bool:
    """Whether a time is over: at that instant it is."""
    return due_at <= now


class Day(NamedTuple):
    """A day of a place: its first instant, its noon, and the first instant of the next."""

    begins: Instant
    noon: Instant
    ends: Instant


DayOf: TypeAlias = Callable[[Instant, int], Day]
"""The day of an instant, or so many days after it."""


class Choice(NamedTuple):
    """A time to promise, and what it is called."""

    code: str
    due_at: Instant


def choices(open_between: OpenBetween, day_of: DayOf, now: Instant) -> list[Choice]:
    """What an agent chooses from, each once and in order, all while somebody is at work: an hour and three hours of opening time from now, the end of
    today, noon and the end of the next open day, noon of the third one.
    """
    found = [
        Choice(code, at)
        for code, ms in (("hour", HOUR_MS), ("hours", 3 * HOUR_MS))
        if (at := _after(open_between, now, ms))
    ]
    today = day_of(now, 0)
    closes = max((end for _, end in open_between(now, today.ends)), default=0)
    if closes - now >= ROOM_MS:
        found.append(Choice("today", closes))
    days = _open_days(open_between, day_of, now)
    for number, (noon, ends) in enumerate(days, start=1):
        if number == 1:
            found += [Choice("next_noon", noon), Choice("next_end", ends)]
        elif number == 3:
            found.append(Choice("third_noon", noon))
            break
    once = {one.due_at: one for one in reversed(found)}
    return sorted(once.values(), key=lambda one: one.due_at)


def _after(open_between: OpenBetween, now: Instant, ms: Ms) -> Instant | None:
    """The instant after so much opening time."""
    left = ms
    for begins, ends in open_between(now, now + DAYS_AHEAD_MAX * DAY_MS):
        if ends - begins >= left:
            return begins + left
        left -= ends - begins
    return None


def _open_days(open_between: OpenBetween, day_of: DayOf, now: Instant) -> Iterator[tuple[Instant, Instant]]:
    """Noon and closing of every open day after today; where it is closed at noon, its closing or opening that is nearest to it."""
    for ahead in range(1, DAYS_AHEAD_MAX + 1):
        day = day_of(now, ahead)
        spans = list(open_between(day.begins, day.ends))
        if spans:
            edges = [min(max(day.noon, begins), ends) for begins, ends in spans]
            yield min(edges, key=lambda at: abs(at - day.noon)), spans[-1][1]
