"""One connection with the server, from log-in to its end; a new object for each. slixmpp does the protocol, and we decide when
to connect: it does not come back by itself after a break, and what it had in its queue must not go out later.

- Nothing is said before TLS is there: a server, or somebody between us, that does not offer it is left at once.
- slixmpp writes whole stanzas into its log; it is silenced.
"""

import asyncio
import contextlib
import logging
import ssl
from collections.abc import Callable
from typing import Literal
from xml.etree import ElementTree as ET

from slixmpp import ClientXMPP
from slixmpp.exceptions import IqError, IqTimeout
from slixmpp.xmlstream import StanzaBase, tostring
from slixmpp.xmlstream.handler import Callback
from slixmpp.xmlstream.matcher import MatchXPath

from hoolin.channels.xmpp.asking import PING
from hoolin.channels.xmpp.manifest import ANSWER_SECONDS_MAX, CONNECT_SECONDS_MAX, RESOURCE, XmppAccount
from hoolin.channels.xmpp.wire import MESSAGE, condition
from hoolin.core.errors import NotReached, PeerError

FEATURES = "{http://etherx.jabber.org/streams}features"
CLIENT = "jabber:client"
STARTTLS = "{urn:ietf:params:xml:ns:xmpp-tls}starttls"

SETTLING_TURNS = 4
"""Of the event loop, until a connection that was cut off has let go of its socket, TLS and all."""


