"""The recordings of a conversation's calls: what there is, and the sound, in pieces as players ask for them."""

import re
from typing import Annotated

from fastapi import Depends, Header, Path
from starlette.responses import Response, StreamingResponse

from hoolin.core.errors import Malformed
from hoolin.server.accounts.records import Who
from hoolin.server.bodies import plain
from hoolin.server.recordings import Recordings
from hoolin.server.records import Records
from hoolin.server.routing import api_router
from hoolin.server.who import part, require

router = api_router("recordings")

Reader = Annotated[Who, Depends(require("conversations.read"))]
TheRecords = Annotated[Records, Depends(part(Records))]
TheRecordings = Annotated[Recordings, Depends(part(Recordings))]
Interaction = Annotated[str, Path(min_length=1, max_length=64)]

RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")


@router.get("/conversations/{interaction}/recordings", response_class=Response)
async def recordings(interaction: Interaction, who: Reader, records: TheRecords, found: TheRecordings) -> Response:
    """The recordings of a conversation, oldest first: their stretches, pauses, how long they are kept and who has listened."""
    await records.may_hear(interaction, who)
    return plain({"recordings": await found.of(interaction)})


@router.get("/conversations/{interaction}/recordings/{stretch}", response_class=Response)
async def recorded_sound(
    interaction: Interaction,
    stretch: Annotated[str, Path(min_length=1, max_length=64)],
    who: Reader,
    records: TheRecords,
    found: TheRecordings,
    wanted: Annotated[str, Header(alias="range", max_length=100)] = "",
) -> Response:
    """The sound of a stretch (WAV: agent left, customer right), whole or the one range that is asked for. It is noted who listens."""
    await records.may_hear(interaction, who)
    sound = await found.sound(interaction, stretch, who)
    span = ranged(wanted, sound.size) if wanted else (0, sound.size)
    headers = {
        "accept-ranges": "bytes",
        "content-disposition": "inline",
        "content-security-policy": "default-src 'none'; sandbox",
        "x-content-type-options": "nosniff",
        "cache-control": "no-store",
        "cross-origin-resource-policy": "same-origin",
    }
    if span is None:
        return Response(status_code=416, headers={**headers, "content-range": f"bytes */{sound.size}"})
    begin, end = span
    headers["content-length"] = str(end - begin)
    if wanted:
        headers["content-range"] = f"bytes {begin}-{end - 1}/{sound.size}"
    return StreamingResponse(
        found.pieces(sound, begin, end), 206 if wanted else 200, media_type="audio/wav", headers=headers
    )  # fmt: skip


def ranged(wanted: str, size: int) -> tuple[int, int] | None:
    """From and to before which byte; None where there is nothing there. Raises Malformed for what is no single range."""
    found = RANGE.fullmatch(wanted.replace(" ", ""))
    if found is None or found.groups() == ("", ""):
        raise Malformed("range")
    first, last = found.groups()
    begin = int(first) if first else max(0, size - int(last))
    end = min(size, int(last) + 1) if first and last else size
    return (begin, end) if begin < end else None
