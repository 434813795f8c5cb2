"""What wiring hands to the server."""

from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path

from fastapi import APIRouter

from hoolin.server.accounts.door import Accounts
from hoolin.server.figures import Figure
from hoolin.server.files.build import STATIC
from hoolin.server.openapi import Schemas
from hoolin.server.settings import ServerSettings
from hoolin.server.site import Health

Life = Callable[[], AbstractAsyncContextManager[object]]
"""Entered when the server starts, before anything is answered; left when the last answer is out."""


def no_life() -> AbstractAsyncContextManager[object]:
    """Nothing to start and nothing to stop."""
    return nullcontext()


def no_figures() -> Iterable[Figure]:
    """Nothing to count."""
    return ()


@dataclass(frozen=True, kw_only=True)
class Parts:
    """Everything the server is made of.

    accounts: opened; closed with the server. health and figures: of the running site (`SiteWatch` gives both). life: what
    starts and stops with the server. routers: made by `routing.api_router`. things: what `Depends(part(Class))` gives to
    routes, one of each class. schemas: shapes of frames and facts for the OpenAPI description. static: the built web apps.
    """

    settings: ServerSettings
    accounts: Accounts
    health: Callable[[], Health]
    figures: Callable[[], Iterable[Figure]] = no_figures
    life: Life = no_life
    routers: tuple[APIRouter, ...] = ()
    things: tuple[object, ...] = ()
    schemas: Schemas = field(default_factory=dict)
    static: Path = STATIC

    def by_class(self) -> Mapping[type, object]:
        """`things` by their class, and the accounts among them."""
        return {type(thing): thing for thing in (*self.things, self.accounts)}
