"""Sentences in the manner of real contacts, each with what is personal in it marked `{kind|words}`: a part to develop on (`tuned`), and parts that are only
measured: `held` was written before anything was tuned, `hard` before its writer had read the rules, `late` after the rules of its day were done and mostly with
names of no list. Run as a module it prints how much was found; with `-v` also what was missed and what was touched for nothing, which is for `tuned` alone.

They were written by whoever made the rules, who remembered them: the first run of each is what tells most.

A false hit is a place that is hidden and has no letter in common with anything marked; their share is of all places that are hidden.
"""

import re
import sys
from pathlib import Path

import msgspec

from hoolin.coaching.anonymous.api import Span, find
from hoolin.coaching.anonymous.lexicon import in_lists
from hoolin.experience.statistics.proportions import Proportion, proportion

LANGUAGES = ("et", "ru", "en")
HELD = ("held", "hard", "late")
_MARK = re.compile(r"\{(\w+)\|([^}]*)\}")
_SETS = Path(__file__).parent / "sets"


class Sentence(msgspec.Struct, frozen=True):
    """text: without marks. labels: the places that are personal."""

    text: str
    labels: tuple[Span, ...]


class Measure(msgspec.Struct):
    """Each as (how many, of how many). unlisted: names of which no word is in our lists. wrong: places found that tell of nobody. touched: harmless sentences in which something is hidden."""

    names: list[int]
    unlisted: list[int]
    structured: list[int]
    wrong: list[int]
    touched: list[int]
    missed: list[str]
    false: list[str]

    def share(self, part: str) -> Proportion | None:
        """One of them with Wilson's interval."""
        good, all_of = getattr(self, part)
        return proportion(good, all_of)


def sentences(language: str, part: str) -> list[Sentence]:
    """A part of the set of a language: `tuned`, or one of those that are held out."""
    lines = (_SETS / f"{language}_{part}.txt").read_text(encoding="utf-8").splitlines()
    return [read(line.replace("\\n", "\n")) for line in lines]


def read(line: str) -> Sentence:
    """A sentence with its marks."""
    text, labels, at = "", [], 0
    for match in _MARK.finditer(line):
        text += line[at : match.start()]
        labels.append(Span(len(text), len(text) + len(match[2]), match[1]))  # type: ignore[arg-type]
        text += match[2]
        at = match.end()
    return Sentence(text + line[at:], tuple(labels))


def measure(language: str, part: str) -> Measure:
    """What is found of it. A label counts as found when every letter and digit of it is hidden."""
    told = Measure([0, 0], [0, 0], [0, 0], [0, 0], [0, 0], [], [])
    for sentence in sentences(language, part):
        (spans,) = find([sentence.text])
        sure = [one for one in spans if one.sure]
        hidden = {at for one in sure for at in range(one.begin, one.end)}
        for label in sentence.labels:
            words = sentence.text[label.begin : label.end]
            whole = all(at in hidden for at in range(label.begin, label.end) if sentence.text[at].isalnum())
            _count(told.names if label.kind == "name" else told.structured, whole)
            if label.kind == "name" and not any(in_lists(word) for word in re.findall(r"[^\W\d_]{2,}", words)):
                _count(told.unlisted, whole)
            if not whole:
                told.missed.append(f"{label.kind} {words!r} in {sentence.text!r}")
        for span in sure:
            wrong = not any(label.begin < span.end and span.begin < label.end for label in sentence.labels)
            _count(told.wrong, wrong)
            if wrong:
                told.false.append(f"{span.kind} {sentence.text[span.begin : span.end]!r} in {sentence.text!r}")
        if not sentence.labels:
            _count(told.touched, bool(sure))
    return told


def together(language: str) -> Measure:
    """Of everything held out in a language."""
    told = Measure([0, 0], [0, 0], [0, 0], [0, 0], [0, 0], [], [])
    for part in HELD:
        one = measure(language, part)
        for pair in ("names", "unlisted", "structured", "wrong", "touched"):
            setattr(told, pair, [a + b for a, b in zip(getattr(told, pair), getattr(one, pair), strict=True)])
    return told


def _count(pair: list[int], good: bool) -> None:
    pair[0] += good
    pair[1] += 1


def main(part: str) -> None:
    """Print it."""
    lines = []
    for language in LANGUAGES:
        told = together(language) if part == "all" else measure(language, part)
        for name in ("structured", "names", "unlisted", "wrong", "touched"):
            share = told.share(name)
            if share is not None:
                numbers = f"{getattr(told, name)[0]} of {share.trials} = {share.value:.3f} ({share.low:.3f} to {share.high:.3f})"
                lines.append(f"{language} {part} {name}: {numbers}")
        if "-v" in sys.argv:
            lines += [*(f"  missed {one}" for one in told.missed), *(f"  for nothing {one}" for one in told.false)]
    sys.stdout.write("\n".join([*lines, ""]))


if __name__ == "__main__":
    main(sys.argv[1])
