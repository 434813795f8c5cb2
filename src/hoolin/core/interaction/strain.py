"""How much an agent has had lately, and the breather they are owed or have. Counted from when work came and went, never from what was said or how.

Occupancy is counted in slots of five minutes over the last hour, of the time in which the agent was there to be asked.
"""

import msgspec

from hoolin.core.facts import Instant
from hoolin.core.site.ease import EaseRules

HOUR_MS = 3_600_000
SLOT_MS = 300_000
HERE_MS_MIN = 2_700_000
"""Of the last hour somebody must have been there for so long before it is said how busy they were."""


class Slot(msgspec.Struct):
    """Five minutes, by their number: of them, how long the agent was there to be asked, and how long their hands were full or half full."""

    number: int
    here_ms: int = 0
    busy_ms: int = 0


class Strain(msgspec.Struct):
    """What one agent has had.

    owed_ms: so much of a breather is owed, `why` it is. fresh: nothing of it was had yet. until: when the breather they have ends; 0
    when they have none. begun: when breathers began within the last hour. row: contacts ended without a gap. free_at: since when the
    hands are empty. slots: the last hour. counted_at, here, busy: up to when it is counted, and how it goes on from there.
    load_at: when a breather was last given for load.
    """

    owed_ms: int = 0
    why: str = ""
    fresh: bool = False
    until: Instant = 0
    begun: tuple[Instant, ...] = ()
    row: int = 0
    free_at: Instant = 0
    slots: list[Slot] = []
    counted_at: Instant = 0
    here: bool = False
    busy: bool = False
    load_at: Instant = 0


def within_hour(strain: Strain, now: Instant) -> tuple[Instant, ...]:
    """When breathers began within the last hour."""
    return tuple(at for at in strain.begun if at > now - HOUR_MS)


def count_on(strain: Strain, here: bool, busy: bool, gap_ms: int, now: Instant) -> None:
    """Count what has passed, and go on with this: whether they are there to be asked, and have work in hand."""
    first = (now - HOUR_MS) // SLOT_MS
    strain.slots = [slot for slot in strain.slots if slot.number > first]
    at = max(strain.counted_at, (first + 1) * SLOT_MS)
    while strain.here and at < now:
        number = at // SLOT_MS
        if not strain.slots or strain.slots[-1].number != number:
            strain.slots.append(Slot(number))
        to = min(now, (number + 1) * SLOT_MS)
        strain.slots[-1].here_ms += to - at
        strain.slots[-1].busy_ms += (to - at) * strain.busy
        at = to
    if busy and not strain.busy and now - strain.free_at >= gap_ms:
        strain.row = 0
    if strain.busy and not busy:
        strain.free_at = now
    if not here and strain.here:
        # Whoever steps away has had their gap.
        strain.row = 0
    strain.counted_at, strain.here, strain.busy = now, here, busy


def occupancy(strain: Strain) -> float | None:
    """The share of the last hour in which they had work in hand, of the time they were there; None when they were not there for long enough."""
    here = sum(slot.here_ms for slot in strain.slots)
    return sum(slot.busy_ms for slot in strain.slots) / here if here >= HERE_MS_MIN else None


def had_enough(strain: Strain, rules: EaseRules, now: Instant) -> bool:
    """Whether the site's limits say that a breather is due. At most one an hour for occupancy: the hour looks back on itself."""
    if rules.row_max and strain.row >= rules.row_max:
        return True
    if not rules.occupancy_percent_max or (strain.load_at and now - strain.load_at < HOUR_MS):
        return False
    share = occupancy(strain)
    return share is not None and share * 100 > rules.occupancy_percent_max
