"""Public holidays: worked out from a country by a library, handed to the site as dates, and worked out again as years go by."""

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable, Iterable
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from hoolin.core.errors import HoolinError, Invalid
from hoolin.core.facts import Instant
from hoolin.core.interaction.commands import SetHolidays
from hoolin.core.interaction.site import Kept
from hoolin.core.site.hours import HOLIDAYS_MAX, Holidays
from hoolin.core.site.rules import LANGUAGES

log = logging.getLogger(__name__)

YEARS = 3
"""This one and the next two: further than anything is promised."""

LOOK_SECONDS = 21_600.0
"""Four times a day it is seen whether the dates are still those of the coming years."""

Submit = Callable[..., Awaitable[Any]]


def holidays_in(country: str, years: Iterable[int], language: str | None = None) -> dict[date, str]:
    """The public holidays of a country, or of a part of one (`DE-BY`), with their names: in a language of the country's, or the one asked for.
    Raises Invalid for a country that is not known.
    """
    # Here, for it reads a quarter of a second, and most sites ask once.
    import holidays as library

    place, _, part = country.partition("-")
    try:
        known = library.country_holidays(place, subdiv=part or None)
        # Without a language, the library would ask the machine for its own.
        spoken = language or known.default_language
        found = library.country_holidays(place, subdiv=part or None, years=list(years), language=spoken)
    except NotImplementedError:
        raise Invalid("unknown_country", country=country) from None
    return {day: found[day] for day in sorted(found)}


def languages_of(country: str) -> dict[str, str | None]:
    """By language of ours, under which name the library has it for this country; None where it does not. Raises Invalid."""
    import holidays as library

    place = country.partition("-")[0]
    if place not in library.list_supported_countries():
        raise Invalid("unknown_country", country=country)
    there = library.list_localized_countries().get(place, [])
    return {one: next((name for name in there if name.partition("_")[0] == one), None) for one in LANGUAGES}


class HolidayCalendar:
    """The holidays of one site. kept: what it has set. zone: where it is, which says what year it is."""

    def __init__(self, kept: Kept, submit: Submit, clock: Callable[[], Instant], zone: str) -> None:
        self._kept, self._submit, self._clock = kept, submit, clock
        self._zone = ZoneInfo(zone)

    def years(self) -> range:
        """For which they are kept."""
        this = datetime.fromtimestamp(self._clock() / 1000, UTC).astimezone(self._zone).year
        return range(this, this + YEARS)

    def of(self, channel: str, country: str) -> Holidays:
        """As they are to be set now. country: empty for none. Raises Invalid."""
        days = holidays_in(country, self.years()) if country else {}
        if country and not 0 < len(days) <= HOLIDAYS_MAX:
            raise Invalid("unknown_country", country=country)
        return Holidays(channel=channel, country=country, dates=tuple(day.isoformat() for day in days))

    def named(self, country: str) -> list[dict[str, Any]]:
        """Each with its names: by language of ours where the library has it, and under `own` as the country calls it. Raises Invalid."""
        years = self.years()
        own = holidays_in(country, years)
        told = {
            one: holidays_in(country, years, name) for one, name in languages_of(country).items() if name is not None
        }
        return [
            {
                "date": day.isoformat(),
                "own": name,
                "names": {one: days[day] for one, days in told.items() if day in days},
            }
            for day, name in own.items()
        ]

    async def set(self, channel: str, country: str, actor: str) -> Holidays:
        """Be closed on them from now on. Raises Invalid."""
        holidays = await asyncio.to_thread(self.of, channel, country)
        await self._submit(SetHolidays(holidays=holidays), actor=actor, key=f"holidays-{secrets.token_hex(16)}")
        return holidays

    async def run(self) -> None:
        """Look again and again, until it is cancelled."""
        while True:
            try:
                await self.renew()
            except (HoolinError, OSError):
                log.exception("holidays are not renewed")
            await asyncio.sleep(LOOK_SECONDS)

    async def renew(self) -> None:
        """Another year has begun, or the library knows better: the dates are set again."""
        for known in list(self._kept.holidays.values()):
            holidays = await asyncio.to_thread(self.of, known.channel, known.country)
            if holidays != known and self._kept.holidays.get(known.channel) == known:
                await self._submit(
                    SetHolidays(holidays=holidays), actor="system", key=f"holidays-{secrets.token_hex(16)}"
                )
