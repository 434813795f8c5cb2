"""Facts → rows of the read model: every promise there ever was, from the ledger's own facts and from those of callbacks and of putting off."""

from collections.abc import Callable, Iterable, Iterator
from importlib.resources import files
from typing import Any, TypeAlias

import msgspec

from hoolin.cases.callbacks import facts as cb
from hoolin.cases.promises import facts as f
from hoolin.cases.promises.fold import id_of
from hoolin.cases.promises.times import WINDOW_MS
from hoolin.core import facts as base
from hoolin.core.facts import Entry
from hoolin.core.interaction import facts as i
from hoolin.journal.views import ViewSource, source

VERSION = "2"
"""Of the rows: another number makes the read model be folded anew."""

Row: TypeAlias = tuple[str, tuple[object, ...]]


def rows(entry: Entry) -> Iterable[Row]:
    """The rows of one entry."""
    to_rows = ROWS.get(type(entry.fact))
    return to_rows(entry.fact, entry) if to_rows is not None else ()


def _step(entry: Entry, what: str) -> Row:
    fact: Any = entry.fact
    return "step", (entry.position, fact.promise, entry.at, what, entry.actor, msgspec.json.encode(fact).decode())


def made(fact: f.PromiseMade, entry: Entry) -> Iterator[Row]:
    """Owed."""
    yield "make", (
        fact.promise, fact.kind, fact.interaction, fact.queue, fact.owner, fact.made_by, entry.at, fact.due_at,
        fact.due_at, fact.words, fact.written, fact.message,
    )  # fmt: skip
    yield _step(entry, "made")


def moved(fact: f.PromiseMoved, entry: Entry) -> Iterator[Row]:
    """To another time."""
    yield "move", (fact.due_at, fact.words, fact.written, fact.promise)
    yield _step(entry, "moved")


def reminded(fact: f.PromiseReminded, entry: Entry) -> Iterator[Row]:
    """Somebody was told."""
    yield "remind" if fact.to == "owner" else "escalate", (entry.at, fact.promise)
    yield _step(entry, "reminded" if fact.to == "owner" else "escalated")


def handed_on(fact: f.PromiseHandedOn, entry: Entry) -> Iterator[Row]:
    """The queue's."""
    yield "own", (None, fact.promise)
    yield _step(entry, "handed_on")


def taken(fact: f.PromiseTaken, entry: Entry) -> Iterator[Row]:
    """Somebody's."""
    yield "own", (fact.agent, fact.promise)
    yield _step(entry, "taken")


def broken(fact: f.PromiseBroken, entry: Entry) -> Iterator[Row]:
    """Not kept in time."""
    yield "break", (entry.at, fact.promise)
    yield _step(entry, "broken")


def kept(fact: f.PromiseKept, entry: Entry) -> Iterator[Row]:
    """Done."""
    yield "end", ("kept", entry.at, fact.agent, None, fact.promise)
    yield _step(entry, "kept")


def withdrawn(fact: f.PromiseWithdrawn, entry: Entry) -> Iterator[Row]:
    """Taken back."""
    yield "end", ("withdrawn", entry.at, fact.agent, fact.reason, fact.promise)
    yield _step(entry, "withdrawn")


def callback_asked(fact: cb.CallbackAsked, entry: Entry) -> Iterator[Row]:
    """A callback at a time, or at another one, or at none any more."""
    yield "call", (fact.interaction,)
    if fact.promised_at is None:
        yield "end_of", ("withdrawn", entry.at, None, "customer_wish", fact.interaction, "callback")
        return
    due_at = fact.promised_at + WINDOW_MS
    yield "callback_moved", (due_at, fact.interaction)
    yield "callback_made", (id_of(entry), fact.interaction, entry.at, due_at)


def callback_tried(fact: cb.CallbackTried, entry: Entry) -> Iterator[Row]:
    """Called."""
    yield "end_of", ("kept", entry.at, fact.agent, None, fact.interaction, "callback")


def deferred(fact: i.InteractionDeferred, entry: Entry) -> Iterator[Row]:
    """To be taken up again."""
    due_at = fact.due_at + WINDOW_MS
    made_by = entry.actor.removeprefix("agent:") if entry.actor.startswith("agent:") else None
    yield "deferral_moved", (due_at, fact.interaction)
    yield "deferral_made", (id_of(entry), fact.interaction, entry.at, due_at, made_by)


def joined(fact: i.OfferAccepted | i.InteractionTaken, entry: Entry) -> Iterator[Row]:
    """Taken up."""
    yield "end_of", ("kept", entry.at, fact.agent, None, fact.interaction, "deferral")


def closed(fact: i.InteractionClosed, entry: Entry) -> Iterator[Row]:
    """Whoever closes a callback has done it; what nobody had in hand was ended because its customer is forgotten."""
    ended, reason = ("kept", None) if fact.agent is not None else ("withdrawn", "erased")
    yield "end_with", (ended, entry.at, fact.agent, reason, fact.interaction)


def left(fact: i.InteractionAbandoned | i.InteractionMoved, entry: Entry) -> Iterator[Row]:
    """The customer needs it no more, or goes on elsewhere."""
    yield "end_with", ("withdrawn", entry.at, None, "customer_wish", fact.interaction)


ROWS: dict[type[base.Fact], Callable[[Any, Entry], Iterable[Row]]] = {
    f.PromiseMade: made,
    f.PromiseMoved: moved,
    f.PromiseReminded: reminded,
    f.PromiseHandedOn: handed_on,
    f.PromiseTaken: taken,
    f.PromiseBroken: broken,
    f.PromiseKept: kept,
    f.PromiseWithdrawn: withdrawn,
    cb.CallbackAsked: callback_asked,
    cb.CallbackTried: callback_tried,
    i.InteractionDeferred: deferred,
    i.OfferAccepted: joined,
    i.InteractionTaken: joined,
    i.InteractionClosed: closed,
    i.InteractionAbandoned: left,
    i.InteractionMoved: left,
}


def read_model() -> ViewSource:
    """Promises and what happened to them, as tables."""
    folder = files("hoolin.cases.promises")
    schema, queries = ((folder / name).read_text(encoding="utf-8") for name in ("schema.sql", "queries.sql"))
    return source("promises", VERSION, schema, queries, rows)
