"""The hosts of one trunk: which address each has, which are alive, in which order they are tried (RFC 3263 §4.3). Pure.

Rules. What answers anything to OPTIONS lives, a 503 excepted. A host that could not be reached comes last until it answers a
ping; where all are down each is still tried. Names are looked up by the shell, again every minute.
"""

from hoolin.channels.voice.sip.asking import Answered, Ask
from hoolin.channels.voice.sip.outlet import Outlet, Peer
from hoolin.channels.voice.sip.settings import PORT_PLAIN, PORT_TLS, TLS, Trunk
from hoolin.channels.voice.sip.timers import Timer
from hoolin.channels.voice.sip.transactions import Transactions
from hoolin.channels.voice.sip.uri import bracketed, is_address

ADDRESSES_MAX = 8
"""Of one name."""

FORGIVEN_MS = 30_000
"""A host that is not pinged comes last for so long after a call found nobody there."""

UP, UNKNOWN, DOWN = 0, 1, 2


class Host:
    """One address. state: UP, UNKNOWN or DOWN, since when (ms). status: what it said to the last ping; 0 when nothing."""

    __slots__ = ("name", "peer", "since", "state", "status")

    def __init__(self, name: str, peer: Peer) -> None:
        self.name = name
        self.peer = peer
        self.state = UNKNOWN
        self.since = 0
        self.status = 0


class Hosts:
    """All hosts of one trunk, best first."""

    def __init__(self, trunk: Trunk, outlet: Outlet, transactions: Transactions) -> None:
        self._trunk = trunk
        self._outlet = outlet
        self._transactions = transactions
        self._timer: Timer | None = None
        self._cseq = 0
        self._call_id = outlet.fresh()
        self._addresses: dict[str, tuple[str, ...]] = {}
        self.hosts: list[Host] = []
        named = trunk.hosts if not trunk.proxy else (trunk.proxy, *trunk.hosts)
        self._named = [named_port(name, trunk.transport) for name in named]
        for name, _ in self._named:
            if is_address(name):
                self._addresses[name] = (name.strip("[]"),)
        self._build()

    def names(self) -> set[str]:
        """Those that must be looked up."""
        return {name for name, _ in self._named if not is_address(name)}

    def resolved(self, name: str, addresses: tuple[str, ...]) -> None:
        """A look-up gave these; an empty one changes nothing, since a name server may be away."""
        if addresses and self._addresses.get(name) != addresses[:ADDRESSES_MAX]:
            self._addresses[name] = addresses[:ADDRESSES_MAX]
            self._build()

    def _build(self) -> None:
        """The list anew; what was known of an address stays known. With an outbound proxy, requests go there alone."""
        known = {host.peer: host for host in self.hosts}
        self.hosts = []
        for name, port in self._named[:1] if self._trunk.proxy else self._named:
            for address in self._addresses.get(name, ()):
                door = self._door(address)
                if door is not None:
                    peer = Peer(door, address, port)
                    self.hosts.append(known.get(peer) or Host(name, peer))

    def _door(self, address: str) -> int | None:
        """Which of our doors leads there: same transport, same family."""
        six = ":" in address
        for number, door in enumerate(self._outlet.doors):
            if door.transport == self._trunk.transport and (
                not door.bound or not is_address(door.host) or (":" in door.host) == six
            ):
                return number
        return None

    def sources(self) -> set[str]:
        """The addresses that its calls come from."""
        return {address for addresses in self._addresses.values() for address in addresses}

    def order(self) -> list[Peer]:
        """Whom to try, in order."""
        return [host.peer for host in sorted(self.hosts, key=lambda host: host.state)]

    def first(self) -> Host | None:
        """Whom to try first."""
        return min(self.hosts, key=lambda host: host.state, default=None)

    def mark(self, peer: Peer, state: int, now: int) -> None:
        """What was seen of an address."""
        for host in self.hosts:
            if host.peer == peer and host.state != state:
                host.state, host.since = state, now
                if state == DOWN and not self._trunk.ping_s:
                    self._outlet.timers.at(now + FORGIVEN_MS, lambda at: self.mark(peer, UNKNOWN, at))

    def domain(self) -> str:
        """Of its URIs."""
        return self._trunk.domain or bracketed(self._named[-1 if self._trunk.proxy else 0][0])

    # -- pings

    def ping(self, now: int) -> None:
        """Ask every address whether it lives, and again after a while."""
        self.stop()
        if not self._trunk.ping_s:
            return
        for host in self.hosts:
            self._ping_one(host, now)
        self._timer = self._outlet.timers.at(now + self._trunk.ping_s * 1_000, self.ping)

    def _ping_one(self, host: Host, now: int) -> None:
        outlet = self._outlet
        self._cseq += 1
        domain = self.domain()
        message = outlet.request("OPTIONS", f"sip:{domain}")
        message.fields["from"] = [f"<sip:{domain}>;tag={outlet.fresh()}"]
        message.fields["to"] = [f"<sip:{domain}>"]
        message.fields["call-id"] = [self._call_id]
        message.fields["cseq"] = [f"{self._cseq} OPTIONS"]
        message.fields["contact"] = [outlet.contact(host.peer, "")]
        message.cseq, message.call_id = self._cseq, self._call_id

        def then(answered: Answered) -> None:
            host.status = answered.status if answered.response is not None else 0
            lives = answered.response is not None and answered.status != 503
            self.mark(host.peer, UP if lives else DOWN, answered.now)

        Ask(self._transactions, message, host.peer, None, lambda: 0, then).send(now)

    def stop(self) -> None:
        """Ask no more."""
        self._outlet.timers.cancel(self._timer)
        self._timer = None


def named_port(text: str, transport: str) -> tuple[str, int]:
    """`host`, `host:port`, `[v6]:port` or a bare v6 → host and port."""
    usual = PORT_TLS if transport == TLS else PORT_PLAIN
    if text.startswith("["):
        host, _, port = text[1:].partition("]")
        port = port.removeprefix(":")
    elif text.count(":") > 1:
        host, port = text, ""
    else:
        host, _, port = text.partition(":")
    return host, int(port) if port.isdigit() and 0 < int(port) < 65_536 else usual
