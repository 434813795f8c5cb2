"""Figures that are counted over contacts: service level in its five definitions, and first-contact resolution."""

from collections.abc import Hashable, Iterable, Sequence
from math import exp, log, sqrt
from typing import Literal, NamedTuple, TypeAlias, get_args

from hoolin.core.errors import Invalid
from hoolin.core.measures import served
from hoolin.core.site.rules import ServiceLevelRule
from hoolin.experience.statistics.proportions import Proportion, normal, proportion, wilson

ServiceLevel: TypeAlias = ServiceLevelRule | Literal["all_abandons_met"]
"""The rules that a queue may be set to, and one to compare with."""


DEFINITIONS = (*get_args(ServiceLevelRule), "all_abandons_met")


class Counts(NamedTuple):
    """Contacts whose wait has ended. answered, abandoned: in all; answered_within: by the target time; abandoned_within: so soon
    that they never really waited.
    """

    answered: int
    answered_within: int
    abandoned: int
    abandoned_within: int


def service_level(definition: ServiceLevel, counts: Counts | Sequence[int]) -> Proportion | None:
    """The share served within the target; None where nobody came. Raises Invalid.

    short_abandons_neutral (what a queue counts unless told otherwise): who left at once counts nowhere. short_abandons_met: they
    count as served. answered_only: only the answered count. all_offered: whoever left was not served. all_abandons_met: whoever
    left counts as served, which flatters and is here to be compared with.
    """
    if definition not in DEFINITIONS:
        raise Invalid("no_such_definition", definition=definition)
    answered, within, abandoned, soon = counts
    if not (0 <= within <= answered and 0 <= soon <= abandoned):
        raise Invalid("not_counts", counts=tuple(counts))
    if definition == "all_abandons_met":
        return proportion(within + abandoned, answered + abandoned)
    return proportion(*served(definition, answered, within, abandoned, soon))


class Contact(NamedTuple):
    """One contact of a customer. at: when it came; ended: when it was over. reason: what for. inbound: they turned to us; what we began
    is no repeat. promised: a callback that they were promised, which is no repeat either. A transfer is no contact of its own.
    """

    customer: Hashable
    reason: Hashable
    at: float
    ended: float
    inbound: bool = True
    promised: bool = False


class Resolution(NamedTuple):
    """The share of contacts that no repeat followed within the window. closed: contacts whose window is over, or that were repeated;
    open: those that time will tell about.
    """

    value: float
    standard_error: float
    low: float
    high: float
    contacts: int
    closed: int
    open: int
    repeats: int


def first_contact_resolution(
    contacts: Iterable[Contact | tuple[Hashable, ...]], window: float, now: float, level: float = 0.95
) -> Resolution | None:
    """FCR within a window: of the contacts that ended by `now`, those that no inbound contact of the same customer for the same reason,
    on whatever channel, followed within `window` of their end. Windows that are still open are censored (Kaplan and Meier;
    Greenwood's error, interval on the scale of log(-log)). A contact that began before the earlier one ended is part of it.
    None where nothing has ended. Raises Invalid.
    """
    if not window > 0:
        raise Invalid("not_a_time", window=window)
    threads: dict[tuple[Hashable, Hashable], list[Contact]] = {}
    for raw in contacts:
        contact = Contact(*raw)
        if contact.ended < contact.at:
            raise Invalid("not_a_time", at=contact.at, ended=contact.ended)
        threads.setdefault((contact.customer, contact.reason), []).append(contact)
    gaps = [gap for thread in threads.values() for gap in _gaps(thread, now)]
    return resolution_of_counts(((gap, repeated, 1) for gap, repeated in gaps), window, level)


def resolution_of_counts(
    gaps: Iterable[tuple[float, bool, int]], window: float, level: float = 0.95
) -> Resolution | None:
    """The same from counts: so many were followed by a repeat this long after their end, or have not been for so long. None where there
    are none. Raises Invalid.
    """
    if not window > 0:
        raise Invalid("not_a_time", window=window)
    watched = [(min(gap, window), bool(repeated and gap <= window), many) for gap, repeated, many in gaps if many]
    contacts = sum(many for _, _, many in watched)
    if not contacts:
        return None
    share, greenwood = _kept(watched, contacts)
    repeats = sum(many for _, repeated, many in watched if repeated)
    whole = sum(many for gap, repeated, many in watched if repeated or gap >= window)
    low, high = _ends(share, greenwood, contacts, level)
    return Resolution(share, share * sqrt(greenwood), low, high, contacts, whole, contacts - whole, repeats)


def contacts_per_case(repeat_rate: float) -> float:
    """How many contacts a case takes where each is repeated with this probability. Raises Invalid."""
    if not 0 <= repeat_rate < 1:
        raise Invalid("not_a_share", repeat_rate=repeat_rate)
    return 1 / (1 - repeat_rate)


def _gaps(thread: list[Contact], now: float) -> Iterable[tuple[float, bool]]:
    """Of each contact of one customer for one reason that has ended: how long it has been watched, and whether a repeat ended that."""
    thread.sort(key=lambda contact: contact.at)
    for index, contact in enumerate(thread):
        if contact.ended > now:
            continue
        repeat = next((
            later.at for later in thread[index + 1 :]
            if later.inbound and not later.promised and contact.ended <= later.at <= now
        ), None)  # fmt: skip
        yield (now - contact.ended, False) if repeat is None else (repeat - contact.ended, True)


def _kept(watched: Sequence[tuple[float, bool, int]], at_risk: int) -> tuple[float, float]:
    """The share without a repeat at the end of the window, and Greenwood's sum."""
    share, greenwood = 1.0, 0.0
    times: dict[float, list[int]] = {}
    for time, repeated, many in watched:
        counts = times.setdefault(time, [0, 0])
        counts[0] += many if repeated else 0
        counts[1] += many
    for _, (repeats, leaving) in sorted(times.items()):
        if repeats:
            share *= 1 - repeats / at_risk
            greenwood += repeats / (at_risk * (at_risk - repeats)) if at_risk > repeats else 0.0
        at_risk -= leaving
    return share, greenwood


def _ends(share: float, greenwood: float, contacts: int, level: float) -> tuple[float, float]:
    if not 0 < share < 1:
        return wilson(share * contacts, contacts, level)
    stretch = exp(normal(level) * sqrt(greenwood) / abs(log(share)))
    return share**stretch, share ** (1 / stretch)
