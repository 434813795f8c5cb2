"""Facts → rows of the telephone's read model: the calls of a conversation, and who took part in them."""

from collections.abc import Iterable
from importlib.resources import files

from hoolin.channels.voice import facts as f
from hoolin.channels.voice.recording import rows as recordings
from hoolin.core.facts import Entry
from hoolin.journal.views import ViewSource, source

VERSION = "3"
"""Of the rows: another number makes the read model be folded anew."""


def rows(entry: Entry) -> Iterable[tuple[str, tuple[object, ...]]]:
    """The rows of one entry."""
    at = entry.at
    match entry.fact:
        case f.CallBegan() as call:
            yield (
                "begin",
                (call.call, call.interaction, call.direction, call.trunk, call.numbers, call.agent, at),
            )
            yield "begin_leg", (call.leg, call.call, "customer", "trunk", None, at)
        case f.CallFromPage(leg=leg_id):
            yield "leg_from_page", (leg_id,)
        case f.LegBegan() as leg:
            yield "begin_leg", (leg.leg, leg.call, leg.part, leg.via, leg.agent, at)
        case f.LegAnswered(call=call_id, leg=leg_id, part=part, dialog=dialog):
            yield "answer_leg", (at, dialog, leg_id)
            if part == "customer":
                yield "answer", (at, call_id)
        case f.LegChanged(leg=leg_id, dialog=dialog):
            yield "change_leg", (dialog, leg_id)
        case f.LegEnded(leg=leg_id, cause=cause, status=status):
            yield "end_leg", (at, cause, status, leg_id)
        case f.CallEnded(call=call_id, cause=cause, status=status):
            yield "end", (at, cause, status, call_id)
            yield "end_legs", (at, cause, status, call_id)
        case _:
            yield from recordings.rows(entry)


def read_model() -> ViewSource:
    """Calls and their legs, as tables."""
    folder = files("hoolin.channels.voice")
    schema, queries = ((folder / name).read_text(encoding="utf-8") for name in ("schema.sql", "queries.sql"))
    return source("voice", VERSION, schema, queries, rows)
