"""The calls of a conversation: who took part, when, and how each leg ended. And how it stands with the telephone."""

from typing import Annotated, Any

from fastapi import Depends, Path
from starlette.responses import Response

from hoolin.server.accounts.records import Who
from hoolin.server.bodies import plain
from hoolin.server.calls import CallRecords
from hoolin.server.records import Records
from hoolin.server.routing import api_router
from hoolin.server.who import part, require

router = api_router("calls")

Reader = Annotated[Who, Depends(require("conversations.read"))]
TheRecords = Annotated[Records, Depends(part(Records))]
TheCalls = Annotated[CallRecords, Depends(part(CallRecords))]


@router.get("/conversations/{interaction}/calls", response_class=Response)
async def calls(
    interaction: Annotated[str, Path(min_length=1, max_length=64)], who: Reader, records: TheRecords, found: TheCalls
) -> Response:
    """The calls of a conversation, oldest first, with their legs and the customer's number."""
    await records.conversation(interaction, who)
    return plain({"calls": await found.of(interaction)})


@router.get("/telephone", response_class=Response)
async def telephone(who: Reader, found: TheCalls) -> Response:
    """How it stands with each trunk and each telephone of the site."""
    told: list[dict[str, Any]] = found.accounts()
    return plain({"accounts": told})
