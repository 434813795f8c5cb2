"""Cuts a long text into messages of a provider's length: at paragraphs, else lines, else words, and never within what a reader
sees as one sign. Nothing but white space at a cut is lost.
"""

import unicodedata
from collections.abc import Callable

Measure = Callable[[str], int]

JOINERS = frozenset("\u200d\ufe0e\ufe0f")
"""Zero-width joiner and the two variation selectors: what stands beside them belongs together."""

CUTS = ("\n\n", "\n", " ")


def characters(text: str) -> int:
    """Length in code points."""
    return len(text)


def utf16_units(text: str) -> int:
    """Length as JavaScript and Telegram's entities count it."""
    return len(text) + sum(character > "\uffff" for character in text)


def utf8_bytes(text: str) -> int:
    """Length in bytes on the wire."""
    return len(text.encode("utf-8", "replace"))


def split(text: str, at_most: int, measure: Measure = characters) -> tuple[str, ...]:
    """The parts, each at most so long by this measure; none for a text of white space."""
    parts = []
    rest = text.strip()
    while measure(rest) > at_most:
        end = _cut(rest, _fitting(rest, at_most, measure))
        parts.append(rest[:end].rstrip())
        rest = rest[end:].lstrip()
    return (*parts, rest) if rest else tuple(parts)


def _fitting(text: str, at_most: int, measure: Measure) -> int:
    """How many characters fit: every measure grows with the text, so halving finds it."""
    low, high = 1, min(len(text), at_most)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if measure(text[:middle]) <= at_most else (low, middle - 1)
    return low


def _cut(text: str, end: int) -> int:
    """The best place to cut at or before `end`; a word is only cut when it is longer than half a message."""
    for cut in CUTS:
        found = text.rfind(cut, end // 2, end + len(cut))
        if found > 0:
            return found
    whole = end
    while whole > max(1, end - 64) and _belongs(text, whole):
        whole -= 1
    return whole if whole > 1 or end <= 1 else end


def _belongs(text: str, at: int) -> bool:
    """Whether the character at this place is part of the sign before it."""
    if at >= len(text):
        return False
    here, before = text[at], text[at - 1]
    return (
        here in JOINERS
        or before == "\u200d"
        or bool(unicodedata.combining(here))
        or "\U0001f3fb" <= here <= "\U0001f3ff"
        or ("\U0001f1e6" <= here <= "\U0001f1ff" and "\U0001f1e6" <= before <= "\U0001f1ff")
    )
