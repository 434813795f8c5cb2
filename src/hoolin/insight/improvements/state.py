"""The register: causes, improvements and where each stands."""

from bisect import bisect_right
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


class Known(msgspec.Struct):
    """An improvement with what became of it. told: all of it as it is now. proposed_at: when. drop_at: when the expected drop was written down last. shipped_at: when that was said; day:
    since when customers have it. public: what everybody may read; public_at: since when.
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

    @property
    def standing(self) -> Standing:
        """Where it stands."""
        if self.withdrawn is not None:
            return "withdrawn"
        return "proposed" if self.day is None else "shipped"


class Kept(msgspec.Struct):
    """causes, improvements: by id, the oldest first. noted: by contact, the causes it came of. customers: by day, how many there are from then on."""

    causes: dict[str, Cause] = {}
    improvements: dict[str, Known] = {}
    noted: dict[str, list[str]] = {}
    customers: dict[str, int] = {}


class Improvements:
    """What is decided upon; and, read and never changed, the reasons."""

    def __init__(self, reasons: Reasons) -> None:
        self.reasons = reasons
        self.kept = Kept()

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
        days = sorted(self.kept.customers)
        at = bisect_right(days, day.isoformat())
        return self.kept.customers[days[at - 1]] if at else None


def dump(state: Improvements) -> bytes:
    """The state for a snapshot."""
    return msgspec.msgpack.encode(state.kept)


def load(state: Improvements, body: bytes) -> None:
    """Take up a dump."""
    state.kept = msgspec.msgpack.decode(body, type=Kept)
