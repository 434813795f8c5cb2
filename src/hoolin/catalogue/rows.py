"""Facts → rows of the read model: which prices a customer was given, and what they agreed to."""

from collections.abc import Iterable
from importlib.resources import files

import msgspec

from hoolin.catalogue.facts import ConsentGiven, PriceShown
from hoolin.core.facts import Entry
from hoolin.journal.views import ViewSource, source

VERSION = "2"
"""Of the rows: another number makes the read model be folded anew."""


def rows(entry: Entry) -> Iterable[tuple[str, tuple[object, ...]]]:
    """The rows of one entry."""
    fact = entry.fact
    if isinstance(fact, PriceShown | ConsentGiven):
        said = msgspec.json.encode(fact).decode()
        yield "add", (entry.position, fact.interaction, entry.at, entry.actor, said)


def read_model() -> ViewSource:
    """Prices given and consents, as a table."""
    folder = files("hoolin.catalogue")
    schema, queries = ((folder / name).read_text(encoding="utf-8") for name in ("schema.sql", "queries.sql"))
    return source("prices", VERSION, schema, queries, rows)
