"""Facts → rows of the read model: which contacts came of which cause, however long ago."""

from collections.abc import Iterable
from importlib.resources import files

from hoolin.core.facts import Entry
from hoolin.insight.improvements import facts as f
from hoolin.journal.views import ViewSource, source

VERSION = "1"
"""Of the rows: another number makes the read model be folded anew."""

Row = tuple[str, tuple[object, ...]]


def rows(entry: Entry) -> Iterable[Row]:
    """The rows of one entry."""
    match entry.fact:
        case f.CauseNoted() as fact:
            yield "note_cause", (fact.cause, fact.interaction, fact.agent, entry.at)
        case f.CauseTakenBack() as fact:
            yield "take_cause_back", (fact.cause, fact.interaction)
        case _:
            pass


def read_model() -> ViewSource:
    """Notes of causes as a table."""
    folder = files("hoolin.insight.improvements")
    schema, queries = ((folder / name).read_text(encoding="utf-8") for name in ("schema.sql", "noted.sql"))
    return source("improvements", VERSION, schema, queries, rows)
