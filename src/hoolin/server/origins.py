"""Which pages may talk to us: our own with a person's session, and those that carry the chat without any.

A browser names the page in `Origin`, and what it is to us in `Sec-Fetch-Site`. A program that is no browser sends neither
and has no cookies that a page could misuse; it is let through and must show the session's own token like everybody else.
"""

from collections.abc import Collection

from starlette.datastructures import Headers

from hoolin.server.errors import Forged
from hoolin.server.settings import ServerSettings, origin_of


class Origins:
    """Our own origin, and those of the pages that carry the chat."""

    def __init__(self, settings: ServerSettings) -> None:
        self._own = settings.origin
        self._any = "*" in settings.widget_origins
        self._widgets: Collection[str] = frozenset(filter(None, map(origin_of, settings.widget_origins)))

    def check_own(self, headers: Headers) -> None:
        """Raises Forged unless it comes from a page of ours, or from no page at all."""
        site = headers.get("sec-fetch-site")
        if site is not None and site != "same-origin":
            raise Forged("other_origin")
        origin = headers.get("origin")
        if origin is not None and not self._is_own(origin, headers):
            raise Forged("other_origin")

    def check_own_page(self, headers: Headers) -> None:
        """Raises Forged unless a browser says that it is a page of ours: for sockets, which no header protects."""
        origin = headers.get("origin")
        if origin is None or not self._is_own(origin, headers):
            raise Forged("other_origin")

    def carries_chat(self, headers: Headers) -> bool:
        """Whether a page of this origin may talk as a customer; what is no page may."""
        origin = headers.get("origin")
        return self._any or origin is None or origin in self._widgets or self._is_own(origin, headers)

    def allowed_origin(self, headers: Headers) -> str:
        """The value of Access-Control-Allow-Origin for what customers' pages ask; empty for none."""
        if self._any:
            return "*"
        origin = headers.get("origin", "")
        return origin if origin and self.carries_chat(headers) else ""

    def _is_own(self, origin: str, headers: Headers) -> bool:
        if self._own:
            return origin == self._own
        # Without a public address ours is whatever the browser believes it talks to.
        host = headers.get("host", "").lower()
        return bool(host) and origin in (f"http://{host}", f"https://{host}")
