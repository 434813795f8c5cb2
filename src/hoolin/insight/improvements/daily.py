"""Contacts of an improvement day by day, from the site's own rows, by the reasons of today: over all the time that is looked at.

A contact counts once for an improvement, whatever else it was about; a reason that was split counts by its shares. Days are those of the site's
time zone. Contacts that are still going on have no reason yet, so the last days are left out (`SETTLING_DAYS`).
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from typing import Any

import msgspec

from hoolin.catalogue.api import Words
from hoolin.core.errors import Conflict
from hoolin.core.facts import Instant
from hoolin.experience.api import contacts
from hoolin.insight.days import day_of, midnight
from hoolin.insight.improvements.places import Place, elsewhere, placebos
from hoolin.insight.improvements.register import Exposure
from hoolin.insight.improvements.state import customers_on
from hoolin.insight.reasons.crosswalk import today
from hoolin.insight.reasons.state import Version
from hoolin.insight.reasons.tree import Reason, Tree
from hoolin.journal.views import statements

STATEMENTS = statements("hoolin.insight.improvements")

HISTORY_DAYS = 3 * 365
"""What lies further back says little about today."""

SETTLING_DAYS = 2
"""So many days before today are not counted yet: some of their contacts are still going on, and nobody has noted what they were."""

DAYS_AFTER_MIN = 14
"""Before two weeks have passed nothing is said: people need some days to notice a change, and some to stop asking."""

AGAIN_DAYS = 30
DAY_MS = contacts.DAY_MS

Days = list[float]


class Asked(msgspec.Struct, frozen=True):
    """What is counted: a copy, so that nothing changes under a count. reasons: of the improvement. until: the last day that may be counted; zone:
    where midnight is. versions: of the tree, all. leaves: what a contact may have now. customers: by the day from which it holds.
    """

    reasons: tuple[str, ...]
    who: Exposure
    until: date
    zone: str
    versions: tuple[Version, ...]
    leaves: tuple[str, ...]
    customers: Mapping[str, int]

    @property
    def tree(self) -> Tree:
        """The tree of today; before one was published, the flat list."""
        return (
            self.versions[-1].tree
            if self.versions
            else Tree(reasons=tuple(Reason(code=code, name=Words()) for code in self.leaves))
        )


class Counted(msgspec.Struct, frozen=True):
    """Contacts of each day from `since` on. changed: of whoever got it; others: of whoever did not, None where everybody did. places: where contacts
    may have gone, each with its days. quiet: by code, the reasons it had nothing to do with; quiet_others: the same of whoever did not
    get it, empty where everybody did. exposure: customers of each day; None where nobody
    has said. minutes: of work that one contact costs; square: mean of their squares.
    """

    since: date
    changed: Days
    others: Days | None
    places: tuple[tuple[Place, Days], ...]
    quiet: dict[str, Days]
    quiet_others: dict[str, Days]
    exposure: Days | None
    minutes: float | None
    square: float | None


def last_day(zone: str, now: Instant) -> date:
    """The last day whose contacts are over, as far as can be."""
    return day_of(now, zone) - timedelta(SETTLING_DAYS + 1)


def check_time(change: date, until: date) -> int:
    """How many days are counted since a change. Raises Conflict while they are too few."""
    after = (until - change).days + 1
    if after < DAYS_AFTER_MIN:
        raise Conflict("too_early", days_needed=DAYS_AFTER_MIN - after, days_settling=SETTLING_DAYS)
    return after


def count(asking: contacts.Asking, asked: Asked) -> Counted | None:
    """The days that the site's rows tell of; None where nobody has come yet."""
    first = asked.until - timedelta(HISTORY_DAYS)
    days = [first + timedelta(number) for number in range(HISTORY_DAYS + 1)]
    begins = [midnight(day, asked.zone) for day in days]
    scope = contacts.Scope(begin=begins[0], end=midnight(asked.until + timedelta(1), asked.zone))
    went, codes = went_since(asked.versions), sorted(noted_as(asked.versions, asked.reasons))
    rows = asking.ask_own(
        STATEMENTS["daily"], scope, _part(asked.who), first=begins[0], days=begins, codes=codes, again_ms=AGAIN_DAYS * DAY_MS,
        versions=[one.at for one in asked.versions],
    )  # fmt: skip
    if not rows:
        return None
    # The first day may have begun before we did.
    begin = min(row["day"] for row in rows) + 1
    if begin >= len(days):
        return None
    sums = _Sums(asked, len(days))
    for row in rows:
        sums.add(row, went)
    minutes, square = _minutes(asking, asked, codes)
    return Counted(
        since=days[begin], changed=sums.changed[begin:], others=sums.others[begin:] if asked.who.by is not None else None,
        places=tuple((place, found[begin:]) for place, found in sums.placed()),
        quiet={code: found[begin:] for code, found in sums.quiet.items()},
        quiet_others={code: found[begin:] for code, found in sums.quiet_others.items()},
        exposure=_exposure(asked.customers, days[begin:]), minutes=minutes, square=square,
    )  # fmt: skip


