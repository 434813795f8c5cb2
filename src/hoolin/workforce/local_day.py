"""How far a place's clock is ahead of UTC on its present day. Reads the time-zone database; what it gives is plain data."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from hoolin.core.facts import Instant


def offset_min(now: Instant, zone: str = "Europe/Tallinn") -> int:
    """Minutes ahead of UTC at the local midnight before `now`.

    At midnight and not now, so that on the two days a year on which the clocks change, today still begins at midnight.
    """
    local = datetime.fromtimestamp(now / 1000, UTC).astimezone(ZoneInfo(zone))
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    ahead = midnight.utcoffset()
    return round(ahead.total_seconds() / 60) if ahead is not None else 0
