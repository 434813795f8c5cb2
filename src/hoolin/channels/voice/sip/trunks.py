"""All trunks: which one a call came by, how it stands with each, where a call goes out. Pure."""

import ipaddress
from urllib.parse import quote

from hoolin.channels.voice.sip.calls import AccountState
from hoolin.channels.voice.sip.digest import Prover
from hoolin.channels.voice.sip.hosts import DOWN, UP, Hosts
from hoolin.channels.voice.sip.line import Account
from hoolin.channels.voice.sip.outgoing import Way
from hoolin.channels.voice.sip.outlet import Outlet, Peer
from hoolin.channels.voice.sip.registration import Registration
from hoolin.channels.voice.sip.settings import TCP, TLS, UDP, Trunk
from hoolin.channels.voice.sip.transactions import Transactions
from hoolin.channels.voice.sip.uri import USER_SAFE

STRENGTH = {UDP: 0, TCP: 1, TLS: 2}
"""An address proves more by TCP than by UDP, where anybody can write any sender, and more still by TLS. A trunk is believed by a door
of its own strength or more; by a WebSocket none is.
"""


class OneTrunk:
    """One trunk with its hosts and, if it registers, its registration."""

    def __init__(self, trunk: Trunk, outlet: Outlet, transactions: Transactions) -> None:
        self.trunk = trunk
        self.prover = Prover(trunk.login, outlet.fresh) if trunk.login is not None else None
        self.hosts = Hosts(trunk, outlet, transactions)
        self.registration = (
            Registration(trunk, self.hosts, outlet, transactions, self.prover) if trunk.registers else None
        )
        self.networks = [ipaddress.ip_network(source, strict=False) for source in trunk.sources]
        self.account = Account(
            trunk.name, "trunk", quote(trunk.user, safe=USER_SAFE), self.prover, nat=trunk.nat, trusted=True
        )

    def state(self) -> AccountState:
        """How it stands."""
        host = self.hosts.first()
        where = host.name if host is not None else ""
        if self.registration is not None:
            one = self.registration
            return AccountState(
                name=self.trunk.name, kind="trunk", state=one.state, since_ms=one.since, host=where, status=one.status,
                expires_ms=one.until,
            )  # fmt: skip
        state = {UP: "reachable", DOWN: "unreachable"}.get(host.state, "trying") if host is not None else "unreachable"
        return AccountState(
            name=self.trunk.name, kind="trunk", state=state, since_ms=host.since if host else 0, host=where,
            status=host.status if host else 0,
        )  # fmt: skip


class Trunks:
    """All of them, by name."""

    def __init__(self, outlet: Outlet, transactions: Transactions) -> None:
        self._outlet = outlet
        self._transactions = transactions
        self.all: dict[str, OneTrunk] = {}
        self._sources: dict[str, list[OneTrunk]] = {}
        self._ending = False

    def provide(self, trunks: tuple[Trunk, ...], now: int) -> None:
        """These from now on; an unchanged one goes on as it was."""
        before, self.all = self.all, {}
        for trunk in trunks:
            kept = before.get(trunk.name)
            if kept is not None and kept.trunk == trunk:
                self.all[trunk.name] = before.pop(trunk.name)
                continue
            one = OneTrunk(trunk, self._outlet, self._transactions)
            self.all[trunk.name] = one
            one.hosts.ping(now)
            if one.registration is not None:
                one.registration.begin(now)
        for gone in before.values():
            gone.hosts.stop()
            if gone.registration is not None:
                gone.registration.end(now)
        self._index()

    def _index(self) -> None:
        self._sources = {}
        for one in self.all.values():
            for source in one.hosts.sources():
                self._sources.setdefault(source, []).append(one)

    def names(self) -> set[str]:
        """Host names that must be looked up."""
        return {name for one in self.all.values() for name in one.hosts.names()}

    def end(self, now: int) -> bool:
        """Unregister everywhere; False when there is nothing to wait for."""
        ended = [one.registration.end(now) for one in self.all.values() if one.registration is not None]
        self._ending = any(ended)
        return self._ending

    def said_goodbye(self) -> bool:
        """Whether all that were told goodbye by `end` have heard it."""
        return self._ending and all(one.registration is None or one.registration.ended for one in self.all.values())

    def gone(self, peer: Peer, now: int) -> None:
        """A connection is gone."""
        for one in self.all.values():
            if one.registration is not None:
                one.registration.gone(peer, now)

    def peers(self) -> set[Peer]:
        """The far ends of all trunks."""
        return {host.peer for one in self.all.values() for host in one.hosts.hosts}

    def resolved_all(self) -> bool:
        """Whether every trunk has an address."""
        return all(one.hosts.hosts for one in self.all.values())

    def resolved(self, name: str, addresses: tuple[str, ...], now: int) -> None:
        """A look-up gave these."""
        for one in self.all.values():
            if name in one.hosts.names():
                fresh = not one.hosts.hosts
                one.hosts.resolved(name, addresses)
                if fresh and one.hosts.hosts:
                    one.hosts.ping(now)
                    if one.registration is not None:
                        one.registration.begin(now)
        self._index()

    def of(self, host: str, user: str, transport: str) -> OneTrunk | None:
        """The trunk whose calls come from this address by this transport; of several the one whose user was called."""
        strength = STRENGTH.get(transport, -1)
        fitting = self._sources.get(host)
        if fitting is None:
            fitting = []
            if any(one.networks for one in self.all.values()):
                address = ipaddress.ip_address(host.partition("%")[0])
                fitting = [one for one in self.all.values() if any(address in network for network in one.networks)]
        fitting = [one for one in fitting if STRENGTH[one.trunk.transport] <= strength]
        if len(fitting) > 1:
            fitting = [one for one in fitting if one.trunk.user == user] or fitting
        return fitting[0] if fitting else None

    def ways(self, one: OneTrunk, to: str) -> list[Way]:
        """Where a call to a number or URI goes out, in order."""
        uri = to if to.startswith(("sip:", "sips:")) else f"sip:{quote(to, safe=USER_SAFE)}@{one.hosts.domain()}"
        return [Way(uri, peer) for peer in one.hosts.order()]

    def unreached(self, one: OneTrunk, peer: Peer, now: int) -> None:
        """A call found nobody there."""
        one.hosts.mark(peer, DOWN, now)
