"""Finds names of people: what the lists know, how names are built, and what is said around them; most of all that a word within a sentence has a capital
and is nothing else. Small letters do not hide anybody: then what stands before a name has to tell.
"""

import re
from collections.abc import Iterator

import msgspec

from hoolin.coaching.anonymous import cues
from hoolin.coaching.anonymous.forms import is_cyrillic
from hoolin.coaching.anonymous.lexicon import (
    abstract,
    elsewhere,
    family,
    fathers,
    given,
    named_small,
    ordinary,
    wordlike,
)
from hoolin.coaching.anonymous.spans import Span

_TOKEN = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_STARTS = re.compile(r"(?:[.!?…\n:;•·*>/+=→|–—-]\s*[\s\"'«»“”„()]*|[\"«“„‎]\s*|\d\)\s*)$")
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
        return plain and self.unknown and not abstract(self.text)

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
            or (gap[-1:] == " " and gap[-2:-1].isdigit() and _STARTS.search(gap) is None and _unit(word))
            or any(one.isdigit() or one in "_@/" for one in around)
        )
        found.append(Token(word, begin, end, gap, not found or _STARTS.search(gap) is not None, odd))
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


def found(text: str) -> Iterator[Span]:
    """The names, each with all its parts; doubtful where a capital says nothing."""
    tokens = tokens_of(text)
    names = _Names(text, tokens)
    names.read()
    yield from names.spans()


