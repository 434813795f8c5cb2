"""What is said of a change: one of five words, each with the number behind it, and whether contacts only went elsewhere.

verified       fewer contacts than without it, beyond chance, also when those that came elsewhere instead are taken off
moved          fewer of these, beyond chance, but with what came elsewhere nobody can say that there are fewer in all
harmful        more, beyond chance
not_detected   no difference seen, and the drop that was written down beforehand would have been seen
underpowered   no difference seen, and that drop might well have been missed: nothing can be said yet
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Literal, TypeAlias

import msgspec
import numpy as np

from hoolin.core.errors import Invalid
from hoolin.insight.effects.elsewhere import Moved, Rise, net, rise, rises, whole
from hoolin.insight.effects.estimate import PLACEBOS_MIN, Estimate, beside, calibrated, interrupted
from hoolin.insight.effects.power import POWER_MIN, Design, Place, detectable, power
from hoolin.insight.effects.series import Observed, Series

Word: TypeAlias = Literal["verified", "moved", "not_detected", "harmful", "underpowered"]
Method: TypeAlias = Literal["interrupted_time_series", "difference_in_differences"]

EXPECTED_DROP = 0.1
"""What is looked for where nobody wrote down what they expect: a tenth less."""


class Verdict(msgspec.Struct, frozen=True):
    """ratio, low, high: of the rate after the change to what it would have been without. expected: the drop that was looked for, as a share; power: how
    likely it would have been seen; detectable: the drop that would have been seen with 80 %. avoided: contacts, with their interval, hours where the
    work of one is known. net: avoided, less what came elsewhere instead (`elsewhere.net`), with its interval. placebos: how many reasons the error was calibrated by.
    """

    verdict: Word
    method: Method
    ratio: float
    low: float
    high: float
    expected: float
    power: float
    detectable: float | None
    avoided: float
    avoided_low: float
    avoided_high: float
    hours: float | None
    net: float
    net_low: float
    net_high: float
    placebos: int
    moved: tuple[Moved, ...] = ()


def estimate(observed: Observed, change: date, pairs: int = 2) -> Estimate:
    """By what was observed: beside others where there are others. Raises Invalid."""
    if observed.others is not None:
        return beside(observed.changed, observed.others, change)
    return interrupted(observed.changed, change, pairs)


def untouched(observed: Observed, placebos: Sequence[Series | Observed], change: date, pairs: int) -> list[Estimate]:
    """What reasons did that the change had nothing to do with, seen in the way the changed one is seen: beside others only those that have others too, for what
    moves by itself mostly falls out there.
    """
    known = []
    for one in placebos:
        like = one if isinstance(one, Observed) else Observed(one)
        if (like.others is None) == (observed.others is None):
            known.append(quietly(like, change, pairs))
    # A reason that nobody came for after the change was changed by something.
    return [one for one in known if one is not None and one.bound is None]


def quietly(observed: Observed, change: date, pairs: int) -> Estimate | None:
    """None where it says nothing."""
    try:
        return estimate(observed, change, pairs)
    except Invalid:
        return None


def judge(
    observed: Observed, change: date, *, expected: float = EXPECTED_DROP, placebos: Sequence[Series | Observed] = (),
    elsewhere: Mapping[str, Series] | None = None, minutes: float | None = None, pairs: int = 2,
) -> Verdict:  # fmt: skip
    """The verdict on a change. expected: the drop written down before it shipped, 0.2 for a fifth. placebos: reasons that it had nothing to do with.
    elsewhere: by name, where contacts may have gone. minutes: of work that one contact costs. Raises Invalid.
    """
    if not 0 < expected < 1:
        raise Invalid("no_such_drop", expected=expected)
    plain = estimate(observed, change, pairs)
    known = untouched(observed, placebos, change, pairs)
    found = calibrated(plain, known)
    low, high = found.interval()
    fewer = found.baseline * (1 - found.ratio)
    aside = (
        known
        if observed.others is None
        else untouched(
            Observed(observed.changed),
            [whole(one) if isinstance(one, Observed) else one for one in placebos],
            change,
            pairs,
        )
    )
    places = rises(elsewhere or {}, change, pairs, aside)
    ours = rise([found])
    design = _design(found, list(places.values()))
    theirs = rise(list(places.values()))
    telling = np.array([_place(one).tells(expected * found.baseline) for one in places.values()], dtype=bool)
    taken = net(Rise(-ours.more, -ours.high, -ours.low), theirs, telling | (theirs.low > 0))
    chance = power(design, expected)
    return Verdict(
        verdict=_word(low, high, chance, float(taken.low)),
        method="interrupted_time_series" if observed.others is None else "difference_in_differences",
        ratio=found.ratio, low=low, high=high, expected=expected, power=chance, detectable=detectable(design, POWER_MIN),
        avoided=fewer, avoided_low=found.baseline * (1 - high), avoided_high=found.baseline * (1 - low),
        hours=None if minutes is None else fewer * minutes / 60, net=float(taken.value), net_low=float(taken.low), net_high=float(taken.high),
        placebos=len(known) if len(known) >= PLACEBOS_MIN else 0,
        # Only where ours fell can anything have moved.
        moved=_moved(list(places), theirs, telling.tolist(), fewer) if fewer > 0 else (),
    )  # fmt: skip


def _design(found: Estimate, places: Sequence[Estimate]) -> Design:
    """What was to be seen, from what is known now of how unsure the figures are."""
    there = tuple(_place(one) for one in places if one.bound is None)
    sparse = 1 / found.baseline if found.baseline > 0 else 0.0
    if found.bound is not None:
        return Design(sparse**0.5, found.freedom, found.baseline, sparse, there)
    # The error was found at the ratio that was found; what it would be at none is less where contacts fell.
    level = max(0.5 * found.error**2, found.error**2 - sparse * (1 / found.ratio - 1)) ** 0.5
    return Design(level, found.freedom, found.baseline, sparse, there)


def _place(found: Estimate) -> Place:
    """A place where nobody comes any more shows every rise."""
    return Place(found.baseline, 0.0 if found.bound is not None else found.error, found.freedom)


def _word(low: float, high: float, chance: float, lowest: float) -> Word:
    if high < 1:
        return "verified" if lowest > 0 else "moved"
    if low > 1:
        return "harmful"
    return "not_detected" if chance >= POWER_MIN else "underpowered"


def _moved(names: Sequence[str], places: Rise, telling: Sequence[bool], avoided: float) -> tuple[Moved, ...]:
    ends = zip(names, places.more.tolist(), places.low.tolist(), places.high.tolist(), telling, strict=True)
    return tuple(
        Moved(name, more, low, high, max(0.0, more) / avoided, low > 0, tells) for name, more, low, high, tells in ends
    )
