"""The gateway of XMPP: all accounts of the channel, as the house sees them."""

import asyncio
import ssl
from collections.abc import Mapping
from urllib.parse import urlsplit

import msgspec

from hoolin.channels.written import Finding, Heard, Outgoing, Raw, Sent, Surroundings, Understood
from hoolin.channels.xmpp import check, upload, wire
from hoolin.channels.xmpp.fetch import fetch
from hoolin.channels.xmpp.line import Line
from hoolin.channels.xmpp.manifest import FETCH_PATIENCE_MS, XmppAccount
from hoolin.channels.xmpp.stream import Stream
from hoolin.core.errors import HoolinError, NotFound, NotReached, PeerError
from hoolin.core.limits import ATTACHMENTS_PER_MESSAGE_MAX


class XmppGateway:
    """Accounts on XMPP servers, each with a line of its own."""

    def __init__(self, around: Surroundings, accounts: Mapping[str, XmppAccount]) -> None:
        self._around = around
        self._lines = {name: Line(name, account, around) for name, account in accounts.items()}

    async def start(self) -> None:
        """Begin to connect."""
        for line in self._lines.values():
            line.start()

    async def stop(self) -> None:
        """Let go of the servers."""
        await asyncio.gather(*(line.stop() for line in self._lines.values()))

    async def understand(self, raw: Raw) -> tuple[Understood, ...]:
        """What a kept stanza means, its files fetched. Raises NotReached while a file on our own server is out of reach."""
        account = self._line(raw.account).account
        stanza = wire.read(raw.body)
        found = wire.understood(stanza, account.bare, raw.key, raw.envelope.get("stamp", ""))
        urls = wire.file_urls(stanza)[:ATTACHMENTS_PER_MESSAGE_MAX]
        if not isinstance(found, Heard) or not urls:
            return (found,)
        return (await self._with_files(found, urls, account, raw),)

    async def _with_files(self, found: Heard, urls: tuple[str, ...], account: XmppAccount, raw: Raw) -> Heard:
        """The message with its files; the address of a file that cannot be had stays in the text, for a person to see."""
        files = list(found.files)
        text = "" if found.text in urls else found.text
        context = await asyncio.to_thread(tls, account)
        for url in urls:
            try:
                files.append(await fetch(url, account.near_hosts, context))
            except HoolinError as problem:
                young = self._around.now() - raw.at < FETCH_PATIENCE_MS
                if isinstance(problem, NotReached) and young and own_host(url, account):
                    raise
                if url not in text:
                    text = f"{text}\n{url}".strip()
        return msgspec.structs.replace(found, text=text, files=tuple(files))

    async def send(self, out: Outgoing) -> Sent:
        """One attempt. It is accepted when the server has dealt with it without an error; its later word is reported."""
        line = self._line(out.account)
        stream = line.connected()
        try:
            urls = await self._uploaded(stream, out, line.account)
        except NotReached:
            raise
        except PeerError as problem:
            if problem.code in ("lost", "timed_out", "resource-constraint"):
                raise NotReached(problem.code) from None
            return Sent("rejected", problem.code)
        said = [(out.text, "")] if out.text.strip() else []
        said += [(url, url) for url in urls]
        if not said:
            return Sent("rejected", "nothing_to_say")
        line.refused[out.delivery] = ""
        try:
            return await self._hand_over(line, stream, out, said)
        finally:
            del line.refused[out.delivery]

    async def _hand_over(self, line: Line, stream: Stream, out: Outgoing, said: list[tuple[str, str]]) -> Sent:
        for number, (text, url) in enumerate(said):
            try:
                stream.send(wire.message(wire.part(out.delivery, number), out.to.value, text, url=url))
            except NotReached:
                if number:
                    return Sent("unknown", "lost")
                raise
        try:
            await stream.confirm()
        except PeerError as problem:
            return Sent("unknown", problem.code)
        refused = line.refused[out.delivery]
        return Sent("rejected", refused) if refused else Sent("accepted")

    async def _uploaded(self, stream: Stream, out: Outgoing, account: XmppAccount) -> list[str]:
        """Where the files that go with the message lie now."""
        if not out.files:
            return []
        address = await upload.service(stream)
        if not address:
            raise PeerError("no_file_upload")
        context = await asyncio.to_thread(tls, account)
        return [await upload.put(stream, address, file, account.near_hosts, context) for file in out.files]

    async def check(self, account: str) -> tuple[Finding, ...]:
        """Log in beside the line that serves, look at what the server can do, and leave."""
        return await check.look(self._line(account).account)

    def _line(self, account: str) -> Line:
        line = self._lines.get(account)
        if line is None:
            raise NotFound("account", account=account)
        return line


def tls(account: XmppAccount) -> ssl.SSLContext:
    """What certificates are trusted when a file is fetched or put; reading them takes a while."""
    context = ssl.create_default_context()
    if account.ca_file:
        context.load_verify_locations(account.ca_file)
    return context


def own_host(url: str, account: XmppAccount) -> bool:
    """Whether an address lies on the account's own server, as far as its name tells."""
    host = (urlsplit(url).hostname or "").lower()
    return host in account.near_hosts or host == account.domain or host.endswith(f".{account.domain}")
