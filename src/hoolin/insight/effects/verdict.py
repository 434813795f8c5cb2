"""What is said of a change: one of five words, each with the number behind it, and whether contacts only went elsewhere.

verified       fewer contacts than without it, beyond chance, also when those that came elsewhere instead are taken off
moved          fewer of these, beyond chance, but with what came elsewhere nobody can say that there are fewer in all
harmful        more, beyond chance
not_detected   no difference seen, and the drop that was written down beforehand would have been seen
underpowered   no difference seen, and that drop might well have been missed: nothing can be said yet
"""

from collections.abc import Sequence
from datetime import date
from math import hypot
from typing import Literal, TypeAlias

import msgspec

from hoolin.core.errors import Invalid
from hoolin.insight.effects.estimate import (
    LEVEL,
    PLACEBOS_MIN,
    Estimate,
    beside,
    calibrated,
    detectable,
    interrupted,
    power_for,
)
from hoolin.insight.effects.series import Observed, Series

Word: TypeAlias = Literal["verified", "moved", "not_detected", "harmful", "underpowered"]
Method: TypeAlias = Literal["interrupted_time_series", "difference_in_differences"]

POWER_MIN = 0.8
EXPECTED_DROP = 0.1
"""What is looked for where nobody wrote down what they expect: a tenth less."""


class Moved(msgspec.Struct, frozen=True):
    """Contacts that rose elsewhere (another reason, another channel, repeat contacts, complaints) when ours fell. more: how many, with the interval; share:
    of those avoided. caught: whether the rise is beyond chance.
    """

    where: str
    more: float
    low: float
    high: float
    share: float
    caught: bool


class Verdict(msgspec.Struct, frozen=True):
    """ratio, low, high: of the rate after the change to what it would have been without. expected: the drop that was looked for, as a share; power: how
    likely it would have been seen; detectable: the drop that would have been seen with 80 %. avoided: contacts, with their interval, hours where the
    work of one is known. net: avoided, less what
    all elsewhere changed, with its interval. placebos: how many reasons the error was calibrated by.
    """

    verdict: Word
    method: Method
    ratio: float
    low: float
    high: float
    expected: float
    power: float
    detectable: float
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


def judge(
    observed: Observed, change: date, *, expected: float = EXPECTED_DROP, placebos: Sequence[Series] = (),
    elsewhere: dict[str, Series] | None = None, minutes: float | None = None, pairs: int = 2,
) -> Verdict:  # fmt: skip
    """The verdict on a change. expected: the drop written down before it shipped, 0.2 for a fifth. placebos: reasons that it had nothing to do with.
    elsewhere: by name, where contacts may have gone. minutes: of work that one contact costs. Raises Invalid.
    """
    if not 0 < expected < 1:
        raise Invalid("no_such_drop", expected=expected)
    plain = estimate(observed, change, pairs)
    known = [found for series in placebos if (found := _quiet(series, change, pairs)) is not None]
    # A reason that nobody came for after the change was changed by something.
    known = [one for one in known if one.bound is None]
    found = calibrated(plain, known)
    low, high = found.interval()
    power = power_for(1 - expected, found)
    fewer, most, least = (found.baseline * (1 - ratio) for ratio in (found.ratio, low, high))
    moved = tuple(
        one
        for name, series in (elsewhere or {}).items()
        if (one := _moved(name, series, change, fewer, pairs)) is not None
    )
    net = fewer - sum(one.more for one in moved)
    # Each end by itself: intervals of ratios are not even about their middle.
    net_low = net - hypot(fewer - least, *(one.high - one.more for one in moved))
    net_high = net + hypot(most - fewer, *(one.more - one.low for one in moved))
    return Verdict(
        verdict=_word(low, high, power, net_low),
        method="interrupted_time_series" if observed.others is None else "difference_in_differences",
        ratio=found.ratio, low=low, high=high, expected=expected, power=power, detectable=1 - detectable(found, POWER_MIN),
        avoided=fewer, avoided_low=least, avoided_high=most, hours=None if minutes is None else fewer * minutes / 60,
        net=net, net_low=net_low, net_high=net_high,
        placebos=len(known) if len(known) >= PLACEBOS_MIN else 0, moved=moved,
    )  # fmt: skip


def _word(low: float, high: float, power: float, net_low: float) -> Word:
    if high < 1:
        return "verified" if net_low > 0 else "moved"
    if low > 1:
        return "harmful"
    return "not_detected" if power >= POWER_MIN else "underpowered"


def _quiet(series: Series, change: date, pairs: int) -> Estimate | None:
    """None where a series says nothing: too short, or nobody came."""
    try:
        return interrupted(series, change, pairs)
    except Invalid:
        return None


def _moved(name: str, series: Series, change: date, avoided: float, pairs: int) -> Moved | None:
    """Only where ours fell can anything have moved."""
    found = _quiet(series, change, pairs)
    if found is None or avoided <= 0:
        return None
    low, high = found.interval(LEVEL)
    more = found.baseline * (found.ratio - 1)
    share = max(0.0, more) / avoided
    return Moved(name, more, found.baseline * (low - 1), found.baseline * (high - 1), share, low > 1)
