"""What may be asked of the price list. `agent` is always the agent of the session that sent the command."""

from typing import Annotated

import msgspec

from hoolin.catalogue.facts import ConsentHow
from hoolin.catalogue.prices import PriceList
from hoolin.core.commands import Command
from hoolin.core.facts import Code, Id
from hoolin.core.limits import PRICES_PER_MESSAGE_MAX


class PublishPrices(Command):
    """Publish a price list. prices: the list; it replaces the one in force from its `valid_from` on, and any that was to come."""

    prices: PriceList


class SayPrice(Command):
    """I have read these prices aloud to the customer, in the published words. codes: of which plans and fees."""

    interaction: Id
    agent: Id
    codes: Annotated[tuple[Code, ...], msgspec.Meta(min_length=1, max_length=PRICES_PER_MESSAGE_MAX)]


class NoteConsent(Command):
    """The customer has agreed to have this plan. plan: its code. how: in writing, or spoken."""

    interaction: Id
    agent: Id
    plan: Code
    how: ConsentHow
