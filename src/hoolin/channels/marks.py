"""What a messenger's message is when it is not words: shown by a sign that reads the same in every language.

The desk speaks three languages and the customer any: a sentence of ours in a customer's mouth would be in the wrong one.
"""

from collections.abc import Iterable

EDITED = "✏️"
DELETED = "🗑️"
FILE = "📎"
PLACE = "📍"
CONTACT = "👤"
LIST = "🛒"
UNKNOWN = "❔"
STORY = "🖼️"
FORWARDED = "↪️"
POLL = "📊"
GAME = "🎮"
STICKER = "🙂"
LINK = "🔗"
LIKE = "👍"

PIECE_CHARACTERS_MAX = 500
"""Of one piece of a line: an address or a name; nobody means a longer one."""

UNITS = ((1 << 30, "GB"), (1 << 20, "MB"), (1 << 10, "kB"))


def line(mark: str, *pieces: str) -> str:
    """`📍 59.437, 24.745 · Viru väljak 4`: the sign, then the pieces that are not empty."""
    said = " · ".join(piece.strip()[:PIECE_CHARACTERS_MAX] for piece in pieces if piece.strip())
    return f"{mark} {said}" if said else mark


def place(latitude: str, longitude: str, *more: str) -> str:
    """A place somebody sent: where, and what it is called."""
    return line(PLACE, ", ".join(one for one in (latitude, longitude) if one), *more)


def edited(said: str) -> str:
    """The new words of a message that was changed."""
    return f"{EDITED} {said}".rstrip()


def unread(name: str, why: str) -> str:
    """A file that came and that we do not have: its name, and why not."""
    return line(FILE, name, f"⚠ {why}")


def size(count: int) -> str:
    """So many bytes in a unit a person reads."""
    for unit, name in UNITS:
        if count >= unit:
            return f"{count / unit:.1f} {name}"
    return f"{count} B"


def together(*lines: str | Iterable[str]) -> str:
    """Lines under each other, without the empty ones."""
    flat = [one for some in lines for one in ((some,) if isinstance(some, str) else some)]
    return "\n".join(one for one in flat if one)
