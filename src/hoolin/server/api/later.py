"""What waits for its time: put off, or to be sent. Both are made and changed by the desk's commands (docs/reference/live.md)."""

from typing import Annotated

from fastapi import Depends
from starlette.responses import Response

from hoolin.server.accounts.records import Who
from hoolin.server.bodies import plain
from hoolin.server.later import LaterBook
from hoolin.server.routing import api_router
from hoolin.server.who import part, require

router = api_router("later")

Reader = Annotated[Who, Depends(require("conversations.read"))]
TheBook = Annotated[LaterBook, Depends(part(LaterBook))]


@router.get("/later", response_class=Response)
async def later(who: Reader, book: TheBook, everybody: bool = False) -> Response:
    """What one has put off and what of one's leaves later, the soonest first, and the site's time zone. everybody: of all agents, for whoever
    may see all conversations.
    """
    return plain(await book.listed(who, everybody))
