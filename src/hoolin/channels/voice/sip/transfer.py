"""Moving a call to somebody else: REFER and the NOTIFYs that tell how it went (RFC 3515, RFC 3891, RFC 6665). Pure.

Rules. The peer that asked for a move hears of it by NOTIFY until the end, unless it said that it need not (RFC 4488) or its own
leg is over. That its leg ends has no say in the call that it moved. Of a move that we asked for the last status is told.
"""

from urllib.parse import quote, unquote

from hoolin.channels.voice.sip.asking import Answered, ask
from hoolin.channels.voice.sip.calls import Refer
from hoolin.channels.voice.sip.line import UP, LegState
from hoolin.channels.voice.sip.message import Message
from hoolin.channels.voice.sip.names import REASONS
from hoolin.channels.voice.sip.replies import reply
from hoolin.channels.voice.sip.timers import Timer
from hoolin.channels.voice.sip.transaction import ServerTransaction
from hoolin.channels.voice.sip.uri import read_address, read_uri
from hoolin.core.errors import Conflict, Malformed, PeerError

NOTIFY_MS_MAX = 120_000
"""So long we wait for the outcome of a move that we asked for, from one word of the peer to the next."""

EXPIRES_S = 180


class Transfer:
    """The moves of one leg, both ways."""

    def __init__(self, state: LegState) -> None:
        self._state = state
        self._theirs: ServerTransaction | None = None
        self._request = Message()
        self._limit: Timer | None = None
        self._telling = 0
        self._event = ""
        self._ours = False
        self._last = 0
        self._patience: Timer | None = None

    @property
    def waits(self) -> bool:
        """Whether the peer's wish waits for our side's word."""
        return self._theirs is not None

    @property
    def asking(self) -> bool:
        """Whether the peer was asked to move its call, and has not told how that ended."""
        return self._ours

    # -- theirs

    def hear(self, transaction: ServerTransaction, request: Message, now: int) -> None:
        """A REFER."""
        state = self._state
        try:
            address = read_address(request.first("refer-to"))
            uri = read_uri(address.uri)
        except Malformed:
            transaction.respond(reply(request, 400, "", "Bad Refer-To"), now)
            return
        if self._theirs is not None or state.phase != UP or "method" in dict(uri.params):
            transaction.respond(reply(request, 491 if self._theirs is not None else 603), now)
            return
        self._theirs, self._request = transaction, request
        limit = state.line.outlet.settings.limits.asked_ms_max
        self._limit = state.line.outlet.timers.at(now + limit, lambda at: self.refuse(603, "", at))
        replaces = replaced_leg(state, header_of(uri.headers, "replaces")) if uri.headers else ""
        state.tell("asked", Refer(to=uri.bare(), user=uri.user, replaces=replaces))

    def accept(self, now: int) -> None:
        """We shall try."""
        transaction = self._settled()
        if transaction is None or self._state.dialog is None:
            return
        response = reply(self._request, 202)
        response.fields["contact"] = [self._state.dialog.contact]
        wants = self._request.first("refer-sub").strip().lower() != "false"
        if not wants:
            response.fields["refer-sub"] = ["false"]
        transaction.respond(response, now)
        self._telling = 1 if wants else 0
        self._event = f"refer;id={self._request.cseq}"
        if wants:
            self.notify(100, "", now)

    def refuse(self, status: int, reason: str, now: int) -> None:
        """We shall not."""
        transaction = self._settled()
        if transaction is not None:
            transaction.respond(reply(self._request, status, "", reason), now)

    def _settled(self) -> ServerTransaction | None:
        transaction, self._theirs = self._theirs, None
        self._state.line.outlet.timers.cancel(self._limit)
        self._limit = None
        return transaction

    def notify(self, status: int, reason: str, now: int) -> None:
        """Tell the peer how it goes."""
        state = self._state
        if not self._telling or state.phase != UP or state.dialog is None:
            return
        message = state.dialog.request(state.line.outlet, "NOTIFY")
        message.fields["event"] = [self._event]
        ends = status >= 200
        message.fields["subscription-state"] = [
            "terminated;reason=noresource" if ends else f"active;expires={EXPIRES_S}"
        ]
        message.fields["contact"] = [state.dialog.contact]
        message.fields["content-type"] = ["message/sipfrag;version=2.0"]
        phrase = reason if reason.isprintable() and reason else REASONS.get(status, "Status")
        message.body = f"SIP/2.0 {status} {phrase[:100]}\r\n".encode()
        if ends:
            self._telling = 0
        ask(state, message, self._notified, now)

    def _notified(self, answered: Answered) -> None:
        """The peer that knows of no such subscription hears no more; its call goes on."""
        if answered.status == 481:
            self._telling = 0

    # -- ours

    def refer(self, to: str, replaces: LegState | None, now: int) -> None:
        """Ask the peer to call somebody. Raises Conflict when it is being asked already, or the call is not up."""
        state = self._state
        if state.phase != UP or state.dialog is None or self._ours:
            raise Conflict("sip_refer")
        target = to
        other = replaces.dialog if replaces is not None else None
        if other is not None:
            value = f"{other.call_id};to-tag={other.remote_tag};from-tag={other.local_tag}"
            target = f"{other.target.partition('?')[0]}?Replaces={quote(value, safe='')}"
        message = state.dialog.request(state.line.outlet, "REFER")
        message.fields["refer-to"] = [f"<{target}>"]
        message.fields["referred-by"] = [state.dialog.local]
        message.fields["contact"] = [state.dialog.contact]
        self._ours, self._last = True, 0
        ask(state, message, self._referred, now)

    def _referred(self, answered: Answered) -> None:
        """The peer took it on, or not."""
        if not self._ours:
            return
        if answered.status >= 300:
            self._outcome(PeerError("sip_refused", status=answered.status))
        elif answered.response is not None and answered.response.first("refer-sub").strip().lower() == "false":
            self._outcome(202)
        else:
            self._wait(answered.now)

    def _wait(self, now: int) -> None:
        timers = self._state.line.outlet.timers
        timers.cancel(self._patience)
        self._patience = timers.at(
            now + NOTIFY_MS_MAX, lambda at: self._outcome(PeerError("sip_refer_untold", status=408))
        )

    def hear_notify(self, transaction: ServerTransaction, request: Message, now: int) -> None:
        """A NOTIFY: about the move that we asked for, or about nothing that we know."""
        if request.first("event").partition(";")[0].strip().lower() != "refer" or not self._ours:
            transaction.respond(reply(request, 481), now)
            return
        transaction.respond(reply(request, 200), now)
        parts = request.body[:64].split(None, 2)
        status = (
            int(parts[1])
            if len(parts) > 1 and parts[0][:4] == b"SIP/" and parts[1].isdigit() and len(parts[1]) == 3
            else 0
        )
        self._last = status or self._last
        ended = request.first("subscription-state").strip().lower().startswith("terminated")
        if self._last >= 200 or ended:
            self._outcome(self._last if self._last >= 200 else PeerError("sip_refer_untold", status=self._last))
        else:
            self._wait(now)

    def _outcome(self, outcome: int | PeerError) -> None:
        """Tell how it went."""
        self._ours = False
        self._state.line.outlet.timers.cancel(self._patience)
        self._patience = None
        self._state.tell("referred", outcome)

    def stop(self, now: int) -> None:
        """This leg is over."""
        self.refuse(603, "", now)
        self._telling = 0
        self._ours = False
        self._state.line.outlet.timers.cancel(self._patience)


def header_of(headers: str, wanted: str) -> str:
    """One header of a URI's `?a=b&c=d`, unescaped; empty when it is not there."""
    for piece in headers.split("&")[:16]:
        name, _, value = piece.partition("=")
        if name.lower() == wanted:
            return unquote(value)
    return ""


def replaced_leg(state: LegState, replaces: str) -> str:
    """The id of our own leg that a Replaces value names; empty when it names none."""
    call_id, _, tail = replaces.partition(";")
    tags = dict(piece.strip().partition("=")[::2] for piece in tail.split(";"))
    leg = state.line.dialogs.get((call_id.strip(), tags.get("to-tag", "")))
    if leg is None or leg.state.phase != UP or leg.state.dialog is None:
        return ""
    return leg.state.id if leg.state.dialog.remote_tag == tags.get("from-tag", "") else ""
