"""When somebody can be called: half hours within opening hours, and how long to wait after a call that nobody answered.

Opening hours come from outside as a function; what is decided with it is recorded, and replay never asks it again.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeAlias

import msgspec

from hoolin.core.facts import Instant

SLOT_MS = 1_800_000
"""Half an hour: short enough to wait for, long enough to be kept."""

DAY_MS = 86_400_000

DAYS_SHOWN = 3
"""Days from which a customer may choose. Whoever is asked to wait longer should be written to instead."""

DAYS_AHEAD_MAX = 14
"""How far an opening is looked for: over a row of holidays, not for ever."""

RETRY_MS: tuple[int, ...] = (300_000, 1_800_000, 7_200_000)
"""After the first, the second and the third call that nobody answered. After one more it is given up: four calls are an effort, five
are a nuisance."""

Interval: TypeAlias = tuple[Instant, Instant]
"""From, and until just before."""

OpenBetween: TypeAlias = Callable[[Instant, Instant], Iterable[Interval]]
"""When somebody is at work, between two instants: intervals in order, within those two."""


class CallbackRules(msgspec.Struct, frozen=True):
    """What a site decides about calling back. slot_places: how many are promised the same half hour. priority: with which a promised
    call comes into line at its time, in steps of the queue's `priority_step_ms`.
    """

    slot_places: int = 4
    priority: int = 60


def always(since: Instant, until: Instant) -> Iterable[Interval]:
    """Open all the time."""
    return ((since, until),)


def slots(open_between: OpenBetween, since: Instant, days: int) -> Iterator[Instant]:
    """Every half hour that begins after `since` and lies wholly within opening hours, on so many days, in order."""
    for begins, ends in open_between(since, since + days * DAY_MS):
        at = -(-max(begins, since + 1) // SLOT_MS) * SLOT_MS
        while at + SLOT_MS <= ends:
            yield at
            at += SLOT_MS


def is_open(open_between: OpenBetween, now: Instant) -> bool:
    """Whether somebody is at work at this instant."""
    return any(begins <= now < ends for begins, ends in open_between(now, now + 1))


def next_open(open_between: OpenBetween, at: Instant) -> Instant:
    """This instant, or the next opening after it; the same instant when there is none for a long time."""
    return next((max(begins, at) for begins, _ in open_between(at, at + DAYS_AHEAD_MAX * DAY_MS)), at)
