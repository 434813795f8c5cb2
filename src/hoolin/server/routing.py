"""How a group of routes is begun, and how its routes are written.

    router = api_router("conversations")

    @router.get("/conversations/{interaction}")
    async def conversation(interaction: str, who: Annotated[Who, Depends(require("conversations.read"))]) -> …:
        \"\"\"The first sentence is the route's summary in the OpenAPI description.\"\"\"

    @socket(router, "/live", require("session.own"))
    async def live(websocket: WebSocket, who: Who) -> None: …

The function's name is the operation id. Each route declares exactly one of `require` and `public` (see `who.py`).
"""

from collections.abc import Awaitable, Callable, Coroutine, Iterator
from typing import Any, TypeVar

from fastapi import APIRouter
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute, APIWebSocketRoute
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Match, WebSocketRoute
from starlette.types import Scope
from starlette.websockets import WebSocket

from hoolin.core.errors import Defect
from hoolin.server.accounts.records import Who
from hoolin.server.audit.acts import ACTS, written
from hoolin.server.who import Declared, hall_of

BASE = "/api/v1"


def api_router(tag: str, base: str = BASE) -> APIRouter:
    """A router below /api/v1 (or another base). Give it to `Parts.routers`; do not include it in another one."""
    return APIRouter(
        prefix=base, tags=[tag], route_class=WrittenRoute, generate_unique_id_function=lambda route: route.name
    )


class WrittenRoute(APIRoute):
    """A route that is written to the audit log when `ACTS` names it."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """What answers a request."""
        inner = super().get_route_handler()
        act = ACTS.get(self.name)
        if act is None:
            return inner

        async def handle(request: Request) -> Response:
            (said,) = declared(self)
            who = await said(request)
            assert isinstance(who, Who), "only what people do is written down"
            return await written(hall_of(request).accounts.audit, who, act, request, inner)

        return handle


Handler = TypeVar("Handler", bound=Callable[[WebSocket, Any], Awaitable[None]])


class SocketRoute(WebSocketRoute):
    """A socket without FastAPI's machinery, which holds 5 KiB for each one that is open."""

    def __init__(self, path: str, handler: Callable[[WebSocket, Any], Awaitable[None]], said: Declared) -> None:
        """handler: given the socket, not accepted yet, and what `said` gave. said: who may open it."""

        async def guarded(websocket: WebSocket) -> None:
            await handler(websocket, await said(websocket))

        super().__init__(path, guarded, name=handler.__name__)
        self.said = said

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """As ever, and name the route for the log and the figures."""
        match, found = super().matches(scope)
        return match, {**found, "route": self} if match is Match.FULL else found


def socket(router: APIRouter, path: str, said: Declared) -> Callable[[Handler], Handler]:
    """Decorates `async def name(websocket, passed)`; passed: what `said` gives, a Who for `require`, None for `public`."""

    def add(handler: Handler) -> Handler:
        router.routes.append(SocketRoute(router.prefix + path, handler, said))
        return handler

    return add


class PlainRoute(APIRoute):
    """A route that is described like any other and answered without FastAPI's machinery, for what is called a thousand times a second.
    Its function is given the request and the parts of its path as they came, nothing else, and gives a Response.
    """

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """What answers a request."""
        (said,) = declared(self)
        endpoint = self.endpoint

        async def handle(request: Request) -> Response:
            await said(request)
            response: Response = await endpoint(request=request, **request.path_params)
            return response

        return handle


def declared(route: BaseRoute) -> list[Declared]:
    """What a route declares about who may call it. Raises Defect for a kind of route that cannot declare anything."""
    if isinstance(route, SocketRoute):
        return [route.said]
    if isinstance(route, APIRoute | APIWebSocketRoute):
        return list(_declared(route.dependant))
    raise Defect("not_a_route", kind=type(route).__name__)


def _declared(dependant: Dependant) -> Iterator[Declared]:
    if isinstance(dependant.call, Declared):
        yield dependant.call
    for child in dependant.dependencies:
        yield from _declared(child)
