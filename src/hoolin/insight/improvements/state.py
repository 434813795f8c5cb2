"""The register: causes, improvements and where each stands."""

from bisect import bisect_right
from collections.abc import Callable, Collection, Mapping
from datetime import date
from typing import Literal, TypeAlias

import msgspec

from hoolin.catalogue.api import Words
from hoolin.core.facts import Instant
from hoolin.insight.improvements.register import Cause, Improvement
from hoolin.insight.reasons.state import Reasons, User

Standing: TypeAlias = Literal["proposed", "shipped", "withdrawn"]

NOTED_MAX = 50_000
"""Contacts whose causes are still remembered here, so that they can be taken back; older ones the rows know."""


TOLD_A_DAY_MAX = 1_000
"""Customers who are written to about changes in a day: what goes wrong with a text is noticed before everybody has it, and those who answer
find somebody there.
"""

DAY_MS = 86_400_000


class Known(msgspec.Struct):
    """An improvement with what became of it. told: all of it as it is now. proposed_at: when. drop_at: when the expected drop was written down last. shipped_at: when that was said; day:
    since when customers have it. public: what everybody may read; public_at: since when. told_to: in which interactions customers were told who had
    turned to us because of it, and when.
    """

    told: Improvement
    proposed_at: Instant
    drop_at: Instant | None = None
    day: str | None = None
    shipped_at: Instant | None = None
    withdrawn: str | None = None
    comments: list[tuple[str, str, Instant]] = []
    cases: list[str] = []
    public: Words | None = None
    public_at: Instant | None = None
    told_to: dict[str, Instant] = {}

    @property
    def standing(self) -> Standing:
        """Where it stands."""
        if self.withdrawn is not None:
            return "withdrawn"
        return "proposed" if self.day is None else "shipped"


class Kept(msgspec.Struct):
    """causes, improvements: by id, the oldest first. noted: by contact, the causes it came of. customers: by day, how many there are from then on.
    unwilling: customers who do not want to be written to about changes. told_today: how many were, on which day (of UTC, counted from 1970).
    """

    causes: dict[str, Cause] = {}
    improvements: dict[str, Known] = {}
    noted: dict[str, list[str]] = {}
    customers: dict[str, int] = {}
    unwilling: dict[str, None] = {}
    told_today: tuple[int, int] = (0, 0)

    def told_on(self, now: Instant) -> int:
        """How many were written to on the day of an instant."""
        day, number = self.told_today
        return number if day == now // DAY_MS else 0


class Improvements:
    """What is decided upon; and, read and never changed, the reasons. shown_as: the record under which a customer is shown. unwilling_elsewhere:
    whoever said in another room that they want no questions from us.
    """

    def __init__(self, reasons: Reasons) -> None:
        self.reasons = reasons
        self.kept = Kept()
        self.shown_as: Callable[[str], str] = str
        self.unwilling_elsewhere: Callable[[], Collection[str]] = tuple

    def unwilling(self) -> set[str]:
        """Who is not written to about changes, as they are shown: they said so, or that they want no questions either, in whichever of their records."""
        return {self.shown_as(one) for one in (*self.kept.unwilling, *self.unwilling_elsewhere())}

    def wants_no_news(self, customer: str) -> bool:
        """Whether this customer is one of them."""
        return self.shown_as(customer) in self.unwilling()

    def users(self) -> list[User]:
        """Which reasons causes and improvements are about. What was withdrawn holds nothing."""
        causes = [User(code, "cause", one.title) for one in self.kept.causes.values() for code in one.reasons]
        return causes + [
            User(code, "improvement", one.told.title)
            for one in self.kept.improvements.values()
            if one.standing != "withdrawn"
            for code in one.told.reasons
        ]

    def customers_on(self, day: date) -> int | None:
        """How many customers there were on a day; None before anybody has said."""
        return customers_on(self.kept.customers, day)


def customers_on(counted: Mapping[str, int], day: date) -> int | None:
    """How many there were on a day. counted: by the day from which it holds. None before the first."""
    days = sorted(counted)
    at = bisect_right(days, day.isoformat())
    return counted[days[at - 1]] if at else None


def dump(state: Improvements) -> bytes:
    """The state for a snapshot."""
    return msgspec.msgpack.encode(state.kept)


def load(state: Improvements, body: bytes) -> None:
    """Take up a dump."""
    state.kept = msgspec.msgpack.decode(body, type=Kept)
