"""What an effect looks like: what was counted, and what would have been expected without the change, with the band in which it would have lain."""

from datetime import date
from typing import Literal, TypeAlias

import msgspec
import numpy as np

from hoolin.core.errors import Invalid
from hoolin.insight.effects.estimate import LEVEL, columns, freedom_of, reach
from hoolin.insight.effects.fit import Columns, fitted
from hoolin.insight.effects.series import WEEK_DAYS, Observed, Series

Step: TypeAlias = Literal["day", "week", "month", "step"]

STEPS_SHOWN_MAX = 120
"""More days than these are shown as weeks: of two years of days nobody sees anything but weekends."""

PER = 1_000


class Picture(msgspec.Struct, frozen=True):
    """dates: first days of steps; change: the first day with it; after: of steps, which is the first with it. per: rates are contacts of so many customers in a
    step, 1 where customers were not counted. rate: as counted; expected: without the change; low, high: in between them 95 of 100 steps would have
    lain without it; others: rate of those who did not get it, None where everybody did.
    """

    dates: tuple[date, ...]
    change: date
    after: int
    step: Step
    per: int
    rate: tuple[float, ...]
    expected: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    others: tuple[float, ...] | None = None


def picture(observed: Observed, change: date, pairs: int = 2) -> Picture:
    """Of the same series as the verdict. Raises Invalid for too few steps, or where nobody came."""
    series, others = observed.changed, observed.others
    expected, slopes, covariance, scale = _without(observed, change, pairs)
    groups = _groups(series, change)
    each = np.array([[float(at in group) for at in range(len(expected))] for group in map(set, groups)])
    counts, wanted = each @ np.array(series.counts), each @ expected
    known = [at for at, group in enumerate(groups) if series.dates[group[0]] < change]
    if len(known) < 4 or len(known) == len(groups):
        raise Invalid("too_few_steps", steps=len(groups), after=len(groups) - len(known))
    # How much whole weeks vary is seen of weeks: neighbouring days move together.
    apart = max(scale, float(np.mean((counts[known] - wanted[known]) ** 2 / np.maximum(wanted[known], 1e-9))))
    unsure = np.einsum("ij,jk,ik->i", each @ slopes, covariance, each @ slopes)
    far = reach(freedom_of(len(expected), slopes.shape[1] + 1), LEVEL) * np.sqrt(apart * wanted + unsure)
    per = 1 if set(series.exposure) == {1.0} else PER
    customers = each @ np.array(series.exposure) / each.sum(axis=1)
    aside = None
    if others is not None:
        aside = _told(per * (each @ np.array(others.counts)) / (each @ np.array(others.exposure) / each.sum(axis=1)))
    return Picture(
        tuple(series.dates[group[0]] for group in groups), change, len(known), _step(series, groups), per,
        _told(per * counts / customers), _told(per * wanted / customers), _told(per * np.maximum(0.0, wanted - far) / customers),
        _told(per * (wanted + far) / customers), aside,
    )  # fmt: skip


def _told(values: Columns) -> tuple[float, ...]:
    return tuple(round(float(value), 4) for value in values)


def _without(observed: Observed, change: date, pairs: int) -> tuple[Columns, Columns, Columns, float]:
    """Expected counts of each step without the change; how they move with each parameter [steps, parameters]; the parameters' covariance; the dispersion.
    Learned from the steps before alone, so that the band owes nothing to what came after.
    """
    series, others = observed.changed, observed.others
    table, at = columns(series, change, pairs if others is None else 0)
    rest, before = np.delete(table, at, axis=1), table[:, at] == 0
    counts = np.array(series.counts)
    if before.sum() < rest.shape[1] + 4 or before.all() or not counts[before].any():
        raise Invalid("too_few_steps", steps=len(counts), after=int((~before).sum()))
    if others is None:
        offset = np.log(series.exposure)
        found = fitted("rate", counts[before], rest[before], offset[before])
        expected = np.exp(rest @ found.params + offset)
    else:
        theirs = np.array(others.counts)
        offset = np.log(np.array(series.exposure) / np.array(others.exposure))
        known = before & (counts + theirs > 0)
        found = fitted("share", counts[known], rest[known], offset[known], (counts + theirs)[known])
        expected = theirs * np.exp(rest @ found.params + offset)
    return expected, rest * expected[:, None], found.scale * found.inverse, max(1.0, found.scale)


def _groups(series: Series, change: date) -> list[range]:
    """Steps that are shown as one: each by itself, or whole weeks that end or begin with the change."""
    steps = len(series.dates)
    if series.step_days != 1 or steps <= STEPS_SHOWN_MAX:
        return [range(at, at + 1) for at in range(steps)]
    first = int((series.after(change) == 0).sum())
    begins = [*range(first % WEEK_DAYS, first, WEEK_DAYS), *range(first, steps - WEEK_DAYS + 1, WEEK_DAYS)]
    return [range(at, at + WEEK_DAYS) for at in begins]


def _step(series: Series, groups: list[range]) -> Step:
    days = series.step_days * len(groups[0])
    if series.monthly:
        return "month"
    return "day" if days == 1 else "week" if days == WEEK_DAYS else "step"


def mean_after(shown: Picture) -> tuple[float, float]:
    """The rate after the change on average, as counted and as expected without it."""
    return float(np.mean(shown.rate[shown.after :])), float(np.mean(shown.expected[shown.after :]))
