"""The whole web application from its parts: one function, no globals, nothing happens at import."""

import time
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import TypeAlias

import msgspec
from fastapi import FastAPI
from starlette.middleware import Middleware
from starlette.routing import BaseRoute

from hoolin.channels.post.office import Office
from hoolin.core.errors import Defect
from hoolin.server import problems
from hoolin.server.api import accounts, audit, description, monitors, second_factor, session
from hoolin.server.cookies import SessionCookie
from hoolin.server.crossing import Crossing
from hoolin.server.figures import RequestFigures
from hoolin.server.files.serve import Files
from hoolin.server.gate.address import ClientAddress
from hoolin.server.gate.headers import SecurityHeaders
from hoolin.server.gate.hooks import HookDoor
from hoolin.server.gate.limits import Limits
from hoolin.server.gate.pages import CustomerPages
from hoolin.server.gate.requests import Requests
from hoolin.server.openapi import describe
from hoolin.server.origins import Origins
from hoolin.server.parts import Parts
from hoolin.server.rates import Buckets
from hoolin.server.routing import declared
from hoolin.server.who import Hall

Application: TypeAlias = FastAPI
"""What `create_app` makes, for those who may not know the framework."""

OWN_ROUTERS = (session.router, second_factor.router, accounts.router, audit.router, description.router, monitors.router)

NO_TELEMETRY = {"tracing": False, "metrics": False, "logs": False, "operation_spans": False, "auto_configure": False}
"""Nothing leaves the house by itself, whatever the environment says."""


def create_app(parts: Parts) -> FastAPI:
    """The application. Raises Defect when a route does not say who may call it, or two say the same name."""
    hall = Hall(
        parts.accounts,
        SessionCookie(parts.settings),
        Origins(parts.settings),
        Buckets(time.monotonic, parts.settings.public_rate_scale),
    )
    parts.accounts.sessions.guarded = frozenset(parts.settings.second_factor)
    counted = RequestFigures()
    app = FastAPI(
        openapi_url=None, docs_url=None, redoc_url=None, redirect_slashes=False, telemetry=NO_TELEMETRY,  # type: ignore[arg-type]
        lifespan=_lifespan(parts), middleware=_gate(parts, hall, counted),
    )  # fmt: skip
    app.state.hall = hall
    app.state.things = parts.by_class()
    app.state.monitors = monitors.Monitored(
        parts.settings.metrics_token, parts.health, lambda: [*counted.figures(), *parts.figures()]
    )
    problems.handle_all(app)
    for router in (*OWN_ROUTERS, *parts.routers):
        # Laid side by side instead of included, so that each route is whole by itself, its path too.
        app.router.routes.extend(_checked(route) for route in router.routes)
    app.router.middleware_stack = Crossing(app.routes, app.router.middleware_stack)  # type: ignore[assignment]
    office = app.state.things.get(Office)
    # Last, since nothing can be put around the stack once it is there.
    app.middleware_stack = HookDoor(
        app.build_middleware_stack(), office.hook if office is not None else None, hall.buckets, counted, parts.settings
    )
    app.state.description = msgspec.json.encode(describe(app, parts.schemas))
    return app


def _gate(parts: Parts, hall: Hall, counted: RequestFigures) -> list[Middleware]:
    settings = parts.settings
    layers = [
        Middleware(SecurityHeaders, settings),
        Middleware(Requests, counted, time.perf_counter, settings.access_log),
        Middleware(CustomerPages, hall.origins),
        Middleware(Limits, settings.request_seconds_max),
        Middleware(Files, hall.buckets, parts.static),
    ]
    if settings.trusted_proxies:
        layers.insert(0, Middleware(ClientAddress, settings.trusted_proxies))
    return layers


def _lifespan(parts: Parts) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def life(app: FastAPI) -> AsyncIterator[None]:
        try:
            async with parts.life():
                yield
        finally:
            parts.accounts.close()

    return life


def _checked(route: BaseRoute) -> BaseRoute:
    """The same route, if it says who may call it."""
    if len(declared(route)) != 1:
        raise Defect("route_must_declare_once", path=getattr(route, "path", ""))
    return route
