"""Routes that do what tests want to see: fail in every way, be slow, read a body, answer on a socket."""

import asyncio
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, WebSocket
from pydantic import BaseModel
from starlette.responses import Response, StreamingResponse

from hoolin.core.errors import Refusal
from hoolin.server.accounts.records import Who
from hoolin.server.routing import api_router, socket
from hoolin.server.who import public, require


class Thing(BaseModel):
    """Something with a number in it."""

    number: int


class Raiser:
    """What the next call of /api/v1/probe/raise shall raise."""

    error: BaseException = Refusal("nothing")


def probe() -> APIRouter:
    """The routes."""
    router = api_router("probe")
    free = [Depends(public("public"))]

    @router.get("/probe/raise", dependencies=free)
    async def probe_raise() -> None:
        """Raises what it was given."""
        raise Raiser.error

    @router.get("/probe/slow", dependencies=free)
    async def probe_slow(seconds: float) -> str:
        """Answers after a while."""
        await asyncio.sleep(seconds)
        return "at last"

    @router.post("/probe/things", dependencies=free)
    async def probe_things(thing: Thing) -> Thing:
        """Takes a thing."""
        return thing

    @router.post("/chat/attachments", dependencies=[Depends(public("chat_attachments"))])
    async def probe_upload(request: Request) -> int:
        """Counts the bytes of a large body."""
        return len(await request.body())

    @router.get("/chat/availability", dependencies=[Depends(public("chat_availability"))])
    async def probe_availability() -> Response:
        """What a customer's page asks."""
        return Response("{}", headers={"cache-control": "public, max-age=5"}, media_type="application/json")

    @router.get("/probe/who")
    async def probe_who(who: Annotated[Who, Depends(require("board.read"))]) -> str:
        """Who asks."""
        return who.actor

    @socket(router, "/probe/live", require("board.read"))
    async def probe_live(websocket: WebSocket, who: Who) -> None:
        """Says who has come, then echoes until the peer leaves."""
        await websocket.accept()
        await websocket.send_text(who.name)
        async for text in websocket.iter_text():
            if text == "fail":
                raise RuntimeError("as asked")
            await websocket.send_text(text)

    @router.websocket("/chat", dependencies=[Depends(public("chat"))])
    async def probe_chat(websocket: WebSocket) -> None:
        """For customers."""
        await websocket.accept()
        await websocket.send_text("welcome")
        async for text in websocket.iter_text():
            await websocket.send_text(text)

    return router


def failing() -> APIRouter:
    """A route whose answer is never whole."""
    router = api_router("failing")

    @router.get("/failing/late", dependencies=[Depends(public("public"))])
    async def failing_late() -> StreamingResponse:
        """Fails after its answer has begun."""

        async def body() -> Any:
            yield b"half"
            raise RuntimeError("too late to say so")

        return StreamingResponse(body())

    return router
