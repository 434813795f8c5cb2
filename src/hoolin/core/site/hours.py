"""When a site, or one of its channels, is open: by the day of the week, with exceptions by date. All times are those of the
site's own clock; what instant they are is worked out where the time zone is known.

A day has several spans or none. A span ends on the day on which it begins; one that goes on past midnight is two, and
`24:00` is the end of a day.
"""

from typing import Annotated, Literal, TypeAlias

import msgspec

from hoolin.core.site.rules import Value

Clock: TypeAlias = Annotated[str, msgspec.Meta(pattern=r"^(([01]\d|2[0-3]):[0-5]\d|24:00)$")]
"""`09:00`; `24:00` is the end of the day."""

Date: TypeAlias = Annotated[str, msgspec.Meta(pattern=r"^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$")]
"""`2026-12-24`."""

Day: TypeAlias = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]

DAYS: tuple[Day, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

SPANS_MAX = 6
"""A day with more pauses than that is a mistake."""

DATES_MAX = 500
"""A year of exceptions, and the holidays of some."""

HOLIDAYS_MAX = 150
"""Of some years."""


class Span(Value):
    """Open from `opens` until `closes`, which is later on the same day."""

    opens: Clock
    closes: Clock


Spans: TypeAlias = Annotated[tuple[Span, ...], msgspec.Meta(max_length=SPANS_MAX)]


class Hours(Value):
    """When people answer.

    channel: the channel it is about; empty: every channel that has no hours of its own. week: by day; a day that is missing is closed.
    dates: what holds on a date instead of its day of the week; empty: closed. Without any hours in either, none are set, and it is open
    while people are online.
    """

    channel: Annotated[str, msgspec.Meta(max_length=64)] = ""
    week: dict[Day, Spans] = {}
    dates: Annotated[dict[Date, Spans], msgspec.Meta(max_length=DATES_MAX)] = {}

    @property
    def none_set(self) -> bool:
        """Whether it says nothing."""
        return not self.week and not self.dates

    def spans(self, date: str, day: Day) -> tuple[tuple[int, int], ...]:
        """On that date, which is such a day of the week: from and until, in minutes of the day."""
        of_day = self.dates[date] if date in self.dates else self.week.get(day, ())
        return tuple((minutes(span.opens), minutes(span.closes)) for span in of_day)


class Holidays(Value):
    """The public holidays of a country, on which it is closed where hours are set. They are worked out by whoever sets them: a decision knows no calendar.

    channel: whose hours they are for, as in `Hours`. country: its code, `EE`, or a part of it, `DE-BY`; empty: none are kept any more. dates: the
    holidays of some years; a date that the hours themselves name holds as they say.
    """

    channel: Annotated[str, msgspec.Meta(max_length=64)] = ""
    country: Annotated[str, msgspec.Meta(max_length=8)] = ""
    dates: Annotated[tuple[Date, ...], msgspec.Meta(max_length=HOLIDAYS_MAX)] = ()


def with_holidays(hours: Hours, holidays: Holidays | None) -> Hours:
    """The hours that hold: as they are set, and closed on holidays that they do not name."""
    if holidays is None or hours.none_set:
        return hours
    closed: dict[Date, Spans] = dict.fromkeys(holidays.dates, ())
    return msgspec.structs.replace(hours, dates={**closed, **hours.dates})


def without_holidays(hours: Hours, holidays: Holidays | None) -> Hours:
    """The hours as they are set, from those that hold. That somebody had closed a holiday by hand is not known any more; it is closed either way."""
    if holidays is None:
        return hours
    closed = set(holidays.dates)
    dates = {date: spans for date, spans in hours.dates.items() if spans or date not in closed}
    if not hours.week and not dates:
        # Nothing but closed days: without them these would be no hours at all, and everybody would be told that it is open.
        return hours
    return msgspec.structs.replace(hours, dates=dates)


def minutes(clock: str) -> int:
    """Since midnight."""
    return int(clock[:2]) * 60 + int(clock[3:])


def out_of_order(hours: Hours) -> str | None:
    """The first day or date whose spans are empty, overlap or are not one after the other; None when all is well."""
    for day, spans in (*hours.week.items(), *hours.dates.items()):
        ends = [minute for span in spans for minute in (minutes(span.opens), minutes(span.closes))]
        if any(one >= other for one, other in zip(ends[::2], ends[1::2], strict=True)) or ends != sorted(ends):
            return day
    return None
