"""How often foretold waits held: for supervisors, by queue and channel.

Counted is who was answered, and who left after the upper end had passed: that they were told too little is known. Who left before
it is said beside (`left`) and counted on neither side, because nobody knows how long they would have waited. Shares are of what
was counted, with Wilson's interval; below ten there is none.
"""

from collections.abc import Iterable
from typing import Any

from hoolin.core.facts import Instant
from hoolin.workforce.expected import LEVEL
from hoolin.workforce.proportion import wilson
from hoolin.workforce.waits import DAYS_KEPT, Outcomes, Waits

JUDGED_MIN = 10
DAY_MS = 86_400_000
DIGITS = 4


def coverage(waits: Waits, now: Instant) -> dict[str, Any]:
    """Of the last days, and of each queue on each channel."""
    first = now // DAY_MS - DAYS_KEPT + 1
    days = [of_day for day, of_day in waits.kept.outcomes.items() if day >= first]
    keys = sorted({key for of_day in days for key in of_day})
    return {
        "at": now,
        "since": first * DAY_MS,
        "level": LEVEL,
        "all": told(outcomes for of_day in days for outcomes in of_day.values()),
        "lines": [
            dict(zip(("queue", "channel"), key.rsplit("/", 1), strict=True))
            | told(of_day[key] for of_day in days if key in of_day)
            for key in keys
        ],
    }


def told(counted: Iterable[Outcomes]) -> dict[str, Any]:
    """The sum, and the share that held."""
    met = below = above = left = 0
    for one in counted:
        met, below, above, left = met + one.met, below + one.below, above + one.above, left + one.left
    n = met + below + above
    share = wilson(met, n) if n >= JUDGED_MIN else wilson(0, 0)
    value, low, high = (None if one is None else round(one, DIGITS) for one in (share.value, share.low, share.high))
    return {
        "n": n, "met": met, "below": below, "above": above, "left": left,
        "held": {"value": value, "low": low, "high": high},
    }  # fmt: skip
