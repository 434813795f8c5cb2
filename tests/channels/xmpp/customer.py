"""A customer's program, written here: it shares no code with the gateway or its library, so that both cannot be wrong alike."""

import asyncio
import base64
import ssl
from contextlib import suppress
from types import TracebackType
from typing import cast
from xml.etree import ElementTree as ET

from tests.channels.xmpp.prosody import DOMAIN, PASSWORD, Prosody

OPEN = f"<?xml version='1.0'?><stream:stream to='{DOMAIN}' version='1.0' xmlns='jabber:client' " \
       "xmlns:stream='http://etherx.jabber.org/streams'>"  # fmt: skip


class Customer:
    """Somebody with an account, logged in over TLS."""

    def __init__(self, server: Prosody, name: str, *, present: bool = True) -> None:
        self.address = f"{name}@{DOMAIN}"
        self._server = server
        self._name = name
        self._present = present
        self._count = 0

    async def __aenter__(self) -> "Customer":
        context = ssl.create_default_context(cafile=str(self._server.authority))
        self._reader, self._writer = await asyncio.open_connection(
            "127.0.0.1", self._server.tls, ssl=context, server_hostname=DOMAIN
        )
        self._open()
        await self.until("features")
        proof = base64.b64encode(f"\0{self._name}\0{PASSWORD}".encode()).decode()
        self.write(f"<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>{proof}</auth>")
        await self.until("success")
        self._open()
        await self.until("features")
        self.write("<iq type='set' id='bind'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></iq>")
        bound = await self.until("iq")
        self.full = bound.findtext("{urn:ietf:params:xml:ns:xmpp-bind}bind/{urn:ietf:params:xml:ns:xmpp-bind}jid") or ""
        if self._present:
            self.write("<presence/>")
            await self.until("presence")
        return self

    async def __aexit__(self, kind: type | None, problem: BaseException | None, trace: TracebackType | None) -> None:
        self._writer.transport.abort()
        with suppress(OSError):
            await self._writer.wait_closed()

    def _open(self) -> None:
        self._parser: ET.XMLPullParser[ET.Element] = ET.XMLPullParser(("start", "end"))
        self._depth = 0
        self.write(OPEN)

    def write(self, xml: str) -> None:
        """Send some XML."""
        self._writer.write(xml.encode())

    def say(self, to: str, text: str, extra: str = "", ident: str = "") -> str:
        """Send a message; its id."""
        self._count += 1
        ident = ident or f"{self._name}-{self._count}"
        self.write(f"<message to='{to}' type='chat' id='{ident}'><body>{text}</body>{extra}</message>")
        return ident

    async def settled(self) -> None:
        """The server has dealt with all that was sent."""
        self.write("<iq type='get' id='settled'><ping xmlns='urn:xmpp:ping'/></iq>")
        await self.until("iq", 30)

    async def until(self, name: str, seconds: float = 90) -> ET.Element:
        """The next stanza of that name; others are passed over."""
        async with asyncio.timeout(seconds):
            while True:
                for found in self._parser.read_events():
                    event, element = cast("tuple[str, ET.Element]", found)
                    self._depth += 1 if event == "start" else -1
                    if event == "end" and self._depth == 1 and element.tag.endswith("}" + name):
                        return element
                data = await self._reader.read(65_536)
                assert data, "the server has closed the stream"
                self._parser.feed(data)

    async def hears(self, seconds: float = 90) -> ET.Element:
        """The next message that has a text."""
        while True:
            found = await self.until("message", seconds)
            if found.find("{jabber:client}body") is not None:
                return found
