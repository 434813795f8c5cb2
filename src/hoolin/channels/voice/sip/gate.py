"""Who a request is from: a trunk by its address, or a phone of the site by its proof. Nobody else gets past. Pure.

Rules. An unknown extension is challenged like a known one and fails like a wrong password: nobody learns which exist. A challenge is
answered without remembering who asked.
"""

import hashlib
import hmac

from hoolin.channels.voice.sip.digest import BAD, GOOD, STALE, Doorkeeper
from hoolin.channels.voice.sip.lockout import Lockout
from hoolin.channels.voice.sip.message import Message
from hoolin.channels.voice.sip.outlet import Outlet, Peer
from hoolin.channels.voice.sip.replies import reply
from hoolin.channels.voice.sip.settings import Extension
from hoolin.channels.voice.sip.uri import read_address, read_uri
from hoolin.core.errors import Malformed


class Gate:
    """Proves phones."""

    def __init__(self, outlet: Outlet) -> None:
        limits = outlet.settings.limits
        self._outlet = outlet
        self._secret = outlet.fresh()
        self._keeper = Doorkeeper(outlet.settings.domain, outlet.fresh(), outlet.settings.algorithms)
        self._lockout = Lockout(limits.failures_max, limits.lock_ms, limits.lock_ms_max)
        self.extensions: dict[str, Extension] = {}
        self.provide(outlet.settings.extensions)

    def provide(self, extensions: tuple[Extension, ...]) -> None:
        """Whom we know from now on."""
        self.extensions = {extension.number: extension for extension in extensions}

    def claims(self, request: Message) -> bool:
        """Whether a request says that it is from a phone of ours: then it has to prove that, even where a trunk calls from too."""
        try:
            uri = read_uri(read_address(request.fields["from"][0]).uri)
        except Malformed:
            return False
        return uri.host == self._outlet.settings.domain.lower() and uri.user in self.extensions

    def tag(self, request: Message) -> str:
        """Our tag in an answer that is given without remembering it: the same whenever the request comes again (§8.2.7)."""
        said = f"{request.call_id} {request.branch} {request.from_tag}".encode("utf-8", "replace")
        return hmac.new(self._secret.encode(), said, hashlib.sha256).hexdigest()[:24]

    def check(self, request: Message, who: str, peer: Peer, now: int) -> Extension | Message:
        """The phone that a request is from, or what it is to be answered with. who: the field that names it (from, to)."""
        number = user_of(request, who)
        if number is None:
            return reply(request, 400, self.tag(request))
        shut = self._lockout.until(peer.host, number, now)
        if shut:
            self._outlet.count("locked_out")
            response = reply(request, 403, self.tag(request))
            response.fields["retry-after"] = [str((shut - now) // 1_000 + 1)]
            return response
        extension = self.extensions.get(number)
        said = self._keeper.said(request)
        verdict = self._keeper.judge(said, extension.login if extension else None, request, now)
        if verdict == GOOD and extension is not None:
            self._lockout.proved(peer.host, number, now)
            return extension
        if verdict == BAD:
            self._outlet.count("wrong_proof")
            self._lockout.failed(peer.host, number, now)
        response = reply(request, 401, self.tag(request))
        self._keeper.challenge(response, now, verdict == STALE)
        return response


def user_of(request: Message, field: str) -> str | None:
    """The user part of From or To; None when it cannot be read."""
    try:
        return read_uri(read_address(request.fields[field][0]).uri).user
    except Malformed:
        return None
