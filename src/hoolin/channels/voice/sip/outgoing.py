"""The INVITE that begins a call of ours: to one place, to several at once (all devices of a phone), or to one after the other (all hosts
of a trunk), until somebody answers (RFC 3261 §13.2, §9.1; RFC 3262; RFC 3263 §4.3). Pure.

Rules. The first 2xx wins; every other one is acknowledged and said goodbye to, however late it comes. CANCEL waits until the
other side has said anything. Where nobody says anything in FIRST_WORD_MS the next host is tried beside it. Each
reliable provisional response is acknowledged once and in order.
"""

from collections.abc import Callable
from typing import NamedTuple

from hoolin.channels.voice.sip.asking import CHALLENGES_MAX, Answered, Ask, renumbered
from hoolin.channels.voice.sip.dialog import Dialog, as_caller
from hoolin.channels.voice.sip.line import EARLY, UP, LegState, put_sdp, sdp_of
from hoolin.channels.voice.sip.message import Message, number
from hoolin.channels.voice.sip.names import ALLOW, SUPPORTED
from hoolin.channels.voice.sip.outlet import Peer
from hoolin.channels.voice.sip.timers import Timer
from hoolin.channels.voice.sip.transaction import ClientTransaction
from hoolin.channels.voice.sip.watch import Watch, min_se_of

FIRST_WORD_MS = 4_000
"""A host that has not even said 100 by then is as good as gone: a caller waits for what we try next."""

FORKS_MAX = 16
"""Early dialogs of one attempt; further ones are not told."""


ELSEWHERE = 'SIP;cause=200;text="Call completed elsewhere"'
"""Why other devices stop ringing (RFC 3326): so that they show no missed call."""


class Way(NamedTuple):
    """One place to try: the request URI there, and the peer it is sent to."""

    uri: str
    peer: Peer


class Attempt:
    """One INVITE on its way. rang: whether anything was heard. over: nothing more comes but a late 2xx."""

    __slots__ = ("challenges", "early", "over", "rang", "request", "transaction", "way")

    def __init__(self, way: Way, request: Message) -> None:
        self.way = way
        self.request = request
        self.transaction: ClientTransaction | None = None
        self.early: dict[str, Early] = {}
        self.challenges = 0
        self.rang = False
        self.over = False


class Early:
    """An early dialog: one fork of one attempt. rseq: the last reliable response that was acknowledged. sdp: early media."""

    __slots__ = ("dialog", "rseq", "sdp")

    def __init__(self, dialog: Dialog) -> None:
        self.dialog = dialog
        self.rseq = 0
        self.sdp = b""


