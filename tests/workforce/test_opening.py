"""Opening hours: several a day, exceptions by date, past midnight, and the two days on which clocks change."""

from datetime import datetime
from zoneinfo import ZoneInfo

import msgspec
import pytest

from hoolin.core.errors import Invalid
from hoolin.core.facts import Entry
from hoolin.core.interaction import facts as f
from hoolin.core.interaction.commands import SetHours
from hoolin.core.interaction.fold import hours_set
from hoolin.core.interaction.setup import set_hours
from hoolin.core.interaction.site import Site
from hoolin.core.site.hours import DAYS, Hours, Span
from hoolin.workforce.opening import Opening, opening

ZONE = "Europe/Tallinn"


def at(text: str, fold: int = 0) -> int:
    """The instant of a time in Tallinn."""
    local = datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(ZONE), fold=fold)
    return round(local.timestamp() * 1000)


def spans(*texts: str) -> tuple[Span, ...]:
    """`09:00-12:00` as a span."""
    return tuple(Span(opens=text[:5], closes=text[6:]) for text in texts)


OFFICE = Hours(
    week=dict.fromkeys(DAYS[:5], spans("09:00-12:00", "13:00-17:30")) | {"sat": spans("10:00-14:00")},
    dates={"2026-12-24": spans("09:00-12:00"), "2026-12-25": (), "2026-12-27": spans("10:00-12:00")},
)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-12-02T09:00", Opening(True, at("2026-12-02T12:00"), None)),
        ("2026-12-02T12:00", Opening(False, None, at("2026-12-02T13:00"))),
        ("2026-12-02T17:30", Opening(False, None, at("2026-12-03T09:00"))),
        ("2026-12-05T15:00", Opening(False, None, at("2026-12-07T09:00"))),
        ("2026-12-24T13:00", Opening(False, None, at("2026-12-26T10:00"))),
        ("2026-12-27T11:00", Opening(True, at("2026-12-27T12:00"), None)),
    ],
    ids=["opens", "lunch", "evening", "weekend", "holidays", "a Sunday that is open"],
)
def test_a_week_with_exceptions(now: str, expected: Opening) -> None:
    """Open from the first minute until before the last; closed days and dates are passed over."""
    assert opening(OFFICE, at(now), ZONE) == expected


def test_past_midnight_is_one_opening() -> None:
    """A span until 24:00 and one from 00:00 on the next day are one; round the clock never closes within sight."""
    night = Hours(week={"fri": spans("18:00-24:00"), "sat": spans("00:00-03:00")})
    assert opening(night, at("2026-12-04T23:00"), ZONE) == Opening(True, at("2026-12-05T03:00"), None)
    always = Hours(week=dict.fromkeys(DAYS, spans("00:00-24:00")))
    assert opening(always, at("2026-12-04T23:00"), ZONE) == Opening(True, None, None)


def test_the_day_on_which_an_hour_is_missing() -> None:
    """29 March 2026, 03:00 becomes 04:00: hours of the day keep their place on the clock, and the night is an hour shorter."""
    hours = Hours(week={"sun": spans("00:00-05:00", "09:00-17:00")})
    before = at("2026-03-29T02:59")
    assert opening(hours, before, ZONE) == Opening(True, at("2026-03-29T05:00"), None)
    assert at("2026-03-29T05:00") - at("2026-03-29T00:00") == 4 * 3_600_000
    assert opening(hours, at("2026-03-29T08:00"), ZONE).opens_at == at("2026-03-29T09:00")
    in_the_gap = Hours(week={"sun": spans("03:30-05:00")})
    assert opening(in_the_gap, before, ZONE).opens_at == at("2026-03-29T04:30")


def test_the_day_on_which_an_hour_comes_twice() -> None:
    """25 October 2026, 04:00 becomes 03:00: a span begins at the first such hour and ends at the second."""
    hours = Hours(week={"sun": spans("03:15-03:45")})
    first, last = at("2026-10-25T03:15", fold=0), at("2026-10-25T03:45", fold=1)
    assert last - first == 90 * 60_000
    assert opening(hours, first - 1, ZONE).opens_at == first
    assert opening(hours, first, ZONE) == Opening(True, last, None)
    assert not opening(hours, last, ZONE).open


def test_closed_for_longer_than_anybody_looks() -> None:
    """Nothing in sight is said as such."""
    assert opening(Hours(dates={"2026-01-01": spans("09:00-10:00")}), at("2026-06-01T12:00"), ZONE) == (
        False,
        None,
        None,
    )


def set_on(site: Site, hours: Hours) -> bool:
    """Set them; whether anything was recorded."""
    facts = set_hours(site, SetHours(hours=hours), 0).facts
    for fact in facts:
        hours_set(site, Entry(1, 0, "system", "x", fact))
    return bool(facts)


def test_hours_are_set_for_all_for_one_channel_and_taken_away() -> None:
    """A channel's own hours hold for it, the site's for the others; set again they change nothing; saying nothing removes them."""
    site = Site()
    mail = Hours(channel="email", week={"mon": spans("08:00-20:00")})
    assert set_on(site, OFFICE)
    assert set_on(site, mail)
    assert not set_on(site, mail)
    assert (site.kept.hours_of("email"), site.kept.hours_of("chat")) == (mail, OFFICE)
    assert set_on(site, Hours(channel="email"))
    assert site.kept.hours_of("email") == OFFICE
    again = Site()
    again.restore(site.dump())
    assert again.kept.hours == {"": OFFICE}


@pytest.mark.parametrize("wrong", [("12:00-09:00",), ("09:00-09:00",), ("09:00-12:00", "11:00-13:00")])
def test_spans_that_are_out_of_order_are_refused(wrong: tuple[str, ...]) -> None:
    """Backwards, empty, or into each other; and the day is named."""
    with pytest.raises(Invalid) as refused:
        set_hours(Site(), SetHours(hours=Hours(week={"tue": spans(*wrong)})), 0)
    assert refused.value.detail["day"] == "tue"


@pytest.mark.parametrize("clock", ["9:00", "24:01", "25:00", "12:60", ""])
def test_a_time_that_is_none_is_no_hours(clock: str) -> None:
    """What no clock shows is not read."""
    body = {"hours": {"week": {"mon": [{"opens": clock, "closes": "24:00"}]}}}
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(body, SetHours)


def test_the_fact_is_named_in_the_past() -> None:
    """It stands in the journal as `hours_set`."""
    assert f.HoursSet.__struct_config__.tag == "hours_set"
