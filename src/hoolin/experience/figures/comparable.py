"""Whether the answers of customers of different channels may be set beside each other: measured, before anybody compares.

All questions are taken as one factor, how a customer fared. Whoever answered all of them counts. Where the questions do not mean the same on each
channel, only change within a channel says something.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal, TypeAlias

import msgspec

from hoolin.core.errors import Invalid
from hoolin.experience import statistics
from hoolin.experience.figures.evidence import Answered

if TYPE_CHECKING:
    from hoolin.experience.statistics import Invariance

ITEMS_MIN = 3
"""With two questions any model fits."""

GROUP_MIN = 100
"""Whole answers that a channel needs to take part: with fewer the fit index moves by chance."""

SHARE_MIN = 0.5
"""A question takes part that at least so many of those who answered have answered."""

Verdict: TypeAlias = Literal[
    "comparable", "levels_differ", "weights_differ", "no_common_measure", "too_few", "no_spread", "not_told"
]


class Comparable(msgspec.Struct, frozen=True):
    """verdict: `comparable`; `levels_differ` or `weights_differ` among channels; `no_common_measure`: the questions do not hang together as one;
    `too_few` whole answers of two channels to three questions; `no_spread`: everybody answered a question alike, or as another; `not_told`: the models could not be fitted. items: which questions; groups: how
    many whole answers of each channel; cfi: the fit with nothing, weights, and levels the same.
    """

    verdict: Verdict
    items: tuple[str, ...] = ()
    groups: dict[str, int] = {}
    cfi: tuple[float, float, float] | None = None


def comparable(answered: Sequence[Answered], margin: str = "channel") -> Comparable:
    """Of everybody who answered, by a margin of theirs."""
    counts: dict[str, int] = {}
    for one in answered:
        for item in one.values:
            counts[item] = counts.get(item, 0) + 1
    items = tuple(sorted(item for item, count in counts.items() if count >= SHARE_MIN * len(answered)))
    groups: dict[str, list[list[float]]] = {}
    for one in answered:
        if all(item in one.values for item in items):
            groups.setdefault(one.kinds[margin], []).append([one.values[item] for item in items])
    large = {name: found for name, found in sorted(groups.items()) if len(found) >= GROUP_MIN}
    sizes = {name: len(found) for name, found in large.items()}
    if len(items) < ITEMS_MIN or len(large) < 2:
        return Comparable("too_few", items, sizes)
    samples = [statistics.sample_of(found) for found in large.values()]
    try:
        found = statistics.invariance(samples)
    except Invalid:
        # A question that everybody of a channel answered alike, or always as another, tells nothing of how it hangs together with others.
        return Comparable("no_spread", items, sizes)
    if not found.told:
        return Comparable("not_told", items, sizes)
    cfi = (found.configural.cfi, found.metric.cfi, found.scalar.cfi)
    return Comparable(_verdict(found), items, sizes, cfi)


def _verdict(found: "Invariance") -> Verdict:
    if found.comparable:
        return "comparable"
    if found.same_weights:
        return "levels_differ"
    return "weights_differ" if found.hangs_together else "no_common_measure"
