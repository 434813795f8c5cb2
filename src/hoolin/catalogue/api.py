"""The door of the room: what the loop and the server take from it. Nobody looks behind it."""

import msgspec

from hoolin.catalogue import changes, commands, facts, handwritten, offering, showing
from hoolin.catalogue.changes import Edition, editions
from hoolin.catalogue.commands import NoteConsent, PublishPrices, SayPrice
from hoolin.catalogue.decide import DECIDES as PUBLISHES
from hoolin.catalogue.decide import FOLDS, Catalogue, LocalDay, Published
from hoolin.catalogue.facts import ConsentGiven, PriceShown
from hoolin.catalogue.lint import Fault, faults
from hoolin.catalogue.offering import offerings
from hoolin.catalogue.prices import Fee, Plan, PriceList, Words
from hoolin.catalogue.rows import read_model
from hoolin.catalogue.saying import lines
from hoolin.catalogue.showing import shown
from hoolin.core.commands import Decides

FACTS = (facts.PricesPublished, PriceShown, ConsentGiven)
DECIDES: Decides = {**PUBLISHES, **showing.DECIDES}


def dump(catalogue: Catalogue) -> bytes:
    """The state for a snapshot."""
    return msgspec.msgpack.encode(catalogue.lists)


def load(catalogue: Catalogue, body: bytes) -> None:
    """Take up a dump."""
    catalogue.lists = msgspec.msgpack.decode(body, type=list[Published])


__all__ = [
    "DECIDES",
    "FACTS",
    "FOLDS",
    "Catalogue",
    "ConsentGiven",
    "Edition",
    "Fault",
    "Fee",
    "LocalDay",
    "NoteConsent",
    "Plan",
    "PriceList",
    "PriceShown",
    "PublishPrices",
    "Published",
    "SayPrice",
    "Words",
    "changes",
    "commands",
    "dump",
    "editions",
    "facts",
    "faults",
    "handwritten",
    "lines",
    "load",
    "offering",
    "offerings",
    "read_model",
    "shown",
]
