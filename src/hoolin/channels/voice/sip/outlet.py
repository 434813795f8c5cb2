"""What every part of a stack shares: where messages go out, timers, fresh words, our own addresses. Pure: what is to be
sent lies in `out` until whoever has sockets takes it.
"""

from collections.abc import Callable
from typing import NamedTuple

from hoolin.channels.voice.sip.message import Message
from hoolin.channels.voice.sip.settings import TLS, UDP, WS, WSS, SipSettings
from hoolin.channels.voice.sip.timers import Timers
from hoolin.channels.voice.sip.uri import bracketed

VIA_NAMES = {"udp": "UDP", "tcp": "TCP", "tls": "TLS", "ws": "WS", "wss": "WSS"}


class Peer(NamedTuple):
    """The far end of a way to somebody. door: which of ours, by its place in the list. host: an IP literal without brackets.
    Over a connection, host and port are those of its other end.
    """

    door: int
    host: str
    port: int


class Door(NamedTuple):
    """One of our own addresses. host, port: as peers are told it. bound: the port that is really bound; 0 for a door
    that only dials out.
    """

    transport: str
    host: str
    port: int
    bound: int = 0

    @property
    def reliable(self) -> bool:
        """Whether the transport itself resends."""
        return self.transport != UDP

    @property
    def secure(self) -> bool:
        """Whether it is encrypted."""
        return self.transport in (TLS, WSS)


class Outlet:
    """Shared by all parts of one stack. connected: whether there is a connection to a peer of a door that has connections."""

    def __init__(self, settings: SipSettings, doors: list[Door], fresh: Callable[[], str]) -> None:
        self.settings = settings
        self.doors = doors
        self.fresh = fresh
        self.timers = Timers()
        self.out: list[tuple[Peer, bytes]] = []
        self.counts: dict[str, int] = {}
        self.connected: Callable[[Peer], bool] = lambda peer: True

    def send(self, peer: Peer, data: bytes) -> None:
        """Have these bytes sent, as one message."""
        self.out.append((peer, data))

    def count(self, what: str) -> None:
        """Remember that something odd was seen."""
        self.counts[what] = self.counts.get(what, 0) + 1

    def via(self, peer: Peer, branch: str) -> str:
        """Our hop, on a request to this peer."""
        door = self.doors[peer.door]
        return f"SIP/2.0/{VIA_NAMES[door.transport]} {bracketed(door.host)}:{door.port};branch={branch};rport"

    def contact(self, peer: Peer, user: str) -> str:
        """Where this peer reaches us from now on, in angle brackets. user: escaped already."""
        door = self.doors[peer.door]
        at = f"{user}@" if user else ""
        transport = "" if door.transport == UDP else f";transport={door.transport}"
        if door.transport in (WS, WSS):
            transport = ";transport=ws"
        return f"<sip:{at}{bracketed(door.host)}:{door.port}{transport}>"

    def request(self, method: str, uri: str) -> Message:
        """A request of ours, with what does not depend on where it goes."""
        message = Message(method=method, uri=uri)
        message.fields["via"] = []
        message.fields["max-forwards"] = ["70"]
        return message
