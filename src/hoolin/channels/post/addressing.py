"""Where a conversation that we begin ourselves is answered: at an address of the customer's, or where an earlier one was."""

import msgspec

from hoolin.channels.post.hearing import Correspondent
from hoolin.channels.post.house import PostHouse
from hoolin.channels.written import Address, AddressKind
from hoolin.core.delivery.commands import AddressInteraction

CHANNEL_OF: dict[AddressKind, str] = {
    "email": "email", "phone": "sms", "telegram": "telegram", "whatsapp": "whatsapp", "messenger": "messenger",
    "instagram": "messenger", "viber": "viber", "xmpp": "xmpp", "matrix": "matrix",
}  # fmt: skip
"""By which channel an address is written to."""


def to_address(
    house: PostHouse, interaction: str, customer: str, account: str, address: Address
) -> AddressInteraction:  # fmt: skip
    """The command that has a conversation answered at this address, from this account."""
    body = msgspec.json.encode(Correspondent(address))
    return AddressInteraction(
        interaction=interaction, customer=customer, account=account, address=house.new_id("a"), body=body
    )


def as_before(house: PostHouse, interaction: str, customer: str, before: str) -> AddressInteraction | None:
    """The command that has a conversation answered where an earlier one was; None when that had no address. Blocking."""
    found = house.store.look("post.address_of", (before,))
    body = house.store.contents([found[0]["address"]]).get(found[0]["address"]) if found else None
    if body is None:
        return None
    return AddressInteraction(
        interaction=interaction, customer=customer, account=found[0]["account"], address=house.new_id("a"), body=body
    )
