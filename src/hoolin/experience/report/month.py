"""A month on a site's own clock. It refuses what is no month, and one that has not begun."""

import re
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import msgspec

from hoolin.core.errors import Invalid
from hoolin.core.facts import Instant

WRITTEN = re.compile(r"(2[0-9]{3})-(0[1-9]|1[0-2])")


class Month(msgspec.Struct, frozen=True):
    """number: 1 to 12. zone: where midnight is."""

    year: int
    number: int
    zone: str

    @property
    def begin(self) -> Instant:
        """Its first instant."""
        return round(datetime(self.year, self.number, 1, tzinfo=ZoneInfo(self.zone)).astimezone(UTC).timestamp() * 1000)

    @property
    def end(self) -> Instant:
        """The first instant that is not of it any more."""
        return self._moved(1).begin

    @property
    def before(self) -> "Month":
        """The one before."""
        return self._moved(-1)

    def _moved(self, by: int) -> "Month":
        at = self.year * 12 + self.number - 1 + by
        return Month(at // 12, at % 12 + 1, self.zone)

    def __str__(self) -> str:
        return f"{self.year}-{self.number:02}"


def month_of(written: str, zone: str) -> Month:
    """The month that somebody wrote: `2026-10`. Raises Invalid."""
    found = WRITTEN.fullmatch(written.strip())
    if found is None:
        raise Invalid("not_a_month", said=written[:20], expected="2026-10")
    return Month(int(found[1]), int(found[2]), zone)


def day_of(instant: Instant, zone: str) -> date:
    """The day that an instant is in."""
    return datetime.fromtimestamp(instant / 1000, ZoneInfo(zone)).date()
