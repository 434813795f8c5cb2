"""Keys pressed, said by INFO: application/dtmf-relay and application/dtmf. Pure."""

from hoolin.channels.voice.sip.message import Message, number

DIGITS = frozenset("0123456789*#ABCD")
NAMED = {"10": "*", "11": "#", "12": "A", "13": "B", "14": "C", "15": "D"}
"""Some phones say the event's number instead of its sign."""
PRESS_MS = 250
PRESS_MS_MAX = 10_000


def read_key(message: Message) -> tuple[str, int] | None:
    """The digit and how long it was pressed (ms); None when it is no key."""
    kind = message.first("content-type").partition(";")[0].strip().lower()
    text = message.body[:256].decode("ascii", "replace")
    if kind == "application/dtmf":
        said, ms = text.strip(), PRESS_MS
    elif kind == "application/dtmf-relay":
        fields = dict(piece.strip().lower().partition("=")[::2] for piece in text.splitlines())
        said = fields.get("signal", "").strip()
        ms = number(fields.get("duration", "").strip(), PRESS_MS_MAX) or PRESS_MS
    else:
        return None
    digit = NAMED.get(said, said.upper())
    return (digit, ms) if digit in DIGITS else None


def write_key(message: Message, digit: str, ms: int) -> None:
    """Put one key on an INFO."""
    message.fields["content-type"] = ["application/dtmf-relay"]
    message.body = f"Signal={digit}\r\nDuration={ms}\r\n".encode()
