"""A letter as its sender laid it out: a page of its own, which runs nothing, and loads from elsewhere only when asked to.

It is shown in a frame of the desk. Its own policy holds in there, and not that of the desk: colours and fonts written into the
letter are let through, images that came with it are written into the page, and others stay where they are until a person wants
to see them, since whoever put them there then learns of it.
"""

import re
from base64 import b64encode
from collections.abc import Sequence
from typing import Annotated

from fastapi import Depends, Path, Query
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from hoolin.core.errors import NotFound
from hoolin.server.accounts.records import Who
from hoolin.server.api.attachments import Attachments
from hoolin.server.live.present import File
from hoolin.server.records import Records
from hoolin.server.routing import api_router
from hoolin.server.who import part, require

router = api_router("letters")

Reader = Annotated[Who, Depends(require("conversations.read"))]
TheRecords = Annotated[Records, Depends(part(Records))]
TheFiles = Annotated[Attachments, Depends(part(Attachments))]
Id = Annotated[str, Path(min_length=1, max_length=64)]

IMAGES_BYTES_MAX = 8 * 1024 * 1024
"""Of images that came with a letter and are written into its page; those beyond are among its files."""

CAME_ALONG = re.compile(r'(?<= )src="cid:file-([0-9]{1,2})"')
REMOTE = re.compile(r'(?<= )data-remote="(https?:[^"]*)"')
PAGE = (
    '<!doctype html><html><head><meta charset="utf-8"><title>·</title><base target="_blank"><style>'
    ":root{{color-scheme:light;background:#fff}}body{{margin:12px;color:#1b2733;font:14px/1.45 system-ui,sans-serif;"
    "overflow-wrap:anywhere}}img,table{{max-width:100%}}img{{height:auto}}</style></head><body>{body}</body></html>"
)


def policy(images: bool) -> str:
    """What the page may do. images: load them from wherever they lie."""
    sources = "data: http: https:" if images else "data:"
    return (
        f"default-src 'none'; style-src 'unsafe-inline'; img-src {sources}; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox"
    )


@router.get("/conversations/{interaction}/messages/{ordinal}/letter", response_class=Response)
async def letter(
    interaction: Id,
    ordinal: Annotated[int, Path(ge=1, le=1_000_000)],
    who: Reader,
    records: TheRecords,
    files: TheFiles,
    images: Annotated[bool, Query()] = False,
) -> Response:
    """A letter as its sender laid it out, as a page. images: with those that lie elsewhere."""
    found = (await records.messages(interaction, ordinal + 1, 1, who))["messages"]
    if not found or found[0].ordinal != ordinal or found[0].letter is None or not found[0].letter.html:
        raise NotFound("letter", interaction=interaction)
    body = await _with_images(found[0].letter.html, found[0].attachments, files)
    if images:
        body = REMOTE.sub(r'src="\1" referrerpolicy="no-referrer"', body)
    headers = {
        "content-security-policy": policy(images),
        "referrer-policy": "no-referrer",
        "cache-control": "no-store",
    }
    page = PAGE.format(body=body)
    return Response(page, media_type="text/html", headers=headers)


async def _with_images(html: str, attached: Sequence[File], files: Attachments) -> str:
    """The letter's HTML with the images that came along in their places."""
    written: dict[str, str] = {}
    room = IMAGES_BYTES_MAX
    for number in dict.fromkeys(CAME_ALONG.findall(html)):
        place = int(number) - 1
        if not 0 <= place < len(attached):
            continue
        file = attached[place]
        if file.media_type.startswith("image/") and file.size <= room:
            room -= file.size
            body = await run_in_threadpool(files.whole, file.blob)
            written[number] = f'src="data:{file.media_type};base64,{b64encode(body).decode()}"'
    return CAME_ALONG.sub(lambda found: written.get(found[1], ""), html)
