"""What is usual: how many contacts each reason would have today, learned day by day from what came before, for a whole board at once.

log expected = log exposure + level + slope + day of the week + two waves of a year (a dynamic generalised linear model: West, Harrison and Migon 1985,
https://doi.org/10.1080/01621459.1985.10477131, linearised each day). How fast it forgets follows from how much it sees: a reason with two contacts a
day is averaged over months, one with two hundred over weeks. A holiday is a day like a Sunday. Counts scatter more than Poisson's by a share that is
learned too, and forecasts are unsure by what the state is unsure of: a year whose seasons were never seen is not sure of its seasons.

What it does not know: a short peak that returns each year (the week before Christmas), a day of the month (bills), a working day after a holiday. Such days
are rises like others, or, where they are many, scatter.

Arrays are [reasons], [reasons, columns] or [reasons, columns, columns].
"""

from collections.abc import Sequence, Set
from datetime import date
from math import pi
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

Columns: TypeAlias = NDArray[np.float64]

WEEK, SUNDAY = 7, 6
LEVEL, SLOPE = 0, 1
WAVES = 2
YEAR_DAYS = 365.25
DAYS_FIRST = WEEK + 1
"""The column after level, slope and the six days of the week that are told from Sunday."""
COLUMNS = DAYS_FIRST + 2 * WAVES

LEVEL_MOVES = 0.003
"""By how much (a standard deviation of its logarithm) a level moves from day to day by itself: two hundredths in a month."""
SLOPE_USUAL, SLOPE_KEPT = 0.0008, 0.98
"""A slope is usually a thousandth a day, and is gone by half in five weeks."""
DAYS_MOVE = 0.001
WAVE_USUAL = (0.1, 0.05)
"""How high the waves of a year may well be, before any was seen."""
DISPERSION_USUAL, DISPERSION_WORTH = 0.03, 600.0
"""Beyond Poisson, days scatter by a sixth (the square root of 0.03), before any was seen; and what that is worth: as if it were known to within 0.04."""
DISPERSION_KEPT = 1 - 1 / 400
FARTHEST = 30.0
CLIPPED = 3.0
"""A day farther above what was expected than so many standard deviations teaches no more than that; one farther below (an outage, a holiday that nobody
told of) teaches nothing."""


class State(NamedTuple):
    """mean, cov: of the columns."""

    mean: Columns
    cov: Columns


class Ahead(NamedTuple):
    """Of the sum of some days: mean; unsure: relative variance of it by the state; apart: relative variance, for one of dispersion 1, by days that scatter."""

    mean: Columns
    unsure: Columns
    apart: Columns


def table(days: Sequence[date], holidays: Set[date] = frozenset()) -> Columns:
    """[days, columns]: level, slope (which acts through the level), days of the week that add up to nothing, waves of a year."""
    kinds = np.array([SUNDAY if day in holidays else day.weekday() for day in days])
    year = np.array([day.toordinal() for day in days]) * (2 * pi / YEAR_DAYS)
    week = [(kinds == number).astype(float) - (kinds == SUNDAY) for number in range(SUNDAY)]
    waves = [wave(number * year) for number in range(1, WAVES + 1) for wave in (np.sin, np.cos)]
    return np.column_stack([np.ones(len(days)), np.zeros(len(days)), *week, *waves])


def _step() -> tuple[Columns, Columns]:
    """How the columns move in a day, and how unsure that leaves them."""
    move = np.eye(COLUMNS)
    move[LEVEL, SLOPE] = 1.0
    move[SLOPE, SLOPE] = SLOPE_KEPT
    noise = np.zeros(COLUMNS)
    noise[LEVEL] = LEVEL_MOVES**2
    noise[SLOPE] = SLOPE_USUAL**2 * (1 - SLOPE_KEPT**2)
    noise[SLOPE + 1 : DAYS_FIRST] = DAYS_MOVE**2
    return move, np.diag(noise)


MOVE, NOISE = _step()


