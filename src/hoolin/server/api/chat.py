"""The customers' chat: the visitor's socket, and what a page asks before anybody has said anything."""

from typing import Annotated

from fastapi import Depends
from pydantic import BaseModel
from starlette.responses import Response
from starlette.websockets import WebSocket

from hoolin.channels.chat.gateway import ChatGateway
from hoolin.core.site.rules import Language
from hoolin.server.live.socket import live_socket
from hoolin.server.routing import api_router, socket
from hoolin.server.who import part, part_of, public

router = api_router("chat")

TheChat = Annotated[ChatGateway, Depends(part(ChatGateway))]


class Availability(BaseModel):
    """What the way in looks like now. people: at work; waiting: in line."""

    people: int
    waiting: int
    operator: str
    languages: list[Language]


@socket(router, "/chat", public("chat"))
async def chat(page: WebSocket, _nobody: None) -> None:
    """A visitor's page: see docs/reference/live.md."""
    await page.accept()
    await part_of(page, ChatGateway).serve(live_socket(page))


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
