"""What came from outside as it came: for whoever doubts what we made of it, and for what nothing could be made of."""

from typing import Annotated

import msgspec
from fastapi import Depends, Path
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from hoolin.channels.post.keeping import read_raw
from hoolin.channels.post.office import Office
from hoolin.core.errors import NotFound
from hoolin.server.accounts.records import Who
from hoolin.server.returned import Returned
from hoolin.server.routing import api_router
from hoolin.server.who import part, require

router = api_router("inputs")

TheReturned = Annotated[Returned, Depends(part(Returned))]
TheOffice = Annotated[Office, Depends(part(Office))]
Supervisor = Annotated[Who, Depends(require("conversations.see_all"))]
InputId = Annotated[str, Path(pattern=r"^r[0-9a-f]{16,63}$")]

UNREADABLE_MAX = 200

HEADERS = {
    "content-security-policy": "default-src 'none'; sandbox",
    "x-content-type-options": "nosniff",
    "cache-control": "no-store",
}


@router.get("/inputs", response_class=Response)
async def unreadable(who: Supervisor, office: TheOffice, returned: TheReturned) -> Response:
    """What nobody could read, newest first, and answers of ours that did not arrive and could not be brought back to a person:
    `{"inputs":[{"input","channel","account","at","size","code","kept"}],"returned":[{"delivery","interaction","at","code"}]}`.
    """
    rows = office.house.store.look("post.unreadable", (UNREADABLE_MAX,))
    told = ("input", "channel", "account", "at", "size", "code")
    shown = [{name: row[name] for name in told} | {"kept": row["forgotten_at"] is None} for row in rows]
    return Response(
        msgspec.json.encode({"inputs": shown, "returned": returned.told()}),
        media_type="application/json",
        headers=HEADERS,
    )


@router.get("/inputs/{input}", response_class=Response)
async def raw_input(
    input: InputId, who: Annotated[Who, Depends(require("conversations.read"))], office: TheOffice
) -> Response:
    """The very bytes, to be saved."""
    rows = office.house.store.look("post.input", (input,))
    raw = await run_in_threadpool(read_raw, office.house, input, rows[0]["blob"]) if rows else None
    if raw is None:
        raise NotFound("input")
    ending = "eml" if rows[0]["channel"] == "email" else "txt"
    headers = {**HEADERS, "content-disposition": f'attachment; filename="{input}.{ending}"'}
    return Response(raw.body, media_type="application/octet-stream", headers=headers)
