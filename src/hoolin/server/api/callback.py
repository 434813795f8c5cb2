"""Customers ask to be called: what there is to choose from, the asking, and the taking back. Nobody logs in for it."""

from typing import Annotated

from fastapi import Depends, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from hoolin.core.facts import INSTANT_MAX
from hoolin.core.limits import MESSAGE_CHARACTERS_MAX, NAME_CHARACTERS_MAX
from hoolin.core.site.rules import Language
from hoolin.server.callbacks import Callbacks, Wanted
from hoolin.server.routing import api_router
from hoolin.server.who import hall_of, part, public

router = api_router("callback")

TheCallbacks = Annotated[Callbacks, Depends(part(Callbacks))]
Token = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{22,100}$")]
"""Made by the page, for each form that it shows: at least 128 random bits."""


class Soonest(BaseModel):
    """Within which time somebody calls who is asked now."""

    low_ms: int
    high_ms: int


class Slot(BaseModel):
    """A half hour. at: its beginning. free: whether it may be chosen."""

    at: int
    free: bool


class Slots(BaseModel):
    """What there is to choose from. soonest: null when nobody is at work or nobody can say."""

    soonest: Soonest | None
    slots: list[Slot]


class CallbackWanted(BaseModel):
    """A form. token: made by the page, unique for each form; sending it again gives the same answer. at: the beginning of a free half
    hour, null for as soon as a person is free. pass: a code that was given to the customer on another channel.
    """

    model_config = ConfigDict(extra="forbid")

    token: Token
    phone: str = Field(min_length=3, max_length=40)
    name: str = Field(default="", max_length=NAME_CHARACTERS_MAX)
    language: Language
    at: int | None = Field(default=None, ge=0, le=INSTANT_MAX)
    about: str = Field(default="", max_length=MESSAGE_CHARACTERS_MAX)
    shown: str | None = Field(default=None, alias="pass", max_length=64)


class CallbackPromised(BaseModel):
    """What was promised. promised_at: when somebody calls; null in line, where `place` is the place (1: next). low_ms, high_ms: within
    which time their turn comes; null where nobody can say.
    """

    promised_at: int | None
    place: int | None
    low_ms: int | None = None
    high_ms: int | None = None


class CallbackForm(BaseModel):
    """Which request."""

    model_config = ConfigDict(extra="forbid")

    token: Token


@router.get("/callback/slots", dependencies=[Depends(public("callback_slots"))])
async def callback_slots(callbacks: TheCallbacks, response: Response, language: Language = "et") -> Slots:
    """When one may be called: the half hours of the next three days, and how soon somebody would call now."""
    response.headers["cache-control"] = "public, max-age=5"
    return Slots.model_validate(callbacks.slots(language))


@router.post("/callback", status_code=201, dependencies=[Depends(public("callback"))])
async def ask_callback(wanted: CallbackWanted, callbacks: TheCallbacks, request: Request) -> CallbackPromised:
    """Ask to be called. The answer is a promise: it is on disk. A number has one call at most to wait for; asking again for it changes
    the time.
    """
    number = callbacks.number(wanted.phone)
    buckets = hall_of(request).buckets
    callbacks.admit(wanted.token, number, lambda lookup: buckets.take("callback_number", lookup))
    promised = await callbacks.ask(
        Wanted(
            wanted.token, number, wanted.name, wanted.language, wanted.at, wanted.about, wanted.shown or "",
        )
    )  # fmt: skip
    low_ms, high_ms = promised.wait or (None, None)
    return CallbackPromised(promised_at=promised.promised_at, place=promised.place, low_ms=low_ms, high_ms=high_ms)


@router.post("/callback/cancel", status_code=204, dependencies=[Depends(public("callback"))])
async def cancel_callback(form: CallbackForm, callbacks: TheCallbacks) -> None:
    """Do not call after all; known by the token of the form that asked for it."""
    await callbacks.cancel(form.token)
