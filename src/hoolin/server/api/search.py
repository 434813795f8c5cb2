"""Looking for what was said."""

from typing import Annotated, Any

from fastapi import Depends
from starlette.responses import Response

from hoolin.server.accounts.records import Who
from hoolin.server.bodies import plain, read
from hoolin.server.routing import api_router
from hoolin.server.searching import Query, Searcher
from hoolin.server.who import part, require

router = api_router("conversations")

Reader = Annotated[Who, Depends(require("conversations.read"))]
TheSearcher = Annotated[Searcher, Depends(part(Searcher))]


@router.post("/search", response_class=Response)
async def search(body: dict[str, Any], who: Reader, searcher: TheSearcher) -> Response:
    """Where words were said, in any of their forms, the newest first: messages, letters, files' names and notes that the asker may read.

    The body is `{"words", …}`: see `Query`. It is a body and no address, so that what is looked for stands in no log.
    """
    return plain(await searcher.search(read(body, Query), who))
