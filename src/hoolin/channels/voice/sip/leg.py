"""One leg: a call between us and one peer, put together from its parts; what is asked of it and what it hears. Pure.

Rules. A request within the dialog that comes out of order is answered 500, one with another tag than the peer's 481; a BYE
is answered whatever else is under way. What our side asks of a leg that is over does nothing.
"""

from collections.abc import Callable

import msgspec

from hoolin.channels.voice.sip.asking import Answered, ask, say_goodbye
from hoolin.channels.voice.sip.calls import Info, Party
from hoolin.channels.voice.sip.dialog import CSEQ_LEAP, Dialog
from hoolin.channels.voice.sip.incoming import Incoming
from hoolin.channels.voice.sip.keys import read_key, write_key
from hoolin.channels.voice.sip.line import EARLY, OVER, UP, Account, LegState, Line
from hoolin.channels.voice.sip.message import Message
from hoolin.channels.voice.sip.names import ALLOW
from hoolin.channels.voice.sip.offers import Offers
from hoolin.channels.voice.sip.outgoing import Outgoing
from hoolin.channels.voice.sip.replies import reply
from hoolin.channels.voice.sip.transaction import ServerTransaction
from hoolin.channels.voice.sip.transfer import Transfer
from hoolin.channels.voice.sip.watch import Watch
from hoolin.core.errors import Invalid, Malformed

KEYS_MAX = 64
"""Of one `press`."""


class SavedLeg(msgspec.Struct, frozen=True):
    """A leg that is up, as it is kept."""

    id: str
    account: str
    kind: str
    inbound: bool
    remote: Party
    dialog: Dialog
    local_sdp: bytes
    remote_sdp: bytes
    allows: tuple[str, ...]
    interval_s: int
    refreshes: bool


