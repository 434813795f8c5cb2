"""What is counted of a queue in a quarter of an hour, and what a service level is.

A contact is counted in the quarter in which a person was asked for, whenever it is answered: so that of every quarter
offered = answered + abandoned + deferred + still waiting, and no share is above one.
"""

from collections.abc import Iterable

import msgspec

from hoolin.core.measures import served
from hoolin.core.site.rules import QueueRules, ServiceLevelRule


class Tally(msgspec.Struct):
    """Counts, and a sum in ms. offered: who asked for a person. answered: by a person, for the first time. in_target: of
    them, within the queue's target. wait_ms: the sum of the waits of the answered. abandoned: who left unanswered. short:
    of them, within the queue's short time. deferred: who is to be taken up again later and does not wait until then.
    """

    offered: int = 0
    answered: int = 0
    in_target: int = 0
    wait_ms: int = 0
    abandoned: int = 0
    short: int = 0
    deferred: int = 0


class Share(msgspec.Struct, frozen=True, gc=False):
    """So many of so many."""

    met: int
    of: int


def total(tallies: Iterable[Tally]) -> Tally:
    """All of them together."""
    whole = Tally()
    for tally in tallies:
        whole.offered += tally.offered
        whole.answered += tally.answered
        whole.in_target += tally.in_target
        whole.wait_ms += tally.wait_ms
        whole.abandoned += tally.abandoned
        whole.short += tally.short
        whole.deferred += tally.deferred
    return whole


def note_answer(tally: Tally, waited_ms: int, rules: QueueRules) -> None:
    """Somebody was answered after so long; whether in time is settled by the target as it is now."""
    tally.answered += 1
    tally.wait_ms += waited_ms
    tally.in_target += waited_ms <= rules.target_ms


def note_abandonment(tally: Tally, waited_ms: int, rules: QueueRules) -> None:
    """Somebody left after so long."""
    tally.abandoned += 1
    tally.short += waited_ms <= rules.short_abandon_ms


def service_level(tally: Tally, rule: ServiceLevelRule) -> Share:
    """The share served well, by one of the four rules of the trade. Who still waits is not in it yet."""
    return Share(*served(rule, tally.answered, tally.in_target, tally.abandoned, tally.short))


def abandonment(tally: Tally) -> Share:
    """Of all whose wait has ended, those who left; leaving after a moment is leaving, too."""
    return Share(tally.abandoned, tally.answered + tally.abandoned)