class Outgoing:
    """The calling part of a leg."""

    def __init__(self, state: LegState, watch: Watch, unreached: Callable[[Peer, int], None]) -> None:
        """unreached: told of a host that could not be reached, or said nothing."""
        self._state = state
        self._watch = watch
        self._unreached = unreached
        self._request = Message()
        self._spare: list[Way] = []
        self._in_turn = False
        self._attempts: list[Attempt] = []
        self._failures: list[tuple[int, str]] = []
        self._seq = 0
        self._limit: Timer | None = None
        self._first_word: Timer | None = None
        self._cancelled = ""

    # -- what the leg asks

    def begin(self, request: Message, ways: list[Way], at_once: bool, timeout_ms: int, now: int) -> None:
        """Send it. request: complete but for Via, CSeq, Contact and what extensions need. at_once: to all ways, not in order."""
        self._request = request
        request.fields["allow"] = [ALLOW]
        request.fields["supported"] = [SUPPORTED]
        self._watch.ask(request)
        self._in_turn = not at_once
        self._spare = [] if at_once else ways[1:]
        timers = self._state.line.outlet.timers
        limit = min(timeout_ms, self._state.line.outlet.settings.limits.ring_ms_max)
        self._limit = timers.at(now + limit, self._nobody)
        for way in ways if at_once else ways[:1]:
            self._try(way, now)

    def cancel(self, reason: str, now: int) -> None:
        """The leg is over on our side: take back whatever is under way."""
        self._cancelled = reason or "-"
        self._disarm()
        for attempt in self._attempts:
            self._take_back(attempt, now)

    def stop(self) -> None:
        """Disarm; the leg is over. What comes late is still answered."""
        self._disarm()

    # -- attempts

    def _try(self, way: Way, now: int) -> None:
        """One more INVITE."""
        self._seq += 1
        request = renumbered(self._request, self._seq)
        request.uri = way.uri
        state = self._state
        request.fields["contact"] = [state.line.outlet.contact(way.peer, state.account.user)]
        attempt = Attempt(way, request)
        self._attempts.append(attempt)
        self._send(attempt, now)
        if self._spare:
            timers = self._state.line.outlet.timers
            timers.cancel(self._first_word)
            self._first_word = timers.at(now + FIRST_WORD_MS, self._silent)

    def _send(self, attempt: Attempt, now: int) -> None:
        """Send, with a proof if one was ever asked for."""
        state = self._state
        if state.account.prover is not None:
            state.account.prover.prove(attempt.request)
        attempt.transaction = state.line.transactions.send(attempt.request, attempt.way.peer, self, now)

    def _again(self, attempt: Attempt, now: int) -> None:
        """The same attempt under a new CSeq (challenged, or a longer session interval is wanted)."""
        self._seq += 1
        attempt.request = renumbered(attempt.request, self._seq)
        self._send(attempt, now)

    def _take_back(self, attempt: Attempt, now: int) -> None:
        """CANCEL if anything was heard of it; otherwise as soon as something is."""
        transaction = attempt.transaction
        if attempt.over or transaction is None or not attempt.rang:
            return
        attempt.over = True
        reason = self._cancelled if self._cancelled not in ("", "-") else ""
        self._state.line.transactions.cancel(transaction, reason, now)
        transaction.abandon(now)

    def _silent(self, now: int) -> None:
        """Not a word from the host that was tried last: try the next beside it."""
        self._unreached(self._attempts[-1].way.peer, now)
        if self._spare and self._state.phase == EARLY:
            self._try(self._spare.pop(0), now)

    def _nobody(self, now: int) -> None:
        """It rang for too long."""
        self.cancel("", now)
        self._over(408, "timeout", "")

    def _over(self, status: int, by: str, reason: str) -> None:
        """It ends without ever having been up."""
        self._state.finish(status, by, reason)
        self._state.line.leave(self._state)

    def _disarm(self) -> None:
        timers = self._state.line.outlet.timers
        timers.cancel(self._limit)
        timers.cancel(self._first_word)
        self._limit = self._first_word = None

    # -- what comes back

    def heard(self, transaction: ClientTransaction, response: Message, now: int) -> None:
        """A response to one of the attempts."""
        attempt = self._attempt_of(transaction)
        if attempt is None:
            return
        if response.status < 200:
            self._provisional(attempt, response, now)
        elif response.status < 300:
            self._accepted(attempt, transaction, response, now)
        elif not self._mended(attempt, response, now):
            self._failed(attempt, response.status, response.reason, now)

    def failed(self, transaction: ClientTransaction, status: int, now: int) -> None:
        """Nothing will come of one of the attempts."""
        attempt = self._attempt_of(transaction)
        if attempt is not None and attempt.transaction is transaction:
            self._unreached(attempt.way.peer, now)
            self._failed(attempt, status, "", now)

    def _attempt_of(self, transaction: ClientTransaction) -> Attempt | None:
        """Whose it is."""
        for attempt in self._attempts:
            if attempt.transaction is transaction:
                return attempt
        return None

    def _provisional(self, attempt: Attempt, response: Message, now: int) -> None:
        """100: it arrived. 18x: it rings."""
        attempt.rang = True
        if self._first_word is not None and attempt is self._attempts[-1]:
            self._state.line.outlet.timers.cancel(self._first_word)
            self._first_word = None
        if self._state.phase != EARLY or self._cancelled or self._second(attempt):
            self._take_back(attempt, now)
            return
        if response.status == 100 or not response.to_tag:
            return
        early = attempt.early.get(response.to_tag)
        if early is None:
            if len(attempt.early) >= FORKS_MAX:
                return
            early = Early(self._dialog(attempt, response))
            attempt.early[response.to_tag] = early
        self._state.heard_allow(response)
        early.dialog.retarget(response)
        if "100rel" in response.tokens("require") and not self._reliable(early, response, now):
            return
        sdp = sdp_of(response)
        early.sdp = sdp or early.sdp
        self._state.tell("progressed", (response.status, sdp))

    def _second(self, attempt: Attempt) -> bool:
        """Whether another host of the same trunk spoke first: nobody's telephone is to ring twice."""
        others = (other for other in self._attempts if other is not attempt)
        return self._in_turn and any(other.rang and not other.over for other in others)

    def _reliable(self, early: Early, response: Message, now: int) -> bool:
        """Acknowledge a reliable provisional response (PRACK); False when it is one that was acknowledged or comes too early."""
        rseq = number(response.first("rseq"), 2**31) or 0
        if not rseq or (early.rseq and rseq != early.rseq + 1):
            return False
        early.rseq = rseq
        state = self._state
        message = early.dialog.request(state.line.outlet, "PRACK")
        message.fields["rack"] = [f"{rseq} {response.cseq} INVITE"]
        Ask(state.line.transactions, message, early.dialog.way(state.line.outlet), state.account.prover,
            lambda: take_next(early.dialog), ignore).send(now)  # fmt: skip
        return True

    def _dialog(self, attempt: Attempt, response: Message) -> Dialog:
        """The dialog that this response makes."""
        contact = attempt.request.fields["contact"][0]
        dialog = as_caller(attempt.request, response, contact, attempt.way.peer)
        dialog.nat = self._state.account.nat
        return dialog

    def _accepted(self, attempt: Attempt, transaction: ClientTransaction, response: Message, now: int) -> None:
        """2xx: the first wins."""
        state = self._state
        early = attempt.early.get(response.to_tag)
        dialog = self._dialog(attempt, response)
        sdp = sdp_of(response)
        if early is not None:
            dialog.local_seq = max(dialog.local_seq, early.dialog.local_seq)
            sdp = sdp or early.sdp
        acknowledge(state, attempt.request, dialog, transaction)
        won = state.phase == EARLY and not self._cancelled
        if not won or not sdp:
            goodbye(state, dialog, now)
            if won:
                self.cancel("", now)
                self._over(488, "us", "no session description")
            return
        attempt.over = True
        self._disarm()
        self._cancelled = ELSEWHERE
        for other in self._attempts:
            self._take_back(other, now)
        state.dialog = dialog
        state.phase = UP
        state.heard_allow(response)
        state.local_sdp, state.remote_sdp = self._request.body, sdp
        self._watch.agreed(response, now)
        state.tell("answered", sdp)

    def _mended(self, attempt: Attempt, response: Message, now: int) -> bool:
        """Whether a refusal asks for no more than another try of the same: a proof, or a longer session interval."""
        state = self._state
        if attempt.over or self._cancelled or state.phase != EARLY:
            return False
        if response.status in (401, 407) and state.account.prover is not None and attempt.challenges < CHALLENGES_MAX:
            attempt.challenges += 1
            if state.account.prover.challenged(response):
                self._again(attempt, now)
                return True
        if response.status == 422 and attempt.challenges < CHALLENGES_MAX:
            attempt.challenges += 1
            self._watch.ask(attempt.request, min_se_of(response))
            self._again(attempt, now)
            return True
        return False

    def _failed(self, attempt: Attempt, status: int, reason: str, now: int) -> None:
        """One attempt is over. A host that is out of order is followed by the next; a refusal counts."""
        if attempt.over:
            return
        attempt.over = True
        self._failures.append((status, reason))
        state = self._state
        if state.phase != EARLY:
            return
        if status in (408, 503) and self._spare:
            self._try(self._spare.pop(0), now)
        elif status >= 600 or all(other.over for other in self._attempts):
            status, reason = weightiest(self._failures)
            self.cancel("", now)
            self._over(status, "timeout" if status == 408 and not reason else "peer", reason)


