"""The promise ledger: lists by state, owner, queue and time, one promise whole, and what may be promised. Promises are made and changed by the
desk's commands (docs/reference/live.md).
"""

from typing import Annotated, Literal

from fastapi import Depends, Path, Query
from starlette.responses import Response

from hoolin.core.interaction.facts import PromiseKind
from hoolin.server.accounts.records import Who
from hoolin.server.asked import Offset
from hoolin.server.bodies import plain
from hoolin.server.promises import PromiseBook
from hoolin.server.routing import api_router
from hoolin.server.who import part, require

router = api_router("promises")

Reader = Annotated[Who, Depends(require("conversations.read"))]
Answerer = Annotated[Who, Depends(require("conversations.answer"))]
TheBook = Annotated[PromiseBook, Depends(part(PromiseBook))]
Id = Annotated[str, Path(min_length=1, max_length=64)]
Code = Annotated[str | None, Query(max_length=64)]
At = Annotated[int | None, Query(ge=0, le=2**53)]
State = Literal["owed", "ended", "broken", "all"]


@router.get("/promises", response_class=Response)
async def promises(
    who: Reader,
    book: TheBook,
    state: State = "owed",
    owner: Code = None,
    queue: Code = None,
    case: Code = None,
    kind: PromiseKind | None = None,
    due_after: At = None,
    due_before: At = None,
    offset: Offset = 0,
    limit: Annotated[int, Query(ge=1, le=200)] = 100,
) -> Response:
    """A page of promises: what is owed first, by its due time, then the newest that ended. owner: an agent's id, `me`, or `none` for those that
    the queue answers for. Whoever may not see all conversations sees their own and the queue's.
    """
    asked: dict[str, object] = {
        "owed": {"owed": 1, "ended": 0}.get(state),
        "broken": 1 if state == "broken" else None,
        "owner": (who.agent or "") if owner == "me" else None if owner == "none" else owner,
        "unowned": 1 if owner == "none" else None,
        "queue": queue,
        "case": case,
        "kind": kind,
        "due_after": due_after,
        "due_before": due_before,
    }
    return plain(await book.page(asked, offset, limit, who))


@router.get("/promises/{promise}", response_class=Response)
async def promise(promise: Id, who: Reader, book: TheBook) -> Response:
    """One promise, with everything that happened to it."""
    return plain(await book.one(promise, who))


@router.get("/conversations/{interaction}/promising", response_class=Response)
async def promising(interaction: Id, who: Answerer, book: TheBook, due_at: At = None) -> Response:
    """What may be promised in this conversation of one's own: times within opening hours (or the one that is given), how the customer gets it in
    writing, and the sentence for each kind in their language, on the site's clock.
    """
    return plain(book.choices(interaction, due_at, who))
