"""Facts → rows of the read model: which flow greeted whom, every node they came to, and how they left; and every change of a flow."""

from collections.abc import Iterable
from importlib.resources import files

import msgspec

from hoolin.core.facts import Entry
from hoolin.core.flow import facts as f
from hoolin.journal.views import ViewSource, source

VERSION = "3"
"""Of the rows: another number makes the read model be folded anew."""


def rows(entry: Entry) -> Iterable[tuple[str, tuple[object, ...]]]:
    """The rows of one entry."""
    fact = entry.fact
    if isinstance(fact, f.FlowEntered):
        yield "enter", (fact.interaction, fact.flow, fact.revision, entry.at)
        return
    if isinstance(fact, f.FlowSet):
        body = msgspec.json.encode(fact.flow).decode()
        yield "revise", (fact.flow.name, fact.revision, entry.at, entry.actor, len(fact.flow.nodes), body)
        return
    if isinstance(fact, f.FlowNoted):
        yield "annotate", (fact.note, fact.flow, fact.revision)
        return
    if not isinstance(fact, f.FlowStepped | f.FlowLeft):
        return
    for number, one in enumerate(fact.passed):
        yield "pass", (entry.position, number, fact.interaction, entry.at, one.node, one.why)
    if isinstance(fact, f.FlowLeft):
        yield "leave", (fact.way, fact.due_at, fact.number, fact.interaction)


def read_model() -> ViewSource:
    """Walks through menus, as tables."""
    folder = files("hoolin.cases.menus")
    schema, queries = ((folder / name).read_text(encoding="utf-8") for name in ("schema.sql", "queries.sql"))
    return source("menus", VERSION, schema, queries, rows)
