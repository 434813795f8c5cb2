"""A leg as this process holds it: its SIP dialog or its page, and what was said and given of its sound. What is needed to go on with
it in another process is kept with the customer's other contents.
"""

import asyncio
from dataclasses import dataclass, field
from typing import Literal

import msgspec

from hoolin.channels.voice.media.port import BROWSER, TRUNK, Shape
from hoolin.channels.voice.sip.stack import SipLeg


class Kept(msgspec.Struct, frozen=True, omit_defaults=True):
    """What goes on after a restart. sip: the saved dialog; said: the leg's last description of its sound, given: ours for it. tab: of a
    browser, which page.
    """

    said: bytes
    given: bytes
    sip: bytes = b""
    tab: str = ""


class Numbers(msgspec.Struct, frozen=True, omit_defaults=True):
    """The content of a call's numbers. number: of the customer, empty where they do not want to be known. display: as their telephone
    calls them. called: what they dialled, or whom we said we were.
    """

    number: str
    display: str = ""
    called: str = ""


@dataclass
class Wire:
    """See above. kind: what it is made of. sip: None for a page. waits: it has said what it is, and the engine is told so with whom it is
    put through to. listens: the legs it hears without being heard, of whoever only
    listens. heard: what it was put through to so far, in order.
    """

    call: str
    leg: str
    kind: Literal["sip", "browser"]
    sip: SipLeg | None = None
    said: bytes = b""
    given: bytes = b""
    tab: str = ""
    listens: tuple[str, ...] = ()
    heard: list[str] = field(default_factory=list)
    timer: asyncio.TimerHandle | None = None
    waits: bool = False
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    @property
    def shape(self) -> Shape:
        """What its sound looks like."""
        return BROWSER if self.kind == "browser" else TRUNK

    def kept(self) -> bytes:
        """The content that it is gone on with from."""
        sip = self.sip.saved() if self.sip is not None else b""
        return msgspec.msgpack.encode(Kept(self.said, self.given, sip, self.tab))

    def hears(self, source: str) -> bool:
        """From now on it hears this; whether that has come back after something else. A browser plays a stream that comes back, and
        counts and meters the last new one: its page must be given sound of its own for it.
        """
        back = self.kind == "browser" and source in self.heard[:-1] and self.heard[-1] != source
        if not self.heard or self.heard[-1] != source:
            self.heard.append(source)
        return back

    def unarmed(self) -> None:
        """Nothing is waited for any more."""
        if self.timer is not None:
            self.timer.cancel()
            self.timer = None


def kept_of(body: bytes) -> Kept:
    """What was kept. Raises msgspec.DecodeError."""
    return msgspec.msgpack.decode(body, type=Kept)


def numbers_of(body: bytes) -> Numbers:
    """The numbers of a call. Raises msgspec.DecodeError."""
    return msgspec.json.decode(body, type=Numbers)
