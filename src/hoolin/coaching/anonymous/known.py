"""Hides what the site itself knows of the people of a conversation, in whichever writing: their names in every form and in both alphabets, their numbers
however they are spaced, their addresses.
"""

import re
from collections.abc import Iterable, Iterator

import msgspec

from hoolin.coaching.anonymous.forms import forms, other_letters, weaker
from hoolin.coaching.anonymous.spans import Kind, Span

_SHORTEST = 2
_DIGITS_MIN, _DIGITS_KEPT = 5, 7


class Known(msgspec.Struct, frozen=True):
    """names: as the site writes them, each with all its parts. values: what else is known, each with its kind."""

    names: tuple[str, ...] = ()
    values: tuple[tuple[Kind, str], ...] = ()


def found(text: str, known: Known) -> Iterator[Span]:
    """Where any of it stands."""
    for kind, value in known.values:
        for pattern in _of_value(value):
            for match in pattern.finditer(text):
                yield Span(match.start(), match.end(), kind)
    for pattern in _of_names(known.names):
        for match in pattern.finditer(text):
            yield Span(match.start(), match.end(), "name")


def _of_names(names: Iterable[str]) -> Iterator[re.Pattern[str]]:
    words = {word.lower() for name in names for word in re.findall(r"[^\W\d_]+", name) if len(word) > _SHORTEST}
    written = {form for word in words for one in (word, *weaker(word), *other_letters(word)) for form in forms(one)}
    if written:
        longest_first = sorted(written, key=lambda one: (-len(one), one))
        one = rf"(?:{'|'.join(map(re.escape, longest_first))})"
        yield re.compile(rf"(?<![^\W_]){one}(?:[ -]{one})*(?![^\W_])", re.I)


def _of_value(value: str) -> Iterator[re.Pattern[str]]:
    plain = " ".join(value.split())
    if len(plain) > _SHORTEST:
        yield re.compile(rf"(?<!\w){re.escape(plain).replace(chr(92) + ' ', chr(92) + 's+')}(?!\w)", re.I)
    digits = "".join(one for one in value if one.isdecimal())
    # The country and what is dialled before it may be told or not.
    if len(digits) >= _DIGITS_MIN and "@" not in value:
        yield re.compile(r"(?<!\d)(?:\+?[\d(][\d() -]{0,8})?" + r"[\s().-]*".join(digits[-_DIGITS_KEPT:]) + r"(?!\d)")
