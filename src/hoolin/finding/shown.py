"""What is shown of a text that was found: the part around the words that were looked for, and where they stand in it.

The index tells places by hashes; here the opened text says whether it truly has the words, in whatever form.
"""

import unicodedata
from collections.abc import Sequence

import msgspec

from hoolin.finding.tokens import places

CHARACTERS = 200
"""Of a text, that much is shown."""

BEFORE = 60
"""And of that, so much at most before the first word."""

LOOKED_CHARACTERS_MAX = 200_000
"""Of a longer text no more is looked at."""


class Shown(msgspec.Struct, frozen=True):
    """text: on one line. marks: where a word that was looked for begins in it and where it ends, in characters. cut: whether there is more
    before it, and after it.
    """

    text: str
    marks: tuple[tuple[int, int], ...]
    cut: tuple[bool, bool] = (False, False)


def shown(text: str, words: Sequence[frozenset[str]], without: Sequence[frozenset[str]] = ()) -> Shown | None:
    """None where one of the words is not in it, or one that may not be there is. words, without: see `tokens.asked`."""
    whole = " ".join(unicodedata.normalize("NFC", text[:LOOKED_CHARACTERS_MAX]).split())
    found: list[tuple[int, int]] = []
    missing = set(range(len(words)))
    for begin, end, tokens in places(whole):
        if any(not one.isdisjoint(tokens) for one in without):
            return None
        hit = [number for number, one in enumerate(words) if not one.isdisjoint(tokens)]
        if hit:
            missing.difference_update(hit)
            found.append((begin, end))
    if missing:
        return None
    start = _start(whole, found[0][0]) if found else 0
    end = min(len(whole), start + CHARACTERS)
    marks = tuple((one - start, min(last, end) - start) for one, last in found if start <= one < end)
    return Shown(whole[start:end], marks, (start > 0, end < len(whole)))


def _start(whole: str, first: int) -> int:
    """Where to begin, so that the first word is seen and no word is cut before it."""
    if first <= BEFORE:
        return 0
    space = whole.find(" ", first - BEFORE, first)
    return space + 1 if space >= 0 else first
