"""What may be asked of the price list."""

from hoolin.catalogue.prices import PriceList
from hoolin.core.commands import Command


class PublishPrices(Command):
    """Publish a price list. prices: the list; it replaces the one in force from its `valid_from` on, and any that was to come."""

    prices: PriceList
