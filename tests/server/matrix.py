"""Every role tries every route and socket of an application. Works for any application that wiring makes."""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import httpx
from fastapi import FastAPI
from fastapi.routing import APIRoute, APIWebSocketRoute

from hoolin.server.api.monitors import Monitor
from hoolin.server.permissions import GRANTS, Role
from hoolin.server.routing import SocketRoute, declared
from hoolin.server.who import Declared, Needs, Public

NOWHERE = "00000000"
"""An id that nothing has."""


class Action(NamedTuple):
    """One thing that can be asked for. permission: empty when anybody may."""

    method: str
    path: str
    permission: str

    def allowed(self, role: Role) -> bool:
        """Whether the table of permissions grants it."""
        return not self.permission or self.permission in GRANTS[role]


def actions(app: FastAPI) -> list[Action]:
    """Every route and socket, and what it declares. Fails for one that declares nothing or something unknown."""
    return [Action(method, path, _permission(said)) for method, path, said in _routes(app)]


def _routes(app: FastAPI) -> Iterator[tuple[str, str, Declared]]:
    for route in app.routes:
        (said,) = declared(route)
        assert isinstance(route, APIRoute | APIWebSocketRoute | SocketRoute)
        for method in sorted(route.methods or ()) if isinstance(route, APIRoute) else ("SOCKET",):
            yield method, route.path, said


def _permission(said: Declared) -> str:
    assert isinstance(said, Needs | Public | Monitor), f"{said} is declared by a route and unknown to this test"
    return said.permission if isinstance(said, Needs) else ""


async def refused_for_role(client: httpx.AsyncClient, action: Action) -> bool:
    """Whether a logged-in client is refused for lack of a permission, and not for any other reason."""
    path = re.sub(r"{[^}]*}", NOWHERE, action.path)
    answer = await client.request(action.method, path, json={} if action.method in ("POST", "PUT", "PATCH") else None)
    told: Any = answer.json() if "problem+json" in answer.headers.get("content-type", "") else {}
    assert answer.status_code != 401 or told["code"] == "wrong_login", f"{action}: not logged in"
    assert answer.status_code < 500, f"{action}: {answer.status_code} {told}"
    if told.get("code") != "permission":
        return False
    assert (answer.status_code, told["permission"]) == (403, action.permission)
    return True
