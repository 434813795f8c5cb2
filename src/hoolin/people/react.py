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
    """Everything under way ends in the same instant; whoever is shown with this customer is the same person, and forgotten too: those merged into
    them, and the record that they were merged into, each of which goes on to its own.
    """
    customer = cast(f.CustomerErased, entry.fact).customer
    near = [merged for merged, kept in people.merged.items() if kept == customer]
    near += [people.merged[customer]] if customer in people.merged else []
    return (
        EndConversations(customer=customer),
        *(EraseCustomer(customer=one) for one in near if one not in people.erased),
    )


REACTS: Reacts = {f.CustomerErased: erased}
