"""What is said of one reason, of a group of reasons, or of all: figures with how sure they are."""

from typing import TypeAlias

import msgspec

from hoolin.insight.improvements.register import Kind
from hoolin.insight.reasons.tree import Action

FEW = 10
"""Below so many contacts it is said that they are few: the intervals stand, and are as wide as they have to be."""


class Span(msgspec.Struct, frozen=True):
    """A figure and its interval at 95 %."""

    value: float
    low: float
    high: float


class CauseCount(msgspec.Struct, frozen=True):
    """So many contacts came of this cause. title, kind: as the register has them."""

    cause: str
    title: str
    kind: Kind
    contacts: float


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """code: of the reason or group, "" for all. parent: the group above. leaf: whether contacts may have it. contacts: that were closed with it, apportioned by
    the crosswalk; share: of all that were closed. rate: per 1,000 customer-months, None where nobody said how many customers there are. cases: that began with
    it; snowball: contacts per such case, over its first ninety days. minutes: of agents for one contact, with its wrap-up. hours: of agents in the period for all
    work on cases that began with it, repeats and calls of ours too. failure_share: of its contacts, those that should not have been necessary (a cause was noted,
    or somebody came back within seven days). gives_back: hours a month, at the most, if nobody had to contact us for it any more; 0 where contacts are worth
    something to both sides. action: of the grid, see `Reason.action`. apportioned: whether shares of a split are in it. few: fewer than `FEW` contacts.
    """

    code: str
    parent: str | None
    leaf: bool
    contacts: float
    share: float
    rate: Span | None
    cases: float
    snowball: Span | None
    minutes: Span | None
    hours: Span
    failure_share: Span | None
    gives_back: Span
    action: Action | None
    for_customer: bool | None
    for_company: bool | None
    causes: tuple[CauseCount, ...] = ()
    apportioned: bool = False
    few: bool = False


class Unexplained(msgspec.Struct, frozen=True):
    """Contacts that were closed without a reason, or as something other. share: of all that were closed."""

    contacts: int
    share: float


class Board(msgspec.Struct, frozen=True, kw_only=True):
    """number: of the version in force. days: that the period has had so far. customers: on the mean day. lines: leaves and groups, what gives back most first."""

    number: int
    days: float
    customers: float | None
    total: Line
    lines: tuple[Line, ...]
    unexplained: Unexplained


Causes: TypeAlias = dict[str, tuple[str, Kind]]
"""By cause, its title and kind."""
