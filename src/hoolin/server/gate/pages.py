"""Pages of other origins that carry the chat: they may call what customers call, and nothing else.

No cookie travels with such calls: a customer is known by the token that their page holds.
"""

from collections.abc import Awaitable

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from hoolin.server.origins import Origins

CUSTOMERS = ("/api/v1/chat", "/api/v1/contact", "/api/v1/callback", "/api/v1/survey", "/api/v1/mirror")
"""These, and everything below them, are for customers."""

_PREFLIGHT = {
    "access-control-allow-methods": "GET, POST",
    "access-control-allow-headers": "authorization, content-type",
    "access-control-max-age": "7200",
}


class CustomerPages:
    """Cross-origin sharing for the customers' routes."""

    def __init__(self, app: ASGIApp, origins: Origins) -> None:
        self.app = app
        self._origins = origins

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        """Pass on; answers to customers' pages say that the page may read them."""
        if scope["type"] != "http" or not _below(scope["path"]):
            return self.app(scope, receive, send)
        return self._share(scope, receive, send)

    async def _share(self, scope: Scope, receive: Receive, send: Send) -> None:
        shared = self._shared(Headers(scope=scope))
        if scope["method"] == "OPTIONS":
            headers = [*shared, *((name.encode(), value.encode()) for name, value in _PREFLIGHT.items())]
            scope["hoolin.route"] = f"{_below(scope['path'])} preflight"
            await send({"type": "http.response.start", "status": 204, "headers": headers})
            await send({"type": "http.response.body", "body": b""})
            return

        async def sharing(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", ()), *shared]
            await send(message)

        await self.app(scope, receive, sharing)

    def _shared(self, headers: Headers) -> list[tuple[bytes, bytes]]:
        allowed = self._origins.allowed_origin(headers)
        shared = [(b"cross-origin-resource-policy", b"cross-origin")]
        if allowed:
            shared.append((b"access-control-allow-origin", allowed.encode("latin-1")))
        if allowed != "*":
            shared.append((b"vary", b"origin"))
        return shared


def _below(path: str) -> str:
    """Which of the customers' paths it lies below; empty when it is no customer's."""
    return next((own for own in CUSTOMERS if path == own or path.startswith(own + "/")), "")
