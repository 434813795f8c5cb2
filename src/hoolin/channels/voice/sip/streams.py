"""SIP over TCP and TLS, called in and dialled out: messages are cut from the stream, connections are kept and reused."""

import asyncio
import contextlib
import socket
import ssl
from collections.abc import Callable
from typing import cast

from hoolin.channels.voice.sip.framing import PING, PONG, Framer
from hoolin.channels.voice.sip.outlet import Door, Peer
from hoolin.channels.voice.sip.settings import PORT_PLAIN, PORT_TLS, TLS, Limits, Listen
from hoolin.channels.voice.sip.transport import Hearing, bound, told_as
from hoolin.core.errors import PeerError

CONNECT_SECONDS_MAX = 8.0
"""Well below the 32 s after which a request without an answer has failed anyway."""

HANDSHAKE_SECONDS_MAX = 5.0
"""Of TLS: who calls in and says nothing is cut off then, and counts as a connection until then."""

ACCEPT_AGAIN_SECONDS = 0.2
"""When no connection can be taken (the process has too many files open)."""

Dressing = Callable[[str], tuple[ssl.SSLContext | None, str]]
"""Address → the TLS context to dial it with, and the name its certificate must bear."""


class Connection(asyncio.Protocol):
    """One connection, either way."""

    def __init__(self, streams: "Streams", peer: Peer | None) -> None:
        """peer: whom we dialled; None: it called us."""
        self._streams = streams
        self._framer = Framer()
        self._transport: asyncio.Transport | None = None
        self.peer = peer
        self.heard_ms = 0
        self.half_ms = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """It is open."""
        self._transport = cast(asyncio.Transport, transport)
        self.heard_ms = self._streams.now()
        sock = transport.get_extra_info("socket")
        if sock is not None:
            with contextlib.suppress(OSError):
                sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        if self.peer is None:
            host, port = transport.get_extra_info("peername")[:2]
            self.peer = Peer(self._streams.number, host, port)
            self._streams.came(self)

    def data_received(self, data: bytes) -> None:
        """Some bytes of it."""
        assert self.peer is not None
        try:
            messages = self._framer.feed(data)
        except PeerError:
            self.abort()
            return
        now = self._streams.now()
        self.heard_ms = now
        if messages or not self._framer.half:
            self.half_ms = 0
        if self._framer.half and not self.half_ms:
            self.half_ms = now
        for message in messages:
            if message == PING:
                self.write(PONG)
            else:
                self._streams.hearing.heard(message, self.peer, True)

    def connection_lost(self, exc: Exception | None) -> None:
        """It is no more."""
        self._streams.lost(self)

    def write(self, data: bytes) -> None:
        """Send; a peer that takes too little loses its connection."""
        transport = self._transport
        if transport is None or transport.is_closing():
            return
        transport.write(data)
        if transport.get_write_buffer_size() > self._streams.limits.sends_max:
            self.abort()

    def abort(self) -> None:
        """Close it now."""
        if self._transport is not None:
            self._transport.abort()