class _Names:
    def __init__(self, text: str, tokens: list[Token]) -> None:
        self.text, self.small, self.tokens = text, text.lower().replace("’", "'"), tokens
        self.marked: set[int] = set()
        self.by_begin = {one.begin: at for at, one in enumerate(tokens)}
        self.by_end = {one.end: at for at, one in enumerate(tokens)}

    def read(self) -> None:
        """Mark all words that are part of a name."""
        for at, one in enumerate(self.tokens):
            if self._stands(at, one):
                self._take(at)
        self._initials()
        for pattern, first in ((cues.NAMED, self._named), (cues.TITLED, self._named), (cues.CALLED, self._called), (cues.RELATED, self._related), (cues.SPOKEN, self._related), (cues.SPOKEN_ET, self._related)):  # fmt: skip
            for match in pattern.finditer(self.small):
                begins = self.by_begin.get(match.end())
                if begins is not None and begins not in self.marked:
                    first(begins)
        self._signed()

    def spans(self) -> Iterator[Span]:
        """What was marked, words that follow each other as one."""
        run: list[int] = []
        for at in (*sorted(self.marked), -1):
            if run and (at != run[-1] + 1 or not self._joined(at)):
                yield Span(self.tokens[run[0]].begin, self.tokens[run[-1]].end, "name")
                run = []
            run.append(at)
        for at, one in enumerate(self.tokens):
            known = given(one.text)
            if (
                at not in self.marked
                and one.cap
                and one.unknown
                and (known is not None or (one.noisy and not wordlike(one.text) and not one.start))
            ):
                yield Span(one.begin, one.end, "name", sure=False)

    def _stands(self, at: int, one: Token) -> bool:
        """Whether a word is a name without anything said before it."""
        known = given(one.text)
        if not one.cap:
            return named_small(one.text) and not one.odd and one.unknown and not wordlike(one.text)
        if one.odd or self._place(at) or (elsewhere(one.text) and not (known is not None and self._followed(at))):
            return False
        if known is True:
            return not ordinary(one.text)
        if one.strange or (fathers(one.text) and one.unknown):
            return True
        if known is False and not one.noisy:
            # A word of every day that is a name too: the capital says so within a sentence, else what comes after.
            return (
                self._followed(at)
                or cues.SAYS.match(self.small, one.end) is not None
                or self._here(one)
                or not one.start
            )
        return (
            one.unknown
            and one.start
            and not one.noisy
            and not wordlike(one.text)
            and (self._followed(at) or self._grouped(one) or self._here(one))
        )

    def _place(self, at: int) -> bool:
        """Whether what stands beside it makes it a part of a place, a company or a product."""
        one = self.tokens[at]
        if cues.PLACE_AFTER.match(self.small, one.end) or cues.PLACE_BEFORE.search(
            self.small[max(0, one.begin - 12) : one.begin]
        ):
            return True
        before = self.tokens[at - 1] if at else None
        after = self.tokens[at + 1] if at + 1 < len(self.tokens) else None
        beside = [before] if before is not None and one.gap == " " else []
        beside += [after] if after is not None and after.gap == " " else []
        if given(one.text) is None and any(
            two.cap
            and not two.odd
            and given(two.text) is None
            and (elsewhere(two.text) or (two.text.isupper() and len(two.text) > 1))
            for two in beside
        ):
            return True
        return (
            after is not None
            and after.gap == " "
            and after.cap
            and not one.noisy
            and len(after.text) > 2
            and ordinary(after.text)
        )

    def _here(self, one: Token) -> bool:
        return cues.HERE.match(self.small, one.end) is not None

    def _grouped(self, one: Token) -> bool:
        return cues.GROUPED.match(self.small, one.end) is not None

    def _followed(self, at: int) -> bool:
        """Whether the next word is one that ends a name."""
        if at + 1 >= len(self.tokens):
            return False
        at += 1
        while (
            at + 1 < len(self.tokens) and self.tokens[at].text.lower() in cues.PARTICLES and self.tokens[at].gap == " "
        ):
            at += 1
        after = self.tokens[at]
        return after.gap == " " and after.cap and (after.strange or (after.unknown and family(after.text)))

    def _take(self, at: int) -> None:
        """Mark a word and what belongs to it."""
        self.marked.add(at)
        first = self.tokens[at]
        shouted = first.text.isupper()
        for further in range(at + 1, min(at + 5, len(self.tokens))):
            one = self.tokens[further]
            if one.gap not in (" ", " - ", "-"):
                return
            if one.text.lower() in cues.PARTICLES and further + 1 < len(self.tokens):
                following = self.tokens[further + 1 : further + 3]
                if any(word.cap for word in following) and (one.text.islower() or one.cap):
                    self.marked.add(further)
                    continue
            if not self._belongs(first, one, further, shouted):
                return
            self.marked.add(further)
            if shouted or not first.cap:
                return

    def _belongs(self, first: Token, one: Token, at: int, shouted: bool) -> bool:
        if first.cap and not shouted:
            return (
                one.cap
                and not one.odd
                and not one.text.isupper()
                and (one.unknown or (family(one.text) and not ordinary(one.text)))
            )
        if shouted:
            return one.text.isupper() and one.unknown
        return not one.cap and one.small and (family(one.text) or self._ends(at))

    def _ends(self, at: int) -> bool:
        """Whether what comes after a word says that no sentence goes on with it."""
        if at + 1 >= len(self.tokens):
            return True
        after = self.tokens[at + 1]
        return after.gap.strip() != "" or "\n" in after.gap or ordinary(after.text) or after.text.lower() in cues.JOINS

    def _joined(self, at: int) -> bool:
        return at >= 0 and self.tokens[at].gap.strip(" .'’-") == "" and "\n" not in self.tokens[at].gap

    # ── what is said before ─────────────────────────────────────────────────────────────────────────────────────────

    def _named(self, at: int) -> None:
        """Up to three words."""
        for further in range(at, min(at + 3, len(self.tokens))):
            one = self.tokens[further]
            starred = one.cap and given(one.text) is not None
            if (
                (further > at and one.gap != " ")
                or one.odd
                or not (one.unknown or starred)
                or (not one.cap and wordlike(one.text))
            ):
                return
            self.marked.add(further)

    def _called(self, at: int) -> None:
        one, after = self.tokens[at], self.tokens[at + 1] if at + 1 < len(self.tokens) else None
        if one.cap or one.odd:
            return
        two = after is not None and after.gap == " " and not after.cap and after.small and self._ends(at + 1)
        known = given(one.text)
        if (known is not None and (two or self._ends(at)) and not wordlike(one.text)) or (
            one.small and two and not ordinary(one.text)
        ):
            self.marked.add(at)
            if two:
                self.marked.add(at + 1)

    def _related(self, at: int) -> None:
        one = self.tokens[at]
        if one.cap or not (one.small or (given(one.text) is not None and not wordlike(one.text))):
            return
        self.marked.add(at)
        after = self.tokens[at + 1] if at + 1 < len(self.tokens) else None
        if after is not None and after.gap == " " and not after.cap and after.small:
            self.marked.add(at + 1)

    def _signed(self) -> None:
        for match in cues.SIGNED.finditer(self.small):
            line = self.text[match.end() :].split("\n", 1)[0]
            first = self.by_begin.get(match.end())
            if first is None or len(line.split()) > 4:
                continue
            for further in range(first, min(first + 4, len(self.tokens))):
                one = self.tokens[further]
                if one.begin >= match.end() + len(line) or not (one.cap or one.small) or ordinary(one.text) or one.odd:
                    break
                if not one.cap and "\n" not in match["after"]:
                    break
                self.marked.add(further)

    def _initials(self) -> None:
        for group, pattern in cues.INITIALS.items():
            for match in pattern.finditer(self.text):
                if not ordinary(match[group]) and not elsewhere(match[group]):
                    begin, end = match.span()
                    inside = [at for at, one in enumerate(self.tokens) if begin <= one.begin and one.end <= end]
                    self.marked.update(inside)


def script_of(text: str) -> str:
    """`ru` where most words are Russian, else nothing is said."""
    words = [one.text for one in tokens_of(text)]
    return "ru" if sum(is_cyrillic(one) for one in words) * 2 > len(words) else ""
