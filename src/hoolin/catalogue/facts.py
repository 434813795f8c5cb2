"""What may be recorded about prices. A list is public from the moment it is published, so its words lie in the fact itself."""

from typing import Annotated

import msgspec

from hoolin.catalogue.prices import PriceList
from hoolin.core.facts import Fact


class PricesPublished(Fact):
    """A price list was published. prices: the list. number: 1, 2, 3 …; a list replaces every earlier one from its `valid_from` on, those that were to
    come as well.
    """

    number: Annotated[int, msgspec.Meta(ge=1)]
    prices: PriceList
