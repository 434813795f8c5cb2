"""Whether a sentence has a sign: stems, in any order, whatever their endings, dots and slips of the finger. Pure and the same every time."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from hoolin.core.site.rules import Language

SLIP_FROM = 6
"""Stems shorter than this have to be right: one letter makes another word of them."""

NUMBER = "#"
"""Stands for any number."""

_PLAIN = str.maketrans({
    "ä": "a", "ö": "o", "õ": "o", "ü": "u", "š": "s", "ž": "z", "ё": "е", "é": "e", "’": None, "'": None, "ʼ": None, "`": None, "‑": "-", "–": "-", "—": "-",
})  # fmt: skip
_TOKEN = re.compile(r"\d+|[^\W\d_]+|€|@")
_SENTENCE = re.compile(r"(?<=[.!?…])\s+|[\n;]+")

# What tells Estonian from English, where both are written in Latin letters.
_SMALL = {
    "et": frozenset(
        [
            "ja",
            "on",
            "ei",
            "et",
            "see",
            "teie",
            "te",
            "mul",
            "ma",
            "me",
            "kas",
            "kui",
            "siis",
            "oma",
            "aga",
            "veel",
            "olen",
            "saan",
            "teil",
            "seda",
            "mis",
            "kus",
            "selle",
            "teid",
            "tere",
            "kohe",
            "nii",
            "ka",
            "jah",
            "oli",
            "sai",
            "saab",
            "mina",
            "minu",
            "palun",
            "aitah",
            "tana",
            "homme",
            "midagi",
            "praegu",
            "siin",
            "pole",
        ]
    ),
    "en": frozenset(
        [
            "the",
            "is",
            "you",
            "your",
            "i",
            "and",
            "to",
            "of",
            "it",
            "that",
            "a",
            "for",
            "we",
            "on",
            "what",
            "can",
            "will",
            "be",
            "my",
            "with",
            "have",
            "in",
            "this",
            "are",
            "was",
            "do",
            "not",
            "so",
            "at",
            "im",
            "ive",
            "ill",
            "its",
            "by",
            "hello",
            "hi",
            "if",
            "when",
        ]
    ),
}


class Sentence(NamedTuple):
    """A piece of what was written. text: as it was. words: without dots, in small letters. asks: whether it is a question by its end."""

    text: str
    words: tuple[str, ...]
    asks: bool


def plain(text: str) -> tuple[str, ...]:
    """The words of a text, without what people leave out or get wrong: capitals, dots over letters, apostrophes."""
    return tuple(_TOKEN.findall(text.casefold().translate(_PLAIN).replace("€", " euro ")))


def sentences(text: str) -> list[Sentence]:
    """A text, sentence by sentence. `68.40` is not cut in two."""
    found = []
    for piece in _SENTENCE.split(text):
        words = plain(piece)
        if words:
            found.append(Sentence(piece.strip(), words, piece.rstrip(' "”»)').endswith("?")))
    return found


def language_of(words: Iterable[str], usual: Language) -> Language:
    """In which language it is written; the usual one where nothing tells."""
    said = list(words)
    letters = "".join(word for word in said if not word.isdigit())
    if letters and sum("а" <= letter <= "я" for letter in letters) * 2 > len(letters):
        return "ru"
    et, en = (sum(word in _SMALL[language] for word in said) for language in ("et", "en"))
    if et != en:
        return "et" if et > en else "en"
    return usual if usual != "ru" else "et"


class Stem(NamedTuple):
    """One place of a sign. any: what may stand there. whole: the word itself, and no longer one. none: it must not stand there."""

    any: tuple[tuple[str, bool], ...]
    none: bool


@lru_cache(maxsize=20_000)
def read(sign: str) -> tuple[Stem, ...]:
    """A sign as it is looked for."""
    stems = []
    for part in sign.split():
        none = part.startswith("!")
        ways = tuple(
            (NUMBER if way == NUMBER else "".join(plain(way.lstrip("="))), way.startswith("="))
            for way in part.removeprefix("!").split("|")
            if way
        )
        stems.append(Stem(tuple(way for way in ways if way[0]), none))
    return tuple(stem for stem in stems if stem.any)


def met(sign: str, words: Sequence[str]) -> bool:
    """Whether a sentence has the sign, each stem by a word of its own. One that consists of what must not stand there is never met."""
    places = []
    for stem in read(sign):
        at = frozenset(number for number, word in enumerate(words) if any(_is(*way, word) for way in stem.any))
        if bool(at) is stem.none:
            return False
        if not stem.none:
            places.append(at)
    return bool(places) and _apart(sorted(places, key=len), frozenset())


def _apart(places: Sequence[frozenset[int]], taken: frozenset[int]) -> bool:
    """Whether each can have a place of its own."""
    return not places or any(_apart(places[1:], taken | {at}) for at in places[0] - taken)


def first_met(signs: Iterable[str], words: Sequence[str]) -> str | None:
    """The first sign that a sentence has."""
    return next((sign for sign in signs if met(sign, words)), None)


@lru_cache(maxsize=200_000)
def _is(stem: str, whole: bool, word: str) -> bool:
    if stem == NUMBER:
        return word.isdigit()
    if stem.isdigit() or word.isdigit() or whole:
        return stem == word
    if word.startswith(stem):
        return True
    if len(stem) < SLIP_FROM or word[0] != stem[0]:
        return False
    return any(_one_slip(stem, word[:length]) for length in range(len(stem) - 1, len(stem) + 2))


def _one_slip(one: str, other: str) -> bool:
    """Whether they differ by one letter: another, one more, one less, or two that changed places."""
    if abs(len(one) - len(other)) > 1:
        return False
    at = next(
        (number for number, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
    rest, others = one[at:], other[at:]
    if len(one) == len(other):
        swapped = rest[:2] == others[1::-1] and rest[2:] == others[2:]
        return rest[1:] == others[1:] or swapped
    return rest[1:] == others if len(one) > len(other) else rest == others[1:]