def first(counts: Columns, exposure: Columns, rows: Columns) -> State:
    """Where to begin, seen from the first weeks, in which nothing is said. counts, exposure: [days, reasons]; rows: their table."""
    reasons = counts.shape[1]
    level = np.log((counts.sum(axis=0) + 0.5) / exposure.sum(axis=0))
    kinds = np.where(rows[:, 2:DAYS_FIRST].min(axis=1) < 0, SUNDAY, rows[:, 2:DAYS_FIRST].argmax(axis=1))
    usual = np.exp(level) * exposure
    week = np.stack([
        np.log((counts[kinds == kind].sum(axis=0) + 1) / (usual[kinds == kind].sum(axis=0) + 1)) for kind in range(WEEK)
    ])  # fmt: skip
    mean = np.zeros((reasons, COLUMNS))
    mean[:, LEVEL] = level + week.mean(axis=0)
    mean[:, 2:DAYS_FIRST] = (week - week.mean(axis=0))[:SUNDAY].T
    spread = [0.5, SLOPE_USUAL, *[0.4] * SUNDAY, *np.repeat(WAVE_USUAL, 2)]
    return State(mean, np.tile(np.diag(np.square(spread)), (reasons, 1, 1)))


def moved(state: State, days: int = 1) -> State:
    """The same some days later, of which nothing was seen."""
    mean, cov = state
    for _ in range(days):
        mean = mean @ MOVE.T
        cov = MOVE @ cov @ MOVE.T + NOISE
    return State(mean, cov)


def daily(state: State, rows: Columns, exposure: Columns) -> Columns:
    """[days, reasons]: what is expected of each of the days that follow a state. rows: [days, columns]; exposure: [days, reasons]."""
    return np.asarray(np.exp(np.minimum(_followed(rows) @ state.mean.T, FARTHEST)) * exposure)


def ahead(state: State, rows: Columns, exposure: Columns) -> Ahead:
    """The sum of those days."""
    each = daily(state, rows, exposure)
    whole = np.maximum(each.sum(axis=0), 1e-9)
    pull = (each.T @ _followed(rows)) / whole[:, None]
    unsure = np.einsum("ri,rij,rj->r", pull, state.cov, pull)
    later = np.cumsum(each[::-1], axis=0)[::-1] / whole
    unsure += LEVEL_MOVES**2 * np.square(later).sum(axis=0)
    return Ahead(whole, unsure, np.square(each).sum(axis=0) / whole**2)


def _followed(rows: Columns) -> Columns:
    """How far the slope has carried the level by each day."""
    rows = rows.copy()
    rows[:, SLOPE] = (1 - SLOPE_KEPT ** np.arange(1, len(rows) + 1)) / (1 - SLOPE_KEPT)
    return rows


class Scatter:
    """How much more than Poisson's the days of each reason scatter: a mean over about a year, each day as it tells of it."""

    def __init__(self, reasons: int) -> None:
        self.worth = np.full(reasons, DISPERSION_WORTH)
        self.said = self.worth * DISPERSION_USUAL

    @property
    def value(self) -> Columns:
        """Relative variance of a day beyond Poisson's."""
        return np.asarray(np.maximum(self.said / self.worth, 1e-4))

    def learn(self, squares: Columns, day: Ahead, which: NDArray[np.bool_]) -> None:
        """squares: of what came less what was expected."""
        mean = day.mean
        about = self.value + 1 / mean + day.unsure
        weight = np.where(which, 1 / (2 * about**2 + mean**-3), 0.0)
        kept = np.where(which, DISPERSION_KEPT, 1.0)
        self.said = kept * self.said + weight * (squares / mean**2 - 1 / mean - day.unsure)
        self.worth = kept * self.worth + weight


def learned(state: State, row: Columns, day: Ahead, dispersion: Columns, counts: Columns) -> tuple[State, Columns]:
    """The state (moved to the day) after what came on the day; and by how much that differed, clipped."""
    variance = day.mean + day.mean**2 * dispersion
    pull = state.cov @ row
    about = variance + day.mean**2 * (pull @ row)
    far = CLIPPED * np.sqrt(about)
    off = np.minimum(counts - day.mean, far + 1)
    taught = off >= -far
    gain = pull * (np.where(taught, day.mean, 0.0) / about)[:, None]
    mean = state.mean + gain * off[:, None]
    cov = state.cov - gain[:, :, None] * (pull * day.mean[:, None])[:, None, :]
    return State(mean, (cov + cov.transpose(0, 2, 1)) / 2), np.maximum(off, -far)
