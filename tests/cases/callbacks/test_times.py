"""Out of hours a date is promised: the first half hour with room, by the clock on the wall, also when the clocks change."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from hoolin.cases.api import callbacks as k
from hoolin.core.errors import Conflict
from tests.cases.callbacks.floor import DAY, HOUR, ZONE, CallFloor, every_day


def at(year: int, month: int, day: int, hour: int, minute: int = 0) -> int:
    """An instant by the clock on the wall in Tallinn."""
    return int(datetime(year, month, day, hour, minute, tzinfo=ZoneInfo(ZONE)).timestamp() * 1000)


def wall(instant: int) -> str:
    """What that clock shows."""
    return datetime.fromtimestamp(instant / 1000, UTC).astimezone(ZoneInfo(ZONE)).strftime("%m-%d %H:%M")


@pytest.mark.parametrize(
    ("now", "promised"),
    [
        (at(2026, 3, 28, 20), "03-29 09:00"),  # the night in which an hour is missing
        (at(2026, 3, 29, 3, 30), "03-29 09:00"),  # in the very hour that is not there
        (at(2026, 10, 24, 20), "10-25 09:00"),  # the night with an hour twice
        (at(2026, 10, 25, 3, 30), "10-25 09:00"),
        (at(2026, 11, 3, 18), "11-04 09:00"),  # just closed
        (at(2026, 11, 3, 8, 59), "11-03 09:00"),
    ],
)
def test_out_of_hours_the_next_opening_is_promised(now: int, promised: str) -> None:
    """And kept: nobody is in line before, everybody is at that instant."""
    floor = CallFloor(now)
    one = floor.ask("+3725551")
    promise = floor.facts(k.facts.CallbackAsked)[0].promised_at
    assert promise is not None
    assert wall(promise) == promised
    floor.pass_ms(promise - now - 1)
    assert floor.one(one).state == "deferred"
    floor.pass_ms(1)
    assert floor.one(one).state == "waiting"


def test_while_somebody_is_at_work_nothing_is_promised_to_the_last_minute() -> None:
    """Until six, and not at six."""
    assert CallFloor(at(2026, 11, 3, 17, 59)).ask("+3725551")
    floor = CallFloor(at(2026, 11, 3, 17, 59))
    floor.ask("+3725551")
    floor.pass_ms(60_000)
    floor.ask("+3725552")
    assert [fact.promised_at is None for fact in floor.facts(k.facts.CallbackAsked)] == [True, False]


def test_a_night_full_of_requests_is_spread_over_the_morning() -> None:
    """No half hour is promised to more than it holds, whoever asks; what was chosen counts too."""
    floor = CallFloor(at(2026, 11, 3, 20), places=2)
    floor.ask("+37250", at(2026, 11, 4, 9, 30))
    for number in range(5):
        floor.ask(f"+3726{number}")
    promised = [wall(fact.promised_at or 0) for fact in floor.facts(k.facts.CallbackAsked)]
    assert promised == ["11-04 09:30", "11-04 09:00", "11-04 09:00", "11-04 09:30", "11-04 10:00", "11-04 10:00"]


def test_when_everything_is_full_nothing_is_promised() -> None:
    """Somebody who cannot be promised anything is told so."""
    floor = CallFloor(at(2026, 11, 3, 20), places=1)
    nine = at(2026, 11, 4, 9)
    floor.desk.open_between = lambda since, until: [(nine, nine + HOUR)] if since < nine < until else []
    floor.ask("+37250")
    floor.ask("+37251")
    with pytest.raises(Conflict, match="all_slots_full"):
        floor.ask("+37252")


@pytest.mark.parametrize(("day", "hours"), [((2026, 3, 28), 71), ((2026, 10, 24), 73), ((2026, 11, 3), 72)])
def test_every_day_has_its_half_hours(day: tuple[int, int, int], hours: int) -> None:
    """Eighteen a day, beginning at nine, in each of the three days that are shown."""
    morning = at(*day, 6)
    shown = list(k.slots(every_day(ZONE), morning, k.DAYS_SHOWN))
    assert len(shown) == 3 * 18
    assert {wall(slot)[-5:] for slot in shown[::18]} == {"09:00"}
    assert {wall(slot)[-5:] for slot in shown[17::18]} == {"17:30"}
    assert at(*day, 6) + hours * HOUR == at(day[0], day[1], day[2] + 3, 6)


def test_a_half_hour_that_has_begun_is_not_offered() -> None:
    """Nor one that does not end before closing."""
    nine = at(2026, 11, 3, 9)
    open_between = every_day(ZONE)
    assert next(iter(k.slots(open_between, nine, 1))) == at(2026, 11, 3, 9, 30)
    assert next(iter(k.slots(open_between, nine - 1, 1))) == nine
    assert next(iter(k.slots(open_between, at(2026, 11, 3, 17, 30), 1))) == nine + DAY