class Streams:
    """One TCP or TLS door with its connections. number: its place among the stack's doors."""

    def __init__(self, number: int, door: Door, hearing: Hearing, limits: Limits, dressing: Dressing) -> None:
        self.number = number
        self.door = door
        self.hearing = hearing
        self.limits = limits
        self._dressing = dressing
        self._server: asyncio.Server | None = None
        self._accepting: asyncio.Task[None] | None = None
        self._greeting: dict[Peer, asyncio.Task[None]] = {}
        self._open: dict[Peer, Connection] = {}
        self._dialling: dict[Peer, tuple[asyncio.Task[None], list[bytes]]] = {}
        self._loop = asyncio.get_running_loop()

    def now(self) -> int:
        """For idle times only."""
        return int(self._loop.time() * 1_000)

    async def listen(self, sock: socket.socket, context: ssl.SSLContext | None) -> None:
        """Take calls in."""
        if context is None:
            self._server = await self._loop.create_server(lambda: Connection(self, None), sock=sock)
            return
        sock.listen(100)
        self._accepting = self._loop.create_task(self._accept(sock, context))

    async def _accept(self, sock: socket.socket, context: ssl.SSLContext) -> None:
        """Take calls in by TLS. Limits are asked before the handshake: a server's own asks nobody until it is over."""
        with sock:
            while True:
                try:
                    came, address = await self._loop.sock_accept(sock)
                except OSError:
                    await asyncio.sleep(ACCEPT_AGAIN_SECONDS)
                    continue
                peer = Peer(self.number, *address[:2])
                if self.hearing.admits(peer.host):
                    self._greeting[peer] = self._loop.create_task(self._greet(peer, came, context))
                else:
                    came.close()

    async def _greet(self, peer: Peer, came: socket.socket, context: ssl.SSLContext) -> None:
        """The handshake of one that was admitted."""
        try:
            await self._loop.connect_accepted_socket(
                lambda: Connection(self, None), came, ssl=context, ssl_handshake_timeout=HANDSHAKE_SECONDS_MAX
            )
        except OSError:  # TLS's errors and time-outs are some of these
            came.close()
        finally:
            self._greeting.pop(peer, None)

    def came(self, connection: Connection) -> None:
        """Somebody called in."""
        peer = connection.peer
        assert peer is not None
        admitted = self._greeting.pop(peer, None) is not None
        if not admitted and not self.hearing.admits(peer.host):
            connection.peer = None
            connection.abort()
            return
        self._open[peer] = connection

    def lost(self, connection: Connection) -> None:
        """A connection ended."""
        peer = connection.peer
        if peer is not None and self._open.get(peer) is connection:
            del self._open[peer]
            self.hearing.gone(peer)

    def has(self, peer: Peer) -> bool:
        """Whether its connection is open."""
        return peer in self._open

    def hosts(self) -> list[str]:
        """The far ends of those that are open, or greeted still."""
        return [peer.host for peer in (*self._open, *self._greeting)]

    def send(self, peer: Peer, data: bytes) -> None:
        """Send over the connection that there is, or over one that is made for it."""
        connection = self._open.get(peer)
        if connection is not None:
            connection.write(data)
            return
        dialling = self._dialling.get(peer)
        if dialling is None:
            self._dialling[peer] = (self._loop.create_task(self._dial(peer)), [data])
        elif sum(map(len, dialling[1])) < self.limits.sends_max:
            dialling[1].append(data)

    async def _dial(self, peer: Peer) -> None:
        """Make a connection, and send over it what has waited."""
        context, name = self._dressing(peer.host) if self.door.transport == TLS else (None, "")
        try:
            async with asyncio.timeout(CONNECT_SECONDS_MAX):
                _, connection = await self._loop.create_connection(
                    lambda: Connection(self, peer), peer.host, peer.port, ssl=context,
                    server_hostname=name if context is not None else None,
                )  # fmt: skip
        except (OSError, ssl.SSLError, TimeoutError, ValueError):
            self._dialling.pop(peer, None)
            self.hearing.gone(peer)
            return
        _, waiting = self._dialling.pop(peer)
        self._open[peer] = connection
        for data in waiting:
            connection.write(data)

    def sweep(self, now: int, in_use: frozenset[Peer]) -> None:
        """Close what has been idle or half a message for too long."""
        now = self.now()
        for peer, connection in list(self._open.items()):
            slow = connection.half_ms and now - connection.half_ms > self.limits.message_ms_max
            idle = now - connection.heard_ms > self.limits.idle_ms_max and peer not in in_use
            if slow or idle:
                connection.abort()

    async def close(self) -> None:
        """Close it and all its connections."""
        if self._server is not None:
            self._server.close()
        greeting = [self._accepting, *self._greeting.values()] if self._accepting is not None else []
        for task in (*greeting, *(dialling for dialling, _ in self._dialling.values())):
            task.cancel()
        for connection in list(self._open.values()):
            connection.abort()
        await asyncio.gather(*greeting, return_exceptions=True)
        await asyncio.sleep(0)


async def open_streams(
    number: int, listen: Listen | None, hearing: Hearing, limits: Limits, dressing: Dressing, transport: str
) -> Streams:
    """Open one; without `listen` it only dials out. Raises PeerError."""
    if listen is None:
        usual = PORT_TLS if transport == TLS else PORT_PLAIN
        door = Door(transport, told_as(Listen(transport=transport), usual).host, usual)
        return Streams(number, door, hearing, limits, dressing)
    context = server_context(listen) if listen.transport == TLS else None
    sock = bound(listen, socket.SOCK_STREAM)
    streams = Streams(number, told_as(listen, sock.getsockname()[1]), hearing, limits, dressing)
    await streams.listen(sock, context)
    return streams


def server_context(listen: Listen) -> ssl.SSLContext:
    """With our certificate. Raises PeerError when there is none that can be used."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    try:
        context.load_cert_chain(listen.certificate, listen.key or None)
    except (OSError, ssl.SSLError) as error:
        raise PeerError("sip_certificate", why=str(error)[:200]) from None
    return context


def client_context(verify: bool, ca: str) -> ssl.SSLContext:
    """For dialling out."""
    context = ssl.create_default_context(cafile=ca or None)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if not verify:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context
