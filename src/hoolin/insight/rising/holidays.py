"""Days on which people call as on a Sunday: the public holidays of Estonia, or an operator's own list."""

from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

from hoolin.core.errors import Invalid
from hoolin.insight.rising.alarm import Counted

FIXED = ((1, 1), (2, 24), (5, 1), (6, 23), (6, 24), (8, 20), (12, 24), (12, 25), (12, 26))
"""Month and day: New Year, Independence, Spring Day, Victory Day, St John's, Restoration of Independence, Christmas Eve, Christmas, Boxing Day."""
FROM_EASTER = (-2, 0, 49)
"""Good Friday, Easter, Pentecost."""


def estonian(years: Iterable[int]) -> frozenset[date]:
    """The national holiday and the public holidays by the act in force (Pühade ja tähtpäevade seadus, § 1 and 2), which are days off, in some years."""
    found = set()
    for year in years:
        found |= {date(year, month, day) for month, day in FIXED}
        found |= {easter(year) + timedelta(away) for away in FROM_EASTER}
    return frozenset(found)


def named(name: str, counted: Iterable[Counted]) -> frozenset[date]:
    """`estonian`: in the years that are counted; `none`; or a file with a date (2026-12-24) in each line. Raises Invalid, naming file and line."""
    if name == "none":
        return frozenset()
    if name == "estonian":
        return estonian({year for one in counted for year in range(one.first.year, one.last.year + 1)})
    try:
        lines = Path(name).read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as problem:
        raise Invalid("unreadable", file=name, why=str(problem)) from problem
    return frozenset(_day(line.strip(), name, number) for number, line in enumerate(lines, 1) if line.strip())


def _day(text: str, path: str, line: int) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as problem:
        raise Invalid("no_such_date", file=path, line=line) from problem


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (Meeus, Astronomical Algorithms, 1991, chapter 8)."""
    golden, century, rest = year % 19, year // 100, year % 100
    moon = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    week = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    late = (golden + 11 * moon + 22 * week) // 451
    month, day = divmod(moon + week - 7 * late + 114, 31)
    return date(year, month, day + 1)