def weightiest(failures: list[tuple[int, str]]) -> tuple[int, str]:
    """Of several refusals the one that says most: a 6xx, then any but time-outs, then what came first (§16.7)."""
    return min(failures, key=lambda failure: (failure[0] < 600, failure[0] in (408, 503)))


def acknowledge(state: LegState, invite: Message, dialog: Dialog, transaction: ClientTransaction) -> None:
    """Send ACK to a 2xx, and again whenever that 2xx comes again."""
    outlet = state.line.outlet
    ack = dialog.request(outlet, "ACK", invite.cseq)
    for name in ("authorization", "proxy-authorization"):
        if name in invite.fields:
            ack.fields[name] = invite.fields[name]
    peer = dialog.way(outlet)
    ack.fields["via"] = [outlet.via(peer, "z9hG4bK" + outlet.fresh())]
    data = ack.write()
    transaction.acks[dialog.remote_tag] = (peer, data)
    outlet.send(peer, data)


def goodbye(state: LegState, dialog: Dialog, now: int) -> None:
    """End a dialog that came too late to be ours."""
    outlet = state.line.outlet
    message = dialog.request(outlet, "BYE")
    Ask(
        state.line.transactions, message, dialog.way(outlet), state.account.prover, lambda: take_next(dialog), ignore
    ).send(now)


def take_next(dialog: Dialog) -> int:
    """The next CSeq of a dialog."""
    dialog.local_seq += 1
    return dialog.local_seq


def ignore(answered: Answered) -> None:
    """Whatever came of it."""


def invite_request(state: LegState, from_: str, to: str, sdp: bytes) -> Message:
    """The beginning of an INVITE. from_, to: addresses in brackets, without tags."""
    outlet = state.line.outlet
    message = outlet.request("INVITE", "")
    tag = outlet.fresh()
    state.call_id = outlet.fresh()
    message.fields["from"] = [f"{from_};tag={tag}"]
    message.fields["to"] = [to]
    message.fields["call-id"] = [state.call_id]
    message.fields["user-agent"] = [outlet.settings.agent]
    message.call_id, message.from_tag = state.call_id, tag
    put_sdp(message, sdp)
    return message
