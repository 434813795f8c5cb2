"""The client's address behind reverse proxies. Only those we were told to trust are believed."""

from collections.abc import Awaitable, Iterable, Sequence
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from starlette.types import ASGIApp, Receive, Scope, Send

from hoolin.core.errors import Invalid

HOPS_MAX = 16
"""More proxies in a row are a forgery."""


class ClientAddress:
    """Puts the nearest address that is no trusted proxy into the scope. Without trusted proxies it is not installed."""

    def __init__(self, app: ASGIApp, trusted: Sequence[str]) -> None:
        """trusted: addresses and networks. Raises Invalid."""
        self.app = app
        try:
            self._networks = [ip_network(each, strict=False) for each in trusted]
        except ValueError:
            raise Invalid("trusted_proxies", expected="10.0.0.0/8") from None

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        """Pass on, with the client's own address."""
        client = scope.get("client")
        if client and scope["type"] != "lifespan" and self._trusts(_parsed(client[0])):
            forwarded = [value for name, value in scope["headers"] if name == b"x-forwarded-for"]
            scope["client"] = (self._nearest(forwarded, str(client[0])), 0)
        return self.app(scope, receive, send)

    def _nearest(self, forwarded: Iterable[bytes], peer: str) -> str:
        """Each proxy appends whom it spoke with, so the list is read from its end."""
        hops = [hop.strip() for hop in b",".join(forwarded).decode("latin-1").split(",") if hop.strip()]
        nearest = peer
        for hop in reversed(hops[-HOPS_MAX:]):
            address = _parsed(_without_port(hop))
            if address is None:
                return nearest
            nearest = str(address)
            if not self._trusts(address):
                return nearest
        return nearest

    def _trusts(self, address: IPv4Address | IPv6Address | None) -> bool:
        return address is not None and any(address in network for network in self._networks)


def _parsed(text: str) -> IPv4Address | IPv6Address | None:
    try:
        address = ip_address(text)
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return mapped or address


def _without_port(hop: str) -> str:
    if hop.startswith("["):
        return hop[1:].partition("]")[0]
    return hop.partition(":")[0] if hop.count(":") == 1 else hop
