"""One transaction: a request and its answers, made reliable over a network that loses, repeats and reorders (RFC 3261 §17 with
the corrections of RFC 6026). Pure; four state machines in two classes.

    client INVITE     calling → proceeding → completed | accepted → over      timers A, B, D, M
    client other      trying → proceeding → completed → over                  timers E, F, K
    server INVITE     proceeding → completed → confirmed → over | accepted    timers G, H, I, L
    server other      trying → proceeding → completed → over                  timer  J

Rules. The user hears each new response once, but every 2xx to an INVITE (forks). A failure is told as a status: 408 nobody
answered, 503 it could not be sent. ACK to a failure belongs to the transaction; ACK to a 2xx belongs to its user.
"""

from collections.abc import Callable
from typing import Protocol

from hoolin.channels.voice.sip.message import Message
from hoolin.channels.voice.sip.outlet import Outlet, Peer
from hoolin.channels.voice.sip.timers import Timer

T1_MS = 500
"""The round trip that is assumed; the first resend comes after it."""
T2_MS = 4_000
"""The longest pause between two resends."""
T4_MS = 5_000
"""How long a message may stay in the network."""
PATIENCE_MS = 64 * T1_MS
"""Timers B, D, F, H, J, L, M: 32 s."""

GONE = Message()
"""In place of a request that was answered: for 32 s all that is needed of it is its key and its answer."""

CALLING, PROCEEDING, COMPLETED, ACCEPTED, CONFIRMED, OVER = range(6)


class ClientUser(Protocol):
    """Who sent the request."""

    def heard(self, transaction: "ClientTransaction", response: Message, now: int) -> None:
        """A response came."""

    def failed(self, transaction: "ClientTransaction", status: int, now: int) -> None:
        """None will come any more."""


class ServerUser(Protocol):
    """Who answers the request."""

    def cancelled(self, transaction: "ServerTransaction", cancel: Message, now: int) -> None:
        """A CANCEL came before there was a final response."""

    def unacknowledged(self, transaction: "ServerTransaction", now: int) -> None:
        """The failure that was sent was never acknowledged."""


class ClientTransaction:
    """A request of ours. key: branch and method. request: as it was sent, until it is over."""

    __slots__ = ("_abandoned", "_limit", "_pause", "_resend", "acks", "data", "invite", "key", "outlet", "over", "peer",
                 "request", "state", "user")  # fmt: skip

    def __init__(
        self, outlet: Outlet, request: Message, peer: Peer, user: ClientUser, over: Callable[..., None]
    ) -> None:
        """over: called with the transaction and the instant when nothing more can come of it."""
        self.outlet = outlet
        self.request = request
        self.peer = peer
        self.user = user
        self.over = over
        self.key = (request.branch, request.method)
        self.invite = request.method == "INVITE"
        self.data = request.write()
        self.state = CALLING
        self.acks: dict[str, tuple[Peer, bytes]] = {}
        self._pause = T1_MS
        self._abandoned = False
        self._resend: Timer | None = None
        self._limit: Timer | None = None

    def begin(self, now: int) -> None:
        """Send it, and again until somebody answers."""
        self.outlet.send(self.peer, self.data)
        timers = self.outlet.timers
        if not self.outlet.doors[self.peer.door].reliable:
            self._resend = timers.at(now + T1_MS, self._again)
        self._limit = timers.at(now + PATIENCE_MS, self._late)

    def _again(self, now: int) -> None:
        """Timers A and E."""
        self.outlet.send(self.peer, self.data)
        if self.invite:
            self._pause *= 2
        else:
            self._pause = T2_MS if self.state == PROCEEDING else min(self._pause * 2, T2_MS)
        self._resend = self.outlet.timers.at(now + self._pause, self._again)

    def _late(self, now: int) -> None:
        """Timers B and F."""
        self._end(now)
        self.user.failed(self, 408, now)

    def hear(self, response: Message, now: int) -> None:
        """A response with our branch."""
        if self.state == OVER:
            return
        if response.status < 200:
            self._provisional(response, now)
        elif not self.invite:
            if self.state < COMPLETED:
                self._settle(COMPLETED, T4_MS, now)
                self.user.heard(self, response, now)
        elif response.status < 300:
            self._success(response, now)
        elif self.state < COMPLETED:
            self._refused(response, now)
            self.user.heard(self, response, now)
        elif self.state == COMPLETED and "" in self.acks:
            self.outlet.send(*self.acks[""])

    def _provisional(self, response: Message, now: int) -> None:
        """1xx: it has arrived there."""
        if self.state > PROCEEDING:
            return
        timers = self.outlet.timers
        if self.invite and self.state == CALLING:
            timers.cancel(self._resend)
            self._resend = None
            if not self._abandoned:
                timers.cancel(self._limit)
                self._limit = None
        self.state = PROCEEDING
        self.user.heard(self, response, now)

    def _success(self, response: Message, now: int) -> None:
        """2xx to an INVITE. A repeated one is acknowledged again; another one comes from another fork."""
        if self.state < COMPLETED:
            self._settle(ACCEPTED, PATIENCE_MS, now)
        if self.state != ACCEPTED:
            return
        ack = self.acks.get(response.to_tag)
        if ack is not None:
            self.outlet.send(*ack)
        else:
            self.user.heard(self, response, now)

    def _refused(self, response: Message, now: int) -> None:
        """3xx to 6xx to an INVITE: acknowledge, and again whenever it comes again."""
        asked = self.request
        ack = Message(method="ACK", uri=asked.uri)
        ack.fields["via"] = [asked.fields["via"][0]]
        ack.fields["max-forwards"] = ["70"]
        if "route" in asked.fields:
            ack.fields["route"] = asked.fields["route"]
        ack.fields["from"] = asked.fields["from"]
        ack.fields["to"] = response.fields["to"]
        ack.fields["call-id"] = asked.fields["call-id"]
        ack.fields["cseq"] = [f"{asked.cseq} ACK"]
        self.acks[""] = (self.peer, ack.write())
        self.outlet.send(*self.acks[""])
        self._settle(COMPLETED, PATIENCE_MS, now)

    def _settle(self, state: int, linger_ms: int, now: int) -> None:
        """No more resends; stay a while for what comes late. Over a connection nothing is repeated, but forks answer late."""
        timers = self.outlet.timers
        timers.cancel(self._resend)
        timers.cancel(self._limit)
        self._resend = None
        self.state = state
        self.data = b""
        if state == COMPLETED:
            self.request = GONE
        reliable = self.outlet.doors[self.peer.door].reliable and state == COMPLETED
        self._limit = timers.at(now if reliable else now + linger_ms, self._end)

    def unreachable(self, now: int) -> None:
        """It could not be sent, or the connection broke before there was an answer."""
        if self.state < COMPLETED:
            self._end(now)
            self.user.failed(self, 503, now)

    def abandon(self, now: int) -> None:
        """Resend no more, and tell no failure; a 2xx that comes nevertheless is still told."""
        timers = self.outlet.timers
        if self.state < COMPLETED:
            self._abandoned = True
            timers.cancel(self._resend)
            timers.cancel(self._limit)
            self._resend = None
            self._limit = timers.at(now + PATIENCE_MS, self._end)

    def _end(self, now: int) -> None:
        """Timers D, K, M, and every other end."""
        timers = self.outlet.timers
        timers.cancel(self._resend)
        timers.cancel(self._limit)
        self._resend = self._limit = None
        if self.state != OVER:
            self.state = OVER
            self.over(self, now)


