"""What is said of a rollout: one of five words, each with the number behind it, and beside it what before and after would have said.

helped       better than without it, beyond chance
harmful      worse, beyond chance
no_effect    no difference seen, and none as large as was hoped for: that lies outside of the interval
cannot_tell  no difference seen, and what was hoped for may be true as well: with how many people it would be seen
too_early    its weeks are not over. Nothing is shown meanwhile: whoever looks every week and stops when it looks well finds an effect where there is none
"""

from collections.abc import Collection, Mapping, Sequence
from math import inf
from typing import Literal, NamedTuple, TypeAlias

from hoolin.coaching.effects.estimate import DRAWS, Found, estimate
from hoolin.coaching.effects.naive import Naive, Reading, before_after, reading
from hoolin.coaching.effects.panel import Panel
from hoolin.coaching.effects.power import needed
from hoolin.core.errors import Invalid

Word: TypeAlias = Literal["helped", "no_effect", "harmful", "too_early", "cannot_tell"]

FAR = 2.8
"""An effect of so many errors is seen with 80 % (1.96 + 0.84)."""


class Drawn(NamedTuple):
    """A rollout as it came out. order: by agent, the wave; blocks: within which it was drawn."""

    order: Mapping[str, int]
    blocks: Sequence[Sequence[str]]
    waves: int
    step_weeks: int
    seed: int


class Apart(NamedTuple):
    """What one source alone says: customers' answers (`survey`), or reviewers' marks. Points and ends are None where too little was judged."""

    source: str
    points: float | None
    low: float | None
    high: float | None
    marks: int


class Verdict(NamedTuple):
    """points, low, high: by how much it helped, of everybody who was to get it, on average over the weeks compared; None where nothing could be compared. needed: people with whom the expected effect
    would be seen, about. marks, conversations: of how many it is made. took, of: how many of those whose turn came really took it up (None where nobody knows); ahead: how many before their turn, had:
    how many before anybody's. naive: before and after, and why it differs. apart: the same from each source alone, where there are several.
    """

    word: Word
    points: float | None
    low: float | None
    high: float | None
    expected: float
    needed: int | None
    marks: int
    conversations: int
    took: int | None
    of: int
    ahead: int
    had: int
    naive: Naive | None
    reading: Reading
    apart: tuple[Apart, ...] = ()


def judge(
    whole: Panel, drawn: Drawn, expected: float, took: Collection[str] | None, ahead: int = 0, had: int = 0, draws: int = DRAWS, apart: Mapping[str, Panel] | None = None,
) -> Verdict:  # fmt: skip
    """The verdict, when its weeks are over. whole: the panel of the site, those outside of the rollout with it; apart: the same by source. took: who really took it up, None where nobody knows. Raises
    Invalid where too little was judged.
    """
    ours = whole.narrowed(sorted(drawn.order))
    found = _estimated(ours, drawn, draws)
    naive = before_after(whole, drawn.order, drawn.step_weeks, sorted(drawn.order if took is None else took))
    low, high = _ends(found)
    return Verdict(
        _word(found, expected), found.points, low, high, expected, needed(len(drawn.order), FAR * found.error, expected), ours.marks(), ours.conversations(),
        _took(took, drawn.order), len(drawn.order), ahead, had, naive, reading(naive, found.low, found.high) if naive is not None else "unknown",
        tuple(_one_source(source, one.narrowed(ours.agents), drawn, draws) for source, one in sorted((apart or {}).items())),
    )  # fmt: skip


def at_once(
    whole: Panel, agents: Collection[str], expected: float, took: Collection[str] | None, had: int = 0
) -> Verdict:
    """Of what all got together: before and after, and that nobody can tell."""
    order = dict.fromkeys(sorted(agents), 0)
    naive = before_after(whole, order, 1, sorted(order if took is None else took))
    ours = whole.narrowed(sorted(order))
    return Verdict(
        "cannot_tell", None, None, None, expected, None, ours.marks(), ours.conversations(), _took(took, order), len(order), 0, had, naive, "unknown"
    )  # fmt: skip


def _estimated(ours: Panel, drawn: Drawn, draws: int) -> Found:
    return estimate(ours, drawn.order, drawn.blocks, drawn.waves, drawn.step_weeks, drawn.seed, draws)


def _ends(found: Found) -> tuple[float | None, float | None]:
    """Both, or neither."""
    return (found.low, found.high) if found.low > -inf and found.high < inf else (None, None)


def _one_source(source: str, ours: Panel, drawn: Drawn, draws: int) -> Apart:
    try:
        found = _estimated(ours, drawn, draws)
    except Invalid:
        return Apart(source, None, None, None, ours.marks())
    return Apart(source, found.points, *_ends(found), ours.marks())


def _took(took: Collection[str] | None, order: Mapping[str, int]) -> int | None:
    return len(set(took) & set(order)) if took is not None else None


def _word(found: Found, expected: float) -> Word:
    if found.low > 0:
        return "helped"
    if found.high < 0:
        return "harmful"
    return "no_effect" if found.high < expected else "cannot_tell"
