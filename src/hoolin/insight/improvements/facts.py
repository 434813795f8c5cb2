"""What may be recorded about causes and improvements. Titles and announcements are the site's own words and lie in the fact; what somebody writes about it in the
course of work is content.
"""

from typing import Annotated

import msgspec

from hoolin.catalogue.api import Words
from hoolin.core.facts import Fact, Id
from hoolin.insight.improvements.register import Cause, Improvement, Text

Day = Annotated[str, msgspec.Meta(pattern=r"^\d{4}-\d{2}-\d{2}$")]


class CauseSet(Fact):
    """A cause was named, or is told differently now. cause: all of it."""

    cause: Cause


class CauseNoted(Fact):
    """A contact came of a cause, whoever served it says. Once a contact and cause."""

    interaction: Id
    cause: Id
    agent: Id


class CauseTakenBack(Fact):
    """It did not after all."""

    interaction: Id
    cause: Id
    agent: Id


class ImprovementSet(Fact):
    """An improvement was proposed, or is told differently before it shipped. improvement: all of it."""

    improvement: Improvement


class ImprovementShipped(Fact):
    """Customers have it. improvement: which. day: since when, in the site's time. What was expected is fixed with it."""

    improvement: Id
    day: Day


class ImprovementWithdrawn(Fact):
    """It is not done, or was undone. improvement: which. why: in the site's own words."""

    improvement: Id
    why: Text


class ImprovementCommented(Fact):
    """Somebody wrote something about it. improvement: about which. comment: the content. by: who wrote it."""

    improvement: Id
    comment: Id
    by: Id


class CaseLinked(Fact):
    """A customer's case shows what it is about. improvement: which. case: which."""

    improvement: Id
    case: Id


class ChangeAnnounced(Fact):
    """Everybody may read what was changed because customers told us. improvement: which. text: in every language of the site."""

    improvement: Id
    text: Words


class ChangeTakenBack(Fact):
    """It is public no more. improvement: which."""

    improvement: Id


class RaiserTold(Fact):
    """A customer who had turned to us because of it was told what was changed. improvement: which. interaction: in which they were written to; its id follows from
    the customer and the improvement, so that nobody is told twice.
    """

    improvement: Id
    interaction: Id


class ChangeNewsWished(Fact):
    """A customer does not want to be written to about changes, or does again. wanted: whether they want it."""

    customer: Id
    wanted: bool


class CustomersCounted(Fact):
    """How many customers the operator has from a day on, so that contacts can be told per customer. day: from when. customers: how many."""

    day: Day
    customers: Annotated[int, msgspec.Meta(ge=1, le=10**9)]
