"""Before an improvement ships: how long until it will be known whether it worked, from the same series that it will be judged by."""

from datetime import timedelta

import msgspec

from hoolin.insight.effects.plan import History
from hoolin.insight.effects.plan import plan as ahead
from hoolin.insight.improvements.daily import Counted
from hoolin.insight.improvements.effect import stepped


class Seen(msgspec.Struct, frozen=True):
    """After so many weeks: the smallest drop that would be called verified with 80 %, a share; None where none would."""

    weeks: int
    smallest_drop: float | None


class Plan(msgspec.Struct, frozen=True):
    """needed_weeks: until the drop that is expected would be called verified with 80 %; None where none is written down, or a year is not enough."""

    weeks: tuple[Seen, ...]
    needed_weeks: int | None


def plan(counted: Counted, drop: float | None) -> Plan:
    """What would be seen of a change that ships the day after the last that is counted. drop: that is expected. Raises Invalid for too short a past."""
    found = stepped(counted, counted.since + timedelta(len(counted.changed)))
    known = ahead(History(found.observed, tuple(found.placebos.values()), found.elsewhere), drop)
    return Plan(tuple(Seen(one.weeks, one.drop) for one in known.seen), known.weeks)
