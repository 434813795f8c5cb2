"""What is said of a rollout: one of five words, each with the number behind it, and beside it what before and after would have said.

helped       better than without it, beyond chance
harmful      worse, beyond chance
no_effect    no difference seen, and the effect that was hoped for would have been seen with 80 %
cannot_tell  no difference seen, and that effect might well have been missed: with how many people it would be seen
too_early    its weeks are not over. Nothing is shown meanwhile: whoever looks every week and stops when it looks well finds an effect where there is none
"""

from collections.abc import Collection, Mapping, Sequence
from math import inf
from typing import Literal, NamedTuple, TypeAlias

from hoolin.coaching.effects.estimate import DRAWS, Found, estimate
from hoolin.coaching.effects.naive import Naive, Reading, before_after, reading
from hoolin.coaching.effects.panel import Panel
from hoolin.coaching.effects.power import POWER, Unsure, needed

Word: TypeAlias = Literal["helped", "no_effect", "harmful", "too_early", "cannot_tell"]


class Drawn(NamedTuple):
    """A rollout as it came out. order: by agent, the wave; blocks: within which it was drawn."""

    order: Mapping[str, int]
    blocks: Sequence[Sequence[str]]
    waves: int
    step_weeks: int
    seed: int

    @property
    def freedom(self) -> float:
        """Degrees of freedom of the comparison, as far as one can speak of them."""
        return max(1.0, len(self.blocks) - 1 if len(self.blocks) > 1 else float(len(self.order) - self.waves))


class Verdict(NamedTuple):
    """points, low, high: by how much it helped, of everybody who was to get it; None where nothing could be compared. chance: that the expected effect would have been seen. needed: people with whom it
    would. took, of: how many of those whose turn came really took it up (None where nobody knows); ahead: how many before their turn. naive: before and after, and why it
    differs.
    """

    word: Word
    points: float | None
    low: float | None
    high: float | None
    expected: float
    chance: float
    needed: int | None
    marks: int
    took: int | None
    of: int
    ahead: int
    naive: Naive | None
    reading: Reading


def judge(
    whole: Panel, drawn: Drawn, expected: float, took: Collection[str] | None, ahead: int = 0, draws: int = DRAWS
) -> Verdict:  # fmt: skip
    """The verdict, when its weeks are over. whole: the panel of the site, those outside of the rollout with it. took: who really took it up, None where nobody knows. Raises Invalid where too little
    was judged.
    """
    ours = whole.narrowed(sorted(drawn.order))
    found = estimate(ours, drawn.order, drawn.blocks, drawn.waves, drawn.step_weeks, drawn.seed, draws)
    as_seen = Unsure(found.error**2, 0.0, drawn.freedom)
    naive = before_after(whole, drawn.order, drawn.step_weeks, sorted(took or drawn.order))
    sure = found.low > -inf and found.high < inf
    likely = as_seen.chance(expected) if sure else 0.0
    return Verdict(
        _word(found, likely), found.points, found.low if sure else None, found.high if sure else None, expected, likely,
        needed(len(drawn.order), as_seen.detectable(), expected), ours.marks(), _took(took, drawn.order), len(drawn.order), ahead, naive,
        reading(naive, found.points, found.low, found.high) if naive is not None else "unknown",
    )  # fmt: skip


def at_once(whole: Panel, agents: Collection[str], expected: float, took: Collection[str] | None) -> Verdict:
    """Of what all got together: before and after, and that nobody can tell."""
    order = dict.fromkeys(sorted(agents), 0)
    naive = before_after(whole, order, 1, sorted(took or order))
    ours = whole.narrowed(sorted(order))
    return Verdict(
        "cannot_tell", None, None, None, expected, 0.0, None, ours.marks(), _took(took, order), len(order), 0, naive, "unknown"
    )  # fmt: skip


def _took(took: Collection[str] | None, order: Mapping[str, int]) -> int | None:
    return len(set(took) & set(order)) if took is not None else None


def _word(found: Found, likely: float) -> Word:
    if found.low > 0:
        return "helped"
    if found.high < 0:
        return "harmful"
    return "no_effect" if likely >= POWER else "cannot_tell"
