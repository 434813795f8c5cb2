"""The one cookie of the house: the session of somebody who logged in. Customers get none."""

from starlette.datastructures import Headers
from starlette.responses import Response

from hoolin.server.settings import ServerSettings

NAME = "hoolin_session"


class SessionCookie:
    """How the session travels: never readable by scripts, never sent from other sites' forms, never without https if we have it."""

    def __init__(self, settings: ServerSettings) -> None:
        self._secure = settings.https
        # The prefix has browsers refuse such a cookie from anywhere but this very host over https.
        self.name = f"__Host-{NAME}" if self._secure else NAME
        self._mark = f"{self.name}="

    def read(self, headers: Headers) -> str:
        """The token, or an empty text."""
        for line in headers.getlist("cookie"):
            for part in line.split(";"):
                pair = part.strip()
                if pair.startswith(self._mark):
                    return pair[len(self._mark) :]
        return ""

    def set(self, response: Response, token: str) -> None:
        """Have the browser keep the token until it closes; how long it opens anything is decided here."""
        response.set_cookie(self.name, token, path="/", httponly=True, samesite="lax", secure=self._secure)

    def clear(self, response: Response) -> None:
        """Have the browser forget it."""
        response.delete_cookie(self.name, path="/", httponly=True, samesite="lax", secure=self._secure)
