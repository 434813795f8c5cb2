"""Our registration at one trunk (RFC 3261 §10.2): kept fresh, tried again with growing pauses. Pure.

Rules. It is refreshed when four fifths of its time have passed. A host that does not answer is followed by the next at once, and
only when all failed there is a pause. A trunk that refuses our password is asked rarely: it may lock us out.
"""

from hoolin.channels.voice.sip.asking import Answered, Ask
from hoolin.channels.voice.sip.digest import Prover
from hoolin.channels.voice.sip.hosts import DOWN, UP, Hosts
from hoolin.channels.voice.sip.message import Message, number, split
from hoolin.channels.voice.sip.outlet import Outlet, Peer
from hoolin.channels.voice.sip.settings import Trunk
from hoolin.channels.voice.sip.timers import Timer
from hoolin.channels.voice.sip.transactions import Transactions

PAUSE_MS = 2_000
PAUSE_MS_MAX = 300_000
"""Unreachable: 2 s, doubling up to five minutes."""

ANEW_MS = 1_000
"""After a connection broke: a trunk that is just restarting needs a moment."""

REFUSED_MS = 60_000
REFUSED_MS_MAX = 1_800_000
"""Refused: a minute, doubling up to half an hour."""

RETRY_AFTER_S_MAX = 3_600
EXPIRES_S_MAX = 86_400
EXPIRES_S_MIN = 10
"""A trunk that grants less is refreshed no oftener than this allows."""

TRYING, REGISTERED, REFUSED, UNREACHABLE = "trying", "registered", "refused", "unreachable"


class Registration:
    """One trunk's."""

    def __init__(
        self, trunk: Trunk, hosts: Hosts, outlet: Outlet, transactions: Transactions, prover: Prover | None
    ) -> None:
        self._trunk = trunk
        self._hosts = hosts
        self._outlet = outlet
        self._transactions = transactions
        self._prover = prover
        self._call_id = outlet.fresh()
        self._tag = outlet.fresh()
        self._cseq = 0
        self._expires_s = trunk.expires_s
        self._failures = 0
        self._timer: Timer | None = None
        self._peer: Peer | None = None
        self._stopped = False
        self._contact = ""
        self.ended = False
        self.state = TRYING
        self.since = 0
        self.status = 0
        self.until = 0

    def begin(self, now: int) -> None:
        """Register with the best host; without an address of any, look again soon."""
        self._outlet.timers.cancel(self._timer)
        self._timer = None
        host = self._hosts.first()
        if self._stopped:
            return
        if host is None:
            self._set(UNREACHABLE, 0, now)
            self._timer = self._outlet.timers.at(now + PAUSE_MS, self.begin)
            return
        self._peer = host.peer
        self._send(host.peer, self._expires_s, now)

    def end(self, now: int) -> bool:
        """Unregister; True when there was something to unregister."""
        self._outlet.timers.cancel(self._timer)
        self._stopped = True
        if self.state != REGISTERED or self._peer is None:
            self.ended = True
            return False
        self._send(self._peer, 0, now)
        return True

    def gone(self, peer: Peer, now: int) -> None:
        """The connection that it was made over is gone: calls to us may not find us before it is made anew."""
        if self.state == REGISTERED and peer == self._peer and not self._stopped:
            self._outlet.timers.cancel(self._timer)
            self._timer = self._outlet.timers.at(now + ANEW_MS, self.begin)

    def _send(self, peer: Peer, expires_s: int, now: int) -> None:
        trunk, outlet = self._trunk, self._outlet
        domain = self._hosts.domain()
        message = outlet.request("REGISTER", f"sip:{domain}")
        message.fields["from"] = [f"<sip:{trunk.user}@{domain}>;tag={self._tag}"]
        message.fields["to"] = [f"<sip:{trunk.user}@{domain}>"]
        message.fields["call-id"] = [self._call_id]
        self._contact = outlet.contact(peer, trunk.user)
        message.fields["contact"] = [self._contact]
        message.fields["expires"] = [str(expires_s)]
        message.fields["user-agent"] = [outlet.settings.agent]
        message.cseq, message.call_id = self._next(), self._call_id
        message.fields["cseq"] = [f"{message.cseq} REGISTER"]
        Ask(self._transactions, message, peer, self._prover, self._next, self._answered).send(now)

    def _next(self) -> int:
        self._cseq += 1
        return self._cseq

    def _answered(self, answered: Answered) -> None:
        """How it went."""
        now, status = answered.now, answered.status
        if self._stopped:
            self.ended, self.state, self.until = True, TRYING, 0
            return
        if answered.response is not None and status < 300:
            self._registered(answered.response, now)
        elif answered.response is not None and status == 423 and self._longer(answered.response):
            self.begin(now)
        elif answered.response is None or status in (408, 500, 502, 503, 504):
            self._unreached(answered, now)
        else:
            self._set(REFUSED, status, now)
            self._pause(REFUSED_MS, REFUSED_MS_MAX, answered.response, now)

    def _registered(self, response: Message, now: int) -> None:
        granted = granted_s(response, self._expires_s, self._contact.strip("<>"))
        self._failures = 0
        self.until = now + granted * 1_000
        self._set(REGISTERED, response.status, now)
        if self._peer is not None:
            self._hosts.mark(self._peer, UP, now)
        self._timer = self._outlet.timers.at(now + max(granted, EXPIRES_S_MIN) * 800, self.begin)

    def _longer(self, response: Message) -> bool:
        """Whether the trunk wants a longer time than we asked for."""
        least = number(response.first("min-expires"), EXPIRES_S_MAX)
        if least is None or least <= self._expires_s:
            return False
        self._expires_s = least
        return True

    def _unreached(self, answered: Answered, now: int) -> None:
        """Try the next host, or pause."""
        if self._peer is not None:
            self._hosts.mark(self._peer, DOWN, now)
        self._set(UNREACHABLE, answered.status, now)
        host = self._hosts.first()
        if host is not None and host.state != DOWN:
            self.begin(now)
        else:
            self._pause(PAUSE_MS, PAUSE_MS_MAX, answered.response, now)

    def _pause(self, first: int, most: int, response: Message | None, now: int) -> None:
        """Try again later, each time after twice as long, spread a little so that a trunk's restart is no stampede."""
        pause = min(first << min(self._failures, 16), most)
        self._failures += 1
        spread = int.from_bytes(self._outlet.fresh().encode()[:3], "big") % max(1, pause // 4)
        asked = (
            number(response.first("retry-after").split("(")[0].split(";")[0].strip(), RETRY_AFTER_S_MAX)
            if response
            else None
        )
        self._timer = self._outlet.timers.at(now + max(pause - spread, (asked or 0) * 1_000), self.begin)

    def _set(self, state: str, status: int, now: int) -> None:
        if state != self.state:
            self.state, self.since = state, now
        self.status = status
        if state != REGISTERED and self.until <= now:
            self.until = 0


def granted_s(response: Message, asked_s: int, own: str) -> int:
    """For how long a trunk registered us: what it says of our Contact (own; others may be registered there too), else in
    Expires, else what we asked for.
    """
    contacts = sorted(response.items("contact"), key=lambda contact: own not in contact)
    for contact in contacts[:1]:
        for piece in split(contact, ";")[1:]:
            name, _, value = piece.partition("=")
            if name.strip().lower() == "expires":
                seconds = number(value.strip().strip('"'), EXPIRES_S_MAX)
                if seconds is not None:
                    return seconds
    seconds = number(response.first("expires"), EXPIRES_S_MAX)
    return asked_s if seconds is None else seconds
