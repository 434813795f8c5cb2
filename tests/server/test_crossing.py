"""The short way to a route is the same as the long one."""

import re
from typing import Any

import pytest
from fastapi.routing import APIRoute, APIWebSocketRoute
from starlette.routing import Match

from hoolin.server.crossing import Crossing
from hoolin.server.routing import SocketRoute
from tests.server.stand import Stand


class Reached(Exception):
    """The usual way was taken."""


async def usual(scope: Any, receive: Any, send: Any) -> None:
    """The router, which is not asked here."""
    raise Reached


def long_way(stand: Stand, scope: dict[str, Any]) -> Any:
    """The route that the router would choose."""
    return next((route for route in stand.app.routes if route.matches(dict(scope))[0] is Match.FULL), None)


async def short_way(stand: Stand, scope: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> Any:
    """The route that the crossing chooses; None when it leaves the choice to the router."""
    chosen: list[Any] = []

    async def handle(self: Any, *_: Any) -> None:
        chosen.append(self)

    for kind in (APIRoute, APIWebSocketRoute, SocketRoute):
        monkeypatch.setattr(kind, "handle", handle)
    given = dict(scope)
    try:
        await Crossing(stand.app.routes, usual)(given, None, None)  # type: ignore[arg-type]
    except Reached:
        return None
    assert given["route"] is chosen[0]
    return chosen[0]


async def test_every_route_is_found_as_the_router_finds_it(stand: Stand, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each route of the application, with something for each of its parameters, is chosen without asking the router."""
    for route in stand.app.routes:
        assert isinstance(route, APIRoute | APIWebSocketRoute | SocketRoute)
        kind = "http" if isinstance(route, APIRoute) else "websocket"
        path = re.sub(r"{[^}]*}", "some-id", route.path)
        for method in (route.methods or ()) if isinstance(route, APIRoute) else ("",):
            scope = {"type": kind, "path": path, "method": method, "headers": []}
            found = await short_way(stand, scope, monkeypatch)
            assert found is long_way(stand, scope) is not None, f"{method} {path}"


@pytest.mark.parametrize(
    ("method", "path"),
    [("PUT", "/api/v1/session"), ("GET", "/api/v1/nothing"), ("GET", "/"), ("GET", "/api/v1/session/x/y/z"),
     ("GET", "/api/v1/sessions/"), ("GET", "/api/v1"), ("DELETE", "/healthz")],
)  # fmt: skip
async def test_what_leads_nowhere_is_left_to_the_router(
    stand: Stand, monkeypatch: pytest.MonkeyPatch, method: str, path: str
) -> None:
    """A wrong method or an unknown path is refused by the router as ever."""
    scope = {"type": "http", "path": path, "method": method, "headers": []}
    assert await short_way(stand, scope, monkeypatch) is None and long_way(stand, scope) is None
