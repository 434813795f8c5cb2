"""A request of ours other than INVITE, with its proof: sent, sent again when challenged, and its answer handed on. Pure."""

from collections.abc import Callable
from typing import NamedTuple

from hoolin.channels.voice.sip.digest import Prover
from hoolin.channels.voice.sip.line import LegState
from hoolin.channels.voice.sip.message import Message
from hoolin.channels.voice.sip.outlet import Peer
from hoolin.channels.voice.sip.transaction import ClientTransaction
from hoolin.channels.voice.sip.transactions import Transactions

CHALLENGES_MAX = 2
"""The first, and one more when the nonce was stale by then. A third means that the password is wrong."""


class Answered(NamedTuple):
    """How a request ended. status: of the final response, or 408 (nobody answered), 503 (could not be sent). response: None
    for those two."""

    status: int
    response: Message | None
    now: int


class Ask:
    """One request until its final answer."""

    __slots__ = ("_challenges", "_message", "_next", "_peer", "_prover", "_then", "_transactions")

    def __init__(
        self,
        transactions: Transactions,
        message: Message,
        peer: Peer,
        prover: Prover | None,
        next_cseq: Callable[[], int],
        then: Callable[[Answered], None],
    ) -> None:
        """next_cseq: the number for a second try. then: told once."""
        self._transactions = transactions
        self._message = message
        self._peer = peer
        self._prover = prover
        self._next = next_cseq
        self._then = then
        self._challenges = 0

    def send(self, now: int) -> None:
        """Send it."""
        if self._prover is not None:
            self._prover.prove(self._message)
        self._transactions.send(self._message, self._peer, self, now)

    def heard(self, transaction: ClientTransaction, response: Message, now: int) -> None:
        """A response came."""
        if response.status < 200:
            return
        if response.status in (401, 407) and self._prover is not None and self._challenges < CHALLENGES_MAX:
            self._challenges += 1
            if self._prover.challenged(response):
                self._message = renumbered(self._message, self._next())
                self.send(now)
                return
        self._then(Answered(response.status, response, now))

    def failed(self, transaction: ClientTransaction, status: int, now: int) -> None:
        """None came."""
        self._then(Answered(status, None, now))


def renumbered(message: Message, cseq: int) -> Message:
    """The same request once more, under another CSeq."""
    again = Message(method=message.method, uri=message.uri)
    again.fields = dict(message.fields)
    again.fields["cseq"] = [f"{cseq} {message.method}"]
    again.cseq = cseq
    again.call_id, again.from_tag, again.to_tag = message.call_id, message.from_tag, message.to_tag
    again.body = message.body
    return again


def ask(state: LegState, message: Message, then: Callable[[Answered], None], now: int) -> None:
    """Send a request of a leg's dialog."""
    dialog = state.dialog
    assert dialog is not None

    def next_cseq() -> int:
        dialog.local_seq += 1
        return dialog.local_seq

    line = state.line
    Ask(line.transactions, message, state.way(), state.account.prover, next_cseq, then).send(now)


def say_goodbye(state: LegState, now: int, reason: str = "") -> None:
    """Send BYE. The dialog hears until it is answered, since the peer's own BYE may be on its way."""
    dialog = state.dialog
    if dialog is None:
        return
    message = dialog.request(state.line.outlet, "BYE")
    if reason:
        message.fields["reason"] = [reason]
    ask(state, message, lambda answered: state.line.leave(state), now)
