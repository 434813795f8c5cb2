"""All transactions of a stack: which message belongs to which (RFC 3261 §17.1.3, §17.2.3), and how many there may be. Pure.

Rules. A branch that begins with the magic cookie and says something identifies a transaction together with sent-by and
method; anything else is matched as RFC 2543 did. ACK and CANCEL find the INVITE's. Beyond a limit nothing is kept: the
caller answers 503 without a transaction.
"""

from hoolin.channels.voice.sip.message import Message
from hoolin.channels.voice.sip.outlet import Outlet, Peer
from hoolin.channels.voice.sip.replies import reply
from hoolin.channels.voice.sip.transaction import ClientTransaction, ClientUser, ServerTransaction
from hoolin.channels.voice.sip.vetting import MAGIC

Key = tuple[object, ...]


class Transactions:
    """The table of both kinds."""

    def __init__(self, outlet: Outlet) -> None:
        self.outlet = outlet
        self.client: dict[tuple[str, str], ClientTransaction] = {}
        self.server: dict[Key, ServerTransaction] = {}
        self._per_source: dict[str, int] = {}
        self._by_connection: dict[Peer, dict[tuple[str, str], ClientTransaction]] = {}

    def __len__(self) -> int:
        return len(self.client) + len(self.server)

    # -- ours

    def send(self, request: Message, peer: Peer, user: ClientUser, now: int) -> ClientTransaction:
        """Send a request of ours, with a Via of its own."""
        request.branch = "z9hG4bK" + self.outlet.fresh()
        request.fields["via"] = [self.outlet.via(peer, request.branch)]
        return self._begin(request, peer, user, now)

    def cancel(self, invite: ClientTransaction, reason: str, now: int) -> None:
        """Send CANCEL for an INVITE of ours that has been answered provisionally (§9.1)."""
        asked = invite.request
        message = Message(method="CANCEL", uri=asked.uri)
        for name in ("via", "max-forwards", "route", "from", "to", "call-id"):
            if name in asked.fields:
                message.fields[name] = asked.fields[name][:1] if name == "via" else asked.fields[name]
        message.fields["cseq"] = [f"{asked.cseq} CANCEL"]
        if reason:
            message.fields["reason"] = [reason]
        message.cseq, message.branch = asked.cseq, asked.branch
        self._begin(message, invite.peer, Unheard(), now)

    def _begin(self, request: Message, peer: Peer, user: ClientUser, now: int) -> ClientTransaction:
        """Enter it in the table and start it."""
        transaction = ClientTransaction(self.outlet, request, peer, user, self._client_over)
        self.client[transaction.key] = transaction
        if self.outlet.doors[peer.door].reliable:
            self._by_connection.setdefault(peer, {})[transaction.key] = transaction
        transaction.begin(now)
        return transaction

    def _client_over(self, transaction: ClientTransaction, now: int) -> None:
        """Take it out of the table."""
        self.client.pop(transaction.key, None)
        same = self._by_connection.get(transaction.peer)
        if same is not None:
            same.pop(transaction.key, None)
            if not same:
                del self._by_connection[transaction.peer]

    def hear_response(self, response: Message, now: int) -> bool:
        """Hand a response to whoever asked; False when nobody did."""
        transaction = self.client.get((response.branch, response.method))
        if transaction is None:
            return False
        transaction.hear(response, now)
        return True

    def unreachable(self, peer: Peer, now: int) -> None:
        """A connection to this peer could not be made, or is gone."""
        for transaction in list(self._by_connection.get(peer, {}).values()):
            transaction.unreachable(now)

    # -- theirs

    def find(self, request: Message) -> ServerTransaction | None:
        """The transaction that a request repeats; for an ACK that of the INVITE."""
        return self.server.get(key_of(request, request.method))

    def find_invite(self, cancel: Message) -> ServerTransaction | None:
        """The INVITE that a CANCEL is about."""
        return self.server.get(key_of(cancel, "INVITE"))

    def accept(self, request: Message, peer: Peer, privileged: bool) -> ServerTransaction | None:
        """Begin a server transaction; None when there are too many. privileged: counts only towards the whole."""
        limits = self.outlet.settings.limits
        if len(self) >= limits.transactions_max:
            self.outlet.count("transactions_max")
            return None
        if not privileged:
            mine = self._per_source.get(peer.host, 0)
            if mine >= limits.transactions_per_source_max:
                self.outlet.count("transactions_per_source_max")
                return None
            self._per_source[peer.host] = mine + 1
        key = key_of(request, request.method)
        transaction = ServerTransaction(self.outlet, request, peer, key, self._server_over)
        transaction.privileged = privileged
        self.server[key] = transaction
        return transaction

    def _server_over(self, transaction: ServerTransaction, now: int) -> None:
        """Take it out of the table."""
        self.server.pop(transaction.key, None)
        if not transaction.privileged:
            host = transaction.peer.host
            left = self._per_source.get(host, 1) - 1
            if left > 0:
                self._per_source[host] = left
            else:
                self._per_source.pop(host, None)

    def answer(self, transaction: ServerTransaction, status: int, tag: str, now: int) -> None:
        """Answer with nothing but a status."""
        transaction.respond(reply(transaction.request, status, tag), now)


class Unheard:
    """The user of a request whose answer changes nothing."""

    def heard(self, transaction: ClientTransaction, response: Message, now: int) -> None:
        """Nothing follows."""

    def failed(self, transaction: ClientTransaction, status: int, now: int) -> None:
        """Nothing follows."""


def key_of(request: Message, method: str) -> Key:
    """What the repetitions of a request have in common."""
    branch = request.branch
    method = "INVITE" if method == "ACK" else method
    if len(branch) > len(MAGIC) and branch[: len(MAGIC)].lower() == MAGIC:
        return (branch.lower(), request.sent_by, method)
    via = request.fields["via"][0]
    return (request.call_id, request.cseq, request.from_tag, request.uri, via.partition(";received=")[0], method)
