"""A SIP message: bytes in, bytes out (RFC 3261 §7 and §25). Pure.

Rules. Field names are kept in lower case and long form; a value is kept as it came, unfolded and stripped, and is read further
only by whoever needs it. What cannot be taken apart without guessing raises Malformed: bare CR or LF, a line without a
colon, a start line with other than single spaces, two different Content-Lengths, a body shorter than announced. What comes
after a datagram's announced body is dropped (§18.3). A message that is written can hold no line that was not meant.
"""

import re

from hoolin.channels.voice.sip.names import LABELS, NAMES
from hoolin.core.errors import Defect, Malformed, TooLarge

MESSAGE_BYTES_MAX = 65_536
"""What a UDP datagram can hold at most; streams are held to the same."""

FIELDS_MAX = 256
"""Header lines; a message that passed 70 proxies has about 150."""

LINE_CHARS_MAX = 16_384
"""One header value; Authorization and Identity are the longest and stay below a tenth of it."""

VERSION = "SIP/2.0"

FOLD = re.compile(r"[ \t]*\r\n[ \t]+")
TOKEN = re.compile(r"[A-Za-z0-9\-.!%*_+`'~]+\Z")


class Message:
    """A request (status 0) or a response. method: of a response too, by its CSeq. fields: name → its lines. cseq, branch,
    call_id, from_tag, to_tag and sent_by are filled in by `vetting.vet`.
    """

    __slots__ = (
        "body",
        "branch",
        "call_id",
        "cseq",
        "fields",
        "from_tag",
        "method",
        "reason",
        "sent_by",
        "status",
        "to_tag",
        "uri",
    )

    def __init__(self, method: str = "", uri: str = "", status: int = 0, reason: str = "") -> None:
        self.method = method
        self.uri = uri
        self.status = status
        self.reason = reason
        self.fields: dict[str, list[str]] = {}
        self.body = b""
        self.cseq = 0
        self.branch = ""
        self.call_id = ""
        self.from_tag = ""
        self.to_tag = ""
        self.sent_by = ""

    def __repr__(self) -> str:
        return f"<{self.status or self.method} {self.call_id} {self.cseq}>"

    def first(self, name: str) -> str:
        """The first line of a field, or empty."""
        lines = self.fields.get(name)
        return lines[0] if lines else ""

    def items(self, name: str) -> list[str]:
        """All values of a field that is a list, in order, taken apart at its commas."""
        found: list[str] = []
        for line in self.fields.get(name, ()):
            if "," in line:
                found += split(line, ",")
            elif line:
                found.append(line)
        return found

    def tokens(self, name: str) -> set[str]:
        """The values of a list of tokens (Supported, Require, Allow), in lower case."""
        return {item.strip().lower() for item in self.items(name)} if name in self.fields else set()

    def put(self, name: str, value: str) -> None:
        """Set a field to one line."""
        self.fields[name] = [value]

    def write(self) -> bytes:
        """The message as it travels, Content-Length with it."""
        first = f"{VERSION} {self.status} {self.reason}" if self.status else f"{self.method} {self.uri} {VERSION}"
        lines = [first]
        for name, values in self.fields.items():
            label = LABELS.get(name) or name.title()
            for value in values:
                lines.append(f"{label}: {value}")
        lines.append(f"Content-Length: {len(self.body)}\r\n\r\n")
        text = "\r\n".join(lines)
        if text.count("\n") != len(lines) + 1 or text.count("\r") != len(lines) + 1:
            raise Defect("sip_line_break")
        return text.encode("utf-8", "replace") + self.body


