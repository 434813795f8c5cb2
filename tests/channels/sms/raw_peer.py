"""An SMSC of a few lines that misbehaves on demand, for what a well-behaved one cannot be made to do."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

from hoolin.channels.sms import pdu
from hoolin.channels.sms.pdu import RESPONSE, Pdu

Behaviour = Callable[["Peer", Pdu], Awaitable[None]]


class Peer:
    """One connection, seen from the SMSC."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader = reader
        self.writer = writer
        self.got: list[Pdu] = []

    async def put(self, octets: bytes) -> None:
        """Write whatever it is."""
        self.writer.write(octets)
        await self.writer.drain()

    async def answer(self, what: Pdu, body: bytes = b"id1\0", status: int = 0) -> None:
        """Answer as an SMSC does."""
        await self.put(pdu.write(what.command | RESPONSE, what.sequence, body, status))


@asynccontextmanager
async def misbehaving(behaviour: Behaviour, tls: ssl.SSLContext | None = None) -> AsyncIterator[tuple[int, list[Peer]]]:
    """An SMSC whose answer to each PDU is the given function. Yields its port and the connections it has had."""
    peers: list[Peer] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        peer = Peer(reader, writer)
        peers.append(peer)
        frames = pdu.Frames()
        with suppress(ConnectionError, asyncio.CancelledError):
            while data := await reader.read(65_536):
                for one in frames.feed(data):
                    peer.got.append(one)
                    await behaviour(peer, one)
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=tls)
    try:
        yield server.sockets[0].getsockname()[1], peers
    finally:
        server.close()
        for peer in peers:
            peer.writer.transport.abort()
        await server.wait_closed()
