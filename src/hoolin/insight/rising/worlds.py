"""Days in which no level rises, to try alarms on: drawn from a world that is known, or dealt out of real weeks.

Each week of a real series is divided by the level around it, and weeks are dealt out at random: days of the week, scatter and heavy tails are the real ones,
and no level rises for longer than a week. What such a week has within it stays: a day with more than twice what is usual on its day of the week is
a true rise of that day, and is told.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np

from hoolin.core.errors import Invalid
from hoolin.insight.rising.alarm import Counted
from hoolin.insight.rising.usual import WEEK, YEAR_DAYS, Columns

SHAPE = np.array([1.2, 1.1, 1.0, 1.0, 0.95, 0.5, 0.4])
"""Of a week, from Monday."""
OPEN = 5
"""Days of a week on which a house that is closed at weekends is open."""
SPIKE = 2.0
LEVEL_WEEKS = 9


class World(NamedTuple):
    """How days differ from each other. week: fewer at the weekend; closed: none. waves, trend: of the logarithm, as high, and in a year. scatter: relative variance (gamma). together: how much, a
    standard deviation of the logarithm, and what share of it a day keeps.
    """

    week: bool = True
    closed: bool = False
    waves: float = 0.0
    trend: float = 0.0
    scatter: float = 0.0
    together: tuple[float, float] = (0.0, 0.0)


WORLDS: Mapping[str, World] = {
    "constant": World(week=False),
    "weekly": World(),
    "closed": World(closed=True, scatter=0.02),
    "yearly": World(waves=0.15),
    "trend": World(trend=0.15),
    "scattered": World(scatter=0.05),
    "together": World(together=(0.12, 0.5)),
    "everything": World(waves=0.15, trend=0.1, together=(0.15, 0.3)),
}


def rates(world: World, a_day: float, days: int, reasons: int, rng: np.random.Generator) -> Columns:
    """[days, reasons]: what is to be expected of each day, of which the counts are Poisson."""
    at = np.arange(days)[:, None]
    found = np.full((days, reasons), float(a_day))
    shape = SHAPE * (np.arange(WEEK) < OPEN if world.closed else 1)
    if world.week:
        found *= (shape / shape.mean())[at % WEEK]
    found *= np.exp(
        world.waves * np.sin(2 * np.pi * (at / YEAR_DAYS + rng.random(reasons))) + world.trend * at / YEAR_DAYS
    )
    if world.scatter:
        found *= rng.gamma(1 / world.scatter, world.scatter, found.shape)
    spread, kept = world.together
    if spread:
        lying = np.zeros((days, reasons))
        for day in range(1, days):
            lying[day] = kept * lying[day - 1] + rng.normal(0, spread * np.sqrt(1 - kept**2), reasons)
        found *= np.exp(lying)
    return found


def dealt(real: Counted, days: int, reasons: int, rng: np.random.Generator) -> tuple[Columns, Columns]:
    """[days, reasons] twice: counts whose weeks are those of a real series, at random and at its usual level; and whether a day is a true rise by itself.
    Raises Invalid where there are too few weeks.
    """
    skipped = -real.first.weekday() % WEEK
    whole = np.array(real.counts[skipped:], dtype=float)
    weeks = whole[: len(whole) // WEEK * WEEK].reshape(-1, WEEK)
    if len(weeks) < 2 * LEVEL_WEEKS or not weeks.any():
        raise Invalid("too_few_weeks", weeks=len(weeks), least=2 * LEVEL_WEEKS)
    around = [weeks[max(0, at - LEVEL_WEEKS // 2) : at + LEVEL_WEEKS // 2 + 1] for at in range(len(weeks))]
    level = np.array([max(1e-9, float(np.median(some.sum(axis=1)))) for some in around])
    usual = np.array([np.maximum(1e-9, np.median(some, axis=0)) for some in around])
    taken = rng.integers(0, len(weeks), (-(-days // WEEK), reasons))
    counts = np.rint((weeks / level[:, None])[taken] * np.median(level))
    spikes = (weeks > SPIKE * usual)[taken]
    return _in_days(counts)[:days], _in_days(spikes)[:days]


def _in_days(weeks: Any) -> Columns:
    """[weeks, reasons, 7] as [days, reasons]."""
    return np.asarray(weeks.transpose(0, 2, 1).reshape(-1, weeks.shape[1]), dtype=float)
