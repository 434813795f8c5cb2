"""What follows about promises by the clock alone: reminders, handing on, and that one was broken."""

import heapq

from hoolin.cases.promises import facts as f
from hoolin.cases.promises.state import Ledger, Promise, What
from hoolin.core.facts import Fact, Instant

DUE_AT_ONCE_MAX = 500
"""After a day without power everything is due at once; the rest follows in the next turn."""


def follow_up(ledger: Ledger, now: Instant) -> tuple[Fact, ...]:
    """What is due now, the earliest first; one step of each promise at a time."""
    first = ledger.next_due()
    if first is None or first > now:
        return ()
    facts: list[Fact] = []
    for at, promise in dict.fromkeys(heapq.nsmallest(DUE_AT_ONCE_MAX, ledger.due)):
        one = ledger.kept.owed.get(promise)
        step = ledger.next_step(one) if one is not None else None
        if one is not None and step is not None and step.at == at and at <= now:
            facts.append(_fact(ledger, one, step.what))
    return tuple(facts)


def _fact(ledger: Ledger, one: Promise, what: What) -> Fact:
    if what == "hand_on":
        assert one.owner is not None, "only what somebody has is handed on"
        cause: f.HandOnCause = "away" if one.owner in ledger.site.kept.agents else "gone"
        return f.PromiseHandedOn(
            promise=one.promise, customer=one.customer, case=one.case, interaction=one.interaction, was=one.owner,
            queue=one.queue, cause=cause,
        )  # fmt: skip
    if what == "break":
        return f.PromiseBroken(
            promise=one.promise, customer=one.customer, case=one.case, interaction=one.interaction, owner=one.owner,
            due_at=one.due_at,
        )  # fmt: skip
    return f.PromiseReminded(
        promise=one.promise, customer=one.customer, case=one.case, interaction=one.interaction, to=what,
        owner=one.owner, queue=one.queue,
    )  # fmt: skip
