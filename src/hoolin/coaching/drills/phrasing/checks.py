"""Whether what a model gave for a written line may be said instead of it. Every check is a rule; the first that fails is named, and the written line is said.

Refused is: another language or script, markup and anything but plain letters and punctuation, much longer or shorter, a number, day, time, price or name lost or invented, what the customer has not told
yet, the solution, a question where there was none or none where there was one, yes for no, words of the task or of somebody else, another gender, and hardly a word of the written line.
"""

import re
from collections.abc import Iterable
from typing import Literal, TypeAlias

from hoolin.coaching.drills.drill import Drill
from hoolin.coaching.drills.phrasing.asked import Asking
from hoolin.coaching.drills.phrasing.carried import among, exact, firsts, names
from hoolin.coaching.drills.phrasing.tongue import (
    NO,
    NOT_THEIRS,
    YES,
    genders,
    in_language,
    in_letters,
    known,
    spoken_lines,
    usual,
)
from hoolin.coaching.drills.signs import met, plain, sentences

Why: TypeAlias = Literal[
    "lines", "same", "length", "letters", "speaker", "task", "language", "question", "lost", "invented", "name_lost", "name_invented", "untold", "solves", "yes_no", "gender", "strays",
]  # fmt: skip
"""lines: another number of lines than was asked for. same: nothing was changed."""

SHORTER, LONGER, SLACK, LINE_MAX = 0.5, 1.6, 24, 600
"""Of the written line's length, in characters; a short one may grow by the slack."""

CARRIED = 0.34
"""Of the words of a line that are not general ones, so many at least come back."""

_LABEL = re.compile(r"(?:^|[.!?…]\s+)\w+(?:\s\w+)?\s*:\s")
"""`Agent: …`: somebody is named before what they say."""

QUOTES = {'"': '"', "“": "”", "„": "“", "«": "»", "'": "'"}


def answers(text: str, asked: Asking) -> tuple[str, ...] | None:
    """A model's answer as lines; None where they are not as many as were asked for."""
    lines = [_bare(line) for line in text.strip().splitlines() if line.strip()]
    return tuple(lines) if len(lines) == len(asked.wanted) else None


def refusal(drill: Drill, asked: Asking, at: int, phrase: str) -> Why | None:
    """Why this may not be said instead of the line at that place; None where it may."""
    written, spoken = asked.written[at], asked.spoken
    if phrase.casefold() == written.casefold():
        return "same"
    if not max(2, len(written) * SHORTER - SLACK / 2) <= len(phrase) <= min(LINE_MAX, len(written) * LONGER + SLACK):
        return "length"
    if not in_letters(phrase, written, spoken):
        return "letters"
    if (
        (_LABEL.search(phrase) and not _LABEL.search(written))
        or phrase.startswith(("-", "–", "—"))
        or len(sentences(phrase)) > len(sentences(written)) + 2
    ):
        return "speaker"
    if _new(NOT_THEIRS.findall(phrase), NOT_THEIRS.findall(written)):
        return "task"
    if not in_language(phrase, drill, spoken):
        return "language"
    if ("?" in phrase) != ("?" in written):
        return "question"
    return (
        _carried(asked, written, phrase)
        or _told(drill, asked, written, phrase)
        or _voice(drill, asked, written, phrase)
    )


def _carried(asked: Asking, written: str, phrase: str) -> Why | None:
    """Numbers, times and names: all of these, and no others."""
    were, are = exact(written, asked.spoken), exact(phrase, asked.spoken)
    if were - are:
        return "lost"
    if are - were:
        return "invented"
    before, words = plain(written), plain(phrase)
    if not all(among(name, words) for name in names(written)):
        return "name_lost"
    # A word at the beginning may be a name as well: one that nobody knows is taken for one.
    begin = (word for word in firsts(phrase) if not known(word, asked.spoken))
    if not all(among(name, before) for name in (*names(phrase), *begin)):
        return "name_invented"
    return None


def _told(drill: Drill, asked: Asking, written: str, phrase: str) -> Why | None:
    """Nothing of what they have not told, nor of what would help them."""
    spoken = asked.spoken
    words, before = plain(phrase), plain(written)
    said = [*asked.written, *asked.said]
    # What the agent has before them anyway is no secret.
    seen = [
        drill.situation.said(spoken),
        *(part.said(spoken) for line in drill.card for part in (line.name, line.value)),
    ]
    heard = {word for text in (*said, *seen) for word in plain(text)}
    secret = _secret(drill, asked, said)
    fresh = (word for word in words if len(word) >= 3 and not usual(word, spoken) and not among(word, heard))
    if any(among(word, secret) for word in fresh):
        return "untold"
    matter = drill.concrete.said(spoken)
    if any(met(sign, words) and not any(met(sign, plain(text)) for text in said) for sign in matter):
        return "untold"
    solves = drill.hears["solve"].said(spoken) if "solve" in drill.hears else ()
    if any(met(sign, words) and not met(sign, before) for sign in solves):
        return "solves"
    # What the line is about, in the drill's own signs, comes back.
    if any(met(sign, before) and not met(sign, words) for sign in matter):
        return "lost"
    return None


def _secret(drill: Drill, asked: Asking, said: list[str]) -> list[str]:
    """Words of what has not come out: what they have not told, and what it was really about."""
    spoken, out = asked.spoken, {line.strip() for line in said}
    texts = [drill.need.said(spoken)]
    for fact in drill.knows:
        lines = [part for line in fact.said.said(spoken) for part in line.split(" / ")]
        if not fact.told and not any(line.strip() in out for line in lines):
            texts += lines
    return [word for text in texts for word in plain(text) if len(word) >= 3 and not usual(word, spoken)]


def _voice(drill: Drill, asked: Asking, written: str, phrase: str) -> Why | None:
    """The same person, who says the same."""
    spoken = asked.spoken
    words, before = plain(phrase), plain(written)
    if (before[:1] and words[:1]) and (
        (before[0] in YES[spoken] and words[0] in NO[spoken]) or (before[0] in NO[spoken] and words[0] in YES[spoken])
    ):
        return "yes_no"
    if spoken == "ru":
        who = genders([written]) or genders(spoken_lines(drill, spoken))
        if not genders([phrase]) <= who:
            return "gender"
    if not any(among(word, words) for word in before if len(word) >= 3):
        return "strays"
    own = {word for word in before if len(word) >= 4 and not usual(word, spoken)}
    back = sum(among(word, words) for word in own)
    return "strays" if back < len(own) * CARRIED else None


def _bare(line: str) -> str:
    """Without the quotation marks that models like to put around a line, and with single spaces."""
    text = " ".join(line.split())
    if len(text) > 1 and QUOTES.get(text[0]) == text[-1]:
        text = text[1:-1].strip()
    return text


def _new(found: Iterable[str], before: Iterable[str]) -> bool:
    return bool({one.casefold() for one in found} - {one.casefold() for one in before})
