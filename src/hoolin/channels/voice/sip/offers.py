"""Other media within a call, offered by either side: re-INVITE and UPDATE (RFC 3261 §14, RFC 3311), glare and refreshes. Pure.

Rules. One offer at a time: the peer's during ours is refused with 491, and ours that met such a 491 is made again after a pause that
differs by who owns the Call-ID. An offer that repeats the one that holds is a refresh: it is answered with what
holds, and nobody is asked. A re-INVITE that the peer no longer knows of (481), or that nobody answers (408), ends the call.
"""

from collections.abc import Callable

from hoolin.channels.voice.sip.asking import CHALLENGES_MAX, Answered, ask, say_goodbye
from hoolin.channels.voice.sip.calls import Reinvite
from hoolin.channels.voice.sip.insisting import Insisting
from hoolin.channels.voice.sip.line import UP, LegState, put_sdp, sdp_of
from hoolin.channels.voice.sip.message import Message
from hoolin.channels.voice.sip.names import ALLOW, SUPPORTED
from hoolin.channels.voice.sip.outgoing import acknowledge
from hoolin.channels.voice.sip.replies import reply
from hoolin.channels.voice.sip.timers import Timer
from hoolin.channels.voice.sip.transaction import ClientTransaction, ServerTransaction
from hoolin.channels.voice.sip.watch import MIN_SE_S, Watch, min_se_of
from hoolin.core.errors import Conflict, PeerError

ANSWER_MS_MAX = 60_000
"""How long the peer may think about an offer of ours once it has said that it does."""

GLARES_MAX = 10
"""So often an offer of ours gives way; then whoever wanted it is told."""


