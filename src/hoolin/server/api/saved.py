"""Views that people keep: one's own, those of one's queues, and what is in one now."""

from typing import Annotated, Any

from fastapi import Depends, Path, Query
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from hoolin.cases.api import saved
from hoolin.server.accounts.records import Who
from hoolin.server.asked import Offset
from hoolin.server.bodies import plain, read
from hoolin.server.routing import api_router
from hoolin.server.saved import SavedViews
from hoolin.server.who import part, require

router = api_router("saved")

Reader = Annotated[Who, Depends(require("conversations.read"))]
TheViews = Annotated[SavedViews, Depends(part(SavedViews))]
Id = Annotated[str, Path(min_length=1, max_length=64)]


class Wanted(BaseModel):
    """A view as somebody wants it. wanted: a Filter of docs/reference/facts.md. queue: for everybody who serves it."""

    model_config = ConfigDict(extra="forbid")

    title: Annotated[str, Field(min_length=1, max_length=60)]
    wanted: dict[str, Any]
    queue: Annotated[str | None, Field(max_length=64)] = None

    def filter(self) -> saved.Filter:
        """What it shows. Raises Malformed."""
        return read(self.wanted, saved.Filter, "filter")


@router.get("/views", response_class=Response)
async def views(who: Reader, kept: TheViews) -> Response:
    """One's own views, then those of the queues that one serves; of every queue for whoever may see all."""
    return plain(kept.listed(who))


@router.post("/views", response_class=Response, status_code=201)
async def keep_view(body: Wanted, who: Reader, kept: TheViews) -> Response:
    """Keep another view."""
    return plain(await kept.keep(None, body.title, body.filter(), body.queue, who), 201)


@router.put("/views/{view}", response_class=Response)
async def change_view(view: Id, body: Wanted, who: Reader, kept: TheViews) -> Response:
    """Change one's own view; there is one by this id from now on."""
    return plain(await kept.keep(view, body.title, body.filter(), body.queue, who))


@router.delete("/views/{view}", status_code=204)
async def drop_view(view: Id, who: Reader, kept: TheViews) -> None:
    """Have one's own view no more."""
    await kept.drop(view, who)


@router.get("/views/{view}/conversations", response_class=Response)
async def view_rows(
    view: Id, who: Reader, kept: TheViews, offset: Offset = 0, limit: Annotated[int, Query(ge=1, le=200)] = 100
) -> Response:
    """A page of the live conversations in a view, the one with the oldest last word first."""
    return plain(kept.rows(view, offset, limit, who))
