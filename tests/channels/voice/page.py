"""A customer's page that calls: its frames over a socket that is none, its sound from a real browser."""

import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from playwright.async_api import Browser

from hoolin.channels.chat.gateway import ChatGateway
from hoolin.channels.chat.manifest import RULES
from hoolin.channels.voice.media.daemon import Rtpengine, end, left_behind
from hoolin.channels.voice.settings import VoiceWeb
from hoolin.core.interaction import commands as c
from tests.channels.chat.stand import Visitor, until
from tests.channels.voice.site import VoiceSite, settings, voice_site
from tests.contracts.web_party import WebParty, web_party

CUSTOMER, AGENT = 700.0, 1_000.0

OFFER = (
    "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 8 126\r\nc=IN IP4 0.0.0.0\r\na=ice-ufrag:abcd\r\n"
    "a=ice-pwd:abcdefghijklmnopqrstuvwx\r\na=fingerprint:sha-256 00:11\r\na=setup:actpass\r\na=mid:0\r\na=rtcp-mux\r\n"
    "a=rtpmap:8 PCMA/8000\r\na=rtpmap:126 telephone-event/8000\r\n"
)
"""What a page's offer looks like, for where nobody hears it."""


@asynccontextmanager
async def page_site(folder: Path, **more: Any) -> AsyncIterator[VoiceSite]:
    """A site that pages call, with a chat, and no trunk."""
    web = more.pop("web", VoiceWeb(on=True))
    wanted = settings(folder, 9, trunks={}, extensions={}, web=web, **more)
    async with voice_site(wanted) as site:
        await site.ask(c.SetChannel(rules=RULES))
        try:
            yield site
        finally:
            engine = Rtpengine(folder / "voice")
            place = left_behind(engine)
            if place is not None:
                await end(engine, place)


class Caller(Visitor):
    """A visitor who calls. ends: by which they speak and hear, the last one now; leg: theirs."""

    def __init__(self, gateway: ChatGateway, browser: Browser | None = None, token: str | None = None) -> None:
        super().__init__(gateway, token)
        self.browser = browser
        self.leg = ""
        self.party: WebParty | None = None

    async def _offer(self) -> str:
        if self.browser is None:
            return OFFER
        self.party = await web_party(self.browser, "customer")
        return (await self.party.call()).decode()

    async def ask(self, kind: str, **fields: Any) -> dict[str, Any]:
        """Say something about the call; gives the answer."""
        key = secrets.token_hex(8)
        await self.line.say({"type": kind, "key": key, **fields})
        answer: dict[str, Any] = await until(lambda: self.heard("call", key=key) or self.heard("refused", key=key))
        return answer

    async def call(self) -> dict[str, Any]:
        """Call; gives the answer."""
        return await self._sounding(await self.ask("call", sdp=await self._offer()))

    async def rejoin(self, **fields: Any) -> dict[str, Any]:
        """The page was loaded again."""
        return await self._sounding(await self.ask("call_join", sdp=await self._offer(), **fields))

    async def _sounding(self, answer: dict[str, Any]) -> dict[str, Any]:
        if answer["type"] == "call":
            self.leg = answer["leg"]
            if self.party is not None:
                await self.party.answered(answer["sdp"].encode())
        return answer

    async def told(self, **fields: Any) -> dict[str, Any]:
        """Wait until the page is told this about its call."""
        found: dict[str, Any] = await until(lambda: self.heard("call", **fields))
        return found
