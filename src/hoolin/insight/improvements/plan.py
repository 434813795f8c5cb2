"""Before an improvement ships: how long until it will be known whether it worked.

Seen in the past: had a change come so many weeks ago, how small a drop would be told from chance now? The same estimate is made as will be made
later, of the same series and beside the same reasons that it has nothing to do with; only that nothing had changed.
"""

from datetime import timedelta

import msgspec

from hoolin.core.errors import Invalid
from hoolin.insight.effects.estimate import calibrated, detectable
from hoolin.insight.effects.verdict import estimate
from hoolin.insight.improvements.daily import Counted
from hoolin.insight.improvements.effect import WEEK, stepped

SHOWN_WEEKS = (4, 8, 12, 26)
WEEKS = (2, 3, 4, 5, 6, 8, 10, 12, 16, 20, 26, 39, 52)


class Seen(msgspec.Struct, frozen=True):
    """After so many weeks: the smallest drop that would be seen with 80 %, a share; None where the past is too short to say."""

    weeks: int
    smallest_drop: float | None


class Plan(msgspec.Struct, frozen=True):
    """needed_weeks: until the drop that is expected would be seen with 80 %; None where none is written down, or a year is not enough."""

    weeks: tuple[Seen, ...]
    needed_weeks: int | None


def plan(counted: Counted, drop: float | None) -> Plan:
    """What would be seen of a change that ships today. drop: that is expected."""
    shown = tuple(Seen(weeks, smallest_drop(counted, weeks)) for weeks in SHOWN_WEEKS)
    if drop is None:
        return Plan(shown, None)
    for weeks in WEEKS:
        found = smallest_drop(counted, weeks)
        if found is not None and found <= drop:
            return Plan(shown, weeks)
    return Plan(shown, None)


def smallest_drop(counted: Counted, weeks: int) -> float | None:
    """That would be seen with 80 % so many weeks after a change."""
    change = counted.since + timedelta(len(counted.changed) - weeks * WEEK)
    if change <= counted.since:
        return None
    found = stepped(counted, change)
    try:
        plain = estimate(found.observed, change)
    except Invalid:
        return None
    known = []
    for series in found.placebos.values():
        try:
            known.append(estimate(type(found.observed)(series), change))
        except Invalid:
            continue
    wider = calibrated(plain, [one for one in known if one.bound is None])
    return None if wider.bound is not None else 1 - detectable(wider)
