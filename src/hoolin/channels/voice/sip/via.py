"""Via: the way a request came and its answer goes back (RFC 3261 §18.2, §20.42; RFC 3581 rport). Pure."""

import re

import msgspec

from hoolin.channels.voice.sip.message import Message, number, split
from hoolin.channels.voice.sip.uri import read_params
from hoolin.core.errors import Malformed

VIA_MAX = 70
"""RFC 3261: Max-Forwards begins at 70; more hops than that nobody passed."""

VIA = re.compile(
    r"SIP\s*/\s*2\.0\s*/\s*(?P<transport>[A-Za-z0-9\-.!%*_+`'~]+)\s+"
    r"(?P<host>\[[0-9a-fA-F:.]+\]|[A-Za-z0-9._\-]+)(?:\s*:\s*(?P<port>\d{1,5}))?\s*(?P<params>;.*)?\Z",
    re.IGNORECASE | re.DOTALL,
)


class Via(msgspec.Struct, frozen=True):
    """One hop. sent_by: host, and port unless none was said, in lower case."""

    transport: str
    host: str
    port: int
    params: tuple[tuple[str, str], ...]

    @property
    def sent_by(self) -> str:
        """What tells two senders apart that use the same branch."""
        return f"{self.host}:{self.port}"

    def param(self, name: str) -> str | None:
        """A parameter's value; "" when it has none, None when it is not there."""
        for key, value in self.params:
            if key == name:
                return value
        return None


def read_via(text: str) -> Via:
    """Read one value. Raises Malformed."""
    found = VIA.match(text)
    if found is None:
        raise Malformed("sip_via")
    port = number(found["port"], 65_535) if found["port"] else 0
    if port is None:
        raise Malformed("sip_via_port")
    params = found["params"]
    return Via(found["transport"].upper(), found["host"].lower(), port, read_params(params) if params else ())


def top_via(message: Message) -> Via:
    """The newest hop. Raises Malformed when there is none that can be read, or more than VIA_MAX."""
    lines = message.fields.get("via")
    if not lines:
        raise Malformed("sip_no_via")
    first = lines[0]
    if "," in first:
        first = split(first, ",")[0]
    if len(lines) > VIA_MAX or sum(line.count(",") for line in lines) > VIA_MAX:
        raise Malformed("sip_vias")
    return read_via(first)


def mark_source(message: Message, via: Via, host: str, port: int) -> None:
    """Write into the topmost Via where it really came from (`received`, `rport`), before anybody answers it."""
    wants_port = via.param("rport") is not None
    if not wants_port and via.host.strip("[]") == host:
        return
    kept = "".join(
        f";{key}={value}" if value else f";{key}" for key, value in via.params if key not in ("received", "rport")
    )
    sent_by = via.host + (f":{via.port}" if via.port else "")
    marked = f"SIP/2.0/{via.transport} {sent_by}{kept};received={host}" + (f";rport={port}" if wants_port else "")
    lines = message.fields["via"]
    rest = split(lines[0], ",")[1:] if "," in lines[0] else []
    message.fields["via"] = [", ".join([marked, *rest]), *lines[1:]] if rest else [marked, *lines[1:]]


def reply_address(via: Via, host: str, port: int) -> tuple[str, int]:
    """Where an answer goes over UDP: to the source's address, and its port if it asked for that; else the port it names. Not to
    a `maddr` (§18.2.2): that would have us send to whomever a stranger names.
    """
    if via.param("rport") is not None:
        return host, port
    return host, via.port or 5060
