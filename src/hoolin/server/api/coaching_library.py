"""What there is to learn from, by name: for whoever chooses it, and for what goes together with it."""

from typing import Annotated

from fastapi import Depends
from starlette.responses import Response

from hoolin.server.accounts.records import Who
from hoolin.server.bodies import plain
from hoolin.server.coaching.library import LibraryOffice
from hoolin.server.routing import api_router
from hoolin.server.who import part, require

router = api_router("coaching")

TheOffice = Annotated[LibraryOffice, Depends(part(LibraryOffice))]
Learner = Annotated[Who, Depends(require("coaching.learn"))]


@router.get("/coaching/library", response_class=Response)
async def coaching_library(who: Learner, office: TheOffice) -> Response:
    """Every lesson, drill and example that is kept, with its name, its criteria and its reasons; and which advice is of which item, one's own, or, for whoever coaches, everybody's."""
    return plain(await office.told(who))
