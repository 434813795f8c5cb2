"""What may be recorded about prices. A list is public from the moment it is published, so its words lie in the fact itself."""

from typing import Annotated, Literal, TypeAlias

import msgspec

from hoolin.catalogue.prices import PriceList
from hoolin.core.facts import Code, Fact, Id

ShownHow: TypeAlias = Literal["written", "aloud"]
ConsentHow: TypeAlias = Literal["written", "spoken"]


class PricesPublished(Fact):
    """A price list was published. prices: the list. number: 1, 2, 3 …; a list replaces every earlier one from its `valid_from` on, those that were to
    come as well.
    """

    number: Annotated[int, msgspec.Meta(ge=1)]
    prices: PriceList


class PriceShown(Fact):
    """A customer was given prices in the published words. case: which the interaction belongs to. codes: of plans and fees. number: of the list that
    held. how: in a message, or read aloud in a call. message: the one they stand in, which showed nothing if it was recalled before it left; None when they
    were read aloud.
    """

    interaction: Id
    case: Id
    agent: Id
    codes: tuple[Code, ...]
    number: Annotated[int, msgspec.Meta(ge=1)]
    how: ShownHow
    message: Id | None = None


class ConsentGiven(Fact):
    """A customer agreed to have a plan, as the agent with them noted it. case: which the interaction belongs to. plan: its code. number: of the list
    that held. how: they wrote so, or said so. Whether its price was shown before is told by the `PriceShown` of the same case.
    """

    interaction: Id
    case: Id
    agent: Id
    plan: Code
    number: Annotated[int, msgspec.Meta(ge=1)]
    how: ConsentHow
