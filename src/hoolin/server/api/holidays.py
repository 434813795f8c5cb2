"""Public holidays of a country: looked at by name, and set for the hours of the site or of a channel."""

import asyncio
from typing import Annotated

from fastapi import Depends, Path
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from hoolin.server.accounts.records import Who
from hoolin.server.bodies import plain
from hoolin.server.holidays import HolidayCalendar
from hoolin.server.routing import api_router
from hoolin.server.who import part, require

router = api_router("holidays")

Configurer = Annotated[Who, Depends(require("site.configure"))]
Calendar = Annotated[HolidayCalendar, Depends(part(HolidayCalendar))]
COUNTRY = r"^[A-Z]{2}(-[A-Z0-9]{1,5})?$"


class Wanted(BaseModel):
    """channel: whose hours; empty for every channel without hours of its own. country: empty for none."""

    model_config = ConfigDict(extra="forbid")

    channel: str = Field(default="", max_length=64)
    country: str = Field(pattern=r"^([A-Z]{2}(-[A-Z0-9]{1,5})?)?$")


@router.get("/holidays/{country}", response_class=Response)
async def holidays(country: Annotated[str, Path(pattern=COUNTRY)], who: Configurer, calendar: Calendar) -> Response:
    """The public holidays of a country (`EE`, or a part of one: `DE-BY`) in this year and the next two, with their names in et, ru and en where they
    are known, and as the country calls them. 422 `unknown_country` for one that is not known.
    """
    return plain({"country": country, "holidays": await asyncio.to_thread(calendar.named, country)})


@router.put("/holidays", response_class=Response)
async def set_holidays(body: Wanted, who: Configurer, calendar: Calendar) -> Response:
    """Be closed on the holidays of a country: `{"channel": "", "country": "EE"}`; with an empty country, no more. Dates that the hours name hold as
    they say. When another year begins, the dates are worked out again.
    """
    return plain(await calendar.set(body.channel, body.country, who.actor))
