"""Days of the place where a site is."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from hoolin.core.facts import Instant


def day_of(instant: Instant, zone: str) -> date:
    """The day that an instant is in."""
    return datetime.fromtimestamp(instant / 1_000, ZoneInfo(zone)).date()


def midnight(day: date, zone: str) -> Instant:
    """The first instant of a day."""
    return round(datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC).timestamp() * 1_000)
