"""The stack without its sockets: what comes in is heard, what is to go out lies ready, time is an argument (RFC 3261 §8.2). Pure.

    hear(data, peer, now) ─▶ parse ─▶ vet ─▶ response: its transaction ─▶ user
                                        └──▶ request:  its transaction (a repetition) │ dialog ─▶ leg │ a new one ─▶ gate ─▶ leg, registrar

Rules. What cannot be read is dropped, or answered 400 if it is a request that says whom to answer. A request from nobody we know gets
no transaction, no memory and no call. After each call into it, `out` is to be sent and `told` to be told.
"""

from collections.abc import Callable

from hoolin.channels.voice.sip.calls import AccountState, Dial, Invite, Party
from hoolin.channels.voice.sip.dialog import as_callee
from hoolin.channels.voice.sip.gate import Gate
from hoolin.channels.voice.sip.incoming import Incoming
from hoolin.channels.voice.sip.leg import Leg, read_saved, restored
from hoolin.channels.voice.sip.line import Account, LegState, Line, sdp_of
from hoolin.channels.voice.sip.message import Message, read
from hoolin.channels.voice.sip.names import ALLOW, EXTENSIONS, METHODS, SUPPORTED
from hoolin.channels.voice.sip.outgoing import Outgoing, Way, invite_request
from hoolin.channels.voice.sip.outlet import Door, Outlet, Peer
from hoolin.channels.voice.sip.placing import caller_address, check_target, clean_headers, told_headers, wants_privacy
from hoolin.channels.voice.sip.registrar import Registrar
from hoolin.channels.voice.sip.replies import reply
from hoolin.channels.voice.sip.settings import Extension, SipSettings, Trunk
from hoolin.channels.voice.sip.transaction import ServerTransaction
from hoolin.channels.voice.sip.transactions import Transactions
from hoolin.channels.voice.sip.transfer import replaced_leg
from hoolin.channels.voice.sip.trunks import Trunks
from hoolin.channels.voice.sip.uri import read_address, read_uri
from hoolin.channels.voice.sip.vetting import vet
from hoolin.channels.voice.sip.via import Via, mark_source, reply_address
from hoolin.channels.voice.sip.watch import MIN_SE_S
from hoolin.core.errors import Conflict, Invalid, Malformed, NotFound, PeerError

BUSY_RETRY_S = "10"


