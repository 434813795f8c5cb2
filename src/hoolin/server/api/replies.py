"""Ready replies: for those who answer to use, and for those who keep them to write."""

import secrets
from typing import Annotated, Any

import msgspec
from fastapi import Depends
from fastapi import Path as InPath
from starlette.responses import Response

from hoolin.cases.api import replies as room
from hoolin.server.accounts.records import Who
from hoolin.server.bodies import plain, read
from hoolin.server.live.hub import Hub
from hoolin.server.routing import api_router
from hoolin.server.who import part, require

router = api_router("replies")


Answerer = Annotated[Who, Depends(require("conversations.answer"))]
Keeper = Annotated[Who, Depends(require("replies.keep"))]
TheReplies = Annotated[room.Replies, Depends(part(room.Replies))]
TheHub = Annotated[Hub, Depends(part(Hub))]
Name = Annotated[str, InPath(min_length=1, max_length=32)]


@router.get("/replies", response_class=Response)
async def replies(who: Answerer, shelf: TheReplies) -> Response:
    """All that are offered: `{"replies": [{"name", "title", "texts", "number", "at"}], "variables"}`."""
    told = [{**msgspec.to_builtins(one.reply), "number": one.number, "at": one.at} for one in shelf.offered().values()]
    return plain({"replies": told, "variables": room.VARIABLES})


@router.get("/replies/{name}/versions", response_class=Response)
async def reply_versions(name: Name, who: Keeper, shelf: TheReplies) -> Response:
    """The newest versions of one, the oldest first, with who wrote each: to look at, and to go back to."""
    return plain({"versions": shelf.versions(name)})


@router.put("/replies/{name}", response_class=Response)
async def put_reply(name: Name, body: dict[str, Any], who: Keeper, hub: TheHub) -> Response:
    """Write one, or write it anew: `{"title", "texts", "after"}`. after: the version that it was made from, 0 for a new one; 409 where there is a newer one."""
    asked = {"reply": {**{key: body[key] for key in body if key != "after"}, "name": name}}
    if "after" in body:
        asked["after"] = body["after"]
    answer = await hub.ask(read(asked, room.commands.SetReply), actor=who.actor, key=secrets.token_hex(16))
    return plain({"n": answer.position})


@router.delete("/replies/{name}", response_class=Response)
async def retire_reply(name: Name, who: Keeper, hub: TheHub) -> Response:
    """Offer it no longer."""
    answer = await hub.ask(read({"name": name}, room.commands.RetireReply), actor=who.actor, key=secrets.token_hex(16))
    return plain({"n": answer.position})
