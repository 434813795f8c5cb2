"""Finds names of people: what the lists know, how names are built, and what is said around them; most of all that a word within a sentence has a capital
and is nothing else. Small letters do not hide anybody: then what stands before a name has to tell.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from hoolin.coaching.anonymous import cues, nobody
from hoolin.coaching.anonymous.forms import is_cyrillic
from hoolin.coaching.anonymous.lexicon import (
    elsewhere,
    family,
    fathers,
    given,
    listed,
    looks_done,
    named_small,
    only_by_form,
    ordinary,
    role,
    surely_family,
    wordlike,
)  # fmt: skip
from hoolin.coaching.anonymous.spans import Span
from hoolin.coaching.anonymous.tokens import Token, tokens_of

_LISTED_END = re.compile(r"\s*(?:[,;(\n]|$|[.]\s*$)")
_SHORT = 4
"""Letters of what is rather an abbreviation than a name written large."""


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
        self.nobodies = self._nobodies()

    def read(self) -> None:
        """Mark all words that are part of a name."""
        for at, one in enumerate(self.tokens):
            if self._stands(at, one):
                self._take(at)
        self._initials()
        self._turned()
        for pattern, first in ((cues.NICKNAMED, self._nicknamed), (cues.FAMILY_OF, self._family), (cues.BARE, self._bare), (cues.ADDRESSED, self._addressed), (cues.NAMED, self._named), (cues.TITLED, self._titled), (cues.CALLED, self._called), (cues.RELATED, self._related), (cues.SPOKEN, self._related), (cues.SPOKEN_ET, self._related)):  # fmt: skip
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
            return named_small(one.text) and not one.odd and one.unknown
        if (
            one.odd
            or at in self.nobodies
            or self._place(at)
            or (elsewhere(one.text) and not (known is not None and self._followed(at)))
        ):
            return False
        if known is True:
            return not ordinary(one.text)
        if one.strange or (fathers(one.text) and one.unknown) or (surely_family(one.text) and not one.noisy):
            return True
        if one.text.isupper() and len(one.text) <= _SHORT and not one.noisy:
            return False
        if one.noisy:
            return known is False and one.text.isupper() and self._followed(at)
        if (known is False or listed(one.text) is not None) and not only_by_form(one.text):
            # A word of every day that is a name too: the capital says so within a sentence, else what comes after.
            return (
                (not one.start and (known is not None or not ordinary(one.text)))
                or cues.OWNS.match(self.small, one.end) is not None
                or self._followed(at)
                or self._does(at, cues.SAYS_SURELY)
                or self._here(one)
                or self._grouped(one)
            )
        if ordinary(one.text) or not one.unknown:
            return False
        return self._grouped(one) or (
            one.start
            and not wordlike(one.text)
            and (
                self._followed(at)
                or self._here(one)
                or (one.text.endswith("'s") and cues.OWNS.match(self.small, one.end) is not None)
                or cues.SAYS_SURELY.match(self.small, one.end) is not None
            )
        )

    def _does(self, at: int, *what: re.Pattern[str]) -> bool:
        """Whether what comes after a word is what a person does, or what is said to or of one; it may be said of two."""
        end = self.tokens[at].end
        if any(one.match(self.small, end) for one in (*what, cues.GREETS, cues.GIVEN_TO)):
            return True
        both = self.tokens[at + 1 : at + 3]
        return (
            len(both) == 2
            and both[0].text in nobody.AND
            and both[1].cap
            and given(both[1].text) is not None
            and self.text[end : both[0].begin] == " "
        )

    def _nobodies(self) -> set[int]:
        """Words with a capital that are a company's or a thing's, and those that are told together with them."""
        inside = {
            at
            for begin, end in nobody.places(self.text)
            for at, one in enumerate(self.tokens)
            if begin <= one.begin < end
        }
        for at, one in enumerate(self.tokens):
            if not one.cap or given(one.text) is not None:
                continue
            before = self.tokens[at - 1] if at else None
            if (
                (
                    before is not None
                    and one.gap == " "
                    and (
                        before.text.lower() in nobody.IN
                        or (before.text.lower() in nobody.WENT and one.text.endswith(nobody.WHERE))
                    )
                )
                or nobody.THING_BEFORE.search(self.text, max(0, one.begin - 24), one.begin)
                or nobody.THING_AFTER.match(self.small, one.end)
                or (
                    before is not None
                    and (
                        self._nothing(at - 1, inside)
                        if one.gap == ", "
                        else before.text in nobody.AND and at > 1 and self._nothing(at - 2, inside)
                    )
                )
            ):
                inside.add(at)
        return inside

    def _nothing(self, at: int, inside: set[int]) -> bool:
        one = self.tokens[at]
        return one.cap and given(one.text) is None and (at in inside or elsewhere(one.text))

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
        """Mark a word and what belongs to it; the family may be told first."""
        self.marked.add(at)
        first = self.tokens[at]
        before = self.tokens[at - 1] if at else None
        if (
            before is not None
            and first.cap
            and first.gap == " "
            and before.cap
            and at - 1 not in self.nobodies
            and before.text.isupper() == first.text.isupper()
            and not ordinary(before.text)
            and not elsewhere(before.text)
            and (
                family(before.text)
                or (
                    (not before.start or given(first.text) is None)
                    and before.unknown
                    and not before.odd
                    and not wordlike(before.text)
                )
            )
        ):
            self.marked.add(at - 1)
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
                or (
                    not one.cap
                    and wordlike(one.text)
                    and not (is_cyrillic(one.text) and further == at and self._ends(at))
                )
            ):
                return
            self.marked.add(further)

    def _titled(self, at: int) -> None:
        """After a title any word with a capital is a name, though it is a word of every day."""
        one = self.tokens[at]
        if one.cap and not one.odd and not role(one.text) and one.text.lower() not in cues.NO_TITLED:
            self._take(at)
        else:
            self._named(at)

    def _family(self, at: int) -> None:
        one = self.tokens[at]
        plain = listed(one.text) is None and ordinary(one.text)
        if one.cap and not one.odd and not plain and not elsewhere(one.text) and at not in self.nobodies:
            self._take(at)

    def _bare(self, at: int) -> None:
        one, after = self.tokens[at], self.tokens[at + 1] if at + 1 < len(self.tokens) else None
        if one.cap or given(one.text) is not None or (after is not None and after.gap == " " and family(after.text)):
            self._named(at)

    def _addressed(self, at: int) -> None:
        one = self.tokens[at]
        if not one.cap and not one.odd and one.unknown and given(one.text) is not None and self._ends(at):
            self._take(at)

    def _nicknamed(self, at: int) -> None:
        one = self.tokens[at]
        if one.odd or ordinary(one.text) or elsewhere(one.text):
            return
        if one.cap or given(one.text) is not None or (one.small and self._ends(at)):
            self._take(at)

    def _turned(self) -> None:
        """A family name, a comma and a given name, as in lists."""
        for at, (one, after) in enumerate(pairwise(self.tokens)):
            if (
                one.start
                and one.cap
                and after.cap
                and after.gap == ", "
                and given(after.text) is not None
                and not (ordinary(one.text) or elsewhere(one.text) or one.odd)
                and (listed(one.text) is not None or (one.unknown and family(one.text)))
                and _LISTED_END.match(self.text, after.end)
            ):
                self.marked.update((at, at + 1))

    def _called(self, at: int) -> None:
        one, after = self.tokens[at], self.tokens[at + 1] if at + 1 < len(self.tokens) else None
        if one.cap or one.odd:
            return
        two = after is not None and after.gap == " " and not after.cap and after.small and self._ends(at + 1)
        known = given(one.text)
        mine = self.small[: one.begin].rstrip().endswith(cues.MINE)
        if (
            (known is True and one.unknown)
            or (known is not None and (two or (mine and self._ends(at))) and not wordlike(one.text) and one.unknown)
            or (one.small and mine and cues.RINGS.match(self.small, one.end) is not None)
            or (one.small and two and (mine or (after is not None and family(after.text))))
        ):
            self.marked.add(at)
            if two:
                self.marked.add(at + 1)

    def _related(self, at: int) -> None:
        one = self.tokens[at]
        known = given(one.text)
        if one.cap or not one.unknown or one.odd:
            return
        thing = wordlike(one.text) or looks_done(one.text) or (at and self.tokens[at - 1].text.lower() in cues.OBLIQUE)
        if known is None and thing:
            return
        self.marked.add(at)
        after = self.tokens[at + 1] if at + 1 < len(self.tokens) else None
        if after is not None and after.gap == " " and not after.cap and after.small and not looks_done(after.text):
            self.marked.add(at + 1)

    def _signed(self) -> None:
        for match in cues.SIGNED.finditer(self.small):
            line = self.text[match.end() :].split("\n", 1)[0]
            first = self.by_begin.get(match.end())
            if first is None or len(line.split()) > 4:
                continue
            for further in range(first, min(first + 4, len(self.tokens))):
                one = self.tokens[further]
                if (
                    one.begin >= match.end() + len(line)
                    or not (one.cap or one.small)
                    or ordinary(one.text)
                    or elsewhere(one.text)
                    or one.odd
                ):
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
