"""What routing records about a choice it made."""

import msgspec

from hoolin.core.facts import Id


class Scored(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """One agent that could have taken the work, and what choosing them cost, in milliseconds (lower is better)."""

    agent: Id
    cost_ms: int


class Explanation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Why this interaction went to this agent, in numbers small enough to keep for ever.

    chosen: the winner. others: the best of the rest that were considered (at most three). away, unskilled, full,
    refused: how many agents were excluded, each counted under the first constraint that excluded them, in this order.
    urgency_at: the instant that ordered the interaction among the waiting (smaller is more urgent).
    affinity_ms: how much was paid to keep the same person (0 when no affinity played).
    relaxed: how many of the queue's relaxation steps had been taken.
    """

    chosen: Scored
    others: tuple[Scored, ...] = ()
    away: int = 0
    unskilled: int = 0
    full: int = 0
    refused: int = 0
    urgency_at: int = 0
    affinity_ms: int = 0
    relaxed: int = 0