class Stream:
    """A connection. heard: told of every message, in order. closed: set when it is over. why: in one word, what ended it or
    kept it from beginning: `refused`, `certificate`, `no_tls`, `password`, `timed_out`, `lost`.
    """

    def __init__(self, account: XmppAccount, heard: Callable[[ET.Element], None], resource: str = RESOURCE) -> None:
        logging.getLogger("slixmpp").setLevel(logging.CRITICAL + 1)
        self.account = account
        self.closed = asyncio.Event()
        self.why = ""
        self._heard = heard
        self._begun = asyncio.Event()
        self._securing = False
        self._client = client = ClientXMPP(f"{account.bare}/{resource}", account.password)
        client.ssl_context = ssl.create_default_context(cafile=account.ca_file or None)
        client.whitespace_keepalive = False
        client.auto_authorize = account.accept_subscriptions or None
        client.auto_subscribe = False
        if account.host:
            client.enable_direct_tls, client.enable_starttls = account.direct_tls, not account.direct_tls
        client.register_handler(Callback("first features", MatchXPath(FEATURES), self._features))
        client.register_handler(Callback("every message", MatchXPath(MESSAGE), self._message))
        client.add_event_handler("tls_success", lambda _event: self._secured())
        client.add_event_handler("session_start", lambda _event: self._begun.set())
        client.add_event_handler("failed_all_auth", lambda _event: self._end("password"))
        client.add_event_handler("failed_auth", lambda _event: self._blame("password"))
        client.add_event_handler("ssl_invalid_chain", lambda _event: self._end("certificate"))
        client.add_event_handler("disconnected", lambda _event: self._over())
        client.add_event_handler("connection_failed", self._failed)

    async def connect(self) -> None:
        """Connect and log in. Raises NotReached with the reason as its code."""
        host, port = (self.account.host, self.account.port) if self.account.host else (None, None)
        waits: set[asyncio.Task[bool]] = set()
        try:
            async with asyncio.timeout(CONNECT_SECONDS_MAX):
                await self._client.connect(host, port)
                if not self._client.is_connected():
                    raise NotReached(self.why or "refused")
                waits = {asyncio.ensure_future(self._begun.wait()), asyncio.ensure_future(self.closed.wait())}
                await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        except TimeoutError:
            self._blame("timed_out")
        except asyncio.CancelledError:
            # slixmpp cancels its own attempt when the connection ends while TLS is being agreed on.
            if (task := asyncio.current_task()) is not None and task.cancelling():
                raise
            self._blame("lost")
        finally:
            for wait in waits:
                wait.cancel()
        if not self._begun.is_set() or self.closed.is_set():
            await self.close()
            raise NotReached(self.why or "lost")
        self.why = ""

    async def close(self) -> None:
        """Say goodbye, within a moment; twice is harmless."""
        self._client.cancel_connection_attempt()
        if self._client.is_connected() and not self.closed.is_set():
            with contextlib.suppress(Exception):
                await asyncio.wait_for(self._client.disconnect(wait=1.0, ignore_send_queue=True), 3.0)
        self.abort("closed")
        sending: asyncio.Future[None] | None = getattr(self._client, "_run_out_filters", None)
        if sending is not None and not sending.done():
            sending.cancel()
            await asyncio.wait({sending}, timeout=3.0)  # unlike awaiting it, this does not swallow our own cancellation
        for _ in range(SETTLING_TURNS):
            await asyncio.sleep(0)

    def abort(self, why: str) -> None:
        """Cut it off."""
        self._end(why)
        self._over()

    def send(self, stanza: ET.Element) -> None:
        """Hand a stanza to the connection. Raises NotReached when there is none."""
        if self.closed.is_set() or not self._begun.is_set() or not self._client.is_connected():
            raise NotReached("not_connected")
        self._client.send_raw(tostring(stanza, xmlns=CLIENT, stream=self._client, top_level=True))

    def present(self) -> None:
        """Say that we are there: the server hands over what it kept for us, and everything from now on."""
        self._client.send_presence()

    async def ask(self, kind: Literal["get", "set"], payload: ET.Element, to: str = "") -> ET.Element:
        """Ask the server, or whoever `to` is. kind: get or set. Raises PeerError with their word when they refuse, and
        `timed_out` or `lost` when there is no answer.
        """
        request = self._client.make_iq(ito=to or self._client.boundjid.bare, itype=kind)
        request.append(payload)
        if self.closed.is_set():
            raise PeerError("lost")
        asked = asyncio.ensure_future(request.send(timeout=ANSWER_SECONDS_MAX))  # type: ignore[no-untyped-call]
        over = asyncio.ensure_future(self.closed.wait())
        try:
            await asyncio.wait({asked, over}, return_when=asyncio.FIRST_COMPLETED)
            if not asked.done():
                raise PeerError("lost")
            answer: StanzaBase = asked.result()
            return answer.xml
        except IqError as refused:
            raise PeerError(condition(refused.iq.xml)) from None
        except IqTimeout:
            raise PeerError("timed_out") from None
        finally:
            asked.cancel()
            over.cancel()

    async def confirm(self) -> None:
        """Returns when the server has dealt with everything that was sent before: it takes one thing after the other. Raises
        PeerError when we cannot know.
        """
        try:
            await self.ask("get", PING, self.account.domain)
        except PeerError as problem:
            if problem.code in ("lost", "timed_out"):
                raise

    def pause(self, wait: bool) -> None:
        """Read no further for a while, or go on."""
        transport = self._client.transport
        if transport is not None and not self.closed.is_set() and transport.is_reading() == wait:
            (transport.pause_reading if wait else transport.resume_reading)()

    def _message(self, stanza: StanzaBase) -> None:
        if not self.closed.is_set():
            self._heard(stanza.xml)

    def _features(self, stanza: StanzaBase) -> None:
        # This runs before slixmpp looks at the same stanza, so not even a user name goes out in the clear.
        transport = self._client.transport
        secret = transport is not None and transport.get_extra_info("ssl_object") is not None
        if not secret and stanza.xml.find(STARTTLS) is None:
            self._end("no_tls")
        self._securing = not secret

    def _secured(self) -> None:
        self._securing = False

    def _failed(self, problem: object) -> None:
        self._blame("certificate" if isinstance(problem, ssl.SSLError) else "refused")

    def _blame(self, why: str) -> None:
        self.why = self.why or why

    def _end(self, why: str) -> None:
        self._blame(why)
        self._client.abort()

    def _over(self) -> None:
        self._blame("certificate" if self._securing else "lost")
        self.closed.set()
