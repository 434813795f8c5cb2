"""Fact → commands: whoever is forgotten is no longer spoken with."""

from collections.abc import Iterable
from typing import cast

from hoolin.core.commands import Command, Reacts
from hoolin.core.facts import Entry
from hoolin.core.interaction.commands import EndConversations
from hoolin.people import facts as f
from hoolin.people.commands import EraseCustomer
from hoolin.people.decide import People


def erased(people: People, entry: Entry) -> Iterable[Command]:
    """Everything under way ends in the same instant; whoever is shown as this customer is the same person, and forgotten too."""
    customer = cast(f.CustomerErased, entry.fact).customer
    together = [merged for merged, kept in people.merged.items() if kept == customer and merged not in people.erased]
    return (EndConversations(customer=customer), *(EraseCustomer(customer=merged) for merged in together))


REACTS: Reacts = {f.CustomerErased: erased}
