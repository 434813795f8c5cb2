"""Contacts for a reason step by step, and of every reason day by day; laid to the reasons of today."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Literal, NamedTuple, TypeAlias, get_args

from hoolin.core.errors import Invalid
from hoolin.core.facts import Instant
from hoolin.experience.api import contacts
from hoolin.insight.days import day_of, midnight
from hoolin.insight.load.board import statement
from hoolin.insight.load.places import Now

Step: TypeAlias = Literal["day", "week", "month"]
STEPS: tuple[Step, ...] = get_args(Step)


class Stretch(NamedTuple):
    """A step of a series. day: its first. since, until: its instants, as far as the period goes."""

    day: date
    since: Instant
    until: Instant


def stretches(begin: Instant, end: Instant, step: Step, zone: str) -> tuple[Stretch, ...]:
    """A period cut at midnights of a zone: days, weeks from its first day on, or months of the calendar. Raises Invalid for no step."""
    if step not in STEPS:
        raise Invalid("no_such_step", step=step)
    first, last = day_of(begin, zone), day_of(end - 1, zone)
    days = list(_days(first, last, step))
    starts = [begin, *(midnight(day, zone) for day in days[1:]), end]
    return tuple(Stretch(day, starts[at], starts[at + 1]) for at, day in enumerate(days))


def _days(first: date, last: date, step: Step) -> Iterator[date]:
    day = first
    while day <= last:
        yield day
        if step == "month":
            day = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
        else:
            day += timedelta(days=7 if step == "week" else 1)


def counts(
    asking: contacts.Asking, scope: contacts.Scope, now: Now, steps: Sequence[Stretch]
) -> dict[str, list[float]]:
    """Contacts that were closed, by place of the tree (leaves, groups, "" for all), one number a step. Raises Invalid."""
    scope.check()
    found: dict[str, list[float]] = {}
    cut = [(number, one.since, one.until) for number, one in enumerate(steps)]
    for row in asking.ask_own(statement("stepped", now, cut), scope):
        for place, part in now.parts(row["reasons"], row["version"]).items():
            found.setdefault(place, [0.0] * len(steps))[row["step"]] += part.contact * row["contacts"]
    return found
