"""Names each request, counts it, writes it down, and has an answer when nobody else had one."""

import logging
import secrets
from collections.abc import Callable
from itertools import count

from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from hoolin.core.errors import Defect
from hoolin.server.figures import RequestFigures
from hoolin.server.logs import fields, request_id
from hoolin.server.problems import answer

_log = logging.getLogger("hoolin.request")


class Requests:
    """Every request and socket of the server. clock: seconds, never going back."""

    def __init__(self, app: ASGIApp, figures: RequestFigures, clock: Callable[[], float], access_log: bool) -> None:
        self.app = app
        self._figures = figures
        self._clock = clock
        self._access_log = access_log
        # Unique over restarts by its first half, cheap by its second.
        self._run = secrets.token_hex(4)
        self._numbers = count(1)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, and see to the end of it."""
        kind = scope["type"]
        if kind == "lifespan":
            await self.app(scope, receive, send)
            return
        name = f"{self._run}{next(self._numbers):08x}"
        marked = request_id.set(name)
        try:
            if kind == "http":
                await self._request(scope, receive, send, name)
            else:
                await self._socket(scope, receive, send)
        finally:
            request_id.reset(marked)

    async def _request(self, scope: Scope, receive: Receive, send: Send, name: str) -> None:
        begun = self._clock()
        status = 0

        async def noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message.get("headers", ()), (b"x-request-id", name.encode())]
            await send(message)

        try:
            await self.app(scope, receive, noting)
        except ClientDisconnect:
            pass
        except Exception:
            _log.exception("unforeseen", extra=fields(route=route_of(scope)))
            if not status:
                await answer(Defect("unforeseen"))(scope, receive, noting)
        finally:
            self._note(scope, status, self._clock() - begun)

    def _note(self, scope: Scope, status: int, seconds: float) -> None:
        route = route_of(scope)
        method = scope["method"] if scope["method"] in _METHODS else "OTHER"
        self._figures.request(method, route, status, seconds)
        if self._access_log:
            ms = round(seconds * 1000, 1)
            _log.info("request", extra=fields(method=method, route=route, status=status, ms=ms))

    async def _socket(self, scope: Scope, receive: Receive, send: Send) -> None:
        opened = False

        async def noting(message: Message) -> None:
            nonlocal opened
            if message["type"] == "websocket.accept":
                opened = True
                self._figures.socket(+1, route_of(scope))
            await send(message)

        try:
            await self.app(scope, receive, noting)
        except Exception:
            _log.exception("unforeseen", extra=fields(route=route_of(scope)))
            await send({"type": "websocket.close", "code": 1011})
        finally:
            if opened:
                self._figures.socket(-1)


_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


def route_of(scope: Scope) -> str:
    """The pattern of the route that answers, never the path itself, which may hold anything."""
    route = scope.get("route")
    return str(getattr(route, "path", "")) or str(scope.get("hoolin.route", "unmatched"))
