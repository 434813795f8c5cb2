"""Fact → commands: a contact begins or continues a case, and a solved conversation solves it."""

from collections.abc import Iterable
from typing import cast

from hoolin.cases.commands import BeginCase, SolveCase
from hoolin.cases.decide import Cases
from hoolin.core.commands import Command, Reacts
from hoolin.core.facts import Entry
from hoolin.core.interaction import facts as i


def arrived(cases: Cases, entry: Entry) -> Iterable[Command]:
    """Every interaction belongs to a case from its first instant. What was over in the same step is a notice of ours: it asks for nothing, so what
    is solved stays solved.
    """
    fact = cast(i.InteractionArrived, entry.fact)
    if fact.interaction not in cases.case_of and fact.case in cases.cases:
        return ()
    return (BeginCase(case=fact.case, customer=fact.customer),)


def parted(cases: Cases, entry: Entry) -> Iterable[Command]:
    """Whoever turned out to be somebody else has a problem of their own."""
    fact = cast(i.ClaimRefused, entry.fact)
    return (BeginCase(case=fact.case, customer=fact.customer),) if fact.case is not None else ()


def closed(cases: Cases, entry: Entry) -> Iterable[Command]:
    """What the agent calls solved is solved, unless the same case goes on in another conversation."""
    fact = cast(i.InteractionClosed, entry.fact)
    if fact.outcome != "solved" or fact.case in cases.under_way:
        return ()
    return (SolveCase(case=fact.case),)


REACTS: Reacts = {i.InteractionArrived: arrived, i.ClaimRefused: parted, i.InteractionClosed: closed}
