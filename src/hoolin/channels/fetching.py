"""Fetches what a customer attached, from addresses that strangers may have a say in.

Bounded in size and in time, and never from within our own network: a host is looked up first, each of its addresses must be a
public one, and the connection goes to that very address, so that a second look-up cannot lead elsewhere. A redirect is followed a
few times, each hop by the same rule and without the first one's credentials. Only the origin that the operator set as the
provider's API is trusted wherever it is.

Why a file is not here is told apart: it never will be (`Gone`), or not now (NotReached).
"""

import asyncio
import socket
from collections.abc import Mapping
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import NamedTuple

import httpx

from hoolin.core.errors import NotReached

FILE_BYTES_MAX = 26_214_400
"""25 MiB for one file: as for one raw input."""

FILE_SECONDS_MAX = 60.0
"""For one file, from look-up to last byte."""

REDIRECTS_MAX = 3

PORT_MAX = 65_535

LATER = frozenset({408, 425, 429})
"""With every 5xx: the provider may give it another time."""


TRANSLATED = IPv6Network("64:ff9b::/96")
"""By which a network without version 4 reaches it."""


class Gone(Exception):
    """This file cannot be had. code: why, in a word or as the provider's status."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Fetched(NamedTuple):
    """A file's bytes and what its server calls them; "" when it says nothing."""

    body: bytes
    media_type: str


async def fetch(
    client: httpx.AsyncClient, address: str, *, trusted: str, headers: Mapping[str, str] | None = None,
    at_most: int = FILE_BYTES_MAX,
) -> Fetched:  # fmt: skip
    """The file at an address. trusted: the origin (or any address in it) that needs no public address.

    Raises Gone (code `too_large`, `refused`, or the status) and NotReached.
    """
    try:
        async with asyncio.timeout(FILE_SECONDS_MAX):
            return await _follow(client, address, _origin(trusted), dict(headers or {}), at_most)
    except TimeoutError:
        raise NotReached("file_timed_out") from None
    except (httpx.InvalidURL, UnicodeError):
        raise Gone("address") from None
    except httpx.HTTPError:
        raise NotReached("file_unreachable") from None


async def _follow(
    client: httpx.AsyncClient, address: str, trusted: str, headers: dict[str, str], at_most: int
) -> Fetched:
    for _ in range(REDIRECTS_MAX + 1):
        url = httpx.URL(address)
        request = await _request(client, url, trusted, headers)
        answer = await client.send(request, stream=True)
        try:
            if answer.is_redirect:
                address = str(url.join(answer.headers["location"]))
                if _origin(address) != _origin(str(url)):
                    headers = {}
                continue
            return await _taken(answer, at_most)
        finally:
            await answer.aclose()
    raise Gone("redirects")


async def _request(
    client: httpx.AsyncClient, url: httpx.URL, trusted: str, headers: Mapping[str, str]
) -> httpx.Request:
    """A request that goes to an address we looked at; the certificate is still checked against the name."""
    if url.scheme not in ("http", "https") or not url.host or url.userinfo or (url.port or 0) > PORT_MAX:
        raise Gone("refused")
    if _origin(str(url)) == trusted:
        return client.build_request("GET", url, headers=headers)
    found = await public_address(url.host, url.port or (443 if url.scheme == "https" else 80))
    # Closed afterwards: a connection belongs to the name it was made for, and another name may live at the same address.
    named = {**headers, "host": url.netloc.decode("ascii"), "connection": "close"}
    return client.build_request(
        "GET", url.copy_with(host=found), headers=named, extensions={"sni_hostname": url.host}
    )  # fmt: skip


async def public_address(host: str, port: int) -> str:
    """An address of this host. Raises Gone when any of its addresses is not public, and NotReached when it has none now."""
    loop = asyncio.get_running_loop()
    try:
        found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError:
        raise NotReached("file_host_unknown") from None
    addresses = [str(entry[4][0]).partition("%")[0] for entry in found]
    if not addresses or not all(_public(address) for address in addresses):
        raise Gone("refused")
    return addresses[0]


def _public(address: str) -> bool:
    """Whether an address is of the open internet, also when it is a version 6 address that carries one of version 4."""
    parsed = ip_address(address)
    if isinstance(parsed, IPv6Address):
        inner = parsed.ipv4_mapped or parsed.sixtofour or (parsed.teredo[1] if parsed.teredo else None)
        if parsed in TRANSLATED:
            inner = IPv4Address(int(parsed) & 0xFFFF_FFFF)
        if inner is not None:
            return inner.is_global and not inner.is_multicast
    return parsed.is_global and not parsed.is_multicast


async def _taken(answer: httpx.Response, at_most: int) -> Fetched:
    if answer.status_code in LATER or answer.status_code >= 500:
        raise NotReached(f"file_{answer.status_code}")
    if answer.status_code != 200:
        raise Gone(str(answer.status_code))
    if answer.headers.get("content-encoding", "identity") != "identity":
        raise Gone("packed")
    announced = answer.headers.get("content-length", "")
    if announced.isdigit() and int(announced) > at_most:
        raise Gone("too_large")
    body = bytearray()
    async for piece in answer.aiter_raw():
        body += piece
        if len(body) > at_most:
            raise Gone("too_large")
    return Fetched(bytes(body), answer.headers.get("content-type", "").partition(";")[0].strip().lower()[:100])


def _origin(address: str) -> str:
    url = httpx.URL(address)
    port = url.port or {"http": 80, "https": 443}.get(url.scheme, 0)
    return f"{url.scheme}://{url.host}:{port}"
