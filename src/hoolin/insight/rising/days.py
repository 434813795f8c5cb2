"""Counts of each day from a file: a board of reasons, or one series."""

import csv
from collections.abc import Mapping
from datetime import date, timedelta
from math import inf
from pathlib import Path

from hoolin.core.errors import Invalid
from hoolin.insight.rising.alarm import Counted

HINT = "a day without contacts needs a row with the count 0"


def read(path: Path) -> dict[str | None, Counted]:
    """A CSV with the columns date (2026-10-31), count, and perhaps exposure and reason; rows of one reason and date are added up. Where there are reasons,
    all contacts are added as None. A reason begins with its first row and has one for each day up to the last of the file. Raises Invalid,
    naming what is wrong, and the line, or the reason and the date.
    """
    rows: dict[str | None, dict[date, tuple[float, float]]] = {}
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            names = set(reader.fieldnames or ())
            if not {"date", "count"} <= names:
                raise Invalid("no_such_column", file=str(path), columns="date, count")
            for row in reader:
                day, count, exposure = _numbers(row, str(path), reader.line_num)
                there = rows.setdefault(_reason(row, str(path), reader.line_num) if "reason" in names else None, {})
                before = there.get(day, (0.0, 0.0))
                there[day] = (before[0] + count, max(before[1], exposure))
    except (OSError, UnicodeDecodeError, csv.Error) as problem:
        raise Invalid("unreadable", file=str(path), why=str(problem)) from problem
    if not rows:
        raise Invalid("nothing_counted", file=str(path))
    last = max(max(days) for days in rows.values())
    counted = {reason: _whole(reason, days, last, str(path)) for reason, days in rows.items()}
    return counted if None in counted else {None: everything(counted), **counted}


def everything(counted: Mapping[str | None, Counted]) -> Counted:
    """All contacts: of each day, from the first on which there was any reason; the largest exposure of each, for reasons share their customers."""
    first = min(one.first for one in counted.values())
    days = max(len(one.counts) for one in counted.values())
    counts, exposure = [0.0] * days, [0.0] * days
    for one in counted.values():
        skipped = (one.first - first).days
        for at, count in enumerate(one.counts, skipped):
            counts[at] += count
            exposure[at] = max(exposure[at], one.exposure[at - skipped] if one.exposure else 1.0)
    return Counted(first, tuple(counts), tuple(exposure))


def _reason(row: Mapping[str, str | None], path: str, line: int) -> str:
    name = (row["reason"] or "").strip()
    if not name:
        raise Invalid("no_reason", file=path, line=line)
    return name


def _numbers(row: Mapping[str, str | None], path: str, line: int) -> tuple[date, float, float]:
    try:
        day, count = date.fromisoformat((row["date"] or "").strip()), float(row["count"] or "")
        exposure = float(row["exposure"] or "") if "exposure" in row else 1.0
    except ValueError as problem:
        raise Invalid("not_a_number", file=path, line=line) from problem
    if not (0 <= count < inf and 0 < exposure < inf):
        raise Invalid("out_of_range", file=path, line=line)
    return day, count, exposure


def _whole(reason: str | None, days: Mapping[date, tuple[float, float]], last: date, path: str) -> Counted:
    first = min(days)
    every = [first + timedelta(at) for at in range((last - first).days + 1)]
    hole = next((day for day in every if day not in days), None)
    if hole is not None:
        raise Invalid("uneven_steps", file=path, reason=reason, date=str(hole), hint=HINT)
    return Counted(first, tuple(days[day][0] for day in every), tuple(days[day][1] for day in every))
