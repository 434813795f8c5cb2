"""Facts → rows of the post's read model: what was kept, under which ids it is known, and how far our messages have come."""

from collections.abc import Iterable
from importlib.resources import files

from hoolin.core.delivery import facts as d
from hoolin.core.facts import Entry
from hoolin.core.intake import facts as f
from hoolin.core.interaction.facts import MessageScheduled
from hoolin.journal.views import ViewSource, source

VERSION = "3"
"""Of the rows: another number makes the read model be folded anew."""

Rows = Iterable[tuple[str, tuple[object, ...]]]


def rows(entry: Entry) -> Rows:
    """The rows of one entry."""
    match entry.fact:
        case f.InputKept() as kept:
            yield "keep", (kept.input, kept.channel, kept.account, kept.lookup, entry.at, kept.size, kept.blob)
        case f.InputEnded() as ended:
            yield "end_input", (ended.ending, ended.code, entry.at, ended.input)
            for customer in ended.customers:
                yield "wrote", (customer, ended.input)
        case f.InputsForgotten(inputs=inputs):
            for input in inputs:
                yield "forget_input", (entry.at, input)
        case d.InteractionAddressed() as addressed:
            yield "address", (addressed.interaction, addressed.account, addressed.address)
            for lookup in addressed.lookups:
                yield "refer", (lookup, addressed.interaction)
        case _:
            yield from _delivery_rows(entry)


def _delivery_rows(entry: Entry) -> Rows:
    match entry.fact:
        case MessageScheduled(interaction=interaction, message=message, due_at=due_at):
            yield "schedule", (message, interaction, entry.at, due_at)
        case d.DeliveryAsked(delivery=delivery, interaction=interaction):
            yield "ask", (delivery, interaction, entry.at)
        case d.DeliveryBegan(delivery=delivery):
            yield "begin", (delivery,)
        case d.DeliveryEnded(delivery=delivery, ending=ending, code=code):
            yield "end", (ending, code, entry.at, delivery)
        case d.DeliveryReferenced(delivery=delivery, lookup=lookup):
            yield "refer_delivery", (lookup, delivery)
        case d.DeliveryReported(delivery=delivery, state="failed", code=code):
            yield "fail", (code, entry.at, delivery)
        case d.DeliveryReported(delivery=delivery, state=state, code=code):
            yield "deliver", (state, code, entry.at, delivery)
        case d.DeliveryRecalled(delivery=delivery, agent=agent):
            yield "recall", ("answered" if agent is None else "", entry.at, delivery)
        case d.DeliveryMoved(delivery=delivery, due_at=due_at):
            yield "move", (due_at, delivery)


def read_model() -> ViewSource:
    """Inputs, references, addresses and deliveries, as tables."""
    folder = files("hoolin.channels.post")
    schema, queries = ((folder / name).read_text(encoding="utf-8") for name in ("schema.sql", "queries.sql"))
    return source("post", VERSION, schema, queries, rows)