class Leg:
    """One leg. out: its part that calls, inward: its part that is called; one of them, or none when it was restored."""

    def __init__(self, state: LegState) -> None:
        self.state = state
        self.offers = Offers(state)
        self.transfer = Transfer(state)
        self.watch = Watch(state, self.offers.refresh, self._vanished)
        self.offers.keep(self.watch, self._unacknowledged)
        self.outgoing: Outgoing | None = None
        self.incoming: Incoming | None = None
        self._keys: list[tuple[str, int]] = []
        self._now = 0
        state.stop = self._stop

    # -- what our side asks

    def ring(self, status: int, sdp: bytes, now: int) -> None:
        """Say 18x. Raises Invalid for another status."""
        if not 180 <= status <= 199:
            raise Invalid("sip_status")
        if self.incoming is not None:
            self.incoming.ring(status, sdp, now)

    def answer(self, sdp: bytes, now: int) -> None:
        """Answer. Raises Invalid without a description."""
        if not sdp:
            raise Invalid("sip_no_sdp")
        if self.incoming is not None:
            self.incoming.answer(sdp, now)

    def accept(self, sdp: bytes, now: int) -> None:
        """Yes to what was asked last."""
        if self.offers.waits:
            if not sdp:
                raise Invalid("sip_no_sdp")
            self.offers.accept(sdp, now)
        elif self.transfer.waits:
            self.transfer.accept(now)

    def refuse(self, status: int, reason: str, now: int) -> None:
        """No to what was asked last, or to the call."""
        if not 300 <= status <= 699:
            raise Invalid("sip_status")
        reason = "".join(letter for letter in reason if letter.isprintable())[:100]
        if self.offers.waits:
            self.offers.refuse(status, reason, now)
        elif self.transfer.waits:
            self.transfer.refuse(status, reason, now)
        elif self.incoming is not None and self.state.phase == EARLY:
            self.incoming.refuse(status, reason, now)

    def end(self, reason: str, now: int) -> None:
        """Hang up."""
        state, early = self.state, self.state.phase == EARLY
        if state.phase == OVER:
            return
        self._now = now
        reason = "".join(letter for letter in reason if letter.isprintable())[:100]
        said = f'SIP;cause=200;text="{reason}"'.replace("\\", "") if reason and '"' not in reason else ""
        if early and self.incoming is not None:
            self.incoming.refuse(480, reason, now)
            return
        state.finish(487 if early else 200, "us", reason)
        if early and self.outgoing is not None:
            self.outgoing.cancel(said, now)
            state.line.leave(state)
        elif self.incoming is not None:
            self.incoming.goodbye(said, now)
        else:
            say_goodbye(state, now, said)

    def reinvite(self, sdp: bytes, now: int) -> None:
        """Offer other media; told as `reoffered`. Raises Conflict (see `Offers.offer`), or Invalid without a description."""
        if not sdp:
            raise Invalid("sip_no_sdp")
        self.offers.offer(sdp, now)

    def press(self, digits: str, ms: int, now: int) -> None:
        """Send keys, each when the one before was answered."""
        if len(digits) > KEYS_MAX or any(digit not in "0123456789*#ABCD" for digit in digits):
            raise Invalid("sip_digits")
        idle = not self._keys
        self._keys += [(digit, ms) for digit in digits]
        if idle:
            self._press_next(now)

    def _press_next(self, now: int) -> None:
        state = self.state
        if not self._keys or state.phase != UP or state.dialog is None:
            self._keys.clear()
            return
        message = state.dialog.request(state.line.outlet, "INFO")
        write_key(message, *self._keys[0])
        ask(state, message, self._pressed, now)

    def _pressed(self, answered: Answered) -> None:
        del self._keys[:1]
        self._press_next(answered.now)

    # -- what the peer says

    def hear(self, transaction: ServerTransaction, request: Message, now: int) -> None:
        """A request within the dialog."""
        self._now = now
        state, method = self.state, request.method
        dialog = state.dialog
        if dialog is None or request.from_tag != dialog.remote_tag:
            if method == "BYE" and state.phase == OVER:
                transaction.respond(reply(request, 200), now)
            elif dialog is None and state.phase == EARLY:
                self._hear_early(transaction, request, now)
            else:
                transaction.respond(reply(request, 481), now)
            return
        if not dialog.in_order(request):
            response = reply(request, 500, "", "Out Of Order")
            transaction.respond(response, now)
            return
        hear = HEARS.get(method)
        if hear is None:
            response = reply(request, 405)
            response.fields["allow"] = [ALLOW]
            transaction.respond(response, now)
        elif state.phase == OVER and method != "BYE":
            transaction.respond(reply(request, 481), now)
        else:
            hear(self, transaction, request, now)

    def _hear_early(self, transaction: ServerTransaction, request: Message, now: int) -> None:
        """A request from somebody whom our call rings at, before anybody answered."""
        known = request.method in ("OPTIONS", "INFO")
        transaction.respond(reply(request, 200 if known else 491 if request.method == "UPDATE" else 481), now)

    def _bye(self, transaction: ServerTransaction, request: Message, now: int) -> None:
        transaction.respond(reply(request, 200), now)
        if self.incoming is not None:
            self.incoming.hung_up(now)
        self.state.finish(200, "peer", request.first("reason"))
        self.state.line.leave(self.state)

    def _offer(self, transaction: ServerTransaction, request: Message, now: int) -> None:
        state = self.state
        unanswered = self.incoming is not None and self.incoming.insisting.waits and not state.remote_sdp
        if state.phase != UP or unanswered:
            response = reply(request, 491 if unanswered else 500)
            if not unanswered:
                response.fields["retry-after"] = ["3"]
            transaction.respond(response, now)
            return
        self.offers.hear(transaction, request, now)

    def _info(self, transaction: ServerTransaction, request: Message, now: int) -> None:
        key = read_key(request)
        if key is None:
            response = reply(request, 415 if request.body else 200)
            if request.body:
                response.fields["accept"] = ["application/dtmf-relay, application/dtmf"]
            transaction.respond(response, now)
            return
        transaction.respond(reply(request, 200), now)
        self.state.tell("asked", Info(digit=key[0], ms=key[1]))

    def _prack(self, transaction: ServerTransaction, request: Message, now: int) -> None:
        if self.incoming is not None:
            self.incoming.prack(transaction, request, now)
        else:
            transaction.respond(reply(request, 481), now)

    def _options(self, transaction: ServerTransaction, request: Message, now: int) -> None:
        response = reply(request, 200)
        response.fields["allow"] = [ALLOW]
        transaction.respond(response, now)

    def _refer(self, transaction: ServerTransaction, request: Message, now: int) -> None:
        self.transfer.hear(transaction, request, now)

    def _notify(self, transaction: ServerTransaction, request: Message, now: int) -> None:
        self.transfer.hear_notify(transaction, request, now)

    def acknowledged(self, ack: Message, now: int) -> None:
        """An ACK to a 2xx of ours."""
        self._now = now
        dialog = self.state.dialog
        if dialog is None or ack.from_tag != dialog.remote_tag:
            return
        if self.incoming is None or not self.incoming.acknowledged(ack, now):
            self.offers.acknowledged(ack)
        self.offers.go_on(now)

    def _unacknowledged(self) -> bool:
        """Whether our answer waits for its ACK."""
        return self.incoming is not None and self.incoming.insisting.waits

    def _vanished(self, now: int) -> None:
        """The peer let the session's interval pass."""
        if self.state.finish(408, "timeout", "session expired"):
            say_goodbye(self.state, now)

    def _stop(self) -> None:
        """Disarm everything; called once, when it is over."""
        self.watch.stop()
        now = self._now
        self.offers.stop(now)
        self.transfer.stop(now)
        if self.outgoing is not None:
            self.outgoing.stop()
        if self.incoming is not None:
            self.incoming.stop()

    # -- kept and restored

    def saved(self) -> bytes:
        """All that another process needs; empty unless it is up."""
        state = self.state
        if state.phase != UP or state.dialog is None:
            return b""
        return msgspec.json.encode(
            SavedLeg(
                id=state.id,
                account=state.account.name,
                kind=state.account.kind,
                inbound=state.inbound,
                remote=state.remote,
                dialog=state.dialog,
                local_sdp=state.local_sdp,
                remote_sdp=state.remote_sdp,
                allows=tuple(sorted(state.allows)),
                interval_s=self.watch.interval_s,
                refreshes=self.watch.ours,
            )
        )


