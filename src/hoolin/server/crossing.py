"""Finding the route of a request without trying each of them.

Starlette walks over all routes with a regular expression each, a microsecond a route, on every request. Here they are
laid out by the words that their path begins with (`api/v1/conversations`), and only those of the same word are tried.
What finds none, or only one of another method, goes the usual way, so that refusals are the same as ever.
"""

from collections import defaultdict
from collections.abc import Awaitable, Iterable

from starlette.routing import BaseRoute, Match
from starlette.types import ASGIApp, Receive, Scope, Send

WORDS = 3
"""How many steps of a path tell routes apart: `/api/v1/` is common to nearly all."""


class Crossing:
    """Goes in front of a router that holds the same routes."""

    def __init__(self, routes: Iterable[BaseRoute], usual: ASGIApp) -> None:
        """usual: the router itself. A route with a parameter among its first words is found by the very first, if that is only for
        routes like it, and is left to the router otherwise.
        """
        self._usual = usual
        self._routes: defaultdict[str, list[BaseRoute]] = defaultdict(list)
        self._by_first: defaultdict[str, list[BaseRoute]] = defaultdict(list)
        mixed = set()
        for route in routes:
            path = getattr(route, "path", "{")
            words = _words(path)
            if "{" in words:
                self._by_first[_first(path)].append(route)
            else:
                self._routes[words].append(route)
                mixed.add(_first(path))
        for first in [first for first in self._by_first if first in mixed or "{" in first]:
            del self._by_first[first]

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        """Have the route answer that the router would have chosen."""
        if scope["type"] != "lifespan":
            path = scope["path"]
            for route in self._routes.get(_words(path)) or self._by_first.get(_first(path)) or ():
                match, found = route.matches(scope)
                if match is Match.FULL:
                    scope.update(found)
                    return route.handle(scope, receive, send)
        return self._usual(scope, receive, send)


def _words(path: str) -> str:
    """`/api/v1/accounts/5/sessions` -> `/api/v1/accounts`."""
    end = -1
    for _ in range(WORDS + 1):
        end = path.find("/", end + 1)
        if end < 0:
            return path
    return path[:end]


def _first(path: str) -> str:
    """`/hooks/telegram/main` -> `/hooks`."""
    end = path.find("/", 1)
    return path if end < 0 else path[:end]
