"""A text as the rules read it, with where each letter of it stands in what was written: nothing invisible, one kind of digit, of space and of hyphen, accents
joined to their letters, and no letter borrowed from another alphabet because it looks the same.
"""

import re
import unicodedata

import msgspec

_CYRILLIC, _LATIN = "аеорсухіјѕкмтвнАВЕКМНОРСТУХІЈЅ", "aeopcyxijskmtbhABEKMHOPCTYXIJS"
_TO_LATIN, _TO_CYRILLIC = str.maketrans(_CYRILLIC, _LATIN), str.maketrans(_LATIN, _CYRILLIC)
_TWINS = re.compile(
    r"(?<![^\W\d_])(?:[a-zA-Z]+[а-яёА-ЯЁіјѕІЈЅ][a-zA-Zа-яёА-ЯЁіјѕІЈЅ]*|[а-яёА-ЯЁіјѕІЈЅ]+[a-zA-Z][a-zA-Zа-яёА-ЯЁіјѕІЈЅ]*)"
)
_RUSSIAN, _ENGLISH = re.compile(r"[а-яёА-ЯЁ]*"), re.compile(r"[a-zA-Z]*")
_HYPHENS = "\u2010\u2011\u2012\u2212\ufe63\uff0d"
_BETWEEN = re.compile(r"(?<=\d)(\s?)[–—](\s?)(?=\d)")
_SPACES_MAX = 4
"""Of more spaces and lines that follow each other the rest says nothing."""
_RUN = re.compile(r"\s{5}")
_ZEROS = re.compile(r"(?<=\d)[oOоО]{1,3}(?=\d)")
"""A letter among digits that was meant to be a zero."""


class Plain(msgspec.Struct, frozen=True):
    """text: as the rules read it. at: where each of its letters stands in what was written, or nothing where all stand where they stood."""

    text: str
    at: tuple[int, ...] = ()

    def place(self, begin: int, end: int) -> tuple[int, int]:
        """A place of it, in what was written."""
        return (self.at[begin], self.at[end - 1] + 1) if self.at else (begin, end)


def plain(written: str) -> Plain:
    """What the rules read. As many steps as the text has letters."""
    if written.isascii() and _RUN.search(written) is None:
        return Plain(_ZEROS.sub(_zeros, written))
    kept: list[str] = []
    at: list[int] = []
    for place, one in enumerate(written):
        read = one if one.isascii() else _read(one, kept)
        if read and not (read.isspace() and len(kept) >= _SPACES_MAX and "".join(kept[-_SPACES_MAX:]).isspace()):
            kept.append(read)
            at.append(place)
    text = _BETWEEN.sub(r"\1-\2", "".join(kept))
    text = _TWINS.sub(_own, _ZEROS.sub(_zeros, text))
    return Plain(text, () if len(kept) == len(written) else tuple(at))


def _read(one: str, before: list[str]) -> str:
    """One letter for one, or nothing; an accent is put on the letter before it."""
    category = unicodedata.category(one)
    if category in ("Mn", "Me", "Cf"):
        joined = unicodedata.normalize("NFC", before[-1] + one) if before and category == "Mn" else ""
        if len(joined) == 1:
            before[-1] = joined
        return ""
    if category == "Zs":
        return " "
    if one in _HYPHENS:
        return "-"
    if category == "Nd":
        return str(unicodedata.decimal(one))
    alike = unicodedata.normalize("NFKC", one)
    return alike if len(alike) == 1 and category[0] in "LP" else one


def _zeros(match: re.Match[str]) -> str:
    return "0" * len(match[0])


def _own(match: re.Match[str]) -> str:
    """A word of two alphabets in the one that all of its letters can be of."""
    word = match[0]
    for table, whole in ((_TO_CYRILLIC, _RUSSIAN), (_TO_LATIN, _ENGLISH)):
        same = word.translate(table)
        if whole.fullmatch(same):
            return same
    return word