class Engine:
    """One stack's pure half."""

    def __init__(self, settings: SipSettings, doors: list[Door], fresh: Callable[[], str]) -> None:
        self.outlet = Outlet(settings, doors, fresh)
        self.transactions = Transactions(self.outlet)
        self.line = Line(self.outlet, self.transactions)
        self.gate = Gate(self.outlet)
        self.registrar = Registrar(self.outlet)
        self.trunks = Trunks(self.outlet, self.transactions)
        self.line.reach = self.registrar.reach

    def provide(self, trunks: tuple[Trunk, ...], extensions: tuple[Extension, ...], now: int) -> None:
        """Whom we know from now on."""
        self.gate.provide(extensions)
        self.registrar.forget(set(self.gate.extensions))
        self.trunks.provide(trunks, now)

    # -- time

    def next_due(self) -> int | None:
        """The instant when `advance` is to be called, or None."""
        return self.outlet.timers.next_due()

    def advance(self, now: int) -> None:
        """Do what is due."""
        self.outlet.timers.advance(now)

    # -- what comes in

    def hear(self, data: bytes, peer: Peer, now: int, stream: bool = False) -> None:
        """One message from a peer. stream: it was cut from a stream by its Content-Length."""
        try:
            message = read(data, stream)
        except PeerError as bad:
            self._unreadable(data, bad, peer)
            return
        try:
            via = vet(message)
        except Malformed as bad:
            self._refuse_bad(message, bad, peer)
            return
        if message.status:
            if not self.transactions.hear_response(message, now):
                self.outlet.count("stray_response")
            return
        mark_source(message, via, peer.host, peer.port)
        known = self.transactions.find(message)
        if known is not None:
            if message.method == "ACK":
                known.acknowledged(now)
            else:
                known.again(now)
        elif message.method == "ACK":
            leg = self.line.dialogs.get((message.call_id, message.to_tag))
            if leg is not None:
                leg.acknowledged(message, now)
        elif message.method == "CANCEL":
            self._cancel(message, self._back(via, peer), now)
        else:
            self._request(message, self._back(via, peer), peer, now)

    def _back(self, via: Via, peer: Peer) -> Peer:
        """Where answers go."""
        if self.outlet.doors[peer.door].reliable:
            return peer
        return Peer(peer.door, *reply_address(via, peer.host, peer.port))

    def _unreadable(self, data: bytes, bad: PeerError, peer: Peer) -> None:
        """Nothing that could be answered, but for a version that we do not speak (§21.5.7)."""
        self.outlet.count(bad.code)
        if bad.code == "sip_version":
            first, _, rest = data.lstrip(b"\r\n").partition(b"\r\n")
            try:
                message = read(first.rpartition(b" ")[0] + b" SIP/2.0\r\n" + rest)
                vet(message)
            except PeerError:
                return
            self._stateless(reply(message, 505, self.gate.tag(message)), peer)

    def _refuse_bad(self, message: Message, bad: Malformed, peer: Peer) -> None:
        """A request that may not be acted on is answered, if it says enough to be answered."""
        self.outlet.count(bad.code)
        if message.status or message.method == "ACK":
            return
        if all(name in message.fields for name in ("via", "from", "to", "call-id", "cseq")):
            status = bad.detail.get("status", 400)
            response = reply(message, status if isinstance(status, int) else 400, self.gate.tag(message), bad.code)
            for name in ("via", "from", "to", "call-id", "cseq"):
                response.fields[name] = message.fields[name][:1] if name != "via" else message.fields["via"]
            self._stateless(response, peer)

    def _stateless(self, response: Message, peer: Peer) -> None:
        """An answer that nobody remembers."""
        self.outlet.send(peer, response.write())

    def _cancel(self, cancel: Message, back: Peer, now: int) -> None:
        """CANCEL: it has a transaction of its own, and ends that of its INVITE."""
        invite = self.transactions.find_invite(cancel)
        if invite is None:
            self._stateless(reply(cancel, 481, self.gate.tag(cancel)), back)
            return
        transaction = self.transactions.accept(cancel, back, invite.privileged)
        if transaction is not None:
            transaction.respond(reply(cancel, 200, self.gate.tag(cancel)), now)
        if invite.user is not None:
            invite.user.cancelled(invite, cancel, now)

    def _request(self, request: Message, back: Peer, peer: Peer, now: int) -> None:
        """A request that is new."""
        if request.to_tag:
            self._within(request, back, now)
        elif request.method == "REGISTER":
            self._register(request, back, peer, now)
        elif request.method == "INVITE":
            self._invite(request, back, peer, now)
        elif request.method == "OPTIONS":
            response = reply(request, 200, self.gate.tag(request))
            response.fields |= {"allow": [ALLOW], "accept": ["application/sdp"], "supported": [SUPPORTED]}
            self._stateless(response, back)
        else:
            known = request.method in METHODS
            response = reply(request, 481 if known else 405, self.gate.tag(request))
            if not known:
                response.fields["allow"] = [ALLOW]
            self._stateless(response, back)

    def _within(self, request: Message, back: Peer, now: int) -> None:
        """A request within a dialog."""
        leg = self.line.dialogs.get((request.call_id, request.to_tag))
        if leg is None:
            self._stateless(reply(request, 481), back)
            return
        transaction = self.transactions.accept(request, back, leg.state.account.trusted)
        if transaction is None:
            self._busy(request, back)
            return
        unknown = request.tokens("require") - EXTENSIONS
        if unknown:
            transaction.respond(self._bad_extension(request, unknown, ""), now)
            return
        leg.hear(transaction, request, now)

    def _bad_extension(self, request: Message, unknown: set[str], tag: str) -> Message:
        response = reply(request, 420, tag)
        response.fields["unsupported"] = [", ".join(sorted(unknown))]
        return response

    def _busy(self, request: Message, back: Peer) -> None:
        """Too much already."""
        response = reply(request, 503, self.gate.tag(request))
        response.fields["retry-after"] = [BUSY_RETRY_S]
        self._stateless(response, back)

    def _register(self, request: Message, back: Peer, peer: Peer, now: int) -> None:
        """A phone registers."""
        who = self.gate.check(request, "to", peer, now)
        if isinstance(who, Message):
            self._stateless(who, back)
            return
        transaction = self.transactions.accept(request, back, False)
        if transaction is None:
            self._busy(request, back)
            return
        response = self.registrar.hear(request, who, peer, now)
        if request.to_tag == "" and "tag=" not in response.fields["to"][0]:
            response.fields["to"] = [f"{response.fields['to'][0]};tag={self.gate.tag(request)}"]
        transaction.respond(response, now)

    # -- a new call

    def _invite(self, request: Message, back: Peer, peer: Peer, now: int) -> None:
        """INVITE outside a dialog."""
        tag = self.gate.tag(request)
        dialled = read_uri(request.uri)
        trunk = self.trunks.of(peer.host, dialled.user, self.outlet.doors[peer.door].transport)
        if trunk is not None and not self.gate.claims(request):
            account = trunk.account
        else:
            phone = self.gate.check(request, "from", peer, now)
            if isinstance(phone, Message):
                self._stateless(phone, back)
                return
            account = self._phone_account(phone.number)
        unfit = self._unfit(request, tag)
        if unfit is not None:
            self._stateless(unfit, back)
            return
        transaction = self.transactions.accept(request, back, account.trusted)
        if transaction is None:
            self._busy(request, back)
            return
        self._called(transaction, request, account, peer, now)

    def _unfit(self, request: Message, tag: str) -> Message | None:
        """What an INVITE that we cannot take is answered with; None for one that we can."""
        unknown = request.tokens("require") - EXTENSIONS
        if unknown:
            return self._bad_extension(request, unknown, tag)
        kind = request.first("content-type").partition(";")[0].strip().lower()
        if request.body and not sdp_of(request) and not kind.startswith("multipart/"):
            response = reply(request, 415, tag)
            response.fields["accept"] = ["application/sdp"]
            return response
        if request.first("content-encoding").strip().lower() not in ("", "identity"):
            response = reply(request, 415, tag)
            response.fields["accept-encoding"] = ["identity"]
            return response
        if (request.call_id, request.from_tag) in self.line.callers:
            return reply(request, 482, tag)
        return None

    def _called(self, transaction: ServerTransaction, request: Message, account: Account, peer: Peer, now: int) -> None:
        """A call from outside begins."""
        transaction.respond(reply(request, 100), now)
        outlet, tag = self.outlet, self.outlet.fresh()
        try:
            caller = read_address(request.fields["from"][0])
            dialog = as_callee(request, tag, outlet.contact(peer, account.user), peer)
            from_, to = party(caller.uri, caller.display), party(read_address(request.fields["to"][0]).uri, "")
        except Malformed as bad:
            transaction.respond(reply(request, 416 if bad.code == "sip_scheme" else 400, tag, bad.code), now)
            return
        dialog.nat = account.nat
        state = LegState(self.line, outlet.fresh(), account, True, from_)
        state.dialog, state.call_id = dialog, request.call_id
        leg = Leg(state)
        if leg.watch.too_short(request):
            response = reply(request, 422, tag)
            response.fields["min-se"] = [str(MIN_SE_S)]
            transaction.respond(response, now)
            return
        source = "" if account.trusted else peer.host
        if not self.line.enter((request.call_id, tag), leg, source, (request.call_id, request.from_tag)):
            transaction.respond(reply(request, 503, tag), now)
            return
        state.heard_allow(request)
        leg.incoming = Incoming(state, leg.watch, transaction)
        leg.incoming.arm(now)
        invite = Invite(
            account=account.name,
            kind=account.kind,
            from_=from_,
            to=to,
            request_uri=request.uri,
            request_user=read_uri(request.uri).user,
            sdp=sdp_of(request),
            source=(peer.host, peer.port),
            headers=told_headers(request),
            replaces=replaced_leg(state, request.first("replaces")) if "replaces" in request.fields else "",
            privacy=wants_privacy(request),
        )
        self.line.told.append(("called", state, (leg, invite)))

    # -- our own calls

    def _phone_account(self, number: str) -> Account:
        return Account(number, "extension", "", None, nat=True)

    def call(self, dial: Dial, now: int) -> Leg:
        """Call somebody. Raises NotFound, Conflict or Invalid."""
        ways, account, domain, unreached = self._ways(dial, now)
        if not ways:
            raise Conflict("sip_unreachable", account=dial.account, extension=dial.extension)
        outlet = self.outlet
        state = LegState(self.line, outlet.fresh(), account, False, party(ways[0].uri, ""))
        leg = Leg(state)
        trunk = self.trunks.all.get(dial.account)
        user = dial.from_user or (trunk.trunk.user if trunk is not None else "")
        to = f"<{ways[0].uri}>" if trunk is not None else f"<sip:{dial.extension}@{outlet.settings.domain}>"
        request = invite_request(state, caller_address(dial.from_display, user, domain), to, dial.sdp)
        request.fields |= clean_headers(dial.headers)
        leg.outgoing = Outgoing(state, leg.watch, unreached)
        if not self.line.enter((state.call_id, request.from_tag), leg):
            raise Conflict("sip_dialogs_max")
        leg.outgoing.begin(request, ways, trunk is None, dial.timeout_ms, now)
        return leg

    def _ways(self, dial: Dial, now: int) -> tuple[list[Way], Account, str, Callable[[Peer, int], None]]:
        """Where a call goes, whom it is with, the domain of who we say we are, and who is told of dead hosts."""
        if bool(dial.account) == bool(dial.extension):
            raise Invalid("sip_dial")
        if not dial.sdp:
            raise Invalid("sip_no_sdp")
        if dial.extension:
            if dial.extension not in self.gate.extensions:
                raise NotFound("extension", extension=dial.extension)
            account = self._phone_account(dial.extension)
            return self.registrar.ways(dial.extension, now), account, self.outlet.settings.domain, lambda peer, at: None
        one = self.trunks.all.get(dial.account)
        if one is None:
            raise NotFound("trunk", trunk=dial.account)
        check_target(dial.to)

        def unreached(peer: Peer, at: int) -> None:
            self.trunks.unreached(one, peer, at)

        return self.trunks.ways(one, dial.to), one.account, one.hosts.domain(), unreached

    def restore(self, saved: bytes, now: int) -> Leg:
        """Go on with a call of an earlier process. Raises Malformed."""
        kept = read_saved(saved)
        one = self.trunks.all.get(kept.account) if kept.kind == "trunk" else None
        account = one.account if one is not None else Account(kept.account, kept.kind, "", None, nat=True)
        if not 0 <= kept.dialog.peer.door < len(self.outlet.doors):
            raise Malformed("sip_saved")
        return restored(self.line, kept, account, now)

    def gone(self, peer: Peer, now: int) -> None:
        """A connection is closed, or could not be made."""
        self.transactions.unreachable(peer, now)
        self.registrar.gone(peer)
        self.trunks.gone(peer, now)

    def in_use(self, now: int) -> frozenset[Peer]:
        """The far ends that a call, a registered phone or a trunk needs."""
        calls = {leg.state.dialog.peer for leg in self.line.dialogs.values() if leg.state.dialog is not None}
        return frozenset(calls | self.registrar.peers(now) | self.trunks.peers())

    def states(self, now: int) -> tuple[AccountState, ...]:
        """How it stands with every trunk and extension."""
        found = [one.state() for one in self.trunks.all.values()]
        for number in self.gate.extensions:
            since, until = self.registrar.since(number, now)
            state = "registered" if until else "absent"
            found.append(AccountState(name=number, kind="extension", state=state, since_ms=since, expires_ms=until))
        return tuple(found)

    def unregister(self, now: int) -> bool:
        """Say goodbye to trunks that we registered at; False when there is none."""
        return self.trunks.end(now)


def party(uri: str, display: str) -> Party:
    """Who is at a URI. Raises Malformed."""
    found = read_uri(uri)
    clean = "".join(letter for letter in display if letter.isprintable())
    return Party(uri=found.bare(), user=found.user, display=clean[:200])
