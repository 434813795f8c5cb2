"""A dialog: what two user agents know of each other while a call lasts (RFC 3261 §12). Pure; kept and restored as data.

Rules. It is found by Call-ID and our tag, never by Call-ID alone, and belongs to the peer whose tag it holds. Routes are in
the order we use them. After a restart our CSeq makes a leap, so that no number is used twice whatever was sent last.
"""

import msgspec

from hoolin.channels.voice.sip.message import Message
from hoolin.channels.voice.sip.outlet import Outlet, Peer
from hoolin.channels.voice.sip.settings import TCP, TLS, UDP
from hoolin.channels.voice.sip.uri import Uri, is_address, read_address, read_uri, write_display
from hoolin.core.errors import Malformed

CSEQ_LEAP = 1_000
"""A restored dialog goes on with a CSeq this much higher: nobody sends so many requests in one call unseen."""

ROUTES_MAX = 32


class Dialog(msgspec.Struct):
    """One dialog. local, remote: From and To lines without tags. target: the peer's Contact URI. contact: ours, with brackets.
    local_seq, remote_seq: the last CSeq either way (remote 0: none yet). peer: where its messages come from. nat: requests
    go to where the peer's messages come from, whatever its Contact says.
    """

    call_id: str
    local_tag: str
    remote_tag: str
    local: str
    remote: str
    target: str
    contact: str
    peer: Peer
    routes: list[str] = []
    local_seq: int = 0
    remote_seq: int = 0
    nat: bool = False

    def request(self, outlet: Outlet, method: str, cseq: int = 0) -> Message:
        """A request within the dialog. cseq: for ACK, that of the INVITE; otherwise the next one is taken."""
        if not cseq:
            self.local_seq += 1
            cseq = self.local_seq
        uri, routes = self.target, self.routes
        if routes and not is_loose(routes[0]):
            uri, routes = read_address(routes[0]).uri, [*routes[1:], f"<{self.target}>"]
        message = outlet.request(method, uri)
        fields = message.fields
        if routes:
            fields["route"] = routes
        fields["from"] = [f"{self.local};tag={self.local_tag}"]
        fields["to"] = [f"{self.remote};tag={self.remote_tag}" if self.remote_tag else self.remote]
        fields["call-id"] = [self.call_id]
        fields["cseq"] = [f"{cseq} {method}"]
        message.cseq = cseq
        message.call_id = self.call_id
        return message

    def way(self, outlet: Outlet) -> Peer:
        """Where the next request goes."""
        if self.nat:
            return self.peer
        hop = read_address(self.routes[0]).uri if self.routes else self.target
        try:
            return way_to(read_uri(hop), self.peer, outlet)
        except Malformed:
            return self.peer

    def in_order(self, request: Message) -> bool:
        """Whether this request comes after the last one; remembers it if so."""
        if self.remote_seq and request.cseq <= self.remote_seq:
            return False
        self.remote_seq = request.cseq
        return True

    def retarget(self, message: Message) -> None:
        """The peer's Contact in a target refresh (INVITE, UPDATE and their 2xx); one that cannot be read changes nothing."""
        target = contact_uri(message)
        if target:
            self.target = target


def is_loose(route: str) -> bool:
    """Whether a Route's proxy routes loosely, as all do since RFC 3261."""
    try:
        return read_uri(read_address(route).uri).param("lr") is not None
    except Malformed:
        return True


def way_to(uri: Uri, known: Peer, outlet: Outlet) -> Peer:
    """The peer that a URI names, if it does so by address; otherwise the known one. A connection that we have is kept to."""
    door = outlet.doors[known.door]
    if not is_address(uri.host) or (door.reliable and outlet.connected(known)):
        return known
    transport = (uri.param("transport") or ("tls" if uri.scheme == "sips" else door.transport)).lower()
    number = known.door
    host = uri.host.strip("[]")
    if transport != door.transport:
        if transport not in (UDP, TCP, TLS):
            return known
        fitting = [place for place, other in enumerate(outlet.doors) if other.transport == transport]
        if not fitting:
            return known
        number = fitting[0]
    if (":" in host) != (":" in known.host):
        return known
    return Peer(number, host, uri.port or (5061 if transport == TLS else 5060))


def contact_uri(message: Message) -> str:
    """The URI of a message's first Contact, or empty when there is none that can be read and reached."""
    items = message.items("contact")
    if not items or items[0] == "*":
        return ""
    try:
        uri = read_address(items[0]).uri
        read_uri(uri)
    except Malformed:
        return ""
    return uri


def without_tag(line: str) -> str:
    """A From or To as it stands in a dialog: the address alone, in brackets."""
    end = line.find(">")
    if end > 0 and '"' not in line:
        return line[: end + 1]
    try:
        address = read_address(line)
    except Malformed:
        return line.partition(";")[0]
    return f"{write_display(address.display)}<{address.uri}>"


def as_callee(request: Message, tag: str, contact: str, peer: Peer) -> Dialog:
    """The dialog that we make by answering an INVITE (§12.1.1). Raises Malformed when it has no Contact to answer to."""
    target = contact_uri(request)
    routes = request.items("record-route")
    if not target or len(routes) > ROUTES_MAX or not readable(routes):
        raise Malformed("sip_contact")
    return Dialog(
        call_id=request.call_id,
        local_tag=tag,
        remote_tag=request.from_tag,
        local=without_tag(request.fields["to"][0]),
        remote=without_tag(request.fields["from"][0]),
        target=target,
        contact=contact,
        peer=peer,
        routes=routes,
        remote_seq=request.cseq,
    )


def as_caller(request: Message, response: Message, contact: str, peer: Peer) -> Dialog:
    """The dialog that a response with a tag to our INVITE makes (§12.1.2)."""
    routes = response.items("record-route")
    if len(routes) > ROUTES_MAX or not readable(routes):
        routes = []
    return Dialog(
        call_id=request.call_id,
        local_tag=request.from_tag,
        remote_tag=response.to_tag,
        local=without_tag(request.fields["from"][0]),
        remote=without_tag(request.fields["to"][0]),
        target=contact_uri(response) or request.uri,
        contact=contact,
        peer=peer,
        routes=routes[::-1],
        local_seq=request.cseq,
    )


def readable(routes: list[str]) -> bool:
    """Whether each is an address."""
    try:
        for route in routes:
            read_address(route)
    except Malformed:
        return False
    return True
