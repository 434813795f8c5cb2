"""What contacts for an improvement's reasons cost now: so many a month, so many hours, with how sure that is.

Of the last ninety days that are counted. Both are sums of what comes by chance (`statistics.compound`), hours of contacts that take longer or shorter; and
weeks differ by more than chance, so the intervals are those of parts that are as many times larger as these weeks differed more.
"""

from datetime import date, timedelta

import msgspec
import numpy as np

from hoolin.insight.improvements.daily import Counted
from hoolin.insight.load.board import MONTH_DAYS
from hoolin.insight.load.line import Span
from hoolin.insight.load.sums import span_of, times

DAYS = 90
SHOWN_WEEKS = 52


class Figures(msgspec.Struct, frozen=True):
    """days, until: what they are of. contacts, hours: a month. minutes: of work that one contact costs. per_1000: contacts a month for a thousand customers. weeks:
    first day and contacts of each whole week, the oldest first.
    """

    days: int
    until: date
    contacts: Span
    minutes: float | None
    hours: Span | None
    per_1000: Span | None
    weeks: tuple[tuple[date, float], ...]


def figures(counted: Counted) -> Figures:
    """What is said of the contacts that whoever gets the change has now."""
    days = min(DAYS, len(counted.changed))
    lately = counted.changed[-days:]
    total, to_month = sum(lately), MONTH_DAYS / days
    weekly = np.array(_weeks(lately))
    wider = max(1.0, float(weekly.var(ddof=1) / weekly.mean())) if len(weekly) > 1 and weekly.mean() > 0 else 1.0
    contacts = times(span_of(total, total * wider, wider), to_month)
    hours = per = None
    if counted.minutes is not None and counted.square is not None:
        one = wider * counted.square / counted.minutes if counted.minutes else 0.0
        hours = times(span_of(total * counted.minutes, total * counted.square * wider, one), to_month / 60)
    if counted.exposure is not None:
        per = times(contacts, 1_000 / (sum(counted.exposure[-days:]) / days))
    until = counted.since + timedelta(len(counted.changed) - 1)
    counts = _weeks(counted.changed)[-SHOWN_WEEKS:]
    begins = [until + timedelta(1) - timedelta(7 * (len(counts) - at)) for at in range(len(counts))]
    return Figures(days, until, contacts, counted.minutes, hours, per, tuple(zip(begins, counts, strict=True)))


def _weeks(days: list[float]) -> list[float]:
    """Whole weeks, counted back from the last day."""
    first = len(days) % 7
    return [sum(days[at : at + 7]) for at in range(first, len(days), 7)]
