"""What a call of ours says about itself, and what is told of another's: addresses and headers, with their limits. Pure."""

from urllib.parse import quote

from hoolin.channels.voice.sip.message import TOKEN, Message
from hoolin.channels.voice.sip.names import LABELS
from hoolin.channels.voice.sip.settings import USER
from hoolin.channels.voice.sip.uri import USER_SAFE, read_uri, write_display
from hoolin.core.errors import Invalid, Malformed

HEADERS_MAX = 16
HEADER_CHARS_MAX = 1_024

TOLD = ("p-asserted-identity", "remote-party-id", "diversion", "history-info", "privacy", "subject", "alert-info")
"""Of a call that came in; `x-…` too."""

OWN = frozenset(LABELS) - {"p-asserted-identity", "p-preferred-identity", "privacy", "diversion", "history-info", "subject",
                           "alert-info", "priority", "organization", "call-info", "referred-by", "replaces"}  # fmt: skip
"""What only the stack itself may write."""


def check_target(to: str) -> None:
    """A number, or a SIP URI. Raises Invalid."""
    if to.startswith(("sip:", "sips:")):
        try:
            uri = read_uri(to)
        except Malformed:
            raise Invalid("sip_target") from None
        if uri.headers:
            raise Invalid("sip_target")
    elif not USER.match(to):
        raise Invalid("sip_target")


def caller_address(display: str, user: str, domain: str) -> str:
    """A From without its tag. Raises Invalid for a user that is no number or name."""
    if user and not USER.match(user):
        raise Invalid("sip_from")
    at = f"{quote(user, safe=USER_SAFE)}@" if user else ""
    return f"{write_display(display)}<sip:{at}{domain}>"


def clean_headers(headers: tuple[tuple[str, str], ...]) -> dict[str, list[str]]:
    """Headers that a call of ours is to carry. Raises Invalid for one that no message can carry, or that is the stack's own."""
    if len(headers) > HEADERS_MAX:
        raise Invalid("sip_headers")
    found: dict[str, list[str]] = {}
    for name, value in headers:
        lower = name.lower()
        if not TOKEN.match(name) or lower in OWN or len(lower) < 2:
            raise Invalid("sip_header", header=name[:40])
        if len(value) > HEADER_CHARS_MAX or not value.isprintable():
            raise Invalid("sip_header_value", header=name[:40])
        found.setdefault(lower, []).append(value)
    return found


def told_headers(request: Message) -> tuple[tuple[str, str], ...]:
    """The headers of an INVITE that say more of who calls and why."""
    found = []
    for name, values in request.fields.items():
        if name in TOLD or name.startswith("x-"):
            found += [(name, "".join(c for c in value if c.isprintable())[:HEADER_CHARS_MAX]) for value in values]
    return tuple(found[:HEADERS_MAX])


def wants_privacy(request: Message) -> bool:
    """Whether the caller asked not to be named (RFC 3323), or came as anonymous."""
    asked = {word.strip().lower() for word in request.first("privacy").split(";")}
    return (
        bool(asked & {"id", "user", "header", "full"}) or "anonymous@anonymous.invalid" in request.first("from").lower()
    )
