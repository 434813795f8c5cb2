"""SIP over WebSocket (RFC 7118): one frame, one message; the subprotocol `sip`, and no connection without it
(the library refuses the handshake)."""

import asyncio
import contextlib
import socket

from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.exceptions import ConnectionClosed
from websockets.typing import Subprotocol

from hoolin.channels.voice.sip.message import MESSAGE_BYTES_MAX
from hoolin.channels.voice.sip.outlet import Door, Peer
from hoolin.channels.voice.sip.settings import WSS, Limits, Listen
from hoolin.channels.voice.sip.streams import server_context
from hoolin.channels.voice.sip.transport import Hearing, bound, told_as

WAITING_MAX = 256
"""Frames that a slow browser has not taken."""

PING_SECONDS = 30.0


class Frames:
    """One WebSocket door with its connections."""

    def __init__(self, number: int, door: Door, hearing: Hearing, limits: Limits) -> None:
        self.door = door
        self._number = number
        self._hearing = hearing
        self._limits = limits
        self._server: Server | None = None
        self._open: dict[Peer, tuple[ServerConnection, asyncio.Queue[str]]] = {}
        self._needed_ms: dict[Peer, int] = {}

    async def listen(self, sock: socket.socket, listen: Listen) -> None:
        """Take calls in."""
        self._server = await serve(
            self._handle,
            sock=sock,
            subprotocols=[Subprotocol("sip")],
            max_size=MESSAGE_BYTES_MAX,
            max_queue=16,
            open_timeout=10,
            close_timeout=2,
            ping_interval=PING_SECONDS,
            ping_timeout=PING_SECONDS,
            compression=None,
            server_header=None,
            ssl=server_context(listen) if listen.transport == WSS else None,
        )

    async def _handle(self, connection: ServerConnection) -> None:
        """One connection, from beginning to end."""
        host, port = connection.remote_address[:2]
        peer = Peer(self._number, host, port)
        if not self._hearing.admits(host):
            await connection.close(1013)
            return
        queue: asyncio.Queue[str] = asyncio.Queue(WAITING_MAX)
        self._open[peer] = (connection, queue)
        writer = asyncio.create_task(self._write(connection, queue))
        try:
            async for frame in connection:
                data = frame.encode() if isinstance(frame, str) else frame
                if len(data) > 4:
                    self._hearing.heard(data, peer, False)
        except ConnectionClosed:
            pass
        finally:
            writer.cancel()
            del self._open[peer]
            self._needed_ms.pop(peer, None)
            self._hearing.gone(peer)

    async def _write(self, connection: ServerConnection, queue: "asyncio.Queue[str]") -> None:
        """What goes out, in order."""
        with contextlib.suppress(ConnectionClosed):
            while True:
                await connection.send(await queue.get())

    def has(self, peer: Peer) -> bool:
        """Whether its connection is open."""
        return peer in self._open

    def hosts(self) -> list[str]:
        """The far ends of those that are open."""
        return [peer.host for peer in self._open]

    def send(self, peer: Peer, data: bytes) -> None:
        """Send one frame to a browser that is there; nobody can be dialled."""
        held = self._open.get(peer)
        if held is None:
            asyncio.get_running_loop().call_soon(self._hearing.gone, peer)
            return
        connection, queue = held
        try:
            queue.put_nowait(data.decode("utf-8", "replace"))
        except asyncio.QueueFull:
            connection.transport.abort()

    def sweep(self, now: int, in_use: frozenset[Peer]) -> None:
        """Its own pings find those that are gone; who is there, and proves nothing for as long as one may be idle, has to leave."""
        for peer, (connection, _) in list(self._open.items()):
            needed = self._needed_ms.setdefault(peer, now)
            if peer in in_use:
                self._needed_ms[peer] = now
            elif now - needed > self._limits.idle_ms_max:
                connection.transport.abort()

    async def close(self) -> None:
        """Close it and all its connections."""
        if self._server is not None:
            self._server.close()
            await self._server.wait_closed()


async def open_frames(number: int, listen: Listen, hearing: Hearing, limits: Limits) -> Frames:
    """Open one. Raises PeerError."""
    sock = bound(listen, socket.SOCK_STREAM)
    frames = Frames(number, told_as(listen, sock.getsockname()[1]), hearing, limits)
    await frames.listen(sock, listen)
    return frames
