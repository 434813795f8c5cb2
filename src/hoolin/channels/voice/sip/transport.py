"""The sockets of a stack, one way in and out for all: whatever comes is handed to `Hearing`, what goes out is addressed to a Peer.

Rules. Nothing here waits for a peer: what a slow one does not take is bounded, and beyond that its connection is closed. A
connection is known by its far end; one that broke, or could not be made, is told once.
"""

import socket
from typing import Protocol

from hoolin.channels.voice.sip.outlet import Door, Peer
from hoolin.channels.voice.sip.settings import Listen
from hoolin.core.errors import PeerError

RECEIVE_BYTES = 4_194_304
"""Of a datagram socket: what arrives while the process does something else for a moment."""


class Hearing(Protocol):
    """Who is told by the sockets."""

    def heard(self, data: bytes, peer: Peer, stream: bool) -> None:
        """One whole message."""

    def gone(self, peer: Peer) -> None:
        """A connection is no more, or never came about."""

    def admits(self, host: str) -> bool:
        """Whether one more connection from this address is taken."""


class Carrier(Protocol):
    """One of our doors, open."""

    door: Door

    def send(self, peer: Peer, data: bytes) -> None:
        """Send one message; what cannot be sent is lost, and told if it was over a connection."""

    def sweep(self, now: int, in_use: frozenset[Peer]) -> None:
        """Close what has been idle or half a message for too long."""

    async def close(self) -> None:
        """Close it and all its connections."""


def bound(listen: Listen, kind: socket.SocketKind) -> socket.socket:
    """A socket of ours at that address. Raises PeerError when it cannot be had."""
    family = socket.AF_INET6 if ":" in listen.host else socket.AF_INET
    sock = socket.socket(family, kind)
    try:
        sock.setblocking(False)
        if kind == socket.SOCK_STREAM:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        else:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, RECEIVE_BYTES)
        if family == socket.AF_INET6:
            sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        sock.bind((listen.host, listen.port))
    except OSError as error:
        sock.close()
        raise PeerError("sip_bind", host=listen.host, port=listen.port, why=error.strerror) from None
    return sock


def told_as(listen: Listen, port: int) -> Door:
    """What peers are told of this address."""
    host = listen.public or listen.host
    if host in ("0.0.0.0", "::"):  # noqa: S104 - compared, not bound
        host = own_address(host)
    return Door(listen.transport, host, listen.public_port or port, port)


def own_address(wild: str) -> str:
    """The address that this machine would speak from to the world; nothing is sent to find out."""
    six = ":" in wild
    with socket.socket(socket.AF_INET6 if six else socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("2001:db8::1" if six else "192.0.2.1", 9))
            return str(probe.getsockname()[0])
        except OSError:
            return "::1" if six else "127.0.0.1"
