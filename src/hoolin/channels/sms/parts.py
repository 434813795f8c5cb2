"""How a text becomes an SMS, or several: which encoding, where it is cut, what it costs. Pure.

A character that is two septets (€, [ and others) or two UTF-16 units (emoji) is never cut. The very same rules count the parts
while a person writes: `fixtures/parts.json` holds vectors for whoever does that in another language.
"""

import re
import unicodedata
from typing import Literal, NamedTuple, TypeAlias

from hoolin.channels.sms.alphabet import EXTENSION, LETTERS_OF, SEPTETS_OF, Alphabet
from hoolin.channels.sms.letters import PLAIN

Encoding: TypeAlias = Literal["gsm7", "ucs2"]
Concatenation: TypeAlias = Literal["udh8", "udh16", "sar", "payload"]

WHOLE = {"gsm7": 160, "ucs2": 70}
"""Units that fit into a message of one part: septets, or UTF-16 units. 140 octets on the air."""

PART = {
    ("gsm7", "udh8"): 153, ("gsm7", "udh16"): 152, ("gsm7", "sar"): 152, ("gsm7", "payload"): 153,
    ("ucs2", "udh8"): 67, ("ucs2", "udh16"): 66, ("ucs2", "sar"): 66, ("ucs2", "payload"): 67,
}  # fmt: skip
"""Units that fit into one part of several: a header of 6 or 7 octets takes its place. With `sar` the provider writes the header,
of either size; with `payload` it cuts too, and the count is only told."""

DOUBLE = frozenset(EXTENSION.values())
"""Letters that take two septets."""


HALF_PAIR = re.compile("[\ud800-\udfff]")


class Plan(NamedTuple):
    """How a text goes out. texts: what each part says, together the whole text. left: units free in the last part. changed: what
    was written plainly, each (letter, what stands for it) once, in the order of appearance.
    """

    encoding: Encoding
    texts: tuple[str, ...]
    left: int
    changed: tuple[tuple[str, str], ...] = ()


class Counted(NamedTuple):
    """What a person who writes is told. left: units free in the last part; a letter may take two."""

    encoding: Encoding
    parts: int
    left: int


def parts(
    text: str, transliterate: bool = False, alphabet: Alphabet = "gsm7", concatenation: Concatenation = "udh8"
) -> Counted:
    """How many parts a text takes. An empty one takes none."""
    made = plan(text, transliterate, alphabet, concatenation)
    return Counted(made.encoding, len(made.texts), made.left)


def plan(
    text: str, transliterate: bool = False, alphabet: Alphabet = "gsm7", concatenation: Concatenation = "udh8"
) -> Plan:
    """Cut a text into parts."""
    text = tidy(text)
    table = SEPTETS_OF[alphabet]
    changed: tuple[tuple[str, str], ...] = ()
    letters = LETTERS_OF[alphabet]
    if transliterate and not letters.issuperset(text):
        plainly, changed = plain(text, table)
        text = plainly if changed else text
    if letters.issuperset(text):
        if 0 < len(text) <= WHOLE["gsm7"] and DOUBLE.isdisjoint(text):
            return Plan("gsm7", (text,), WHOLE["gsm7"] - len(text), changed)
        return cut(text, "gsm7", concatenation, [len(table[one]) for one in text], changed)
    return cut(text, "ucs2", concatenation, [2 if ord(one) > 0xFFFF else 1 for one in text], changed)


def tidy(text: str) -> str:
    """One way to write a line's end and a letter with its accent; half a surrogate pair, which is no character, is marked."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if text.isascii():
        return text
    if not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
    return HALF_PAIR.sub("\ufffd", text)


def plain(text: str, table: dict[str, bytes]) -> tuple[str, tuple[tuple[str, str], ...]]:
    """The text with plain letters, and which were changed; as it was, and none, when it would not fit the alphabet all the same."""
    changed: dict[str, str] = {}
    for one in text:
        if one not in table:
            changed[one] = PLAIN.get(one, one)
    if any(one not in table for replacement in changed.values() for one in replacement):
        return text, ()
    return "".join(changed.get(one, one) for one in text), tuple(changed.items())


def cut(
    text: str, encoding: Encoding, concatenation: Concatenation, costs: list[int], changed: tuple[tuple[str, str], ...]
) -> Plan:
    """Parts as long as they may be, no character of which is cut. costs: units of each character."""
    total = sum(costs)
    if total <= WHOLE[encoding]:
        return Plan(encoding, (text,) if text else (), WHOLE[encoding] - total, changed)
    room = PART[encoding, concatenation]
    texts, begun, used = [], 0, 0
    for place, cost in enumerate(costs):
        if used + cost > room:
            texts.append(text[begun:place])
            begun, used = place, 0
        used += cost
    return Plan(encoding, (*texts, text[begun:]), room - used, changed)
