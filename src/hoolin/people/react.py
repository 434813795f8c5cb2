"""Fact → commands: whoever is forgotten is no longer spoken with."""

from collections.abc import Iterable
from typing import cast

from hoolin.core.commands import Command, Reacts
from hoolin.core.facts import Entry
from hoolin.core.interaction.commands import EndConversations
from hoolin.people import facts as f
from hoolin.people.decide import People


def erased(people: People, entry: Entry) -> Iterable[Command]:
    """Everything under way ends in the same instant."""
    return (EndConversations(customer=cast(f.CustomerErased, entry.fact).customer),)


REACTS: Reacts = {f.CustomerErased: erased}
