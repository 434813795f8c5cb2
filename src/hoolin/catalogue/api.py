"""The door of the room: what the loop and the server take from it. Nobody looks behind it."""

import msgspec

from hoolin.catalogue import changes, commands, facts, handwritten, offering
from hoolin.catalogue.changes import Edition, editions
from hoolin.catalogue.commands import PublishPrices
from hoolin.catalogue.decide import DECIDES, FOLDS, Catalogue, Published
from hoolin.catalogue.lint import Fault, faults
from hoolin.catalogue.offering import offerings
from hoolin.catalogue.prices import Fee, Plan, PriceList, Words

FACTS = (facts.PricesPublished,)


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
    "Edition",
    "Fault",
    "Fee",
    "Plan",
    "PriceList",
    "PublishPrices",
    "Published",
    "Words",
    "changes",
    "commands",
    "dump",
    "editions",
    "facts",
    "faults",
    "handwritten",
    "load",
    "offering",
    "offerings",
]  # fmt: skip
