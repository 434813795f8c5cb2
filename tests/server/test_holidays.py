"""Holidays by country: worked out by the shell, kept as dates, closed unless the hours say otherwise, renewed as years go by."""

from collections.abc import AsyncIterator
from datetime import date
from typing import Any, cast

import httpx
import pytest
import pytest_asyncio

from hoolin.core.errors import Invalid
from hoolin.core.interaction import commands as c
from hoolin.core.site.hours import DAYS, Day, Hours, Span, Spans
from hoolin.server.holidays import HolidayCalendar, holidays_in
from tests.channels.chat.stand import Stand
from tests.channels.post.site import post_site
from tests.server.test_contact import client_of

DAY: Spans = (Span(opens="09:00", closes="17:00"),)


@pytest_asyncio.fixture
async def desk() -> AsyncIterator[tuple[Any, httpx.AsyncClient]]:
    """A site that is open every day but the 24th of December 2027, and in the morning of the 25th."""
    async with post_site() as site, client_of(cast(Stand, site), "admin") as client:
        week: dict[Day, Spans] = dict.fromkeys(DAYS, DAY)
        dates: dict[str, Spans] = {"2027-12-24": (), "2027-12-25": (Span(opens="09:00", closes="12:00"),)}
        await site.ask(c.SetHours(hours=Hours(week=week, dates=dates)))
        yield site, client


def test_the_library_knows_estonia_and_parts_of_countries() -> None:
    """With the names in the country's language, and in another; a country that is none is refused."""
    days = holidays_in("EE", [2027])
    assert days[date(2027, 2, 24)] == "iseseisvuspäev"
    assert "ndependence" in holidays_in("EE", [2027], "en_US")[date(2027, 2, 24)]
    assert len(holidays_in("DE-BY", [2027])) > len(holidays_in("DE", [2027]))
    for nowhere in ("XX", "EE-99"):
        with pytest.raises(Invalid):
            holidays_in(nowhere, [2027])


async def test_a_country_closes_its_holidays_and_the_hours_have_the_last_word(
    desk: tuple[Any, httpx.AsyncClient],
) -> None:
    """Set over HTTP, told with names, in the one file as a country only, and taken away again."""
    site, client = desk
    kept = site.built.site.kept
    assert (await client.put("/api/v1/holidays", json={"country": "EE"})).status_code == 200
    now = kept.holidays[""].dates[0]
    assert now.endswith("-01-01")
    assert kept.hours[""].spans("2027-02-24", "wed") == () and kept.hours[""].spans("2027-02-25", "thu") == (
        (540, 1020),
    )
    assert kept.hours[""].spans("2027-12-25", "sat") == ((540, 720),)
    told = (await client.get("/api/v1/setup")).json()
    assert list(told["hours"][0]["dates"]) == ["2027-12-25"] and told["holidays"][0]["country"] == "EE"
    file = (await client.get("/api/v1/config")).text
    assert "holidays:\n  '*': EE\n" in file and "2027-02-24" not in file
    assert (await client.put("/api/v1/config", json={"yaml": file})).json()["said"] == []
    named = (await client.get("/api/v1/holidays/EE")).json()["holidays"]
    one = next(each for each in named if each["date"].endswith("-02-24"))
    assert one["own"] == one["names"]["et"] == "iseseisvuspäev" and "en" in one["names"] and "ru" not in one["names"]
    changed = (await client.put("/api/v1/config", json={"yaml": file.replace("'*': EE", "'*': LV")})).json()
    assert changed["said"] == ["holidays: * EE → LV"]
    assert (
        kept.hours[""].spans("2027-02-24", "wed") == ((540, 1020),) and kept.hours[""].spans("2027-11-18", "thu") == ()
    )
    assert (await client.put("/api/v1/holidays", json={"country": ""})).status_code == 200
    assert kept.holidays == {} and set(kept.hours[""].dates) == {"2027-12-25"}


async def test_a_country_that_is_none_is_refused(desk: tuple[Any, httpx.AsyncClient]) -> None:
    """In each of the ways; nothing is changed."""
    site, client = desk
    for answer in (
        await client.put("/api/v1/holidays", json={"country": "XX"}),
        await client.get("/api/v1/holidays/XX"),
        await client.put("/api/v1/config", json={"yaml": 'hoolin: 1\nholidays: {"*": XX}\n'}),
    ):
        assert (answer.status_code, answer.json()["code"]) == (422, "unknown_country")
    assert site.built.site.kept.holidays == {}


async def test_another_year_brings_its_own_dates(desk: tuple[Any, httpx.AsyncClient]) -> None:
    """Looked at again, the dates are those of the coming years; looked at twice, nothing is recorded."""
    site, _ = desk
    kept = site.built.site.kept
    later = HolidayCalendar(kept, site.built.loop.submit, lambda: 1_900_000_000_000, "Europe/Tallinn")
    assert await site.built.calendar.set("", "EE", "admin") == kept.holidays[""]
    await later.renew()
    assert kept.holidays[""].dates[0] == "2030-01-01" and kept.hours[""].spans("2032-12-25", "sat") == ()
    position = site.built.loop.durable_position
    await later.renew()
    assert site.built.loop.durable_position == position
