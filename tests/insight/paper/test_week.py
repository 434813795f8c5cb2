"""A week goes from Monday to Sunday on the site's own clock; what is none is refused, and so is one that is not over."""

from datetime import UTC, date, datetime

import pytest

from hoolin.core.errors import Invalid
from hoolin.insight.paper.week import Week, last_week, week_of

ZONE = "Europe/Tallinn"


def at(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> int:
    """An instant of UTC."""
    return round(datetime(year, month, day, hour, minute, tzinfo=UTC).timestamp() * 1000)


def test_the_last_week_is_over_on_monday_at_midnight_where_the_site_is() -> None:
    """A minute before, it is the one before."""
    assert last_week(ZONE, at(2026, 11, 29, 22, 0)) == Week(date(2026, 11, 23), ZONE)
    assert last_week(ZONE, at(2026, 11, 29, 21, 59)) == Week(date(2026, 11, 16), ZONE)
    assert week_of("", ZONE, at(2026, 11, 30, 9, 0)).sunday == date(2026, 11, 29)


def test_it_is_written_as_the_standard_writes_it_and_has_as_many_hours_as_the_clocks_gave_it() -> None:
    """Years begin with the week of the first Thursday; in October a week has an hour more."""
    week = week_of("2026-W01", ZONE, at(2026, 11, 30))
    assert (week.monday, str(week), str(week.moved(-1))) == (date(2025, 12, 29), "2026-W01", "2025-W52")
    assert str(week_of("2026-W53", ZONE, at(2027, 2, 1))) == "2026-W53"
    autumn = week_of("2026-W43", ZONE, at(2026, 11, 30))
    assert (autumn.end - autumn.begin) / 3_600_000 == 7 * 24 + 1
    assert autumn.end == autumn.moved(1).begin


@pytest.mark.parametrize(
    "said", ["2026-48", "2026-W54", "2026-W00", "2025-W53", "W48", "1999-W01", "2026-W4٨", "x" * 30]
)
def test_what_is_no_week_is_refused(said: str) -> None:
    """With what was said, and how it is written."""
    with pytest.raises(Invalid) as refused:
        week_of(said, ZONE, at(2026, 11, 30))
    assert refused.value.code == "not_a_week" and refused.value.detail["said"] == said[:20]


def test_a_week_that_is_not_over_is_refused() -> None:
    """With the last that is."""
    with pytest.raises(Invalid) as refused:
        week_of("2026-W49", ZONE, at(2026, 11, 30))
    assert (refused.value.code, refused.value.detail["last"]) == ("week_not_over", "2026-W48")
