"""The INVITE that begins a call of a peer's: ringing, answer, refusal, CANCEL (RFC 3261 §13.3, §9.2; RFC 3262). Pure.

Rules. What is said reliably is resent until its PRACK, one at a time and in order; an answer waits for the PRACK of early media. The
2xx is resent until its ACK; when none comes, the call is over. A goodbye of ours waits for that ACK (§15). CANCEL after the
answer changes nothing.
"""

from collections.abc import Callable

from hoolin.channels.voice.sip.asking import say_goodbye
from hoolin.channels.voice.sip.insisting import Insisting
from hoolin.channels.voice.sip.line import EARLY, UP, LegState, put_sdp, sdp_of
from hoolin.channels.voice.sip.message import Message
from hoolin.channels.voice.sip.names import ALLOW, SUPPORTED
from hoolin.channels.voice.sip.replies import reply
from hoolin.channels.voice.sip.timers import Timer
from hoolin.channels.voice.sip.transaction import GONE, PATIENCE_MS, T1_MS, ServerTransaction
from hoolin.channels.voice.sip.watch import Watch

RELIABLE_WAITING_MAX = 8
"""Provisional responses that wait for an earlier one's PRACK."""

AGAIN_MS = 60_000
"""An unreliable 18x is said again once a minute, so that proxies do not give up (§13.3.1.1)."""


