"""What a browser may do with our answers: on everything we send, unless a route has said something stricter itself."""

from collections.abc import Awaitable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from hoolin.server.settings import ServerSettings

PAGE_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "connect-src 'self'",
        "font-src 'self'",
        "media-src 'self'",
        "manifest-src 'self'",
        "frame-src 'self'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
    )
)
"""For pages: everything from here (a letter in a frame too, under a policy of its own), nothing inline, nothing from strings; nobody may frame us."""

DATA_POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox"
"""For answers that are no pages, should a browser be talked into showing one."""

PERMISSIONS = "microphone=(self), camera=(), geolocation=(), display-capture=(), payment=(), usb=(), serial=(), hid=()"
"""The microphone is for calls, at the desk and from the chat; nothing else is ever asked for."""

HSTS = "max-age=31536000"


class SecurityHeaders:
    """Adds what is missing to the head of every answer. of_data: to one that is no page and says itself that nobody may store it."""

    def __init__(self, app: ASGIApp, settings: ServerSettings) -> None:
        self.app = app
        common = {
            "x-content-type-options": "nosniff",
            "referrer-policy": "same-origin",
            "permissions-policy": PERMISSIONS,
            "cross-origin-opener-policy": "same-origin",
            "cross-origin-resource-policy": "same-origin",
        }
        if settings.https:
            common["strict-transport-security"] = HSTS
        self._pages = _encoded(common | {"content-security-policy": PAGE_POLICY})
        self._data = _encoded(common | {"content-security-policy": DATA_POLICY, "cache-control": "no-store"})
        self.of_data = [header for header in self._data if header[0] != b"cache-control"]

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        """Pass on; the answer's head is completed on its way out."""
        if scope["type"] != "http":
            return self.app(scope, receive, send)

        async def complete(message: Message) -> None:
            # What a 304 says replaces what the browser keeps with the page, and the page's own policy must stay.
            if message["type"] == "http.response.start" and message["status"] != 304:
                headers = list(message.get("headers", ()))
                there = {name for name, _ in headers}
                wanted = self._pages if (b"content-type", b"text/html; charset=utf-8") in headers else self._data
                headers.extend(header for header in wanted if header[0] not in there)
                message["headers"] = headers
            await send(message)

        return self.app(scope, receive, complete)


def _encoded(headers: dict[str, str]) -> list[tuple[bytes, bytes]]:
    return [(name.encode("ascii"), value.encode("ascii")) for name, value in headers.items()]
