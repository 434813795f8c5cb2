"""Weeks and hours as they are where the site is."""

from datetime import datetime
from zoneinfo import ZoneInfo

from hoolin.core.facts import Instant


def week_and_hour(at: Instant, zone: str) -> tuple[str, int]:
    """The week (`2026-W49`) and the hour, 0 to 23, of an instant in this zone."""
    here = datetime.fromtimestamp(at / 1_000, ZoneInfo(zone))
    year, week, _ = here.isocalendar()
    return f"{year}-W{week:02}", here.hour
