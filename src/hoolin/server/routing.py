"""How a group of routes is begun, and how its routes are written.

    router = api_router("conversations")

    @router.get("/conversations/{interaction}")
    async def conversation(interaction: str, who: Annotated[Who, Depends(require("conversations.read"))]) -> …:
        \"\"\"The first sentence is the route's summary in the OpenAPI description.\"\"\"

The function's name is the operation id. Each route declares exactly one of `require` and `public` (see `who.py`).
"""

from collections.abc import Iterator

from fastapi import APIRouter
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute, APIWebSocketRoute

from hoolin.server.who import Declared

BASE = "/api/v1"


def api_router(tag: str) -> APIRouter:
    """A router below /api/v1. Give it to `Parts.routers`; do not include it in another one."""
    return APIRouter(prefix=BASE, tags=[tag], generate_unique_id_function=lambda route: route.name)


def declared(route: APIRoute | APIWebSocketRoute) -> list[Declared]:
    """What a route declares about who may call it."""
    return list(_declared(route.dependant))


def _declared(dependant: Dependant) -> Iterator[Declared]:
    if isinstance(dependant.call, Declared):
        yield dependant.call
    for child in dependant.dependencies:
        yield from _declared(child)
