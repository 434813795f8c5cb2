"""Facts → rows of the read model: what was suggested, and what a person noted then."""

from collections.abc import Iterable
from importlib.resources import files

import msgspec

from hoolin.core.facts import Entry
from hoolin.core.interaction.facts import InteractionClosed
from hoolin.insight.reasons import facts as f
from hoolin.journal.views import ViewSource, source

VERSION = "1"
"""Of the rows: another number makes the read model be folded anew."""

Row = tuple[str, tuple[object, ...]]


def rows(entry: Entry) -> Iterable[Row]:
    """The rows of one entry."""
    match entry.fact:
        case f.ReasonsSuggested() as fact:
            first = fact.likely[0][0] if fact.likely else None
            likely = msgspec.json.encode(fact.likely).decode()
            yield (
                "suggest",
                (fact.interaction, fact.model, fact.language, likely, first, fact.new, fact.shown, entry.at),
            )
        case InteractionClosed(interaction=interaction, reasons=reasons):
            yield "confirm", (msgspec.json.encode(reasons).decode(), interaction)
        case _:
            pass


def read_model() -> ViewSource:
    """Suggestions with what became of them, as a table."""
    folder = files("hoolin.insight.reasons")
    schema, queries = ((folder / name).read_text(encoding="utf-8") for name in ("schema.sql", "queries.sql"))
    return source("insight", VERSION, schema, queries, rows)
