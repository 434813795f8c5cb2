"""All doors of a stack, opened as its settings say; one of TCP and one of TLS to dial out by are always there."""

import asyncio
import socket
import ssl
from collections import Counter
from collections.abc import Callable

from hoolin.channels.voice.sip.datagrams import open_datagrams
from hoolin.channels.voice.sip.frames import Frames, open_frames
from hoolin.channels.voice.sip.outlet import Peer
from hoolin.channels.voice.sip.settings import TCP, TLS, UDP, WS, WSS, Listen, SipSettings
from hoolin.channels.voice.sip.streams import Streams, client_context, open_streams
from hoolin.channels.voice.sip.transport import Carrier, Hearing
from hoolin.channels.voice.sip.trunks import OneTrunk
from hoolin.core.errors import HoolinError

LOOK_UP_SECONDS_MAX = 5.0


class Doors:
    """The doors, by their places. trunk_of: which trunk an address belongs to, for the certificate it must show."""

    def __init__(self, settings: SipSettings, hearing: Hearing) -> None:
        self._settings = settings
        self._hearing = hearing
        self._carriers: list[Carrier] = []
        self._contexts: dict[tuple[bool, str], ssl.SSLContext] = {}
        self.trunk_of: Callable[[str, str, str], OneTrunk | None] = lambda host, user, transport: None

    async def open(self) -> list[Carrier]:
        """Open them all; none stays open when one cannot be. Raises PeerError."""
        try:
            for listen in self._settings.listen:
                self._carriers.append(await self._open(len(self._carriers), listen))
            for transport in (TCP, TLS):
                if not any(listen.transport == transport for listen in self._settings.listen):
                    self._carriers.append(await self._streams(len(self._carriers), None, transport))
        except HoolinError:
            await self.close()
            raise
        return self._carriers

    async def _open(self, number: int, listen: Listen) -> Carrier:
        if listen.transport == UDP:
            return await open_datagrams(number, listen, self._hearing)
        if listen.transport in (WS, WSS):
            return await open_frames(number, listen, self._hearing, self._settings.limits)
        return await self._streams(number, listen, listen.transport)

    async def _streams(self, number: int, listen: Listen | None, transport: str) -> Carrier:
        return await open_streams(number, listen, self._hearing, self._settings.limits, self._dress, transport)

    def _dress(self, host: str) -> tuple[ssl.SSLContext | None, str]:
        """How an address is dialled by TLS: as the trunk says that it belongs to."""
        one = self.trunk_of(host, "", TLS)
        verify, ca = (one.trunk.tls_verify, one.trunk.ca) if one is not None else (True, "")
        context = self._contexts.get((verify, ca))
        if context is None:
            context = self._contexts[verify, ca] = client_context(verify, ca)
        named = [known.name for known in one.hosts.hosts if known.peer.host == host] if one is not None else []
        return context, named[0] if named else host

    def ports(self) -> tuple[int, ...]:
        """The port of each that listens, as bound."""
        return tuple(carrier.door.bound for carrier in self._carriers[: len(self._settings.listen)])

    def send(self, peer: Peer, data: bytes) -> None:
        """Send one message by the door it belongs to."""
        self._carriers[peer.door].send(peer, data)

    def connected(self, peer: Peer) -> bool:
        """Whether the connection to this peer is open; always so where there are none."""
        carrier = self._carriers[peer.door]
        return not isinstance(carrier, Streams | Frames) or carrier.has(peer)

    def admits(self, host: str) -> bool:
        """Whether one more connection from this address is taken."""
        limits = self._settings.limits
        counted = Counter[str]()
        for carrier in self._carriers:
            if isinstance(carrier, Streams | Frames):
                counted.update(carrier.hosts())
        return counted.total() < limits.connections_max and counted[host] < limits.connections_per_source_max

    def sweep(self, now: int, in_use: frozenset[Peer]) -> None:
        """Close what nobody uses."""
        for carrier in self._carriers:
            carrier.sweep(now, in_use)

    async def addresses(self, name: str) -> tuple[str, ...]:
        """The addresses of a host name; empty when it has none, or nobody says in time."""
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(LOOK_UP_SECONDS_MAX):
                found = await loop.getaddrinfo(name, None, type=socket.SOCK_DGRAM)
        except (OSError, TimeoutError, UnicodeError):
            return ()
        return tuple(dict.fromkeys(str(entry[4][0]) for entry in found))

    async def close(self) -> None:
        """Close them all."""
        for carrier in self._carriers:
            await carrier.close()
        self._carriers = []
