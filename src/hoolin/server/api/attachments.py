"""Files that travel with messages: taken in pieces, sealed under the customer's key, and given out so that nothing runs.

A file is known by its blob id, whose ending tells its media type; what a browser could run as a page is not taken at all.
"""

from collections.abc import Iterator
from typing import Annotated

from fastapi import Depends, Form, Header, Path, UploadFile
from pydantic import BaseModel
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response, StreamingResponse

from hoolin.channels.chat.gateway import ChatGateway
from hoolin.channels.media import MEDIA_TYPES, shown_name
from hoolin.core.errors import Invalid, NotAllowed, NotFound, TooLarge
from hoolin.core.limits import ATTACHMENT_BYTES_MAX
from hoolin.journal.port import Blobs
from hoolin.server.accounts.records import Who
from hoolin.server.live.hub import Hub
from hoolin.server.routing import api_router
from hoolin.server.who import part, public, require

router = api_router("attachments")

CHUNK = 64 * 1024

BlobId = Annotated[str, Path(pattern=r"^b[0-9a-f]{32}\.[a-z0-9]{1,5}$")]


class Uploaded(BaseModel):
    """A file that was taken."""

    blob: str
    name: str
    media_type: str
    size: int


class Attachments:
    """Puts files into the blob store and gets them out."""

    def __init__(self, blobs: Blobs) -> None:
        self._blobs = blobs

    async def take(self, file: UploadFile, owner: str, new_id: str) -> Uploaded:
        """Keep a file under its owner's key. Raises Invalid (`media_type`, `empty`), TooLarge."""
        name = shown_name(file.filename or "")
        ending = name.rpartition(".")[2].lower()
        media_type = MEDIA_TYPES.get(ending)
        if media_type is None:
            raise Invalid("media_type", allowed=sorted(MEDIA_TYPES))
        if file.size is not None and file.size > ATTACHMENT_BYTES_MAX:
            raise TooLarge("too_large", bytes_max=ATTACHMENT_BYTES_MAX)
        blob = f"b{new_id[1:]}.{ending}"
        size = await run_in_threadpool(self._blobs.put, blob, owner, _chunks(file))
        return Uploaded(blob=blob, name=name, media_type=media_type, size=size)

    def whole(self, blob: str) -> bytes:
        """All the bytes of a file; blocking. Raises NotFound, Damaged."""
        return b"".join(self._blobs.open(blob))

    async def give(self, blob: str, owner: str | None) -> Response:
        """A file's bytes. owner: who must own it (None: whoever asks may read everybody's)."""
        note = await run_in_threadpool(self._blobs.note, blob)
        if note is None or (owner is not None and note.owner != owner):
            raise NotFound("attachment")
        ending = blob.rpartition(".")[2]
        media_type = MEDIA_TYPES.get(ending, "application/octet-stream")
        shown = media_type.startswith("image/")
        pieces = await run_in_threadpool(self._blobs.open, blob)
        headers = {
            "content-length": str(note.size),
            "content-disposition": "inline" if shown else f'attachment; filename="{blob}"',
            "content-security-policy": "default-src 'none'; sandbox",
            "x-content-type-options": "nosniff",
            "cache-control": "private, max-age=3600",
            "cross-origin-resource-policy": "same-site",
        }
        return StreamingResponse(pieces, media_type=media_type, headers=headers)


def _chunks(file: UploadFile) -> Iterator[bytes]:
    while chunk := file.file.read(CHUNK):
        yield chunk


TheFiles = Annotated[Attachments, Depends(part(Attachments))]
TheChat = Annotated[ChatGateway, Depends(part(ChatGateway))]
TheHub = Annotated[Hub, Depends(part(Hub))]
Bearer = Annotated[str, Header(alias="authorization", max_length=200)]


async def visitor(gateway: ChatGateway, authorization: str) -> str:
    """Who shows this token. Raises NotAllowed."""
    token = authorization.removeprefix("Bearer ")
    customer = await gateway.house.people.customer_by("visitor", token) if token else None
    if customer is None:
        raise NotAllowed("token")
    return customer


@router.post("/chat/attachments", dependencies=[Depends(public("chat_attachments"))])
async def upload_as_customer(
    file: UploadFile, files: TheFiles, gateway: TheChat, authorization: Bearer = ""
) -> Uploaded:
    """Upload a file to send with a message; the page shows its token."""
    customer = await visitor(gateway, authorization)
    return await files.take(file, customer, gateway.house.new_id("b"))


@router.get(
    "/chat/attachments/{blob}", dependencies=[Depends(public("chat_attachments"))], response_class=Response
)  # fmt: skip
async def attachment_as_customer(
    blob: BlobId, files: TheFiles, gateway: TheChat, authorization: Bearer = ""
) -> Response:
    """One of the customer's own files, or one that was sent to them."""
    return await files.give(blob, await visitor(gateway, authorization))


@router.post("/attachments")
async def upload(
    file: UploadFile,
    who: Annotated[Who, Depends(require("conversations.answer"))],
    files: TheFiles,
    hub: TheHub,
    interaction: Annotated[str, Form(min_length=1, max_length=64)],
) -> Uploaded:
    """Upload a file to send in one of one's own conversations."""
    line = hub.desk.lines.get(interaction)
    if line is None or line.agent != who.agent:
        raise NotAllowed("not_yours", interaction=interaction)
    return await files.take(file, line.customer, hub.doors.new_id("b"))


@router.get("/attachments/{blob}", response_class=Response)
async def attachment(
    blob: BlobId, who: Annotated[Who, Depends(require("conversations.read"))], files: TheFiles
) -> Response:
    """A file of a conversation."""
    return await files.give(blob, None)
