"""Handing a file to the server (XEP-0363), so that its address can be sent. Nothing that the customer sees happens here."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Iterator
from urllib.parse import urlsplit

import httpx

from hoolin.channels.written import OutFile
from hoolin.channels.xmpp import asking
from hoolin.channels.xmpp.stream import Stream
from hoolin.core.errors import NotReached, PeerError

UPLOAD_SECONDS_MAX = 60.0
SERVICES_MAX = 30
"""So many of a server's parts are asked whether they take files."""

UPLOAD_FEATURE = "urn:xmpp:http:upload:0"


async def service(stream: Stream) -> str:
    """The address of the part of the server that takes files; "" when there is none. Raises PeerError when it does not answer."""
    domain = stream.account.domain
    for address in (domain, *asking.items(await stream.ask("get", asking.DISCO_ITEMS, domain))[:SERVICES_MAX]):
        try:
            found = asking.features(await stream.ask("get", asking.DISCO_INFO, address))
        except PeerError as refused:
            if refused.code == "lost":
                raise
            continue
        if UPLOAD_FEATURE in found:
            return address
    return ""


async def put(stream: Stream, address: str, file: OutFile, near: tuple[str, ...], context: ssl.SSLContext) -> str:
    """Upload a file; where it can be read. Raises PeerError with the server's word when it will not have it, and NotReached
    when it may later: the customer knows of nothing yet.
    """
    answer = await stream.ask("get", asking.slot_request(file.name, file.size, file.media_type), address)
    slot = asking.slot(answer)
    parts = urlsplit(slot.put if slot else "")
    if slot is None or not (parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in near)):
        raise PeerError("upload_slot")
    headers = {**dict(slot.headers), "content-length": str(file.size), "content-type": file.media_type}
    try:
        async with httpx.AsyncClient(verify=context, trust_env=False, timeout=UPLOAD_SECONDS_MAX) as client:
            done = await client.put(slot.put, content=pieces(file.open()), headers=headers)
    except httpx.HTTPError:
        raise NotReached("upload") from None
    if done.status_code >= httpx.codes.INTERNAL_SERVER_ERROR:
        raise NotReached("upload", status=done.status_code)
    if not done.is_success:
        raise PeerError("upload_refused", status=done.status_code)
    return slot.get


async def pieces(opened: Iterator[bytes]) -> AsyncIterator[bytes]:
    """A file's bytes, read beside the loop."""
    while piece := await asyncio.to_thread(next, opened, b""):
        yield piece
