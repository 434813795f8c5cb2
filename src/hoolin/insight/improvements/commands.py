"""What may be asked about causes and improvements."""

from typing import Annotated

import msgspec

from hoolin.catalogue.api import Words
from hoolin.core.commands import Command
from hoolin.core.facts import Id
from hoolin.core.interaction.commands import SendNotice
from hoolin.insight.improvements.facts import Day
from hoolin.insight.improvements.register import Cause, Improvement, Text


class SetCause(Command):
    """Name a cause, or tell it differently. new: it must be a new one."""

    cause: Cause
    new: bool = False


class NoteCause(Command):
    """A contact came of a cause. Again changes nothing. not_after_all: take that back."""

    interaction: Id
    cause: Id
    agent: Id
    not_after_all: bool = False


class SetImprovement(Command):
    """Propose an improvement, or tell it differently before it shipped. improvement: all of it. new: it must be a new one."""

    improvement: Improvement
    new: bool = False


class ShipImprovement(Command):
    """Customers have it. improvement: which. day: since when. zone: where the site is, and its days begin."""

    improvement: Id
    day: Day
    zone: str


class WithdrawImprovement(Command):
    """It is not done, or was undone. improvement: which. why: in the site's own words."""

    improvement: Id
    why: Text


class CommentImprovement(Command):
    """Write something about it. improvement: about which. text: the words; their content is `comment`. by: who writes."""

    improvement: Id
    comment: Id
    by: Id
    text: Annotated[str, msgspec.Meta(min_length=1, max_length=4_000)]


class LinkCase(Command):
    """A customer's case shows what it is about. improvement: which. case: that shows it."""

    improvement: Id
    case: Id


class AnnounceChange(Command):
    """Tell everybody what was changed because customers told us. improvement: which. text: in every language of the site."""

    improvement: Id
    text: Words


class TakeBackChange(Command):
    """Tell it no more. improvement: which."""

    improvement: Id


class TellRaiser(Command):
    """Write to a customer who had turned to us because of it. Once each: the same interaction again changes nothing. improvement: which. notice: what they are
    written, and where.
    """

    improvement: Id
    notice: SendNotice


class WishChangeNews(Command):
    """A customer says whether they want to be written to about changes. wanted: whether."""

    customer: Id
    wanted: bool


class CountCustomers(Command):
    """How many customers the operator has from a day on. day: from when. customers: how many."""

    day: Day
    customers: Annotated[int, msgspec.Meta(ge=1, le=10**9)]
