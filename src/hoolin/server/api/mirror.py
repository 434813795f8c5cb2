"""What the site shows of itself to everybody."""

from typing import Annotated

from fastapi import Depends
from starlette.responses import Response

from hoolin.server.bodies import plain
from hoolin.server.mirror import Mirror
from hoolin.server.routing import api_router
from hoolin.server.who import part, public

router = api_router("mirror")


@router.get("/mirror", dependencies=[Depends(public("public"))], response_class=Response)
async def mirror(shown: Annotated[Mirror, Depends(part(Mirror))]) -> Response:
    """The last four weeks with intervals, and the ways in as they are now; no log-in, and nothing personal. Worked out once a minute."""
    return plain(await shown.shown(), caching="public, max-age=15")
