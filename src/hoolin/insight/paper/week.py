"""A week on a site's own clock, from Monday to Sunday. It refuses what is no week, and one that is not over."""

import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec

from hoolin.core.errors import Invalid
from hoolin.core.facts import Instant

WRITTEN = re.compile(r"(2[0-9]{3})-W([0-5][0-9])")
SIGN = "2026-W48"

FOUR = 4
"""So many weeks are added up to say what something costs: one alone says little."""


class Week(msgspec.Struct, frozen=True):
    """monday: its first day. zone: where midnight is."""

    monday: date
    zone: str

    @property
    def sunday(self) -> date:
        """Its last day."""
        return self.monday + timedelta(6)

    @property
    def begin(self) -> Instant:
        """Its first instant."""
        there = datetime(self.monday.year, self.monday.month, self.monday.day, tzinfo=ZoneInfo(self.zone))
        return round(there.astimezone(UTC).timestamp() * 1000)

    @property
    def end(self) -> Instant:
        """The first instant that is not of it any more."""
        return self.moved(1).begin

    def moved(self, by: int) -> "Week":
        """So many weeks later, or earlier."""
        return Week(self.monday + timedelta(7 * by), self.zone)

    def __str__(self) -> str:
        year, number, _ = self.monday.isocalendar()
        return f"{year}-W{number:02}"


def last_week(zone: str, now: Instant) -> Week:
    """The last one that is over."""
    today = datetime.fromtimestamp(now / 1000, ZoneInfo(zone)).date()
    return Week(today - timedelta(today.weekday() + 7), zone)


def week_of(written: str, zone: str, now: Instant) -> Week:
    """The week that somebody wrote (`2026-W48`, as ISO 8601 counts them); the last that is over where nobody did. Raises Invalid."""
    last = last_week(zone, now)
    if not written:
        return last
    found = WRITTEN.fullmatch(written.strip())
    try:
        week = Week(date.fromisocalendar(int(found[1]), int(found[2]), 1), zone) if found else None
    except ValueError:
        week = None
    if week is None:
        raise Invalid("not_a_week", said=written[:20], expected=SIGN)
    if week.monday > last.monday:
        raise Invalid("week_not_over", week=str(week), last=str(last))
    return week
