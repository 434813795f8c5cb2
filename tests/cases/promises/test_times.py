"""What an agent chooses from lies in opening hours, on the clock of the place, also over nights, holidays and the days on which clocks change."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from hoolin.cases.api import callbacks, promises
from hoolin.cases.promises.times import escalate_at, remind_at
from hoolin.core.site.hours import Hours, Span
from hoolin.wiring.hours import USUAL, day_of
from hoolin.workforce.api import open_between
from tests.cases.callbacks.floor import DAY, HOUR, TUESDAY, ZONE

WORKDAYS = Hours(week=dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), (Span(opens="09:00", closes="18:00"),)))


def between(hours: Hours) -> callbacks.OpenBetween:
    """Hours on the clock of Tallinn."""
    return lambda since, until: open_between(hours, since, until, ZONE)


def local(at: int) -> str:
    """Day and hour there."""
    return f"{datetime.fromtimestamp(at / 1000, UTC).astimezone(ZoneInfo(ZONE)):%a %H:%M}"


def chosen(now: int, hours: Hours = WORKDAYS) -> dict[str, str]:
    """The choices by their code, as day and hour."""
    return {one.code: local(one.due_at) for one in promises.choices(between(hours), day_of(ZONE), now)}


def test_on_a_morning() -> None:
    """An hour, three, the end of today, noon and the end of tomorrow, noon of the third day."""
    assert chosen(TUESDAY) == {
        "hour": "Tue 11:00", "hours": "Tue 13:00", "today": "Tue 18:00", "next_noon": "Wed 12:00", "next_end": "Wed 18:00",
        "third_noon": "Fri 12:00",
    }  # fmt: skip


def test_in_the_evening_an_hour_is_one_of_tomorrows() -> None:
    """Of the hour that is left today, and the rest in the morning; nothing is promised for a night."""
    at = TUESDAY + 7 * HOUR + HOUR // 2
    assert chosen(at)["hour"] == "Wed 09:30"
    assert chosen(TUESDAY + 12 * HOUR)["hour"] == "Wed 10:00"
    assert "today" not in chosen(TUESDAY + 12 * HOUR)


def test_before_a_weekend_the_next_day_is_monday() -> None:
    """Tomorrow noon is never a closed one."""
    friday = TUESDAY + 3 * DAY
    assert chosen(friday)["next_noon"] == "Mon 12:00"
    assert chosen(friday)["third_noon"] == "Wed 12:00"


def test_where_noon_is_closed_the_nearest_open_moment_is_chosen() -> None:
    """A place that opens in the afternoon promises its opening."""
    late = Hours(week=dict.fromkeys(WORKDAYS.week, (Span(opens="14:00", closes="20:00"),)))
    assert chosen(TUESDAY, late)["next_noon"] == "Wed 14:00"


def test_where_it_never_opens_there_is_nothing_to_choose() -> None:
    """The agent types a time."""
    assert promises.choices(lambda since, until: (), day_of(ZONE), TUESDAY) == []


@given(st.integers(TUESDAY, TUESDAY + 366 * DAY))
def test_every_choice_is_ahead_and_in_opening_hours(now: int) -> None:
    """Over a whole year with both changes of the clock; each once, in order."""
    found = promises.choices(between(USUAL), day_of(ZONE), now)
    assert len(found) >= 4
    assert [one.due_at for one in found] == sorted({one.due_at for one in found})
    for one in found:
        assert one.due_at > now
        assert callbacks.is_open(between(USUAL), one.due_at - 1)


@given(st.integers(0, 10 * DAY), st.integers(1, 366 * DAY))
def test_reminders_come_in_order_and_before_it_is_due(since: int, length: int) -> None:
    """First its owner, then supervisors, however short it is."""
    due_at = since + length
    assert since <= remind_at(since, due_at) <= escalate_at(since, due_at) <= due_at
