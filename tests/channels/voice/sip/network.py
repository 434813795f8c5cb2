"""A network that can be bad, on a virtual clock and from one seed: it loses, doubles and reorders datagrams between stacks' pure halves.

Everything that happens follows from the seed; a failing run is repeated by its number.
"""

import heapq
import random
from collections.abc import Callable
from typing import Any

from hoolin.channels.voice.sip.calls import Dial, Ended
from hoolin.channels.voice.sip.engine import Engine
from hoolin.channels.voice.sip.leg import Leg
from hoolin.channels.voice.sip.line import LegState
from hoolin.channels.voice.sip.message import Message, read
from hoolin.channels.voice.sip.outlet import Door, Peer
from hoolin.channels.voice.sip.settings import Limits, SipSettings, Trunk

OFFER = b"v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\nm=audio 4000 RTP/AVP 8\r\n"
ANSWER = OFFER.replace(b"192.0.2.1", b"192.0.2.2")
HOLD = OFFER + b"a=sendonly\r\n"


class Node:
    """One stack at one address, and what it was told. react: called with (node, what, leg, about) for each event."""

    def __init__(self, network: "Network", host: str, settings: SipSettings) -> None:
        self.network = network
        self.host = host
        chance = random.Random(f"{network.seed} {host}")
        doors = [Door("udp", host, 5060, 5060), Door("tcp", host, 5060, 5060)]
        self.engine = Engine(settings, doors, lambda: f"{chance.getrandbits(96):024x}")
        self.engine.provide(settings.trunks, settings.extensions, network.now)
        self.told: list[tuple[str, LegState, Any]] = []
        self.legs: dict[str, Leg] = {}
        self.react: Callable[[Node, str, Leg, Any], None] = lambda node, what, leg, about: None

    def call(self, **dial: Any) -> Leg:
        """Call somebody."""
        leg = self.engine.call(Dial(**{"sdp": OFFER, "to": "100", **dial}), self.network.now)
        self.legs[leg.state.id] = leg
        self.network.flush(self)
        return leg

    def do(self, act: Callable[[int], object]) -> None:
        """Ask something of a leg, and let it go out."""
        act(self.network.now)
        self.network.flush(self)

    def ended(self, leg: Leg) -> Ended | None:
        """How a leg ended, or None."""
        found = [about for what, state, about in self.told if what == "ended" and state is leg.state]
        assert len(found) <= 1, "a leg ends once"
        return found[0] if found else None

    def heard(self, what: str) -> list[Any]:
        """All that was told under a name."""
        return [about for told, _, about in self.told if told == what]


class Network:
    """The wire between nodes. loss, twice: shares of datagrams; delay_ms: from, to."""

    def __init__(self, seed: int, loss: float = 0.0, twice: float = 0.0, delay_ms: tuple[int, int] = (1, 5)) -> None:
        self.seed = seed
        self.now = 1_000_000
        self.nodes: dict[str, Node] = {}
        self.sent: list[bytes] = []
        self.raw: dict[str, Callable[[Message], None]] = {}
        self.dropping: Callable[[bytes], bool] = lambda data: False
        self._loss, self._twice, self._delay = loss, twice, delay_ms
        self._chance = random.Random(seed)
        self._flying: list[tuple[int, int, str, Peer, bytes]] = []
        self._events: list[tuple[int, int, Callable[[], None]]] = []
        self._count = 0

    def add(self, host: str, **settings: Any) -> Node:
        """A stack at this address."""
        node = Node(self, host, SipSettings(**{"domain": "site.example", "limits": Limits(), **settings}))
        self.nodes[host] = node
        self.flush(node)
        return node

    def pair(self, **settings: Any) -> tuple[Node, Node]:
        """Two stacks that know each other as the trunk "peer"."""
        one = self.add("192.0.2.1", trunks=(trunk("192.0.2.2"),), **settings)
        two = self.add("192.0.2.2", trunks=(trunk("192.0.2.1"),), **settings)
        return one, two

    def at(self, delay_ms: int, act: Callable[[], None]) -> None:
        """Do something later."""
        self._count += 1
        heapq.heappush(self._events, (self.now + delay_ms, self._count, act))

    def flush(self, node: Node) -> None:
        """Carry what it sends, tell what it tells."""
        engine = node.engine
        while engine.outlet.out or engine.line.told:
            out, engine.outlet.out = engine.outlet.out, []
            for peer, data in out:
                self._send(node, peer, data)
            if engine.line.told:
                what, state, about = engine.line.told.popleft()
                node.told.append((what, state, about))
                if what == "called":
                    assert isinstance(about, tuple)
                    node.legs[state.id] = about[0]
                node.react(node, what, node.legs[state.id], about)

    def _send(self, node: Node, peer: Peer, data: bytes) -> None:
        """One datagram sets out, or not, or twice."""
        self.sent.append(data)
        if self.dropping(data):
            return
        reliable = node.engine.outlet.doors[peer.door].reliable
        copies = 1 if reliable else (self._chance.random() >= self._loss) + (self._chance.random() < self._twice)
        for _ in range(copies):
            self._count += 1
            arrives = self.now + (self._delay[0] if reliable else self._chance.randint(*self._delay))
            heapq.heappush(self._flying, (arrives, self._count, peer.host, Peer(peer.door, node.host, 5060), data))

    def inject(self, data: bytes | Message, source: str, to: str, door: int = 0) -> None:
        """Have a message arrive from somewhere, soon."""
        self._count += 1
        wire = data if isinstance(data, bytes) else data.write()
        heapq.heappush(self._flying, (self.now + 1, self._count, to, Peer(door, source, 5060), wire))

    def run(self, ms: int) -> None:
        """Let so much time pass."""
        until = self.now + ms
        steps = 0
        while True:
            dues = [(due, host) for host, node in self.nodes.items() if (due := node.engine.next_due()) is not None]
            instants = [due for due, _ in dues]
            instants += [self._flying[0][0]] if self._flying else []
            instants += [self._events[0][0]] if self._events else []
            if not instants or min(instants) > until:
                break
            steps += 1
            assert steps < 2_000_000, "it never comes to rest"
            self.now = max(self.now, min(instants))
            if self._events and self._events[0][0] <= self.now:
                heapq.heappop(self._events)[2]()
            elif self._flying and self._flying[0][0] <= self.now:
                _, _, host, peer, data = heapq.heappop(self._flying)
                if host in self.raw:
                    self.raw[host](read(data))
                elif host in self.nodes:
                    self.nodes[host].engine.hear(data, peer, self.now, peer.door == 1)
                    self.flush(self.nodes[host])
            else:
                node = self.nodes[min(dues)[1]]
                node.engine.advance(self.now)
                self.flush(node)
        self.now = until


def trunk(host: str, **more: Any) -> Trunk:
    """A trunk known by its address."""
    return Trunk(**{"name": "peer", "hosts": (host,), "ping_s": 0, "user": "us", **more})


def answering(node: Node, what: str, leg: Leg, about: Any) -> None:
    """Ring and answer whatever calls; agree to whatever is asked."""
    if what == "called":
        leg.ring(180, b"", node.network.now)
        leg.answer(ANSWER, node.network.now)
    elif what == "asked":
        leg.accept(ANSWER, node.network.now)
