"""The registrar of the site's own phones (RFC 3261 §10.3): where each extension is reached now. Pure.

Rules. Only a phone that proved itself changes its own bindings. A binding is a device: one more than `contacts_max` replaces the
oldest. Calls to it go to where its REGISTER came from, whatever its Contact says, so that phones behind NAT and in
browsers are reached.
"""

import msgspec

from hoolin.channels.voice.sip.message import Message, number
from hoolin.channels.voice.sip.outgoing import Way
from hoolin.channels.voice.sip.outlet import Outlet, Peer
from hoolin.channels.voice.sip.replies import reply
from hoolin.channels.voice.sip.settings import Extension
from hoolin.channels.voice.sip.uri import read_address, read_uri
from hoolin.core.errors import Malformed


class Binding(msgspec.Struct):
    """One device. uri: its Contact. peer: where it is. until: the instant when it ends. call_id, cseq: of its last REGISTER."""

    uri: str
    peer: Peer
    until: int
    call_id: str
    cseq: int


class Registrar:
    """All bindings."""

    def __init__(self, outlet: Outlet) -> None:
        self._outlet = outlet
        self._bindings: dict[str, list[Binding]] = {}
        self._since: dict[str, int] = {}

    def hear(self, request: Message, extension: Extension, peer: Peer, now: int) -> Message:
        """Act on a REGISTER of a phone that proved itself; what it is answered with."""
        contacts = request.items("contact")
        try:
            changes = self._changes(request, contacts)
        except Malformed:
            return reply(request, 400)
        limits = self._outlet.settings.limits
        if any(0 < seconds < limits.phone_expires_s_min for _, seconds in changes):
            response = reply(request, 423)
            response.fields["min-expires"] = [str(limits.phone_expires_s_min)]
            return response
        held = self._held(extension.number, now)
        if contacts == ["*"]:
            held = []
        for uri, seconds in changes:
            same = [binding for binding in held if binding.uri == uri]
            if any(binding.call_id == request.call_id and binding.cseq >= request.cseq for binding in same):
                return reply(request, 500, "", "Out Of Order")
            held = [binding for binding in held if binding.uri != uri]
            if seconds:
                until = now + min(seconds, limits.phone_expires_s_max) * 1_000
                held.append(Binding(uri, peer, until, request.call_id, request.cseq))
        self._keep(extension.number, held[-extension.contacts_max :], now)
        response = reply(request, 200)
        response.fields["contact"] = [
            f"<{binding.uri}>;expires={(binding.until - now) // 1_000}" for binding in self._held(extension.number, now)
        ]
        if not response.fields["contact"]:
            del response.fields["contact"]
        return response

    def _changes(self, request: Message, contacts: list[str]) -> list[tuple[str, int]]:
        """(Contact URI, seconds) of each; 0 seconds takes it away. Raises Malformed."""
        most = 2**32 - 1
        whole = number(request.first("expires"), most) if "expires" in request.fields else None
        if contacts == ["*"]:
            if whole != 0:
                raise Malformed("sip_contact_star")
            return []
        changes = []
        for line in contacts[:16]:
            address = read_address(line)
            read_uri(address.uri)
            said = address.param("expires")
            seconds = number(said, most) if said is not None else whole
            changes.append(
                (address.uri, self._outlet.settings.limits.phone_expires_s_max if seconds is None else seconds)
            )
        return changes

    def _held(self, extension: str, now: int) -> list[Binding]:
        """Those that have not ended."""
        return [binding for binding in self._bindings.get(extension, ()) if binding.until > now]

    def _keep(self, extension: str, held: list[Binding], now: int) -> None:
        if bool(held) != bool(self._held(extension, now)):
            self._since[extension] = now
        if held:
            self._bindings[extension] = held
        else:
            self._bindings.pop(extension, None)

    def ways(self, extension: str, now: int) -> list[Way]:
        """Where the devices of an extension are reached, the latest first."""
        return [Way(binding.uri, binding.peer) for binding in reversed(self._held(extension, now))]

    def reach(self, extension: str) -> dict[str, Peer]:
        """Where the devices of an extension are, by their Contact, the latest first."""
        return {binding.uri: binding.peer for binding in reversed(self._bindings.get(extension, ()))}

    def since(self, extension: str, now: int) -> tuple[int, int]:
        """Since when an extension has been registered, or absent; and until when it is, or 0."""
        until = max((binding.until for binding in self._held(extension, now)), default=0)
        return self._since.get(extension, 0), until

    def peers(self, now: int) -> set[Peer]:
        """Where all devices are."""
        return {binding.peer for extension in self._bindings for binding in self._held(extension, now)}

    def gone(self, peer: Peer) -> None:
        """A connection is gone: devices behind it cannot be reached until they register anew."""
        for extension, held in list(self._bindings.items()):
            left = [binding for binding in held if binding.peer != peer]
            if len(left) != len(held):
                self._bindings[extension] = left
                if not left:
                    del self._bindings[extension]

    def forget(self, extensions: set[str]) -> None:
        """Only these are still known."""
        for extension in [known for known in self._bindings if known not in extensions]:
            del self._bindings[extension]
