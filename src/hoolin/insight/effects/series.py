"""Contacts counted step by step, with how many customers could have made them."""

import csv
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from statistics import median_low

import msgspec
import numpy as np
from numpy.typing import NDArray

from hoolin.core.errors import Invalid

STEPS_MIN = 12
"""With fewer steps a trend and a change of level cannot be told apart."""

MONTH_DAYS_MIN = 28
YEAR_DAYS = 365.25
MONTHS = 12
WEEK_DAYS = 7

CHANGED = frozenset({"changed", "treated", "1"})
"""What the column `group` says of those who got the change; everything else did not."""


class Series(msgspec.Struct, frozen=True):
    """dates: rising, evenly apart or months; counts, exposure: of each. Exposure is what counts are a rate of: customers, or customer-months."""

    dates: tuple[date, ...]
    counts: tuple[float, ...]
    exposure: tuple[float, ...]

    def after(self, change: date) -> NDArray[np.float64]:
        """[steps]: 1 from the change on."""
        return np.array([float(day >= change) for day in self.dates])

    @property
    def monthly(self) -> bool:
        """Whether steps are months."""
        return self.step_days >= MONTH_DAYS_MIN and all(day.day == self.dates[0].day for day in self.dates)

    def years(self) -> NDArray[np.float64]:
        """[steps]: where each lies in time. Months are evenly apart, however many days they have."""
        if self.monthly:
            return np.array([day.year + (day.month - 1) / 12 for day in self.dates])
        return np.array([day.toordinal() / YEAR_DAYS for day in self.dates])

    @property
    def step_days(self) -> float:
        """The usual distance of two steps."""
        days = [(later - earlier).days for earlier, later in zip(self.dates, self.dates[1:], strict=False)]
        return float(np.median(days)) if days else 1.0


class Observed(msgspec.Struct, frozen=True):
    """changed: those who got the change. others: those who did not, at the same steps; None where everybody did."""

    changed: Series
    others: Series | None = None


def read(path: Path) -> Observed:
    """A CSV with the columns date (2026-10-31), count, exposure and perhaps group; rows of one group and date are added up. Dates lie evenly apart
    or are months: a day without contacts needs a row with the count 0, else quiet days would be left out and the rate seem higher than it was. Raises
    Invalid, naming what is wrong and in which line or at which date.
    """
    kinds: dict[bool, dict[date, list[float]]] = {True: {}, False: {}}
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file)
            if rows.fieldnames is None or not {"date", "count", "exposure"} <= set(rows.fieldnames):
                raise Invalid("no_such_column", file=str(path), columns="date, count, exposure")
            grouped = "group" in rows.fieldnames
            for row in rows:
                day, count, exposure = _numbers(row, str(path), rows.line_num)
                kind = kinds[not grouped or (row["group"] or "").strip().casefold() in CHANGED]
                there = kind.setdefault(day, [0.0, 0.0])
                there[0] += count
                there[1] += exposure
    except (OSError, UnicodeDecodeError, csv.Error) as problem:
        raise Invalid("unreadable", file=str(path), why=str(problem)) from problem
    if grouped and kinds[True].keys() != kinds[False].keys():
        raise Invalid("groups_differ_in_dates", file=str(path))
    _check_even(sorted(kinds[True]), str(path))
    return Observed(_series(kinds[True]), _series(kinds[False]) if grouped else None)


def _check_even(days: Sequence[date], path: str) -> None:
    """Equal steps, by days or by months (their same day, or their last)."""
    apart = [(later - earlier).days for earlier, later in pairwise(days)]
    if len({day.day for day in days}) == 1 or all((day + timedelta(1)).day == 1 for day in days):
        months = [day.year * MONTHS + day.month for day in days]
        if len({later - earlier for earlier, later in pairwise(months)}) <= 1:
            return
    usual = median_low(apart) if apart else 0
    uneven = next((day for day, step in zip(days[1:], apart, strict=True) if step != usual), None)
    if uneven is not None:
        raise Invalid(
            "uneven_steps", file=path, date=str(uneven), hint="a day (week, month) without contacts needs a row with the count 0"
        )  # fmt: skip


def _numbers(row: dict[str, str], path: str, line: int) -> tuple[date, float, float]:
    try:
        day, count, exposure = date.fromisoformat(row["date"].strip()), float(row["count"]), float(row["exposure"])
    except (ValueError, TypeError, AttributeError) as problem:
        raise Invalid("not_a_number", file=path, line=line) from problem
    if not (0 <= count < float("inf") and 0 < exposure < float("inf")):
        raise Invalid("out_of_range", file=path, line=line)
    return day, count, exposure


def _series(found: dict[date, list[float]]) -> Series:
    days = sorted(found)
    return Series(tuple(days), tuple(found[day][0] for day in days), tuple(found[day][1] for day in days))
