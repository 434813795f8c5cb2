"""Whether contacts came elsewhere instead: another reason, another channel, repeat contacts, complaints.

What is taken off what was avoided is what speaks most against it: the rise of any one place, or of any two; of all of them, where all together rose beyond
chance. Taking off whatever all places did would drown every effect in the noise of many: nobody can tell from the figures whether contacts went to
thirty reasons in thirty small parts, and they hardly do. Only places are asked that can answer: where as many contacts as were expected to be avoided
would be seen with 90 %, were they all to go there. Another is named as one that cannot tell, and counts where it rose beyond chance all the same.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import combinations
from typing import NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from hoolin.core.errors import Invalid
from hoolin.insight.effects.estimate import Estimate, calibrated, interrupted
from hoolin.insight.effects.series import Observed, Series

Numbers = NDArray[np.float64]


class Moved(msgspec.Struct, frozen=True):
    """Contacts that rose elsewhere (another reason, another channel, repeat contacts, complaints) when ours fell. more: how many, with the interval; share:
    of those avoided. caught: whether the rise is beyond chance. tells: whether as many as were expected to be avoided would be seen there.
    """

    where: str
    more: float
    low: float
    high: float
    share: float
    caught: bool
    tells: bool


class Rise(NamedTuple):
    """How many more than expected at places, with the ends of their intervals: [places], or [places, draws]."""

    more: Numbers
    low: Numbers
    high: Numbers


class Net(NamedTuple):
    """What was avoided less what came elsewhere instead, with its interval: each [draws], or a number."""

    value: Numbers
    low: Numbers
    high: Numbers


def net(avoided: Rise, places: Rise, asked: NDArray[np.bool_]) -> Net:
    """avoided: contacts that came no more here, [1] or [1, draws]. asked: which places count, in the shape of theirs. Each end by itself: intervals of
    ratios are not even about their middle.
    """
    least, most = avoided.more[0] - avoided.low[0], avoided.high[0] - avoided.more[0]
    worst = Net(avoided.more[0], avoided.low[0], avoided.high[0])
    counts = [at for at in range(len(asked)) if asked[at].any()]
    more, up, down = (
        np.where(asked, part, 0.0) for part in (places.more, places.high - places.more, places.more - places.low)
    )
    for size in (1, 2):
        for chosen in combinations(counts, size):
            at = list(chosen)
            worst = _worse(
                worst,
                _less(avoided.more[0], least, most, more[at], up[at], down[at]),
                np.asarray(asked[at].all(axis=0)),
            )
    if len(counts) > 2:
        all_rose = more.sum(axis=0) - np.sqrt((down**2).sum(axis=0)) > 0
        worst = _worse(worst, _less(avoided.more[0], least, most, more, up, down), all_rose)
    return worst


def _less(avoided: Numbers, least: Numbers, most: Numbers, more: Numbers, up: Numbers, down: Numbers) -> Net:
    value = avoided - more.sum(axis=0)
    low = value - np.sqrt(least**2 + (up**2).sum(axis=0))
    return Net(value, low, value + np.sqrt(most**2 + (down**2).sum(axis=0)))


def _worse(one: Net, other: Net, where: NDArray[np.bool_]) -> Net:
    taken = (other.low < one.low) & where
    return Net(*(np.where(taken, theirs, ours) for ours, theirs in zip(one, other, strict=True)))


def rises(elsewhere: Mapping[str, Series], change: date, pairs: int, known: Sequence[Estimate]) -> dict[str, Estimate]:
    """The change of the rate at each place that says something, as seen among reasons that the change had nothing to do with."""
    found = {}
    for name, series in elsewhere.items():
        try:
            found[name] = calibrated(interrupted(series, change, pairs), known)
        except Invalid:
            continue
    return found


def rise(found: Sequence[Estimate]) -> Rise:
    """How many more came than expected, [places]."""
    ends = [one.interval() for one in found]
    baseline = np.array([one.baseline for one in found])
    low, high = (np.array([one[end] for one in ends]) for end in (0, 1))
    return Rise(*(baseline * (ratio - 1) for ratio in (np.array([one.ratio for one in found]), low, high)))


def whole(observed: Observed) -> Series:
    """Those who got a change and those who did not, as one."""
    changed, others = observed.changed, observed.others
    if others is None:
        return changed
    counts, exposure = (
        tuple(map(float, np.add(*both)))
        for both in ((changed.counts, others.counts), (changed.exposure, others.exposure))
    )
    return Series(changed.dates, counts, exposure)
