"""The words of a text as names are looked for in it: whether one begins a sentence, and whether its capital says anything."""

import re

import msgspec

from hoolin.coaching.anonymous.lexicon import abstract, elsewhere, of_every_day, ordinary, wordlike

_TOKEN = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_STARTS = re.compile(r"(?:[.!?…\n:;•·*>/+=→|–—-]\s*[\s\"'«»“”„()]*|[\"«“„‎]\s*|\d\)\s*)$")
_GAP_MAX = 12
"""Characters before a word that may say whether it begins a sentence."""
_NOISY_SHARE, _NOISY_WORDS = 0.7, 2
"""A sentence in which most words of every day have a capital says nothing by capitals."""


class Token(msgspec.Struct):
    """A word: text, where it is, what is before it since the last one. start: whether it begins a sentence. noisy: whether its sentence has capitals everywhere. odd: whether it is a code, or a product's spelling."""

    text: str
    begin: int
    end: int
    gap: str
    start: bool
    odd: bool
    noisy: bool = False

    @property
    def cap(self) -> bool:
        """Whether it is written with a capital."""
        return self.text[0].isupper()

    @property
    def unknown(self) -> bool:
        """Whether nothing is known of it that would make it no name."""
        return len(self.text) > 1 and not self.odd and not ordinary(self.text) and not elsewhere(self.text)

    @property
    def strange(self) -> bool:
        """Whether a capital within a sentence makes it a name."""
        plain = self.cap and not self.start and not self.noisy and not self.text.isupper() and len(self.text) > 2
        return plain and self.unknown and not abstract(self.text) and not of_every_day(self.text)

    @property
    def small(self) -> bool:
        """Whether it may be a name that is written small, where something before it says so."""
        return self.unknown and not wordlike(self.text)


def tokens_of(text: str) -> list[Token]:
    """The words of a text."""
    found: list[Token] = []
    at = 0
    for match in _TOKEN.finditer(text):
        begin, end = match.span()
        word = match[0]
        gap = text[at:begin]
        around = text[begin - 1 : begin] + text[end : end + 1]
        mixed = (
            any(one.isupper() for one in word[1:])
            and not word.isupper()
            and "-" not in word
            and "'" not in word
            and not word.startswith("Mac")
        )
        odd = (
            mixed
            or (word[:2].isupper() and "-" in word and not word.isupper())
            or (gap[-1:] == " " and gap[-2:-1].isdigit() and _STARTS.search(gap[-_GAP_MAX:]) is None and _unit(word))
            or any(one.isdigit() or one in "_@/" for one in around)
        )
        found.append(Token(word, begin, end, gap, not found or _STARTS.search(gap[-_GAP_MAX:]) is not None, odd))
        at = end
    _mark_noisy(found)
    return found


def _unit(word: str) -> bool:
    return len(word) <= 4


def _mark_noisy(tokens: list[Token]) -> None:
    begin = 0
    for at in range(1, len(tokens) + 1):
        if at < len(tokens) and not tokens[at].start:
            continue
        sentence = tokens[begin:at]
        plain = [one for one in sentence[1:] if len(one.text) > 1 and ordinary(one.text)]
        shouted = [one for one in sentence if one.text.isupper()]
        titled = len(plain) >= _NOISY_WORDS and sum(one.cap for one in plain) > len(plain) / 2
        if titled or (len(sentence) > _NOISY_WORDS and len(shouted) / len(sentence) >= _NOISY_SHARE):
            for one in sentence:
                one.noisy = True
        begin = at
