"""The door: rates with intervals, and which reasons rise."""

from hoolin.insight.rising import days, holidays, known
from hoolin.insight.rising.alarm import Alarm, Counted, Rising, Rules
from hoolin.insight.rising.rates import Compared, Rate, compare, garwood, rate
from hoolin.insight.rising.watch import watch

__all__ = [
    "Alarm", "Compared", "Counted", "Rate", "Rising", "Rules", "compare", "days", "garwood", "holidays", "known", "rate", "watch",
]  # fmt: skip
