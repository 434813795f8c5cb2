"""Whether an improvement helped, from the site's own rows: its contacts step by step, what they are compared with, and the verdict.

Days where enough come, weeks where few do: on a day with two contacts a single one more is half as many again, and says nothing. Weeks are counted
from the day it shipped, so that none lies on both sides of it.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Literal, TypeAlias

import msgspec

from hoolin.core.errors import Invalid
from hoolin.experience.api import contacts
from hoolin.insight.effects.elsewhere import Moved
from hoolin.insight.effects.picture import Picture, picture
from hoolin.insight.effects.series import STEPS_MIN, Observed, Series
from hoolin.insight.effects.verdict import EXPECTED_DROP, Verdict, judge
from hoolin.insight.improvements.daily import Asked, Counted, Days, check_time, count
from hoolin.insight.improvements.places import Place

Step: TypeAlias = Literal["day", "week"]
Basis: TypeAlias = Literal["customers", "days"]

A_DAY_MIN = 5.0
"""Contacts a day from which days are looked at, and not weeks."""

WEEK = 7
PLACEBOS_MAX = 30
"""The largest: what hardly anybody comes for tells little, and each takes a moment."""


class Went(msgspec.Struct, frozen=True):
    """Where contacts may have gone, and what came there."""

    place: Place
    found: Moved


class Evidence(msgspec.Struct, frozen=True):
    """What is judged. elsewhere: by the name of the place. placebos: by code. basis: what rates are of. until: the last day that is counted. minutes:
    of work that one contact costs.
    """

    observed: Observed
    elsewhere: dict[str, Series]
    places: dict[str, Place]
    placebos: dict[str, Observed]
    step: Step
    basis: Basis
    since: date
    until: date
    minutes: float | None


class Effect(msgspec.Struct, frozen=True):
    """What became of an improvement. days_after: how many are counted since it shipped. picture: None where too few steps are there to draw one."""

    verdict: Verdict
    evidence: Evidence
    elsewhere: tuple[Went, ...]
    days_after: int
    picture: Picture | None


def evidence(asking: contacts.Asking, asked: Asked, change: date) -> Evidence:
    """The rows as they are judged. change: the day it shipped; one to come, to plan with. Raises Invalid where nobody has come yet."""
    counted = count(asking, asked)
    if counted is None:
        raise Invalid("nothing_counted")
    return stepped(counted, change)


def stepped(counted: Counted, change: date) -> Evidence:
    """Counts of days as series, by days or by weeks."""
    step = _step(counted, change)
    dates = [counted.since + timedelta(number) for number in range(len(counted.changed))]
    largest = sorted(counted.quiet, key=lambda code: -sum(counted.quiet[code]))[:PLACEBOS_MAX]

    def series(days: Days) -> Series:
        exposure = counted.exposure if counted.exposure is not None else [1.0] * len(days)
        return _series(dates, days, exposure, change, step)

    def placebo(code: str) -> Observed:
        others = counted.quiet_others.get(code)
        return Observed(series(counted.quiet[code]), series(others) if others is not None else None)

    return Evidence(
        observed=Observed(series(counted.changed), series(counted.others) if counted.others is not None else None),
        elsewhere={place.name: series(days) for place, days in counted.places if any(days)},
        places={place.name: place for place, _ in counted.places},
        placebos={code: placebo(code) for code in largest if any(counted.quiet[code])},
        step=step, basis="customers" if counted.exposure is not None else "days", since=dates[0], until=dates[-1],
        minutes=counted.minutes,
    )  # fmt: skip


def effect(found: Evidence, change: date, drop: float | None) -> Effect:
    """The verdict. drop: as it was written down before it shipped. Raises Invalid for too short a history, Conflict for too short a time since."""
    after = check_time(change, found.until)
    verdict = judge(
        found.observed, change, expected=drop if drop is not None else EXPECTED_DROP, placebos=tuple(found.placebos.values()),
        elsewhere=found.elsewhere, minutes=found.minutes,
    )  # fmt: skip
    went = tuple(Went(found.places[one.where], one) for one in verdict.moved)
    return Effect(verdict, found, went, after, _drawn(found.observed, change))


def _drawn(observed: Observed, change: date) -> Picture | None:
    try:
        return picture(observed, change)
    except Invalid:
        return None


def _step(counted: Counted, change: date) -> Step:
    """Weeks only where there are enough of them."""
    days = len(counted.changed)
    before = max(0, min(days, (change - counted.since).days))
    after = days - before
    enough = before // WEEK + after // WEEK >= STEPS_MIN + 4 and (after == 0 or after // WEEK >= 2)
    a_day = sum(counted.changed[:before]) / before if before else 0.0
    return "week" if a_day < A_DAY_MIN and enough else "day"


def _series(dates: Sequence[date], days: Days, exposure: Days, change: date, step: Step) -> Series:
    if step == "day":
        return Series(tuple(dates), tuple(days), tuple(exposure))
    sums: dict[int, list[float]] = {}
    for day, n, customers in zip(dates, days, exposure, strict=True):
        week = sums.setdefault((day - change).days // WEEK, [0.0, 0.0, 0.0])
        for at, value in enumerate((n, customers, 1.0)):
            week[at] += value
    whole = [week for week in sorted(sums) if sums[week][2] == WEEK]
    starts = tuple(change + timedelta(week * WEEK) for week in whole)
    return Series(starts, tuple(sums[week][0] for week in whole), tuple(sums[week][1] for week in whole))
