"""What contacts for an improvement's reasons cost now: so many a month, so many hours, with how sure that is.

Of the last ninety days that are counted. Weeks differ by more than chance, so intervals are widened by how much these weeks did (a quasi-Poisson
sum); hours vary by how long contacts take, too (a compound Poisson sum).
"""

from datetime import date, timedelta
from math import sqrt

import msgspec
import numpy as np

from hoolin.insight.improvements.daily import Counted

DAYS = 90
MONTH_DAYS = 365.25 / 12
Z = 1.959964
SHOWN_WEEKS = 52


class Amount(msgspec.Struct, frozen=True):
    """A figure with its interval at 95 %."""

    value: float
    low: float
    high: float

    def times(self, by: float) -> "Amount":
        """The same, multiplied."""
        return Amount(self.value * by, self.low * by, self.high * by)


class Figures(msgspec.Struct, frozen=True):
    """days, until: what they are of. contacts, hours: a month. minutes: of work that one contact costs. per_1000: contacts a month for a thousand customers. weeks:
    first day and contacts of each whole week, the oldest first.
    """

    days: int
    until: date
    contacts: Amount
    minutes: float | None
    hours: Amount | None
    per_1000: Amount | None
    weeks: tuple[tuple[date, float], ...]


def figures(counted: Counted) -> Figures:
    """What is said of the contacts that whoever gets the change has now."""
    days = min(DAYS, len(counted.changed))
    lately = counted.changed[-days:]
    total, to_month = sum(lately), MONTH_DAYS / days
    weekly = np.array(_weeks(lately))
    wider = max(1.0, float(weekly.var(ddof=1) / weekly.mean())) if len(weekly) > 1 and weekly.mean() > 0 else 1.0
    contacts = _around(total, wider * max(total, 1.0)).times(to_month)
    hours = per = None
    if counted.minutes is not None and counted.square is not None:
        hours = _around(total * counted.minutes, wider * max(total, 1.0) * counted.square).times(to_month / 60)
    if counted.exposure is not None:
        per = contacts.times(1_000 / (sum(counted.exposure[-days:]) / days))
    until = counted.since + timedelta(len(counted.changed) - 1)
    counts = _weeks(counted.changed)[-SHOWN_WEEKS:]
    begins = [until + timedelta(1) - timedelta(7 * (len(counts) - at)) for at in range(len(counts))]
    return Figures(days, until, contacts, counted.minutes, hours, per, tuple(zip(begins, counts, strict=True)))


def _weeks(days: list[float]) -> list[float]:
    """Whole weeks, counted back from the last day."""
    first = len(days) % 7
    return [sum(days[at : at + 7]) for at in range(first, len(days), 7)]


def _around(value: float, variance: float) -> Amount:
    reach = Z * sqrt(variance)
    return Amount(value, max(0.0, value - reach), value + reach)