HEARS: dict[str, Callable[[Leg, ServerTransaction, Message, int], None]] = {
    "BYE": Leg._bye,
    "INVITE": Leg._offer,
    "UPDATE": Leg._offer,
    "INFO": Leg._info,
    "PRACK": Leg._prack,
    "OPTIONS": Leg._options,
    "REFER": Leg._refer,
    "NOTIFY": Leg._notify,
}
"""What a request within a dialog does."""


def read_saved(saved: bytes) -> SavedLeg:
    """Raises Malformed."""
    try:
        return msgspec.json.decode(saved, type=SavedLeg)
    except (msgspec.DecodeError, msgspec.ValidationError):
        raise Malformed("sip_saved") from None


def restored(line: Line, kept: SavedLeg, account: Account, now: int) -> Leg:
    """A leg of an earlier process, up and heard again."""
    state = LegState(line, kept.id, account, kept.inbound, kept.remote)
    state.phase = UP
    state.dialog = kept.dialog
    state.dialog.local_seq += CSEQ_LEAP
    state.call_id = kept.dialog.call_id
    state.local_sdp, state.remote_sdp = kept.local_sdp, kept.remote_sdp
    state.allows = frozenset(kept.allows)
    leg = Leg(state)
    line.enter((state.call_id, kept.dialog.local_tag), leg)
    leg.watch.interval_s, leg.watch.ours = kept.interval_s, kept.refreshes
    leg.watch.again(now)
    return leg
