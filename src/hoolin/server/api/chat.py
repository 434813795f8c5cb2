"""The customers' chat: the visitor's socket, and what a page asks before anybody has said anything."""

from typing import Annotated

from fastapi import Depends
from pydantic import BaseModel, Field
from starlette.responses import Response
from starlette.websockets import WebSocket

from hoolin.channels.chat.gateway import ChatGateway
from hoolin.core.errors import NotFound
from hoolin.core.site.rules import Language
from hoolin.server.api.attachments import Bearer, TheChat, visitor
from hoolin.server.calls import CallRecords
from hoolin.server.live.socket import live_socket
from hoolin.server.passes import PassOffice
from hoolin.server.rates import block
from hoolin.server.routing import api_router, socket
from hoolin.server.who import address_of, hall_of, part, part_of, public

router = api_router("chat")

TheCalls = Annotated[CallRecords, Depends(part(CallRecords))]
ThePasses = Annotated[PassOffice, Depends(part(PassOffice))]


class Availability(BaseModel):
    """What the way in looks like now. people: at work; waiting: in line."""

    people: int
    waiting: int
    operator: str
    languages: list[Language]


class PassGiven(BaseModel):
    """A code by which the customer goes on elsewhere. until: when it runs out (ms)."""

    code: str = Field(alias="pass")
    until: int


@socket(router, "/chat", public("chat"))
async def chat(page: WebSocket, _nobody: None) -> None:
    """A visitor's page: see docs/reference/live.md."""
    address, buckets = address_of(page), hall_of(page).buckets
    await page.accept()
    await part_of(page, ChatGateway).serve(
        live_socket(page), block(address), lambda group: buckets.take(group, address)
    )  # fmt: skip


@router.get("/chat/availability", dependencies=[Depends(public("chat_availability"))])
async def availability(gateway: TheChat, response: Response) -> Availability:
    """How many people are at work and how many customers wait."""
    response.headers["cache-control"] = "public, max-age=5"
    house = gateway.house
    return Availability(
        people=house.people_at_work(),
        waiting=house.waiting(),
        operator=house.operator,
        languages=list(house.site.kept.rules.languages),
    )


class CallNotice(BaseModel):
    """What whoever is about to call from a page is told before the browser asks for the microphone. ready: a call could begin now.
    open: by the hours that are set; opens_at: when next, null where that is not known. people: at work now. recorded: calls are, unless the customer declines;
    purpose: what for, in the operator's words; declining: whether the key 9 declines.
    """

    ready: bool
    open: bool
    opens_at: int | None
    people: int
    recorded: bool
    purpose: str
    declining: bool


@router.get("/chat/call", dependencies=[Depends(public("chat_availability"))])
async def call_notice(records: TheCalls, response: Response, language: Language = "et") -> CallNotice:
    """Whether one can call from a page, and what one should know before. 404 where one never can."""
    response.headers["cache-control"] = "public, max-age=5"
    return CallNotice.model_validate(records.notice(language))


@router.post("/chat/pass", dependencies=[Depends(public("passes"))])
async def give_pass(gateway: TheChat, passes: ThePasses, authorization: Bearer = "") -> PassGiven:
    """A code to go on with by another channel; the page shows its token, and has said something."""
    customer = await visitor(gateway, authorization)
    house = gateway.house
    one = gateway.under_way(customer)
    case = one.case if one is not None else house.past.case_of(customer)[0]
    if case is None:
        raise NotFound("conversation")
    language = one.language if one is not None else house.site.kept.rules.languages[0]
    code, until = await passes.issue(customer, case, one.interaction if one is not None else None, language)
    return PassGiven.model_validate({"pass": code, "until": until})