class ServerTransaction:
    """A request of a peer. key: what its repetitions are known by. user: told of CANCEL; set by who takes it on."""

    __slots__ = ("_ack_limit", "_last", "_pause", "_resend", "invite", "key", "outlet", "over", "peer", "privileged",
                 "request", "state", "user")  # fmt: skip

    def __init__(
        self, outlet: Outlet, request: Message, peer: Peer, key: tuple[object, ...], over: Callable[..., None]
    ) -> None:
        """peer: where answers go. over: called with the transaction and the instant when it is over."""
        self.outlet = outlet
        self.request = request
        self.peer = peer
        self.key = key
        self.over = over
        self.invite = request.method == "INVITE"
        self.user: ServerUser | None = None
        self.privileged = False
        self.state = PROCEEDING
        self._last = b""
        self._pause = T1_MS
        self._resend: Timer | None = None
        self._ack_limit: Timer | None = None

    def again(self, now: int) -> None:
        """The request came again. In `accepted` its user resends; otherwise the last answer is repeated."""
        if self._last and self.state in (PROCEEDING, COMPLETED):
            self.outlet.send(self.peer, self._last)

    def respond(self, response: Message, now: int) -> None:
        """Answer; the first final response counts, later ones are not sent."""
        if self.state != PROCEEDING:
            return
        data = response.write()
        self.outlet.send(self.peer, data)
        if response.status < 200:
            self._last = data
            return
        self.request = GONE
        timers = self.outlet.timers
        reliable = self.outlet.doors[self.peer.door].reliable
        if self.invite and response.status < 300:
            self.state = ACCEPTED
            self._last = b""
            self._ack_limit = timers.at(now + PATIENCE_MS, self._end)
            return
        self.state = COMPLETED
        self._last = data
        if not self.invite:
            self._ack_limit = timers.at(now if reliable else now + PATIENCE_MS, self._end)
            return
        if not reliable:
            self._resend = timers.at(now + T1_MS, self._again)
        self._ack_limit = timers.at(now + PATIENCE_MS, self._late)

    def _again(self, now: int) -> None:
        """Timer G."""
        self.outlet.send(self.peer, self._last)
        self._pause = min(self._pause * 2, T2_MS)
        self._resend = self.outlet.timers.at(now + self._pause, self._again)

    def _late(self, now: int) -> None:
        """Timer H."""
        self._end(now)
        if self.user is not None:
            self.user.unacknowledged(self, now)

    def acknowledged(self, now: int) -> None:
        """An ACK with this transaction's branch: to a failure."""
        if self.state != COMPLETED or not self.invite:
            return
        timers = self.outlet.timers
        timers.cancel(self._resend)
        timers.cancel(self._ack_limit)
        self.state = CONFIRMED
        reliable = self.outlet.doors[self.peer.door].reliable
        self._ack_limit = timers.at(now if reliable else now + T4_MS, self._end)

    def unreachable(self, now: int) -> None:
        """The way back is gone; what is not answered stays to be answered elsewhere (§18.2.2) or times out."""

    def _end(self, now: int) -> None:
        """Timers I, J, L, and every other end."""
        timers = self.outlet.timers
        timers.cancel(self._resend)
        timers.cancel(self._ack_limit)
        self._resend = self._ack_limit = None
        if self.state != OVER:
            self.state = OVER
            self._last = b""
            self.over(self, now)
