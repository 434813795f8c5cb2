"""What is counted, what an alarm says, and how many false alarms a floor can live with."""

from datetime import date, timedelta
from typing import Literal, TypeAlias, get_args

import msgspec

Rule: TypeAlias = Literal["day", "week", "four_weeks", "quarter"]
How: TypeAlias = Literal["on", "over", "settled"]

RULES: tuple[Rule, ...] = get_args(Rule)
RULE_DAYS = (1, 7, 28, 91)
"""How many days each rule adds up."""


class Rules(msgspec.Struct, frozen=True, kw_only=True):
    """false_a_year: alarms on the whole board that lead nowhere, at most: one a month. false_a_year_each: of one reason, at most, however few there are.
    start_days: before so many nothing is said. settle_days: a rise that has been on for so long is the new usual. smallest, fewest: a rise of
    less than a tenth, or of less than three contacts, is not worth a walk.
    """

    false_a_year: float = 12.0
    false_a_year_each: float = 1.0
    start_days: int = 42
    settle_days: int = 28
    smallest: float = 1.1
    fewest: float = 3.0

    def each(self, reasons: int) -> float:
        """False alarms a year of one reason on a board of so many."""
        return min(self.false_a_year_each, self.false_a_year / max(1, reasons))


USUAL = Rules()

SHOWN_DAYS = 56
"""So many days an alarm is shown with: the rise, and enough of what was before it."""


class Counted(msgspec.Struct, frozen=True):
    """One reason day by day. first: the first day it could be chosen. counts: of each day, perhaps apportioned and not whole; a day without contacts is 0.
    exposure: what counts are a rate of (customers); None: counts by themselves.
    """

    first: date
    counts: tuple[float, ...]
    exposure: tuple[float, ...] | None = None

    @property
    def last(self) -> date:
        """The last day counted."""
        return self.first + timedelta(len(self.counts) - 1)


class Alarm(msgspec.Struct, frozen=True, kw_only=True):
    """reason: None for all contacts. since: estimated first day of the rise; raised: when it was said. rule: by what it was seen. state: on; over (no more
    than usual); settled (its level is the new usual). seen, expected: from since through. ratio: of them, with its interval at 95 %. false_a_year:
    how many alarms a year of this reason are stated to be false, at most. usual: what was expected of each of the last days up to `through`, eight weeks
    at most, the newest last.
    """

    reason: str | None
    since: date
    raised: date
    rule: Rule
    state: How
    through: date
    seen: float
    expected: float
    ratio: float
    low: float
    high: float
    false_a_year: float
    usual: tuple[float, ...] = ()


class Rising(msgspec.Struct, frozen=True, kw_only=True):
    """alarms: in the order they were raised. too_early: reasons with so few days that nothing can be said of them. through: the last day counted."""

    through: date
    reasons: int
    false_a_year: float
    false_a_year_each: float
    too_early: tuple[str | None, ...]
    alarms: tuple[Alarm, ...]