def read(data: bytes, stream: bool = False) -> Message:
    """Take one message apart. stream: `data` is exactly one message, as framing cut it. Raises Malformed or TooLarge."""
    if len(data) > MESSAGE_BYTES_MAX:
        raise TooLarge("sip_message", bytes=len(data))
    head, blank, body = data.lstrip(b"\r\n").partition(b"\r\n\r\n")
    if not blank:
        raise Malformed("sip_no_end_of_head")
    try:
        text = head.decode("utf-8")
    except UnicodeDecodeError:
        text = head.decode("utf-8", "replace")
    if "\r\n " in text or "\r\n\t" in text:
        text = FOLD.sub(" ", text)
    lines = text.split("\r\n")
    if len(lines) > FIELDS_MAX:
        raise TooLarge("sip_fields", lines=len(lines))
    message = start(lines[0])
    fields = message.fields
    for number in range(1, len(lines)):
        name, colon, value = lines[number].partition(":")
        known = NAMES.get(name) or spelled(name)
        if not colon or not known:
            raise Malformed("sip_field", line=number)
        value = value.strip(" \t")
        if known in fields:
            fields[known].append(value)
        else:
            fields[known] = [value]
    if text.count("\r") != len(lines) - 1 or text.count("\n") != len(lines) - 1:
        raise Malformed("sip_line_break")
    if len(text) > LINE_CHARS_MAX and max(map(len, lines)) > LINE_CHARS_MAX:
        raise TooLarge("sip_line")
    message.body = body_of(message, body, stream)
    return message


def start(line: str) -> Message:
    """The first line. A version that is not ours is read too, with method "" when it is a request: it is to be told so."""
    if line.startswith("SIP/"):
        version, _, rest = line.partition(" ")
        code, _, reason = rest.partition(" ")
        if version.upper() != VERSION or len(code) != 3 or not code.isascii() or not code.isdigit() or code[0] == "0":
            raise Malformed("sip_status_line")
        return Message(status=int(code), reason=reason)
    parts = line.split(" ")
    if len(parts) != 3 or not TOKEN.match(parts[0]) or not parts[1]:
        raise Malformed("sip_request_line")
    if parts[2] != VERSION:
        if parts[2].upper() == VERSION:
            return Message(method=parts[0], uri=parts[1])
        if re.fullmatch(r"SIP/\d{1,5}\.\d{1,5}", parts[2], re.IGNORECASE):
            raise Malformed("sip_version", version=parts[2])
        raise Malformed("sip_request_line")
    return Message(method=parts[0], uri=parts[1])


def spelled(name: str) -> str:
    """The canonical form of a field name in any case; empty when it is none."""
    plain = name.rstrip(" \t")
    if not TOKEN.match(plain):
        return ""
    lower = plain.lower()
    return NAMES.get(lower, lower)


def body_of(message: Message, rest: bytes, stream: bool) -> bytes:
    """The body, by Content-Length; without one all that is there (a datagram) or nothing (a stream)."""
    lengths = message.fields.pop("content-length", None)
    if lengths is None:
        return b"" if stream else rest
    if len(lengths) > 1:
        raise Malformed("sip_content_lengths")
    length = number(lengths[0], MESSAGE_BYTES_MAX)
    if length is None or length > len(rest):
        raise Malformed("sip_content_length")
    return rest if length == len(rest) else rest[:length]


def number(text: str, most: int) -> int | None:
    """A decimal number of 0..most, or None for anything else."""
    if not text or len(text) > 10 or not text.isascii() or not text.isdigit():
        return None
    value = int(text)
    return value if value <= most else None


def split(text: str, mark: str) -> list[str]:
    """Cut at a mark wherever it stands outside quotes and angle brackets; pieces are stripped, empty ones kept."""
    if '"' not in text and "<" not in text:
        return [piece.strip() for piece in text.split(mark)]
    pieces, begin, quoted, angled, at = [], 0, False, False, 0
    while at < len(text):
        letter = text[at]
        if quoted:
            if letter == "\\":
                at += 1
            elif letter == '"':
                quoted = False
        elif letter == '"':
            quoted = True
        elif letter == "<":
            angled = True
        elif letter == ">":
            angled = False
        elif letter == mark and not angled:
            pieces.append(text[begin:at].strip())
            begin = at + 1
        at += 1
    pieces.append(text[begin:].strip())
    return pieces
