"""Facts → rows of the read model: what each callback was promised, and what came of it."""

from collections.abc import Iterable
from importlib.resources import files

from hoolin.cases.callbacks import facts as f
from hoolin.core.facts import Entry
from hoolin.journal.views import ViewSource, source

VERSION = "1"
"""Of the rows: another number makes the read model be folded anew."""


def rows(entry: Entry) -> Iterable[tuple[str, tuple[object, ...]]]:
    """The rows of one entry."""
    match entry.fact:
        case f.CallbackAsked(interaction=interaction, promised_at=promised_at):
            yield "ask", (interaction, promised_at)
        case f.CallbackTried(interaction=interaction, agent=agent, outcome=outcome):
            yield "try", (entry.position, interaction, entry.at, agent, outcome)


def read_model() -> ViewSource:
    """Callbacks and their tries, as tables."""
    folder = files("hoolin.cases.callbacks")
    schema, queries = ((folder / name).read_text(encoding="utf-8") for name in ("schema.sql", "queries.sql"))
    return source("callbacks", VERSION, schema, queries, rows)
