"""What a SIP stack is told when it is made, as frozen values. Nobody here reads the environment; wiring does.

Secrets (`password`) are for digest answers only: no repr shows them, no log and no error carries them.
"""

import ipaddress
import re

import msgspec

UDP, TCP, TLS, WS, WSS = "udp", "tcp", "tls", "ws", "wss"
TRANSPORTS = (UDP, TCP, TLS, WS, WSS)

HOST = re.compile(
    r"(\[[0-9a-fA-F:.]+\](:\d{1,5})?|[0-9a-fA-F:]*:[0-9a-fA-F:.]*:[0-9a-fA-F:.]*|[A-Za-z0-9._\-]+(:\d{1,5})?)\Z"
)
USER = re.compile(r"[+0-9A-Za-z*#_.\-]{1,64}\Z")

PORT_PLAIN = 5060
PORT_TLS = 5061
"""RFC 3261 §19.1.2: where a peer listens that names no port."""


class Listen(msgspec.Struct, frozen=True, kw_only=True):
    """One place where SIP is heard.

    transport: of TRANSPORTS. host: an IP literal of ours, v4 or v6. port: 0 takes a free one. public: what peers are to be
    told instead of `host` (behind NAT, or a name that the certificate bears); empty: `host`. public_port: likewise; 0: the
    port itself. certificate, key: PEM files, for tls and wss.
    """

    transport: str = UDP
    host: str = "0.0.0.0"  # noqa: S104 - every address of the machine, as a SIP server does; narrowed in settings
    port: int = PORT_PLAIN
    public: str = ""
    public_port: int = 0
    certificate: str = ""
    key: str = ""

    def __post_init__(self) -> None:
        if self.transport not in TRANSPORTS:
            raise ValueError(f"transport is one of {', '.join(TRANSPORTS)}")
        ipaddress.ip_address(self.host)
        if self.public and not HOST.match(f"[{self.public}]" if ":" in self.public else self.public):
            raise ValueError("public is a host name or an address")


class Login(msgspec.Struct, frozen=True, kw_only=True):
    """Who we are towards a trunk that challenges us (digest), or who a phone is towards us."""

    user: str
    password: str

    def __repr__(self) -> str:
        return f"Login(user={self.user!r})"


class Trunk(msgspec.Struct, frozen=True, kw_only=True):
    """A carrier, or a PBX that we peer with.

    name: what calls say they came by. hosts: `host` or `host:port` (`[v6]:port`), best first: calls go to the first that
    answers. transport: of TRANSPORTS. registers: whether we REGISTER there; otherwise it knows us by address. domain: of its
    URIs; empty: the first host. user: of our URI there, and the caller's number unless a call says another; login: to answer
    its challenges with. expires_s: asked for in REGISTER. ping_s: OPTIONS this often; 0: never. sources: addresses or
    networks (CIDR) that its calls may come from, beside what `hosts` resolve to. proxy: an outbound proxy, as in hosts. nat: requests
    within its calls go to where its messages come from, even when its Contact names another address.
    tls_verify: whether its certificate is checked (TLS); ca: a PEM file of those we trust, empty: the system's.
    """

    name: str
    hosts: tuple[str, ...]
    transport: str = UDP
    registers: bool = False
    domain: str = ""
    user: str = ""
    login: Login | None = None
    expires_s: int = 600
    ping_s: int = 30
    sources: tuple[str, ...] = ()
    proxy: str = ""
    nat: bool = False
    tls_verify: bool = True
    ca: str = ""

    def __post_init__(self) -> None:
        if not self.hosts or not all(
            HOST.match(host) for host in (*self.hosts, *filter(None, (self.proxy, self.domain)))
        ):
            raise ValueError("hosts, proxy and domain are host names or addresses, with a port or without")
        if self.transport not in (UDP, TCP, TLS):
            raise ValueError("a trunk's transport is udp, tcp or tls")
        if self.user and not USER.match(self.user):
            raise ValueError("user is a number or a name of letters and digits")
        for source in self.sources:
            ipaddress.ip_network(source, strict=False)


class Extension(msgspec.Struct, frozen=True, kw_only=True):
    """A telephone of the site, which registers at us. number: its name in the site's domain; login: what it proves itself
    with (`user` is often the number); contacts_max: so many devices may be registered at once.
    """

    number: str
    login: Login
    contacts_max: int = 4

    def __post_init__(self) -> None:
        if not USER.match(self.number):
            raise ValueError("an extension is a number or a name of letters and digits")


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """What one stack takes from outside at most. Whatever is beyond is refused, and counted.

    transactions_max, dialogs_max: in all. transactions_per_source_max, dialogs_per_source_max: of one address that is no
    trunk's. connections_max, connections_per_source_max: TCP, TLS and WebSocket. idle_ms_max: a connection without a word.
    message_ms_max: from a message's first byte to its last. ring_ms_max: a call that nobody answers, in or out.
    asked_ms_max: a re-INVITE or REFER that our side does not answer. failures_max: wrong passwords before a lock-out.
    lock_ms, lock_ms_max: the first lock-out, and the longest; each doubles the one before. phone_expires_s_min and _max:
    registrations of phones. session_expires_s: RFC 4028, 0: we ask for none. sends_max: bytes that wait for a slow peer.
    """

    transactions_max: int = 60_000
    transactions_per_source_max: int = 2_000
    dialogs_max: int = 10_000
    dialogs_per_source_max: int = 200
    connections_max: int = 2_000
    connections_per_source_max: int = 50
    idle_ms_max: int = 180_000
    message_ms_max: int = 10_000
    ring_ms_max: int = 600_000
    asked_ms_max: int = 10_000
    failures_max: int = 5
    lock_ms: int = 30_000
    lock_ms_max: int = 3_600_000
    phone_expires_s_min: int = 30
    phone_expires_s_max: int = 300
    session_expires_s: int = 1_800
    sends_max: int = 1_048_576


class SipSettings(msgspec.Struct, frozen=True, kw_only=True):
    """All of it. listen: where SIP is heard. trunks: carriers and PBXes. extensions: the site's telephones. limits: of
    what comes from outside. domain: of the site's own phones (their registrar and realm). agent: what User-Agent says. algorithms: what phones
    are asked to prove themselves with ("SHA-256", "MD5"), best first. MD5 alone is what every telephone knows: there are
    some (baresip 1.0 is one) that do not register at all when they are offered anything else beside it.
    """

    listen: tuple[Listen, ...] = (Listen(),)
    trunks: tuple[Trunk, ...] = ()
    extensions: tuple[Extension, ...] = ()
    domain: str = "hoolin"
    agent: str = "Hoolin"
    algorithms: tuple[str, ...] = ("MD5",)
    limits: Limits = Limits()
