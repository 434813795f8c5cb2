"""Opening hours until a site has set its own: the same every day, by the clock on the wall."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hoolin.cases.api import callbacks
from hoolin.core.facts import Instant

OPENS, CLOSES = time(9), time(18)


def every_day(zone: str) -> callbacks.OpenBetween:
    """From nine to six in this zone, also on the days on which the clocks change."""
    place = ZoneInfo(zone)

    def open_between(since: Instant, until: Instant) -> Iterator[tuple[Instant, Instant]]:
        day = datetime.fromtimestamp(since / 1000, UTC).astimezone(place).date()
        while (opens := _instant(datetime.combine(day, OPENS, place))) < until:
            begins = max(since, opens)
            ends = min(until, _instant(datetime.combine(day, CLOSES, place)))
            if begins < ends:
                yield begins, ends
            day += timedelta(days=1)

    return open_between


def _instant(moment: datetime) -> Instant:
    return round(moment.timestamp() * 1000)