class Offers:
    """The offers of one leg, both ways."""

    def __init__(self, state: LegState) -> None:
        self._state = state
        self._watch: Watch | None = None
        self._unacknowledged: Callable[[], bool] = lambda: False
        self._queued = b""
        self._ours: ClientTransaction | None = None
        self._request = Message()
        self._sdp = b""
        self._told = False
        self._challenges = 0
        self._glares = 0
        self._pause: Timer | None = None
        self._unanswered: Timer | None = None
        self._theirs: ServerTransaction | None = None
        self._limit: Timer | None = None
        self.insisting = Insisting(state.line.outlet)

    def keep(self, watch: Watch, unacknowledged: Callable[[], bool]) -> None:
        """watch: the session timer that offers refresh. unacknowledged: whether the call's own answer waits for its ACK."""
        self._watch = watch
        self._unacknowledged = unacknowledged

    @property
    def watch(self) -> Watch:
        """The session timer."""
        assert self._watch is not None
        return self._watch

    @property
    def waits(self) -> bool:
        """Whether the peer's offer waits for our side's word."""
        return self._theirs is not None

    # -- ours

    def offer(self, sdp: bytes, now: int) -> None:
        """Offer other media; while the peer's own offer, or an ACK, is awaited, as soon as that is settled. Raises Conflict when
        an offer of ours is under way, or the call is not up.
        """
        if self._state.phase != UP or self._ours is not None or self._pause is not None or self._queued:
            raise Conflict("sip_offer_pending")
        if self.busy:
            self._queued = sdp
        else:
            self._begin(sdp, True, now)

    def go_on(self, now: int) -> None:
        """Something was settled: an offer of ours that waited for that goes out."""
        if self._queued and not self.busy:
            sdp, self._queued = self._queued, b""
            self._begin(sdp, True, now)

    def refresh(self, now: int) -> None:
        """Tell the peer that the session lives; while an offer is under way that does it too."""
        state = self._state
        if state.phase != UP or state.dialog is None or self.busy:
            return
        if "UPDATE" not in state.allows:
            self._begin(state.local_sdp, False, now)
            return
        message = state.dialog.request(state.line.outlet, "UPDATE")
        self._dress(message)
        ask(state, message, self._refreshed, now)

    @property
    def busy(self) -> bool:
        """Whether an offer of either side is under way."""
        ours = self._ours is not None or self._pause is not None
        return ours or self._theirs is not None or self.insisting.waits or self._unacknowledged()

    def _begin(self, sdp: bytes, told: bool, now: int) -> None:
        self._sdp, self._told = sdp, told
        self._challenges = self._glares = 0
        self._send(now)

    def _dress(self, message: Message) -> None:
        """What INVITE and UPDATE both carry."""
        dialog = self._state.dialog
        assert dialog is not None
        message.fields["contact"] = [dialog.contact]
        message.fields["allow"] = [ALLOW]
        message.fields["supported"] = [SUPPORTED]
        self.watch.ask(message)

    def _send(self, now: int, min_se_s: int = MIN_SE_S) -> None:
        """One re-INVITE."""
        state = self._state
        self._pause = None
        dialog = state.dialog
        if state.phase != UP or dialog is None:
            return
        message = dialog.request(state.line.outlet, "INVITE")
        self._dress(message)
        self.watch.ask(message, min_se_s)
        put_sdp(message, self._sdp)
        if state.account.prover is not None:
            state.account.prover.prove(message)
        self._request = message
        self._ours = state.line.transactions.send(message, state.way(), self, now)
        self._unanswered = state.line.outlet.timers.at(now + ANSWER_MS_MAX, self._give_up)

    def _give_up(self, now: int) -> None:
        """The peer said that it is thinking, and thinks for too long: what holds goes on."""
        transaction = self._ours
        self._settle_ours()
        if transaction is not None:
            self._state.line.transactions.cancel(transaction, "", now)
            transaction.abandon(now)
            if self._told:
                self._state.tell("reoffered", PeerError("sip_refused", status=408, reason="no answer"))
            self.go_on(now)

    def _settle_ours(self) -> None:
        """Our offer is no longer under way."""
        self._ours = None
        self._state.line.outlet.timers.cancel(self._unanswered)
        self._unanswered = None

    def heard(self, transaction: ClientTransaction, response: Message, now: int) -> None:
        """A response to a re-INVITE of ours."""
        state = self._state
        dialog = state.dialog
        if response.status < 200 or dialog is None:
            return
        if response.status < 300:
            if response.to_tag not in transaction.acks:
                dialog.retarget(response)
                acknowledge(state, self._request, dialog, transaction)
            if transaction is self._ours:
                self._settle_ours()
                self._accepted(response, now)
        elif transaction is self._ours:
            self._settle_ours()
            if not self._mended(response, now):
                self._refused(response.status, response.reason, now)
                self.go_on(now)

    def failed(self, transaction: ClientTransaction, status: int, now: int) -> None:
        """Nobody answered a re-INVITE of ours."""
        if transaction is self._ours:
            self._settle_ours()
            self._refused(status, "", now)

    def _accepted(self, response: Message, now: int) -> None:
        state = self._state
        state.heard_allow(response)
        self.watch.agreed(response, now)
        sdp = sdp_of(response)
        state.local_sdp, state.remote_sdp = self._sdp, sdp or state.remote_sdp
        if self._told:
            state.tell("reoffered", sdp or PeerError("sip_no_answer_in_2xx"))

    def _mended(self, response: Message, now: int) -> bool:
        """Whether it may be tried again: challenged, a longer interval, or glare."""
        state = self._state
        prover = state.account.prover
        if response.status in (401, 407, 422) and self._challenges < CHALLENGES_MAX:
            self._challenges += 1
            if response.status == 422 or (prover is not None and prover.challenged(response)):
                self._send(now, min_se_of(response))
                return True
        if response.status == 491 and self._glares < GLARES_MAX and state.phase == UP:
            self._glares += 1
            chance = int.from_bytes(state.line.outlet.fresh().encode()[:4], "big")
            pause = (chance % 200) * 10 if state.inbound else 2_100 + (chance % 191) * 10
            self._pause = state.line.outlet.timers.at(now + pause, self._send)
            return True
        return False

    def _refused(self, status: int, reason: str, now: int) -> None:
        if self._told:
            self._state.tell("reoffered", PeerError("sip_refused", status=status, reason=reason[:200]))
        self._fatal(status, now)

    def _refreshed(self, answered: Answered) -> None:
        """A refresh by UPDATE ended."""
        if answered.response is not None and answered.status < 300:
            if self._state.dialog is not None:
                self._state.dialog.retarget(answered.response)
            self.watch.agreed(answered.response, answered.now)
        elif answered.status in (405, 501):
            self._state.allows -= {"UPDATE"}
            self.refresh(answered.now)
        else:
            self._fatal(answered.status, answered.now)

    def _fatal(self, status: int, now: int) -> None:
        """Whether the peer is gone: then so is the call (§12.2.1.2)."""
        if status in (408, 481) and self._state.finish(status, "timeout" if status == 408 else "peer"):
            say_goodbye(self._state, now)

    # -- theirs

    def hear(self, transaction: ServerTransaction, request: Message, now: int) -> None:
        """A re-INVITE or an UPDATE in a call that is up."""
        state = self._state
        sdp = sdp_of(request)
        refused = self._cannot(request, sdp)
        if refused:
            response = reply(request, refused)
            if refused == 500:
                response.fields["retry-after"] = ["5"]
            if refused == 422:
                response.fields["min-se"] = [str(MIN_SE_S)]
            transaction.respond(response, now)
            return
        assert state.dialog is not None
        state.dialog.retarget(request)
        state.heard_allow(request)
        transaction.user = self
        if request.method == "UPDATE" and not sdp:
            self._agree(transaction, request, b"", now)
        elif sdp and sdp == state.remote_sdp:
            self._agree(transaction, request, state.local_sdp, now)
        else:
            if request.method == "INVITE":
                transaction.respond(reply(request, 100), now)
            self._theirs = transaction
            limit = state.line.outlet.settings.limits.asked_ms_max
            self._limit = state.line.outlet.timers.at(now + limit, lambda at: self.refuse(480, "", at))
            state.tell("asked", Reinvite(sdp=sdp))

    def _cannot(self, request: Message, sdp: bytes) -> int:
        """The status to refuse with, or 0."""
        if self._theirs is not None:
            return 500
        if self._ours is not None and (request.method == "INVITE" or sdp):
            return 491
        if self.insisting.waits and not self._answerable(request):
            return 491
        return 422 if self.watch.too_short(request) else 0

    def _answerable(self, request: Message) -> bool:
        """Whether an offer may be heard while an ACK of ours is awaited: the answer in our 2xx has arrived if they offer again."""
        return request.cseq > self.insisting.cseq and bool(self._state.remote_sdp)

    def accept(self, sdp: bytes, now: int) -> None:
        """Our side's answer to the peer's offer (or an offer of ours, if it made none)."""
        transaction = self._settled()
        if transaction is not None:
            self._agree(transaction, transaction.request, sdp, now)

    def refuse(self, status: int, reason: str, now: int) -> None:
        """What holds goes on."""
        transaction = self._settled()
        if transaction is not None:
            transaction.respond(reply(transaction.request, status, "", reason), now)
            self.go_on(now)

    def _settled(self) -> ServerTransaction | None:
        transaction, self._theirs = self._theirs, None
        self._state.line.outlet.timers.cancel(self._limit)
        self._limit = None
        return transaction

    def _agree(self, transaction: ServerTransaction, request: Message, sdp: bytes, now: int) -> None:
        """200, and for an INVITE until its ACK."""
        state = self._state
        assert state.dialog is not None
        response = reply(request, 200)
        response.fields["contact"] = [state.dialog.contact]
        response.fields["allow"] = [ALLOW]
        response.fields["supported"] = [SUPPORTED]
        self.watch.agree(request, response, now)
        put_sdp(response, sdp)
        if sdp:
            state.local_sdp = sdp
            state.remote_sdp = sdp_of(request)
        transaction.respond(response, now)
        if request.method == "INVITE":
            self.insisting.begin(transaction.peer, response.write(), request.cseq, self._unheard, now)
        else:
            self.go_on(now)

    def acknowledged(self, ack: Message) -> bool:
        """An ACK to a 2xx of ours; True when it is the first. Its body answers an offer that we made."""
        if not self.insisting.acknowledged(ack.cseq):
            return False
        if not self._state.remote_sdp:
            self._state.remote_sdp = sdp_of(ack)
            if self._state.remote_sdp:
                self._state.tell("answered", self._state.remote_sdp)
        return True

    def _unheard(self, now: int) -> None:
        """A re-INVITE that we answered was never acknowledged (§13.3.1.4)."""
        if self._state.finish(408, "timeout", "never acknowledged"):
            say_goodbye(self._state, now)

    def cancelled(self, transaction: ServerTransaction, cancel: Message, now: int) -> None:
        """The peer takes its offer back."""
        if transaction is self._theirs:
            self.refuse(487, "", now)

    def unacknowledged(self, transaction: ServerTransaction, now: int) -> None:
        """A refusal of ours was never acknowledged: what holds goes on."""

    def stop(self, now: int) -> None:
        """The call is over: whatever the peer offered is refused, ours is told as refused by whoever waits for it."""
        timers = self._state.line.outlet.timers
        timers.cancel(self._pause)
        self._pause = None
        self._queued = b""
        if self._ours is not None:
            # The peer that heard our goodbye may answer no more, and a provisional answer has disarmed its timers.
            self._ours.abandon(now)
        self._settle_ours()
        self.refuse(487, "", now)
        self.insisting.stop()
