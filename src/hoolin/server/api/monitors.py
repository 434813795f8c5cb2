"""For whoever watches over the machine: is it well, and its figures."""

import hmac
from collections.abc import Callable, Iterable
from ipaddress import ip_address
from typing import NamedTuple

from fastapi import APIRouter, Depends, Request
from starlette.requests import HTTPConnection
from starlette.responses import Response

from hoolin.core.errors import NotAllowed
from hoolin.server.bodies import plain
from hoolin.server.figures import MEDIA_TYPE, Figure, exposition
from hoolin.server.site import Health
from hoolin.server.who import Declared, address_of, public

router = APIRouter()


class Monitored(NamedTuple):
    """What the two routes tell: `app.state.monitors`."""

    token: str
    health: Callable[[], Health]
    figures: Callable[[], Iterable[Figure]]


class Monitor(Declared):
    """For whoever shows the token, and for this machine itself."""

    async def __call__(self, connection: HTTPConnection) -> None:
        """Raises NotAllowed."""
        monitored: Monitored = connection.app.state.monitors
        shown = connection.headers.get("authorization", "")
        if monitored.token and hmac.compare_digest(shown.encode(), f"Bearer {monitored.token}".encode()):
            return
        # A proxy on this machine makes everybody look local; what went through one names it.
        forwarded = any(name in connection.headers for name in ("x-forwarded-for", "forwarded", "via"))
        if forwarded or not _is_local(address_of(connection)):
            raise NotAllowed("metrics")


monitor = Monitor()


@router.api_route(
    "/healthz", methods=["GET", "HEAD"], dependencies=[Depends(public("public"))], include_in_schema=False
)
async def healthz(request: Request) -> Response:
    """Whether commands are taken and kept: 200, or 503."""
    health = request.app.state.monitors.health()
    return plain(health, 200 if health.status == "well" else 503)


@router.get("/metrics", dependencies=[Depends(monitor)], include_in_schema=False)
async def metrics(request: Request) -> Response:
    """Figures in the text format that Prometheus reads."""
    return Response(exposition(request.app.state.monitors.figures()), media_type=MEDIA_TYPE)


def _is_local(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False
