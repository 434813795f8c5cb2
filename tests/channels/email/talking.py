"""A mail server's side of SMTP and LMTP, line by line, so that a test can say what no library would."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

SECONDS_MAX = 90.0


class Talk:
    """One connection to a door."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer

    async def heard(self) -> str:
        """The next reply, whole; "" when the line is cut."""
        lines = []
        async with asyncio.timeout(SECONDS_MAX):
            while True:
                try:
                    line = (await self.reader.readline()).decode()
                except ConnectionError:
                    line = ""
                lines.append(line.rstrip("\r\n"))
                if line[3:4] != "-":
                    return "\n".join(lines)

    async def say(self, line: str | bytes) -> str:
        """Say a line, and hear the reply."""
        await self.write((line.encode() if isinstance(line, str) else line) + b"\r\n")
        return await self.heard()

    async def write(self, data: bytes) -> None:
        """Send bytes, as far as the other side takes them."""
        try:
            self.writer.write(data)
            async with asyncio.timeout(SECONDS_MAX):
                await self.writer.drain()
        except ConnectionError:
            return

    async def give(self, body: bytes, *recipients: str, sender: str = "mari@customer.example") -> list[str]:
        """Hand over one mail: the replies after its end, one in SMTP, one for each accepted recipient in LMTP."""
        assert (await self.say(f"MAIL FROM:<{sender}>")).startswith("250")
        replies = [await self.say(f"RCPT TO:<{recipient}>") for recipient in recipients]
        assert (await self.say("DATA")).startswith("354"), replies
        await self.write(body.replace(b"\r\n.", b"\r\n..") + b".\r\n")
        taken = sum(reply.startswith("250") for reply in replies) if self.lmtp else 1
        return [await self.heard() for _ in range(taken)]

    lmtp = False

    async def starttls(self, context: ssl.SSLContext) -> None:
        """Go on encrypted."""
        assert (await self.say("STARTTLS")).startswith("220")
        await self.writer.start_tls(context, server_hostname="localhost")


@asynccontextmanager
async def talking(port: int, hello: str = "EHLO mx.customer.example") -> AsyncIterator[Talk]:
    """A connection that has greeted (not, when hello is empty)."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    talk = Talk(reader, writer)
    talk.lmtp = hello.startswith("LHLO")
    try:
        if hello:
            assert (await talk.heard()).startswith("220")
            assert "250" in await talk.say(hello)
        yield talk
    finally:
        writer.close()
