"""Is it open now, until when, and when next: hours on a site's clock, as instants. Reads the time-zone database; what it gives is
plain data.

On the two days a year on which clocks change, a time that does not exist is taken by the clock before the change, so a span never
begins early; of a time that comes twice, a span begins at the first and ends at the second. Spans that touch, at midnight for
instance, are one.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from hoolin.core.facts import Instant
from hoolin.core.site.hours import DAYS, Hours

AHEAD_DAYS = 60
"""How far is looked for the next opening: a summer closed is still found."""

DAY_MIN = 24 * 60


class Opening(NamedTuple):
    """until: when it closes, None when closed or for longer than is looked. opens_at: when it opens next, None when open or not in
    sight.
    """

    open: bool
    until: Instant | None
    opens_at: Instant | None


def opening(hours: Hours, now: Instant, zone: str) -> Opening:
    """At this instant."""
    place = ZoneInfo(zone)
    last = instant_of(_today(now, place) + timedelta(days=AHEAD_DAYS), DAY_MIN, place, last=True)
    for opens, closes in _joined(_spans(hours, now, place)):
        if opens <= now < closes:
            return Opening(True, closes if closes < last else None, None)
        if opens > now:
            return Opening(False, None, opens)
    return Opening(False, None, None)


def open_between(hours: Hours, since: Instant, until: Instant, zone: str) -> Iterator[tuple[Instant, Instant]]:
    """The parts of a time in which it is open, in order; no further than is looked."""
    for opens, closes in _joined(_spans(hours, since, ZoneInfo(zone))):
        if opens >= until:
            return
        if closes > since:
            yield max(opens, since), min(closes, until)


def _today(now: Instant, zone: ZoneInfo) -> date:
    return datetime.fromtimestamp(now / 1000, UTC).astimezone(zone).date()


def _spans(hours: Hours, now: Instant, zone: ZoneInfo) -> Iterator[tuple[Instant, Instant]]:
    """From yesterday on, in order."""
    today = _today(now, zone)
    for ahead in range(-1, AHEAD_DAYS + 1):
        day = today + timedelta(days=ahead)
        for opens, closes in hours.spans(day.isoformat(), DAYS[day.weekday()]):
            yield instant_of(day, opens, zone, last=False), instant_of(day, closes, zone, last=True)


def _joined(spans: Iterator[tuple[Instant, Instant]]) -> Iterator[tuple[Instant, Instant]]:
    """The same, those that touch as one."""
    known: tuple[Instant, Instant] | None = None
    for opens, closes in spans:
        if known is not None and opens <= known[1]:
            known = (known[0], max(known[1], closes))
            continue
        if known is not None:
            yield known
        known = (opens, closes)
    if known is not None:
        yield known


def instant_of(day: date, minute: int, zone: ZoneInfo, last: bool) -> Instant:
    """A minute of a day on that clock. last: of a time that comes twice, the second."""
    if minute == DAY_MIN:
        day, minute = day + timedelta(days=1), 0
    local = datetime.combine(day, time(minute // 60, minute % 60), zone).replace(fold=int(last))
    return round(local.timestamp() * 1000)
