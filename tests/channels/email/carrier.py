"""A mail server made of a script: it answers as told, falls silent or hangs up at the very step that a test names."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress

EHLO = "250-carrier.example\r\n250-SIZE 50000000\r\n250-8BITMIME\r\n250-DSN\r\n250 ENHANCEDSTATUSCODES"
USUAL = {
    "CONNECT": "220 carrier.example", "EHLO": EHLO, "MAIL": "250 2.1.0 Ok", "RCPT": "250 2.1.5 Ok", "DATA": "354 go on",
    "DOT": "250 2.0.0 Ok: queued as 4711", "QUIT": "221 2.0.0 Bye", "RSET": "250 2.0.0 Ok",
}  # fmt: skip
CUT, SILENT = "cut", "silent"
"""Instead of a reply: hang up; say nothing any more."""


class Carrier:
    """replies: by command, beside the usual ones; DOT is the end of a mail, BODY comes before anything of it is read."""

    def __init__(self, replies: Mapping[str, str]) -> None:
        self.replies = {**USUAL, **replies}
        self.said: list[str] = []
        self.bodies: list[bytes] = []
        self.port = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, as the script has it."""
        try:
            if not await self._step(writer, "CONNECT"):
                return
            while line := (await reader.readline()).decode().rstrip("\r\n"):
                self.said.append(line)
                verb = line.split()[0].upper()
                reply = self.replies.get(f"{verb} {len(self._of(verb))}", self.replies.get(verb, "502 5.5.1 What?"))
                if not await self._answer(writer, reply):
                    return
                if verb == "DATA" and reply.startswith("354") and not await self._body(reader, writer):
                    return
                if verb == "QUIT":
                    return
        except (ConnectionError, asyncio.IncompleteReadError):
            return
        finally:
            writer.transport.abort()
            with suppress(ConnectionError):
                await writer.wait_closed()

    def _of(self, verb: str) -> list[str]:
        return [line for line in self.said if line.upper().startswith(verb)]

    async def _body(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        if "BODY" in self.replies:
            await reader.read(1_000)
            if not await self._step(writer, "BODY"):
                return False
        body = bytearray()
        while not (b"\r\n" + body[-5:]).endswith(b"\r\n.\r\n"):
            piece = await reader.read(65_536)
            if not piece:
                return False
            body += piece
        self.bodies.append(bytes(b"\r\n" + body[:-3]).replace(b"\r\n..", b"\r\n.")[2:])
        return await self._step(writer, "DOT")

    async def _step(self, writer: asyncio.StreamWriter, step: str) -> bool:
        return await self._answer(writer, self.replies[step])

    async def _answer(self, writer: asyncio.StreamWriter, reply: str) -> bool:
        """Whether the conversation goes on."""
        if reply == CUT:
            return False
        if reply == SILENT:
            await asyncio.sleep(60)
            return False
        writer.write(reply.encode() + b"\r\n")
        await writer.drain()
        return True


@asynccontextmanager
async def carrying(replies: Mapping[str, str] | None = None) -> AsyncIterator[Carrier]:
    """A server with this script, on a free port."""
    carrier = Carrier(replies or {})
    tasks: set[asyncio.Task[None]] = set()

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        tasks.add(task)
        await carrier.serve(reader, writer)

    server = await asyncio.start_server(connected, "127.0.0.1", 0, limit=1 << 20)
    carrier.port = server.sockets[0].getsockname()[1]
    try:
        yield carrier
    finally:
        server.close()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await server.wait_closed()
        await asyncio.sleep(0)
