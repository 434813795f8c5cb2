"""What all calls of a stack share, and what one call is at its core: its dialog, its state and how it ends. Pure.

Rules. A leg is early, then up, then over; it never goes back, and `ended` is told exactly once. What is told lies in `told`
until the shell takes it, so nobody is called while a message is still being worked on.
"""

from collections import deque
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple, Protocol

from hoolin.channels.voice.sip.calls import Ended, Party
from hoolin.channels.voice.sip.dialog import Dialog
from hoolin.channels.voice.sip.digest import Prover
from hoolin.channels.voice.sip.message import Message
from hoolin.channels.voice.sip.outlet import Outlet, Peer
from hoolin.channels.voice.sip.transaction import ServerTransaction
from hoolin.channels.voice.sip.transactions import Transactions

EARLY, UP, OVER = "early", "up", "over"
REASON_CHARS_MAX = 200
ALLOW_CHARS_MAX = 400
SDP_TYPE = "application/sdp"


class Account(NamedTuple):
    """Whom a call is with. name: of the trunk, or the number of the extension. kind: "trunk" or "extension". user: of our Contact
    there, escaped. prover: answers its challenges; None where we have no login. nat: requests go where its messages come
    from. trusted: no limits per source.
    """

    name: str
    kind: str
    user: str = ""
    prover: Prover | None = None
    nat: bool = False
    trusted: bool = False


class Hearer(Protocol):
    """Who gets the requests of a dialog."""

    state: "LegState"

    def hear(self, transaction: ServerTransaction, request: Message, now: int) -> None:
        """A request within the dialog."""

    def acknowledged(self, ack: Message, now: int) -> None:
        """An ACK to a 2xx of ours."""


class Line:
    """Shared by all legs. reach: where the devices of an extension are now, by their Contact."""

    def __init__(self, outlet: Outlet, transactions: Transactions) -> None:
        self.outlet = outlet
        self.transactions = transactions
        self.told: deque[tuple[str, LegState, object]] = deque()
        self.dialogs: dict[tuple[str, str], Hearer] = {}
        self.callers: set[tuple[str, str]] = set()
        self.reach: Callable[[str], dict[str, Peer]] = lambda extension: {}
        self._per_source: dict[str, int] = {}

    def enter(self, key: tuple[str, str], leg: Hearer, source: str = "", caller: tuple[str, str] = ("", "")) -> bool:
        """Enter a leg under its Call-ID and our tag; False when there are too many. source: the address it counts against.
        caller: Call-ID and the caller's tag of a call that came in, so that the same call by another way is known (482).
        """
        limits = self.outlet.settings.limits
        if len(self.dialogs) >= limits.dialogs_max:
            self.outlet.count("dialogs_max")
            return False
        if source:
            mine = self._per_source.get(source, 0)
            if mine >= limits.dialogs_per_source_max:
                self.outlet.count("dialogs_per_source_max")
                return False
            self._per_source[source] = mine + 1
        leg.state.counted = source
        leg.state.key = key
        leg.state.caller = caller
        self.callers.add(caller)
        self.dialogs[key] = leg
        return True

    def leave(self, state: "LegState") -> None:
        """Nothing more is heard for this leg; twice is harmless."""
        if self.dialogs.pop(state.key, None) is None:
            return
        self.callers.discard(state.caller)
        if not state.counted:
            return
        left = self._per_source.get(state.counted, 1) - 1
        if left > 0:
            self._per_source[state.counted] = left
        else:
            self._per_source.pop(state.counted, None)


class LegState:
    """One leg's core. owner: the shell's face of it, for whoever is told. local_sdp, remote_sdp: the last agreed. allows: methods that the
    peer understands, upper case. stop: called once when it is over, to disarm whatever is armed.
    """

    __slots__ = ("account", "allows", "call_id", "caller", "counted", "dialog", "id", "inbound", "key", "line", "local_sdp", "owner",
                 "phase", "remote", "remote_sdp", "stop")  # fmt: skip

    def __init__(self, line: Line, id: str, account: Account, inbound: bool, remote: Party) -> None:
        self.line = line
        self.id = id
        self.account = account
        self.inbound = inbound
        self.remote = remote
        self.call_id = ""
        self.phase = EARLY
        self.dialog: Dialog | None = None
        self.local_sdp = b""
        self.remote_sdp = b""
        self.allows: frozenset[str] = frozenset()
        self.key = ("", "")
        self.caller = ("", "")
        self.counted = ""
        self.owner: object = None
        self.stop: Callable[[], None] = nothing

    def tell(self, what: str, about: object) -> None:
        """Have this told, unless it is over."""
        if self.phase != OVER:
            self.line.told.append((what, self, about))

    def finish(self, status: int, by: str, reason: str = "") -> bool:
        """It is over; False when it was already."""
        if self.phase == OVER:
            return False
        self.line.told.append(("ended", self, Ended(status=status, by=by, reason=reason[:REASON_CHARS_MAX])))
        self.phase = OVER
        self.stop()
        return True

    def heard_allow(self, message: Message) -> None:
        """Remember what the peer says that it understands."""
        if "allow" in message.fields:
            self.allows = methods(", ".join(message.fields["allow"])[:ALLOW_CHARS_MAX])

    def way(self) -> Peer:
        """Where a request of the dialog goes now. A phone whose connection broke is found where it has registered since."""
        dialog, outlet = self.dialog, self.line.outlet
        assert dialog is not None
        if self.account.kind == "extension" and not outlet.connected(dialog.peer):
            found = self.line.reach(self.account.name)
            dialog.peer = found.get(dialog.target) or next(iter(found.values()), dialog.peer)
            return dialog.peer
        return dialog.way(outlet)


@lru_cache(maxsize=256)
def methods(line: str) -> frozenset[str]:
    """The methods of an Allow; the same few lines come again and again."""
    return frozenset(method.strip().upper() for method in line.split(","))


def nothing() -> None:
    """Nothing is armed."""


def sdp_of(message: Message) -> bytes:
    """The session description in a body; of several parts the one that is SDP; empty when there is none."""
    if not message.body:
        return b""
    kind = message.first("content-type")
    plain = kind.partition(";")[0].strip().lower()
    if plain == SDP_TYPE:
        return message.body
    if not plain.startswith("multipart/"):
        return b""
    boundary = kind.partition("boundary=")[2].partition(";")[0].strip().strip('"')
    if not boundary or len(boundary) > 70:
        return b""
    for part in message.body.split(b"--" + boundary.encode("utf-8", "replace"))[1:16]:
        head, _, content = part.lstrip(b"\r\n").partition(b"\r\n\r\n")
        if b"application/sdp" in head.lower():
            return content.removesuffix(b"\r\n") + b"\r\n"
    return b""


def put_sdp(message: Message, sdp: bytes) -> None:
    """Put a session description on a message; an empty one puts nothing."""
    if sdp:
        message.fields["content-type"] = [SDP_TYPE]
        message.body = sdp
