"""What was said in other words, kept beside the turns of a play: the same play is shown with the same words again, and which were a model's can always be told."""

from collections.abc import Sequence
from typing import Annotated

import msgspec

from hoolin.coaching.drills.drill import Line
from hoolin.coaching.drills.play import TURNS_MAX, Played
from hoolin.core.site.rules import Value

LINES_MAX = 24
"""In one answer: all that a customer may know, in parts, and a word to it."""

ANSWERS_MAX = TURNS_MAX + 1
"""The opening, and an answer to each turn."""

Model = Annotated[str, msgspec.Meta(max_length=200)]


class Saying(Value):
    """One answer of the customer. lines: by place the words that were said instead of the written ones; None: the written. model: whose words they are, as the site names it; "" where all are the written."""

    lines: Annotated[tuple[Line | None, ...], msgspec.Meta(max_length=LINES_MAX)] = ()
    model: Model = ""


Sayings = Annotated[tuple[Saying, ...], msgspec.Meta(max_length=ANSWERS_MAX)]


def lines_of(played: Played) -> list[tuple[str, ...]]:
    """What the customer says, answer by answer; the opening is the first."""
    return [played.opening, *(turn.says for turn in played.turns)]


def with_words(played: Played, sayings: Sequence[Saying]) -> Played:
    """The play with these words; nothing else of it is touched. Where a saying does not fit its answer, the written lines stay."""
    said = list(lines_of(played))
    for number, saying in enumerate(sayings[: len(said)]):
        if len(saying.lines) == len(said[number]):
            said[number] = tuple(
                phrase or written for phrase, written in zip(saying.lines, said[number], strict=True)
            )  # fmt: skip
    turns = tuple(
        msgspec.structs.replace(turn, says=lines) for turn, lines in zip(played.turns, said[1:], strict=True)
    )  # fmt: skip
    return Played(said[0], turns, played.end)


def phrased(sayings: Sequence[Saying]) -> int:
    """How many lines are not the written ones."""
    return sum(line is not None for saying in sayings for line in saying.lines)