Went = Callable[[str, int], tuple[tuple[str, float], ...]]
"""Where a code counts today that was noted when so many versions had been published."""


def went_since(versions: Sequence[Version]) -> Went:
    """By the crosswalks of all versions since."""
    steps = [one.crosswalk for one in versions]

    @cache
    def went(code: str, number: int) -> tuple[tuple[str, float], ...]:
        return tuple((part.code, part.share) for part in today(steps[number:], code))

    return went


def noted_as(versions: Sequence[Version], reasons: Collection[str]) -> set[str]:
    """Every code under which a contact may have been noted that counts for these reasons today, or a part of which does."""
    went = went_since(versions)
    codes = {*reasons, *(gone.code for version in versions for gone in version.crosswalk)}
    return {
        code
        for code in codes
        for number in range(len(versions) + 1)
        if any(to in reasons for to, _ in went(code, number))
    }


class _Sums:
    """What is added up."""

    def __init__(self, asked: Asked, days: int) -> None:
        self.asked = asked
        self.changed, self.others = [0.0] * days, [0.0] * days
        self.places = elsewhere(asked.tree, asked.reasons)
        self.quiet = {code: [0.0] * days for code in placebos(asked.leaves, asked.reasons, self.places)}
        self.quiet_others = {code: [0.0] * days for code in self.quiet if asked.who.by is not None}
        self._places = [[0.0] * days for _ in self.places]
        self._repeats, self._no_reason = [0.0] * days, [0.0] * days
        self._parts: dict[str, Days] = {}
        self._days = days

    def add(self, row: Mapping[str, Any], went: Went) -> None:
        """So many contacts of a day that had the same reasons."""
        day, n, part = row["day"], float(row["n"]), str(row["part"])
        shares = _shares(row["reasons"], row["version"], went)
        ours = min(1.0, sum(shares.get(code, 0.0) for code in self.asked.reasons))
        if self.asked.who.by is not None and part != self.asked.who.code:
            self.others[day] += n * ours
            if not row["again"]:
                _add(self.quiet_others, day, n * (1 - ours), shares)
            if ours and self.asked.who.by == "channel":
                self._parts.setdefault(part, [0.0] * self._days)[day] += n * ours
            return
        self.changed[day] += n * ours
        left = n * (1 - ours)
        if not shares:
            self._no_reason[day] += n if row["spoken"] else 0.0
            return
        there = 0.0
        for place, found in zip(self.places, self._places, strict=True):
            share = max((shares.get(code, 0.0) for code in place.codes), default=0.0)
            found[day] += left * share
            there = max(there, share)
        if row["again"]:
            # Whoever comes back for something else is counted there, and nowhere as a reason that it had nothing to do with.
            self._repeats[day] += left * (1 - there)
        else:
            _add(self.quiet, day, left, shares)

    def placed(self) -> Iterable[tuple[Place, Days]]:
        """Every place to which contacts may have gone."""
        yield from zip(self.places, self._places, strict=True)
        yield Place("repeats", "repeats"), self._repeats
        yield Place("no_reason", "no_reason"), self._no_reason
        yield from ((Place(part, "channel"), found) for part, found in sorted(self._parts.items()))


def _add(to: dict[str, Days], day: int, n: float, shares: Mapping[str, float]) -> None:
    for code, share in shares.items():
        if code in to:
            to[code][day] += n * share


def _shares(reasons: str, version: int, went: Went) -> dict[str, float]:
    """By reason of today, to what share a contact is of it."""
    found: dict[str, float] = {}
    for noted in filter(None, reasons.split(",")):
        for code, share in went(noted, version):
            found[code] = min(1.0, found.get(code, 0.0) + share)
    return found


def _part(who: Exposure) -> str:
    return f"c.{who.by}" if who.by is not None else "''"


def _exposure(customers: Mapping[str, int], days: Sequence[date]) -> Days | None:
    known = [customers_on(customers, day) for day in days]
    return None if any(one is None for one in known) else [float(one or 0) for one in known]


def _minutes(asking: contacts.Asking, asked: Asked, codes: Sequence[str]) -> tuple[float, float] | tuple[None, None]:
    """Of the last ninety days that are counted."""
    end = midnight(asked.until + timedelta(1), asked.zone)
    scope = contacts.Scope(begin=max(0, end - 90 * DAY_MS), end=end)
    (row,) = asking.ask_own(STATEMENTS["minutes"], scope, codes=list(codes))
    return (float(row["minutes"]), float(row["square"])) if row["n"] else (None, None)
