"""The description of the interface, for programs."""

from fastapi import Depends, Request
from starlette.responses import Response

from hoolin.server.routing import api_router
from hoolin.server.who import public

router = api_router("description")


@router.get("/openapi.json", dependencies=[Depends(public("public"))], include_in_schema=False)
async def openapi(request: Request) -> Response:
    """The OpenAPI 3.1 description of this site."""
    body: bytes = request.app.state.description
    return Response(body, headers={"cache-control": "no-cache"}, media_type="application/json")
