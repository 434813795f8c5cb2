"""What rtpengine tells on its own: keys as JSON datagrams, given-up calls as XML-RPC requests over HTTP.

Both come over plain sockets of this machine and are read as if from a stranger: limits on size and time, and what cannot be read
is dropped. The answer to a request is always the same, since nobody reads it.
"""

import asyncio
import json
import logging
import re
from collections.abc import Callable
from contextlib import suppress
from typing import Final

from hoolin.channels.voice.media.port import Digit, MediaGone
from hoolin.core.errors import NotReached

log = logging.getLogger(__name__)

NOTICE_BYTES_MAX: Final = 4_096
"""One JSON datagram has about 250 bytes, one XML-RPC request about 400."""

REQUEST_S_MAX: Final = 2.0
"""How long a request may take to arrive."""

REQUESTS_MAX: Final = 64
"""Requests at once; when a network dies, many calls end in the same second."""

KEYS: Final = "0123456789*#ABCD"
"""By the number of the event (RFC 4733)."""

_ANSWER_BODY: Final = b'<?xml version="1.0"?><methodResponse><params><param><value><string>OK</string></value></param></params></methodResponse>'
_ANSWER: Final = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nConnection: close\r\nContent-Length: %d\r\n\r\n" % len(_ANSWER_BODY)
) + _ANSWER_BODY


def read_digit(datagram: bytes) -> Digit | None:
    """The key that a datagram tells of, or None when it tells of none."""
    if len(datagram) > NOTICE_BYTES_MAX:
        return None
    try:
        said = json.loads(datagram)
        event, call, leg, ms = said["event"], said["callid"], said["source_tag"], said.get("duration", 0)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    if type(event) is not int or not 0 <= event < len(KEYS) or type(ms) is not int:
        return None
    if not isinstance(call, str) or not isinstance(leg, str):
        return None
    return Digit(call, leg, KEYS[event], ms)


def read_gone(body: bytes) -> str:
    """The call that a request says was given up, or "" when it says nothing of the kind."""
    if b"<methodName>teardown</methodName>" not in re.sub(rb"\s+", b"", body):
        return ""
    found = re.search(rb"<value>\s*(?:<string>)?\s*([\w.~-]{1,120})\s*(?:</string>)?\s*</value>", body)
    return found[1].decode() if found else ""


class Notices(asyncio.DatagramProtocol):
    """Hears both on the loopback interface, or where `host` says. heard: told of each."""

    def __init__(self, host: str, heard: Callable[[Digit | MediaGone], None]) -> None:
        self.host = host
        self.heard = heard
        self.digits_port = 0
        self.gone_port = 0
        self._transport: asyncio.BaseTransport | None = None
        self._server: asyncio.Server | None = None
        self._requests: set[asyncio.StreamWriter] = set()

    async def open(self, digits_port: int = 0, gone_port: int = 0) -> None:
        """Hear on these ports, or on free ones. Raises NotReached when they are taken."""
        loop = asyncio.get_running_loop()
        try:
            self._transport, _ = await loop.create_datagram_endpoint(lambda: self, local_addr=(self.host, digits_port))
            self._server = await asyncio.start_server(self._request, self.host, gone_port, limit=NOTICE_BYTES_MAX)
        except OSError as why:
            self.close()
            raise NotReached("media_notices", why=str(why)) from why
        self.digits_port = self._transport.get_extra_info("sockname")[1]
        self.gone_port = self._server.sockets[0].getsockname()[1]

    def close(self) -> None:
        """Nothing more is heard."""
        if self._transport is not None:
            self._transport.close()
        if self._server is not None:
            self._server.close()
        for request in self._requests:
            request.transport.abort()
        self._transport = self._server = None

    def datagram_received(self, data: bytes, addr: object) -> None:
        """A key, or noise."""
        digit = read_digit(data)
        if digit is not None:
            self.heard(digit)

    async def _request(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._requests.add(writer)
        try:
            if len(self._requests) <= REQUESTS_MAX:
                async with asyncio.timeout(REQUEST_S_MAX):
                    await self._answered(reader, writer)
        except (TimeoutError, OSError, ValueError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            log.warning("a notice of the media engine could not be read")
        finally:
            self._requests.discard(writer)
            writer.close()
            with suppress(OSError):
                await writer.wait_closed()

    async def _answered(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).lower()
        found = re.search(rb"\r\ncontent-length:\s*(\d{1,6})\s*\r\n", head)
        length = int(found[1]) if found else 0
        if length > NOTICE_BYTES_MAX:
            return
        if b"\r\nexpect: 100-continue" in head:
            writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        call = read_gone(await reader.readexactly(length))
        writer.write(_ANSWER)
        await writer.drain()
        if call:
            self.heard(MediaGone(call))
