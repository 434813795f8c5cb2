"""Whether a message that could be taken apart may be acted on (RFC 3261 §8.1.1, §8.2). Pure.

Raises Malformed whose detail has `status`: what a request is to be answered with. A response that does not pass is dropped.
"""

import re

from hoolin.channels.voice.sip.message import Message, number
from hoolin.channels.voice.sip.names import COMPACT
from hoolin.channels.voice.sip.uri import DISPLAY, read_address, read_params, read_uri
from hoolin.channels.voice.sip.via import Via, top_via
from hoolin.core.errors import Malformed

CSEQ_MAX = 2**32 - 1
"""§20.16 says below 2**31; some senders begin anywhere in 32 bits, and nothing breaks by hearing them."""

SINGLE = ("from", "to", "call-id", "cseq")
OTHER_SINGLE = ("max-forwards", "content-type", "expires", "rack", "refer-to", "session-expires", "replaces")
CSEQ = re.compile(r"(\d{1,10})[ \t]+(\S+)\Z")
TAG = re.compile(r";\s*tag\s*=\s*([A-Za-z0-9\-.!%*_+`'~]+)\s*(?:;|\Z)", re.IGNORECASE)
MAGIC = "z9hg4bk"
"""What a branch begins with since RFC 3261, in lower case."""


def vet(message: Message) -> Via:
    """Check what every message must have, fill in what identifies it, and give its topmost Via."""
    fields = message.fields
    for name in SINGLE:
        lines = fields.get(name)
        if lines is None or len(lines) != 1 or not lines[0]:
            raise Malformed("sip_field_missing" if lines is None else "sip_field_twice", field=name, status=400)
    for name in OTHER_SINGLE:
        if name in fields and len(fields[name]) != 1:
            raise Malformed("sip_field_twice", field=name, status=400)
    cseq = CSEQ.match(fields["cseq"][0])
    sequence = number(cseq[1], CSEQ_MAX) if cseq else None
    if cseq is None or sequence is None:
        raise Malformed("sip_cseq", status=400)
    if message.status:
        message.method = cseq[2]
    elif cseq[2] != message.method:
        raise Malformed("sip_cseq_method", status=400)
    message.cseq = sequence
    message.call_id = fields["call-id"][0]
    message.from_tag = tag_of(fields["from"][0])
    message.to_tag = tag_of(fields["to"][0])
    try:
        via = top_via(message)
    except Malformed as bad:
        raise Malformed(bad.code, status=400) from None
    message.branch = via.param("branch") or ""
    message.sent_by = via.sent_by
    if not message.status:
        vet_request(message)
    return via


def vet_request(message: Message) -> None:
    """What only requests must have."""
    fields = message.fields
    hops = fields.get("max-forwards")
    if hops and number(hops[0], 255) is None:
        raise Malformed("sip_max_forwards", status=400)
    try:
        uri = read_uri(message.uri)
    except Malformed as bad:
        raise Malformed(bad.code, status=416 if bad.code == "sip_scheme" else 400) from None
    if uri.headers:
        raise Malformed("sip_uri_headers", status=400)
    try:
        for line in message.items("contact") if "contact" in fields else ():
            if line != "*":
                read_address(line)
    except Malformed as bad:
        raise Malformed(bad.code, status=400) from None


def tag_of(line: str) -> str:
    """The tag of a From or To, or empty. Raises Malformed when the address cannot be read."""
    end = line.find(">")
    if (
        end > 0
        and '"' not in line
        and line.count("<") == 1
        and (line[0] == "<" or DISPLAY.match(line[: line.index("<")]))
    ):
        tail = line[end + 1 :]
        if not tail:
            return ""
        found = TAG.match(tail)
        if found is not None and found.end() == len(tail):
            return found[1]
    try:
        return read_address(line).param("tag") or ""
    except Malformed as bad:
        raise Malformed(bad.code, status=400) from None


def option(value: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """A value with parameters (`1800;refresher=uas`): the value in lower case, and its parameters. Raises Malformed."""
    head, semicolon, tail = value.partition(";")
    return head.strip().lower(), read_params(semicolon + tail) if semicolon else ()


assert MAGIC.islower() and "via" in COMPACT.values()
