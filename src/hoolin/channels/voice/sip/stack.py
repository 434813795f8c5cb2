"""The SIP stack's door: calls in and out, in words of calls. Transactions, retransmission, authentication and dialogs stay
behind it.

Rules. All of it is called on one event loop, and tells on that loop. A told event never waits: what takes time is started
elsewhere. After `ended` a leg is dead: whatever is asked of it then does nothing. Nothing told here has been retransmitted:
each call is told once. `called` comes only from a trunk's address or from a phone that proved itself; others are refused.
"""

from collections.abc import Callable
from typing import Protocol

from hoolin.channels.voice.sip.calls import AccountState, Dial, Ended, Info, Invite, Party, Refer, Reinvite
from hoolin.channels.voice.sip.settings import Extension, SipSettings, Trunk


class SipEvents(Protocol):
    """Who is told. Called on the loop, in order; never awaited."""

    def called(self, leg: "SipLeg", invite: Invite) -> None:
        """A new call from outside. 100 has been said; answer with ring, answer or refuse."""

    def progressed(self, leg: "SipLeg", status: int, sdp: bytes) -> None:
        """Our call rings there (18x). sdp: early media's description, or empty. A forked call may tell several."""

    def answered(self, leg: "SipLeg", sdp: bytes) -> None:
        """Our call was answered (2xx, acknowledged), or the peer answered an offer that we made in `answer` or `accept`
        (its ACK came). Whoever was too late in a forked call has been told goodbye already.
        """

    def asked(self, leg: "SipLeg", what: Reinvite | Refer | Info) -> None:
        """Something was asked within the call. Reinvite and Refer want `leg.accept` or `leg.refuse` within
        `Limits.asked_ms_max`; Info wants nothing.
        """

    def ended(self, leg: "SipLeg", cause: Ended) -> None:
        """The leg is over, told exactly once, whoever ended it (our own `end` and `refuse` too)."""


class SipLeg:
    """One call between us and one peer. id: ours, stable through restarts. account: the trunk or extension. inbound: who
    called whom. remote: who is there. call_id: what SIP calls it, for logs.
    """

    id: str
    account: str
    inbound: bool
    remote: Party
    call_id: str

    @property
    def state(self) -> str:
        """ "early" (rings, or is called), "up" (answered), "over"."""
        raise NotImplementedError

    def ring(self, sdp: bytes = b"", status: int = 180) -> None:
        """Say that it rings (180), or with sdp that early media plays (183). Reliably (PRACK) when the peer wants that."""
        raise NotImplementedError

    def answer(self, sdp: bytes) -> None:
        """Answer a call that came in. Resent until the peer acknowledges; `ended` (408, timeout) if it never does."""
        raise NotImplementedError

    def accept(self, sdp: bytes = b"") -> None:
        """Say yes to what was asked last: to a Reinvite with our sdp, to a Refer without."""
        raise NotImplementedError

    def refuse(self, status: int = 486, reason: str = "") -> None:
        """Say no: to what was asked last if something was; otherwise to the call, which ends (`ended`, by "us")."""
        raise NotImplementedError

    def end(self, reason: str = "") -> None:
        """Hang up, whatever the state: BYE, CANCEL, or a refusal (480). `ended` follows at once, by "us"."""
        raise NotImplementedError

    async def reinvite(self, sdp: bytes) -> bytes:
        """Offer other media in an answered call; the peer's answer. Glare (491) is tried again by itself.
        Raises PeerError when the peer refused (`status` in its detail) or did not answer; Conflict when one is under way
        or the call is over.
        """
        raise NotImplementedError

    async def refer(self, to: str, replaces: "SipLeg | None" = None) -> int:
        """Ask the peer to call somebody else (`replaces`: in place of this other leg of ours). The last status it told us:
        200 when it got through. Raises PeerError when it refused or told nothing in time, Conflict when the call is over.
        """
        raise NotImplementedError

    def notify(self, status: int, reason: str = "") -> None:
        """Tell the peer how the move that it asked for (Refer) goes: 100, 180, and at last 200 or the failure."""
        raise NotImplementedError

    def press(self, digits: str, ms: int = 160) -> None:
        """Send keys by INFO (dtmf-relay), one after the other. Trunks usually take keys in the media instead."""
        raise NotImplementedError

    def saved(self) -> bytes:
        """What `SipStack.restore` needs to go on with this call in another process: keep it when the call is answered, after each
        re-INVITE, and drop it when it ended. Holds numbers and addresses: personal content. Empty unless the state is "up".
        """
        raise NotImplementedError


class SipStack:
    """One site's SIP."""

    def __init__(self, settings: SipSettings, events: SipEvents, fresh: Callable[[], str]) -> None:
        """fresh: gives a new unguessable word of letters and digits (at least 96 bits) whenever it is asked."""
        raise NotImplementedError

    async def start(self) -> None:
        """Listen everywhere and begin to register. Raises PeerError when an address cannot be had."""
        raise NotImplementedError

    async def stop(self) -> None:
        """Unregister where we can within two seconds, and close. Calls are left as they are: their dialogs may be restored."""
        raise NotImplementedError

    def ports(self) -> tuple[int, ...]:
        """The port of each `settings.listen`, in order; for those that asked for any free one."""
        raise NotImplementedError

    def call(self, dial: Dial) -> SipLeg:
        """Call somebody. Raises NotFound (no such trunk or extension), Conflict (extension not registered; no host of the
        trunk is reachable) or Invalid (a number or header that no message can carry).
        """
        raise NotImplementedError

    def restore(self, saved: bytes) -> SipLeg:
        """Go on with an answered call of an earlier process: the leg has the same id. Raises Malformed."""
        raise NotImplementedError

    def registered(self, extension: str) -> bool:
        """Whether a phone is registered under this extension now."""
        raise NotImplementedError

    def accounts(self) -> tuple[AccountState, ...]:
        """How it stands with every trunk and every extension."""
        raise NotImplementedError

    def provide(self, trunks: tuple[Trunk, ...], extensions: tuple[Extension, ...]) -> None:
        """Other trunks and extensions from now on; calls that are up go on. Unchanged ones keep their registrations."""
        raise NotImplementedError
