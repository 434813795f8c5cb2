"""SIP over UDP: one datagram, one message."""

import asyncio
import socket
from typing import cast

from hoolin.channels.voice.sip.outlet import Door, Peer
from hoolin.channels.voice.sip.settings import Listen
from hoolin.channels.voice.sip.transport import Hearing, bound, told_as


class Datagrams(asyncio.DatagramProtocol):
    """One UDP socket."""

    def __init__(self, number: int, hearing: Hearing, door: Door) -> None:
        self.door = door
        self._number = number
        self._hearing = hearing
        self._transport: asyncio.DatagramTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """It is open."""
        self._transport = cast(asyncio.DatagramTransport, transport)

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        """A message; or a keep-alive, which wants nothing."""
        if len(data) > 4:
            self._hearing.heard(data, Peer(self._number, addr[0], addr[1]), False)

    def error_received(self, exc: Exception) -> None:
        """ICMP says that somebody is not there; timers find that out too."""

    def send(self, peer: Peer, data: bytes) -> None:
        """Send one datagram."""
        if self._transport is not None and not self._transport.is_closing():
            try:
                self._transport.sendto(data, (peer.host, peer.port))
            except (OSError, ValueError):
                return

    def sweep(self, now: int, in_use: frozenset[Peer]) -> None:
        """There are no connections."""

    async def close(self) -> None:
        """Close it."""
        if self._transport is not None:
            self._transport.close()
        await asyncio.sleep(0)


async def open_datagrams(number: int, listen: Listen, hearing: Hearing) -> Datagrams:
    """Open one. Raises PeerError."""
    sock = bound(listen, socket.SOCK_DGRAM)
    door = told_as(listen, sock.getsockname()[1])
    loop = asyncio.get_running_loop()
    _, protocol = await loop.create_datagram_endpoint(lambda: Datagrams(number, hearing, door), sock=sock)
    return protocol
