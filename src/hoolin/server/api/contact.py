"""The choice board, for whoever is about to choose; and for supervisors, how honest it was."""

from typing import Annotated

from fastapi import Depends, Query
from starlette.responses import Response

from hoolin.channels.passes import CODE
from hoolin.core.site.rules import Language
from hoolin.server.accounts.records import Who
from hoolin.server.bodies import plain
from hoolin.server.contact import ContactBoard
from hoolin.server.routing import api_router
from hoolin.server.who import part, public, require
from hoolin.workforce.api import coverage

router = api_router("contact")

TheBoard = Annotated[ContactBoard, Depends(part(ContactBoard))]


@router.get("/contact", dependencies=[Depends(public("contact"))], response_class=Response)
async def contact(
    board: TheBoard,
    language: Language | None = None,
    queue: Annotated[str, Query(max_length=64)] = "",
    code: Annotated[str, Query(alias="pass", max_length=20)] = "",
) -> Response:
    """Every way in, open or closed, with the wait to be expected: `Contact` of docs/reference/live.md."""
    shown = board.shown(language, queue, code if CODE.fullmatch(code) else "")
    # With a code the answer is one customer's own.
    caching = "private, no-store" if code else "public, max-age=1"
    return plain(shown, caching=caching)


@router.get("/board/coverage", response_class=Response)
async def board_coverage(board: TheBoard, who: Annotated[Who, Depends(require("reports.read"))]) -> Response:
    """How often foretold waits held in the last thirty days: `Coverage` of docs/reference/live.md."""
    return plain(coverage(board.waits, board.clock()))
