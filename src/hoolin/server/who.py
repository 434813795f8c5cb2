"""Who asks, and whether they may: the dependencies that every route and socket declares exactly one of.

    who: Annotated[Who, Depends(require("conversations.answer"))]      a person with that permission
    dependencies=[Depends(public("chat"))]                             anybody, so many times a minute

`require` works for sockets as for requests: for an unsafe request the page must show the session's token in
`X-Hoolin-CSRF` and be ours; for a socket the browser must say that the page is ours.
"""

import hmac
from abc import ABC, abstractmethod
from collections.abc import Callable
from functools import cache
from typing import NamedTuple, TypeVar

from starlette.requests import HTTPConnection

from hoolin.core.errors import Defect, NotAllowed
from hoolin.server.accounts.door import Accounts
from hoolin.server.accounts.records import Who
from hoolin.server.cookies import SessionCookie
from hoolin.server.errors import Forged, NotLoggedIn
from hoolin.server.origins import Origins
from hoolin.server.permissions import PERMISSIONS
from hoolin.server.rates import GROUPS, Buckets

CSRF_HEADER = "x-hoolin-csrf"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})

Part = TypeVar("Part")


class Hall(NamedTuple):
    """What stands between the door and every room: `app.state.hall`."""

    accounts: Accounts
    cookie: SessionCookie
    origins: Origins
    buckets: Buckets


def hall_of(connection: HTTPConnection) -> Hall:
    """The hall of the app that answers."""
    hall: Hall = connection.app.state.hall
    return hall


def address_of(connection: HTTPConnection) -> str:
    """The client's address, as far as trusted proxies tell it; empty when there is none."""
    client = connection.scope.get("client")
    return str(client[0]) if client else ""


class Declared(ABC):
    """The base of what a route declares: nothing is open by forgetting."""

    @abstractmethod
    async def __call__(self, connection: HTTPConnection) -> object:
        """Let the caller pass, or raise a Refusal."""


class Needs(Declared):
    """Only for people with this permission; gives who they are."""

    def __init__(self, permission: str) -> None:
        if permission not in PERMISSIONS:
            raise Defect("no_such_permission", permission=permission)
        self.permission = permission

    async def __call__(self, connection: HTTPConnection) -> Who:
        """Raises NotLoggedIn, Forged, NotAllowed."""
        hall = hall_of(connection)
        headers = connection.headers
        token = hall.cookie.read(headers)
        who = await hall.accounts.sessions.who(token) if token else None
        if who is None:
            raise NotLoggedIn("not_logged_in")
        if connection.scope["type"] == "websocket":
            hall.origins.check_own_page(headers)
        elif connection.scope["method"] not in SAFE_METHODS:
            hall.origins.check_own(headers)
            if not hmac.compare_digest(headers.get(CSRF_HEADER, "").encode(), who.csrf.encode()):
                raise Forged("csrf")
        if self.permission not in who.permissions:
            raise NotAllowed("permission", permission=self.permission)
        return who


class Public(Declared):
    """For anybody, at the rate of this group (see `rates.GROUPS`); a socket only from pages that may carry the chat."""

    def __init__(self, group: str) -> None:
        if group not in GROUPS:
            raise Defect("no_such_group", group=group)
        self.group = group

    async def __call__(self, connection: HTTPConnection) -> None:
        """Raises TooMany, Forged."""
        hall = hall_of(connection)
        hall.buckets.take(self.group, address_of(connection))
        if connection.scope["type"] == "websocket" and not hall.origins.carries_chat(connection.headers):
            raise Forged("other_origin")


@cache
def require(permission: str) -> Needs:
    """The dependency for one permission of `permissions.PERMISSIONS`."""
    return Needs(permission)


@cache
def public(group: str) -> Public:
    """The dependency for one group of `rates.GROUPS`."""
    return Public(group)


def part_of(connection: HTTPConnection, kind: type[Part]) -> Part:
    """The one thing of this class that wiring put into `Parts.things`."""
    found: Part = connection.app.state.things[kind]
    return found


@cache
def part(kind: type[Part]) -> Callable[[HTTPConnection], "Part"]:
    """`part_of` as a dependency."""

    async def the_part(connection: HTTPConnection) -> Part:
        return part_of(connection, kind)

    return the_part  # type: ignore[return-value]
