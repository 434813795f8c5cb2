"""Fetching a file that a customer sent the address of. An address is a stranger's word, so:

- it is https, and it leads to a public address of the internet, looked up once and then held to, so that it cannot be turned
  to our own network meanwhile; hosts that the account names as near are exempt from both;
- redirects are followed a few times under the same rules; size and time are bounded.
"""

import asyncio
import ipaddress
import socket
import ssl
from pathlib import PurePosixPath
from urllib.parse import unquote, urljoin, urlsplit

import httpx

from hoolin.channels.written import File
from hoolin.channels.xmpp.manifest import FETCH_SECONDS_MAX, REDIRECTS_MAX
from hoolin.core.errors import Malformed, NotAllowed, NotReached, PeerError, TooLarge
from hoolin.core.limits import ATTACHMENT_BYTES_MAX

NAME_CHARACTERS_MAX = 120


async def fetch(url: str, near: tuple[str, ...], context: ssl.SSLContext) -> File:
    """The file. Raises NotReached when it may be had later, TooLarge, and NotAllowed or PeerError when it cannot be had."""
    try:
        async with asyncio.timeout(FETCH_SECONDS_MAX):
            for _ in range(REDIRECTS_MAX + 1):
                found = await _once(url, near, context)
                if isinstance(found, File):
                    return found
                url = urljoin(url, found)
    except (TimeoutError, httpx.TransportError):
        raise NotReached("file_server") from None
    except httpx.HTTPError:
        raise PeerError("file_server") from None
    raise PeerError("too_many_redirects")


async def _once(url: str, near: tuple[str, ...], context: ssl.SSLContext) -> File | str:
    """The file, or where it is said to be instead."""
    try:
        parts = urlsplit(url)
        port = parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError:
        raise Malformed("file_address") from None
    host = (parts.hostname or "").lower()
    if (
        not host
        or parts.username is not None
        or parts.scheme not in (("https", "http") if host in near else ("https",))
    ):
        raise NotAllowed("file_address")
    address = await _address(host, port, public=host not in near)
    literal = f"[{address}]" if ":" in address else address
    target = httpx.URL(url).copy_with(host=literal, port=port, fragment=None)
    named = f"[{host}]" if ":" in host else host
    headers = {"host": named if parts.port is None else f"{named}:{port}", "accept-encoding": "identity"}
    client = httpx.AsyncClient(verify=context, trust_env=False, follow_redirects=False, timeout=FETCH_SECONDS_MAX)
    async with client, client.stream("GET", target, headers=headers, extensions={"sni_hostname": host}) as answer:
        if answer.is_redirect:
            return str(answer.headers.get("location", ""))
        if answer.status_code != httpx.codes.OK:
            if answer.status_code >= httpx.codes.INTERNAL_SERVER_ERROR:
                raise NotReached("file_server", status=answer.status_code)
            raise PeerError("file_gone", status=answer.status_code)
        kind = answer.headers.get("content-type", "").partition(";")[0].strip()
        return File(name=name_of(parts.path), media_type=kind or "application/octet-stream", body=await _body(answer))


async def _body(answer: httpx.Response) -> bytes:
    """All of it, and never more than one byte too many."""
    body = bytearray()
    async for piece in answer.aiter_raw():
        body += piece
        if len(body) > ATTACHMENT_BYTES_MAX:
            raise TooLarge("file", at_most=ATTACHMENT_BYTES_MAX)
    return bytes(body)


async def _address(host: str, port: int, *, public: bool) -> str:
    """One address of a host. Raises NotAllowed when any of its addresses is not public, as an honest host's are."""
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError:
        raise NotReached("file_server") from None
    addresses = [str(entry[4][0]) for entry in found]
    if public and not all(is_public(address) for address in addresses):
        raise NotAllowed("file_address")
    if not addresses:
        raise NotReached("file_server")
    return addresses[0]


def is_public(address: str) -> bool:
    """Whether an address is one of the public internet, also where it is an IPv4 address in IPv6 clothes."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    inner = (found.ipv4_mapped or found.sixtofour) if isinstance(found, ipaddress.IPv6Address) else None
    return found.is_global and not found.is_multicast and (inner is None or inner.is_global)


def name_of(path: str) -> str:
    """What a file is called by its address: the last part, without anything that could be a path."""
    name = PurePosixPath(unquote(path, errors="replace").replace("\\", "/")).name
    clean = "".join(letter for letter in name if letter.isprintable())
    return clean[-NAME_CHARACTERS_MAX:] or "file"