class Incoming:
    """The called part of a leg."""

    def __init__(self, state: LegState, watch: Watch, transaction: ServerTransaction) -> None:
        self._state = state
        self._watch = watch
        self._transaction = transaction
        self._request = transaction.request
        transaction.user = self
        self.insisting = Insisting(state.line.outlet)
        self._offered = bool(sdp_of(self._request))
        self._required = "100rel" in self._request.tokens("require")
        self._able = self._required or "100rel" in self._request.tokens("supported")
        self._rseq = 0
        self._reliable = b""
        self._waiting: list[tuple[int, bytes]] = []
        self._final = b""
        self._timers: dict[str, Timer] = {}
        self._bye_reason: str | None = None

    def arm(self, now: int) -> None:
        """Begin to count how long nobody answers."""
        limit = self._state.line.outlet.settings.limits.ring_ms_max
        self._timer("limit", now + limit, lambda at: self.refuse(480, "", at, "timeout"))

    def _timer(self, name: str, due: int, act: Callable[[int], None] | None) -> None:
        """Arm a timer under a name in place of the one before; None only disarms."""
        timers = self._state.line.outlet.timers
        timers.cancel(self._timers.pop(name, None))
        if act is not None:
            self._timers[name] = timers.at(due, act)

    def stop(self) -> None:
        """Disarm; the leg is over. A 2xx that is out goes on insisting."""
        for name in list(self._timers):
            self._timer(name, 0, None)
        self._waiting.clear()

    # -- what our side says

    def ring(self, status: int, sdp: bytes, now: int) -> None:
        """18x."""
        if self._state.phase != EARLY or self._final:
            return
        if self._able and (self._required or sdp) and (sdp or self._offered):
            if len(self._waiting) < RELIABLE_WAITING_MAX:
                self._waiting.append((status, sdp))
            if not self._reliable:
                self._ring_next(now)
            return
        if self._required:
            return
        response = self._response(status)
        put_sdp(response, sdp)
        self._transaction.respond(response, now)
        self._timer("again", now + AGAIN_MS, lambda at: self.ring(status, sdp, at))

    def _ring_next(self, now: int) -> None:
        """Say the next one reliably."""
        if not self._waiting:
            if self._final:
                self._answer_now(now)
            return
        status, sdp = self._waiting.pop(0)
        self._rseq = self._rseq + 1 if self._rseq else 1 + self._request.cseq % 1_000
        response = self._response(status)
        response.fields["require"] = ["100rel"]
        response.fields["rseq"] = [str(self._rseq)]
        put_sdp(response, sdp)
        self._transaction.respond(response, now)
        self._reliable = response.write()
        self._insist_on_ring(now, T1_MS)
        self._timer("unheard", now + PATIENCE_MS, lambda at: self.refuse(504, "", at, "timeout"))

    def _insist_on_ring(self, now: int, pause: int) -> None:
        """Resend a reliable provisional response; the pause doubles each time (RFC 3262 §3)."""

        def again(at: int) -> None:
            self._state.line.outlet.send(self._transaction.peer, self._reliable)
            self._insist_on_ring(at, pause * 2)

        self._timer("reliable", now + pause, again)

    def answer(self, sdp: bytes, now: int) -> None:
        """200, as soon as whatever was said reliably has been heard."""
        if self._state.phase != EARLY or self._final:
            return
        self._final = sdp
        if not self._reliable:
            self._waiting.clear()
            self._answer_now(now)

    def _answer_now(self, now: int) -> None:
        """200 with our description, and insist on it."""
        state = self._state
        dialog = state.dialog
        assert dialog is not None
        response = self._response(200)
        response.fields["supported"] = [SUPPORTED]
        self._watch.agree(self._request, response, now)
        put_sdp(response, self._final)
        self.stop()
        state.phase = UP
        state.local_sdp, state.remote_sdp = self._final, sdp_of(self._request)
        self._transaction.respond(response, now)
        self.insisting.begin(self._transaction.peer, response.write(), self._request.cseq, self._unheard, now)

    def refuse(self, status: int, reason: str, now: int, by: str = "us") -> None:
        """A final no."""
        if self._state.phase != EARLY:
            return
        self._transaction.respond(self._response(status, reason), now)
        self._over(status, by, reason)

    def goodbye(self, reason: str, now: int) -> None:
        """End an answered call: at once, or when its ACK has come."""
        if self.insisting.waits:
            self._bye_reason = reason
        else:
            say_goodbye(self._state, now, reason)

    def _response(self, status: int, reason: str = "") -> Message:
        """A response to the INVITE, with what makes the dialog."""
        dialog = self._state.dialog
        assert dialog is not None
        response = reply(self._request, status, dialog.local_tag, reason)
        if status < 300:
            if "record-route" in self._request.fields:
                response.fields["record-route"] = self._request.fields["record-route"]
            response.fields["contact"] = [dialog.contact]
            response.fields["allow"] = [ALLOW]
        return response

    # -- what the peer says

    def prack(self, transaction: ServerTransaction, request: Message, now: int) -> None:
        """A PRACK: to the provisional response that is being resent, or to none."""
        parts = request.first("rack").split()
        wanted = [str(self._rseq), str(self._request.cseq), "INVITE"]
        if not self._reliable or parts != wanted:
            transaction.respond(reply(request, 481), now)
            return
        self._reliable = b""
        self._timer("reliable", 0, None)
        self._timer("unheard", 0, None)
        transaction.respond(reply(request, 200), now)
        self._ring_next(now)

    def acknowledged(self, ack: Message, now: int) -> bool:
        """An ACK to the 2xx; True when it is the first."""
        if not self.insisting.acknowledged(ack.cseq):
            return False
        self._request = GONE
        if self._bye_reason is not None:
            say_goodbye(self._state, now, self._bye_reason)
        elif not self._offered:
            answer = sdp_of(ack)
            if answer:
                self._state.remote_sdp = answer
                self._state.tell("answered", answer)
            else:
                self._state.finish(488, "peer", "no answer to our offer")
                say_goodbye(self._state, now)
        return True

    def _unheard(self, now: int) -> None:
        """32 s without an ACK."""
        if self._bye_reason is None:
            self._state.finish(408, "timeout", "never acknowledged")
        say_goodbye(self._state, now, self._bye_reason or "")

    def cancelled(self, transaction: ServerTransaction, cancel: Message, now: int) -> None:
        """The caller gave up."""
        if self._state.phase != EARLY:
            return
        transaction.respond(self._response(487), now)
        self._over(487, "peer", cancel.first("reason"))

    def hung_up(self, now: int) -> None:
        """BYE came for a call that we had not answered yet."""
        if self._state.phase == EARLY:
            self._transaction.respond(self._response(487), now)
            self._over(487, "peer", "")
        self.insisting.stop()

    def unacknowledged(self, transaction: ServerTransaction, now: int) -> None:
        """Our refusal was never acknowledged: it is over all the same."""

    def _over(self, status: int, by: str, reason: str) -> None:
        """It ends without ever having been up."""
        self._state.finish(status, by, reason)
        self._state.line.leave(self._state)
