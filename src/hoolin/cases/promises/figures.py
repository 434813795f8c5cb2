"""How it stands with the promises of a site at an instant, for the wallboard."""

import msgspec

from hoolin.cases.promises.state import Ledger
from hoolin.cases.promises.times import overdue
from hoolin.core.facts import Instant

SOON_MS = 3_600_000
"""What comes due within the hour is on everybody's mind."""


class Standing(msgspec.Struct, frozen=True):
    """owed: all that are; soon: of these, due within the hour; overdue: of these, not kept in time; unowned: that the queue answers for."""

    owed: int
    soon: int
    overdue: int
    unowned: int


def standing(ledger: Ledger, now: Instant) -> Standing:
    """At this instant."""
    owed = ledger.kept.owed.values()
    return Standing(
        owed=len(owed),
        soon=sum(now < one.due_at < now + SOON_MS for one in owed),
        overdue=sum(overdue(one.due_at, now) for one in owed),
        unowned=sum(one.owner is None for one in owed),
    )
