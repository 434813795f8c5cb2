"""Where providers call us: the body goes to the channel's gateway as it came, since that is what was signed.

Whoever calls is nobody to us until the gateway has checked the signature; a call with a wrong one is answered 403 and leaves no
trace but the count of requests.
"""

import re
from typing import Annotated, Literal, cast

from fastapi import Depends, Path, Request
from starlette.responses import Response

from hoolin.channels.post.office import Office
from hoolin.channels.written import HookRequest
from hoolin.core.errors import NotFound
from hoolin.server.routing import PlainRoute, api_router
from hoolin.server.who import part_of, public

router = api_router("hooks", base="")
router.route_class = PlainRoute

NAME = r"[a-z0-9_-]{1,64}"
Name = Annotated[str, Path(pattern=f"^{NAME}$")]

_is_name = re.compile(NAME).fullmatch

Method = Literal["GET", "POST", "PUT"]


async def _answer(channel: str, account: str, tail: str, request: Request) -> Response:
    if not (_is_name(channel) and _is_name(account)):
        raise NotFound("hook")
    headers = dict(request.headers)
    asked = HookRequest(
        cast(Method, request.method), headers, dict(request.query_params), await request.body(), path=tail
    )  # fmt: skip
    reply = await part_of(request, Office).hook(channel, account, asked)
    return Response(reply.body, reply.status, media_type=reply.media_type, headers={"cache-control": "no-store"})


ONE = "/hooks/{channel}/{account}"
BELOW = ONE + "/{tail:path}"
ANYBODY = [Depends(public("hooks"))]


@router.get(ONE, dependencies=ANYBODY, response_class=Response)
async def hook_challenge(channel: Name, account: Name, request: Request) -> Response:
    """A provider asks whether this is ours, as it was set up to."""
    return await _answer(channel, account, "", request)


@router.post(ONE, dependencies=ANYBODY, response_class=Response)
async def hook(channel: Name, account: Name, request: Request) -> Response:
    """A provider tells what happened; what it may say is its own documentation's matter."""
    return await _answer(channel, account, "", request)


@router.get(BELOW, dependencies=ANYBODY, response_class=Response)
async def hook_question(channel: Name, account: Name, tail: str, request: Request) -> Response:
    """A provider with paths of its own below ours asks something."""
    return await _answer(channel, account, f"/{tail}", request)


@router.post(BELOW, dependencies=ANYBODY, response_class=Response)
async def hook_below(channel: Name, account: Name, tail: str, request: Request) -> Response:
    """A provider with paths of its own below ours tells what happened."""
    return await _answer(channel, account, f"/{tail}", request)


@router.put(BELOW, dependencies=ANYBODY, response_class=Response)
async def hook_transaction(channel: Name, account: Name, tail: str, request: Request) -> Response:
    """A provider that numbers what it tells hands over one number."""
    return await _answer(channel, account, f"/{tail}", request)
