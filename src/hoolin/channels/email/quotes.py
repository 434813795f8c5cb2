"""What somebody wrote now, and the history that their program repeated below it: told apart by rules for Estonian, Russian and
English programs.

- History is everything from a line that introduces it (`… wrote:`, a block of From/Sent/To/Subject, "Original Message") when nothing
  new follows, or from the first of the `>` lines that end the mail.
- Who answers between the lines keeps the whole: cutting would take their answers out of what they answer.
- A message that was forwarded to us is what it is about, so it stays.
- When nothing would be left, nothing is folded. Every rule is tried on at most `LINES_MAX` lines, each once.
"""

import re
from typing import NamedTuple

from hoolin.channels.email.quote_words import (
    ADDRESSED,
    FORWARDED,
    FROM_KEYS,
    OTHER_KEYS,
    QUOTED_BY_PHONE,
    SEPARATORS,
    WROTE,
)

LINES_MAX = 20_000
"""Of a text; below them nobody looks for history any more."""

LINE_CHARACTERS_MAX = 400
"""Of a line that introduces history, over up to three lines as they were broken on the way."""

BLOCK_LINES_MAX = 12
"""In which the fields of a repeated head stand."""

DATE = (
    r"(?:\d{1,4}[./-]\d{1,2}[./-]\d{2,4}|\d{1,2}[.\s]+[^\W\d_]{3,12}\.?,?\s+\d{4}|[^\W\d_]{3,12}\.?\s+\d{1,2},?\s+\d{4}"
    r"|\d{1,2}:\d{2})"
)
WHO_WROTE = re.compile(
    rf"(?:{WROTE})[^:\n]{{0,120}}:\s*$|(?:{WROTE})\b[^\n]{{0,200}}\d[^\n]{{0,60}}:\s*$", re.IGNORECASE
)
HAS_DATE = re.compile(DATE)
HAS_ADDRESS = re.compile(r"[^\s<>@]{1,64}@[^\s<>@]{1,200}")
STARTS_LIKE = re.compile(ADDRESSED, re.IGNORECASE)
DASHES = r"[-_=—<>]{0,40} ?"
SEPARATOR = re.compile(rf"{DASHES}(?:{SEPARATORS}|{QUOTED_BY_PHONE}) ?:? ?{DASHES}$", re.IGNORECASE)
FORWARD = re.compile(rf"{DASHES}(?:{FORWARDED}) ?:? ?{DASHES}$", re.IGNORECASE)
FROM_LINE = re.compile(rf"(?:{FROM_KEYS}) ?\*?:", re.IGNORECASE)
OTHER_LINE = re.compile(rf"(?:{OTHER_KEYS}) ?\*?:", re.IGNORECASE)
RULE = re.compile(r"_{10,}$|-{20,}$")
AROUND = " \t\u00a0*"
"""What stands around a line and says nothing: blanks, and the stars of bold type. Patterns look at lines without it, so that none of
them has to guess how long it is."""


class Folded(NamedTuple):
    """text: what is new. quoted: the history, "" when none was told apart."""

    text: str
    quoted: str = ""


def fold(text: str) -> Folded:
    """The new text, and the history below it."""
    lines = text.split("\n")
    start = _history(lines[:LINES_MAX])
    if start is None:
        return Folded(text.strip("\n"))
    new = "\n".join(lines[:start]).strip()
    if not new:
        return Folded(text.strip("\n"))
    return Folded(new, "\n".join(lines[start:]).strip("\n"))


def _history(lines: list[str]) -> int | None:
    """The line with which history begins."""
    tail = _quoted_tail(lines)
    bare = [line.strip(AROUND) if len(line) <= LINE_CHARACTERS_MAX else "" for line in lines]
    for at, line in enumerate(bare):
        if tail is not None and at >= tail:
            break
        if FORWARD.match(line):
            # From here on everything belongs to what was forwarded.
            return None
        if line and not line.startswith(">") and (found := _introduced(bare, at)) is not None:
            return None if _answered_within(lines, found) else at
    return tail


def _introduced(lines: list[str], at: int) -> int | None:
    """The line after an introduction that begins here; None when none does. lines: without what stands around them."""
    line = lines[at]
    if SEPARATOR.match(line):
        return at + 1
    if FROM_LINE.match(line) or RULE.match(line):
        return _after_block(lines, at)
    return _after_attribution(lines, at)


def _after_block(lines: list[str], at: int) -> int | None:
    """The line after a repeated head (From, Sent, To, Subject) that begins here, with or without a rule above it."""
    if RULE.match(lines[at]):
        below = [index for index in range(at + 1, min(at + 4, len(lines))) if lines[index]]
        if not below or not (FROM_LINE.match(lines[below[0]]) or OTHER_LINE.match(lines[below[0]])):
            return None
        return _after_block(lines, below[0])
    keys, last = 0, at
    for index in range(at + 1, min(at + BLOCK_LINES_MAX, len(lines))):
        if OTHER_LINE.match(lines[index]) or FROM_LINE.match(lines[index]):
            keys, last = keys + 1, index
        elif not lines[index] and keys >= 2:
            break
    return last + 1 if keys >= 2 else None


def _after_attribution(lines: list[str], at: int) -> int | None:
    """The line after `On … somebody wrote:`, which programs break over up to three lines."""
    said, span = "", range(at, min(at + 3, len(lines)))
    if not any(lines[index].rstrip().endswith(":") for index in span):
        # It ends with a colon; nearly every line of nearly every mail is done with here.
        return None
    for index in span:
        part = lines[index]
        if not part or part.startswith(">"):
            return None
        said = f"{said} {part}".strip()
        if len(said) > LINE_CHARACTERS_MAX:
            return None
        if said.endswith(":"):
            return index + 1 if _attributes(said, _next(lines, index + 1)) else None
        # Only a line that begins like an introduction may go on below.
        if not (STARTS_LIKE.match(said) or (HAS_DATE.search(said) and index == at)):
            return None
    return None


def _attributes(said: str, below: str) -> bool:
    """Whether a sentence that ends in a colon introduces history. below: the next line that says something."""
    dated, addressed = bool(HAS_DATE.search(said)), bool(HAS_ADDRESS.search(said))
    if WHO_WROTE.search(said):
        return dated or addressed or below.startswith(">")
    # Gmail, Mail.ru and Yandex in Russian, and some in Estonian, name the day and the person and no verb.
    return dated and (addressed or below.startswith(">")) and len(said) >= 12


def _next(lines: list[str], at: int) -> str:
    return next((lines[index] for index in range(at, min(at + 4, len(lines))) if lines[index]), "")


def _quoted_tail(lines: list[str]) -> int | None:
    """Where the `>` lines begin that end the mail, if what is quoted is all below what is new."""
    quoted = [at for at, line in enumerate(lines) if line.startswith(">")]
    if not quoted or _answered_within(lines, quoted[0]):
        return None
    return quoted[0]


def _answered_within(lines: list[str], start: int) -> bool:
    """Whether somebody wrote between the `>` lines from here on, or below them."""
    after = lines[start:]
    first = next((at for at, line in enumerate(after) if line.startswith(">")), None)
    if first is None or any(line.strip() and not line.startswith(">") for line in after[:first]):
        # No `>` lines, or the history itself has lines without: then nothing tells answers from it.
        return False
    for line in after[first:]:
        if line.rstrip() == "--":
            return False
        if line.strip() and not line.startswith(">"):
            return True
    return False
