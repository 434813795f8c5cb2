"""Facts → rows of the read model: what a desk lists, what a conversation shows, what a customer's past holds.

Pure: an entry goes in, named statements of queries.sql with their parameters come out. `VERSION` changes with the meaning of
a row; the read model is then folded anew from the journal.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeAlias

import msgspec

from hoolin.cases import facts as f
from hoolin.cases.callbacks.facts import CallbackTried
from hoolin.cases.promises import facts as p
from hoolin.core import facts as base
from hoolin.core.facts import Entry
from hoolin.core.flow.facts import FlowLeft, FlowStepped
from hoolin.core.interaction import facts as i

VERSION = "3"

Row: TypeAlias = tuple[str, tuple[object, ...]]
ToRows: TypeAlias = Callable[[Any, Entry], Iterable[Row]]

_json = msgspec.json.encode


def rows(entry: Entry) -> Iterable[Row]:
    """The rows of one entry; facts of other rooms leave none."""
    to_rows = ROWS.get(type(entry.fact))
    return to_rows(entry.fact, entry) if to_rows is not None else ()


def show(entry: Entry, kind: str, agent: str | None = None) -> Row:
    """A step in the conversation's life."""
    fact: Any = entry.fact
    return "live_through", (
        entry.position, fact.interaction, entry.at, kind, agent, entry.actor, _json(fact).decode(),
    )  # fmt: skip


def arrived(fact: i.InteractionArrived, entry: Entry) -> Iterator[Row]:
    """A conversation begins."""
    yield "arrive", (
        fact.interaction, fact.customer, fact.case, fact.channel, fact.queue, fact.language, fact.place_at, entry.at,
        entry.at, fact.priority,
    )  # fmt: skip
    yield "count", ("all",)


def queued(fact: i.InteractionQueued, entry: Entry) -> Iterator[Row]:
    """In line."""
    yield "line", (fact.queue, None, None, fact.interaction)
    yield show(entry, "waiting")


def greeted(fact: i.InteractionGreeted, entry: Entry) -> Iterator[Row]:
    """A flow speaks first."""
    yield "state", ("greeted", fact.interaction)


def demands_set(fact: i.DemandsSet, entry: Entry) -> Iterator[Row]:
    """What they need is known."""
    yield "demand", (fact.queue, fact.priority, fact.interaction)


def through_menu(fact: FlowStepped | FlowLeft, entry: Entry) -> Iterator[Row]:
    """A step on the way through a menu."""
    yield show(entry, "menu")


def offered(fact: i.OfferMade, entry: Entry) -> Iterator[Row]:
    """In somebody's hands for a moment."""
    why = _json(fact.why).decode() if fact.why is not None else None
    yield "offer", (fact.agent, fact.offer, fact.expires_at, why, entry.at, fact.interaction)


def returned(fact: i.OfferReturned, entry: Entry) -> Iterator[Row]:
    """Back in line."""
    yield "hand", ("waiting", None, fact.interaction)


def joined(fact: i.OfferAccepted | i.InteractionTaken, entry: Entry) -> Iterator[Row]:
    """A person is there."""
    yield "hand", ("active", fact.agent, fact.interaction)
    yield show(entry, "joined", fact.agent)


def held(fact: i.InteractionHeld, entry: Entry) -> Iterator[Row]:
    """A moment, please."""
    yield "state", ("held", fact.interaction)
    yield show(entry, "held")


def resumed(fact: i.InteractionResumed, entry: Entry) -> Iterator[Row]:
    """The conversation goes on."""
    yield "back", (fact.interaction,)
    yield show(entry, "resumed")


def parked(fact: i.InteractionParked, entry: Entry) -> Iterator[Row]:
    """The customer owes the next word."""
    yield "state", ("parked", fact.interaction)
    yield show(entry, "parked")


def unparked(fact: i.InteractionUnparked, entry: Entry) -> Iterator[Row]:
    """It goes on with the same person."""
    yield "state", ("active", fact.interaction)
    yield show(entry, "unparked")


def requeued(fact: i.InteractionRequeued, entry: Entry) -> Iterator[Row]:
    """Back in line, from now."""
    yield "line", (fact.queue, fact.place_at, None, fact.interaction)
    yield show(entry, "waiting")


def transferred(fact: i.InteractionTransferred, entry: Entry) -> Iterator[Row]:
    """Handed on at its old place."""
    yield "line", (fact.queue, None, fact.note, fact.interaction)
    yield show(entry, "transferred", fact.agent)


def deferred(fact: i.InteractionDeferred, entry: Entry) -> Iterator[Row]:
    """Put off."""
    yield "hand", ("deferred", None, fact.interaction)
    yield show(entry, "deferred")


def wrap_up(fact: i.WrapUpStarted, entry: Entry) -> Iterator[Row]:
    """The agent writes down the reason."""
    yield "wrap_up", (fact.due_at, fact.interaction)
    yield show(entry, "wrap_up", fact.agent)


def closed(fact: i.InteractionClosed, entry: Entry) -> Iterator[Row]:
    """Done."""
    reasons = _json(fact.reasons).decode()
    yield "end", ("closed", fact.agent, reasons, fact.outcome, entry.at, fact.interaction)
    yield "count", ("closed",)
    yield show(entry, "closed", fact.agent)


def abandoned(fact: i.InteractionAbandoned, entry: Entry) -> Iterator[Row]:
    """The customer left before anybody answered."""
    yield "end", ("abandoned", None, "[]", None, entry.at, fact.interaction)
    yield "count", ("closed",)
    yield show(entry, "abandoned")


def moved(fact: i.InteractionMoved, entry: Entry) -> Iterator[Row]:
    """It goes on in another one."""
    yield "end", ("moved", None, "[]", None, entry.at, fact.interaction)
    yield "count", ("closed",)
    yield show(entry, "moved")


def heard(fact: i.MessageReceived, entry: Entry) -> Iterator[Row]:
    """The customer's word."""
    yield "hear", (entry.at, fact.message, fact.ordinal, fact.interaction)
    yield "show", (
        entry.position, fact.interaction, entry.at, "message", fact.ordinal, "customer", None, fact.message,
        _attachments(fact.attachments), entry.cause,
    )  # fmt: skip


def said(fact: i.MessageSent, entry: Entry) -> Iterator[Row]:
    """Our word."""
    read = 0 if fact.speaker == "agent" else 1
    yield "say", (entry.at, fact.speaker, fact.message, fact.ordinal, read, fact.interaction)
    yield "show", (
        entry.position, fact.interaction, entry.at, "message", fact.ordinal, fact.speaker, fact.agent, fact.message,
        _attachments(fact.attachments), entry.cause,
    )  # fmt: skip


def _attachments(attachments: tuple[i.Attachment, ...]) -> str | None:
    return _json(attachments).decode() if attachments else None


def messages_read(fact: i.MessagesRead, entry: Entry) -> Iterator[Row]:
    """Seen."""
    if fact.reader == "agent":
        yield "read", (fact.ordinal, fact.interaction)
    yield "show", (
        entry.position, fact.interaction, entry.at, "read", fact.ordinal, fact.reader, None, None, None, None,
    )  # fmt: skip


def left(fact: i.CustomerLeft, entry: Entry) -> Iterator[Row]:
    """The customer's page is out of reach."""
    yield "here", (0, fact.interaction)


def came_back(fact: i.CustomerReturned, entry: Entry) -> Iterator[Row]:
    """It is back."""
    yield "here", (1, fact.interaction)


def later(fact: i.AnswerLaterAsked, entry: Entry) -> Iterator[Row]:
    """An address was left."""
    yield "later", (fact.interaction,)
    yield show(entry, "later")


def language(fact: i.LanguageChanged, entry: Entry) -> Iterator[Row]:
    """Another language."""
    yield "language", (fact.language, fact.interaction)


def parted(fact: i.ClaimRefused, entry: Entry) -> Iterator[Row]:
    """In a case of its own from now on."""
    if fact.case is not None:
        yield "part", (fact.case, fact.interaction)


def tried(fact: CallbackTried, entry: Entry) -> Iterator[Row]:
    """An agent called."""
    yield show(entry, "tried", fact.agent)


def promised(fact: Any, entry: Entry) -> Iterator[Row]:
    """A promise was made there, or something became of it."""
    yield show(entry, "promise", getattr(fact, "agent", None))


def case_opened(fact: f.CaseOpened, entry: Entry) -> Iterator[Row]:
    """A case begins."""
    yield "open_case", (fact.case, fact.customer, fact.number, entry.at)


def case_reopened(fact: f.CaseReopened, entry: Entry) -> Iterator[Row]:
    """Open again."""
    yield "solve_case", (None, fact.case)


def case_solved(fact: f.CaseSolved, entry: Entry) -> Iterator[Row]:
    """Solved."""
    yield "solve_case", (entry.at, fact.case)


def note_added(fact: f.NoteAdded, entry: Entry) -> Iterator[Row]:
    """A colleague's note."""
    yield "add_note", (fact.note, fact.case, entry.at, fact.agent)


ROWS: dict[type[base.Fact], ToRows] = {
    i.InteractionArrived: arrived,
    i.InteractionGreeted: greeted,
    i.DemandsSet: demands_set,
    FlowStepped: through_menu,
    FlowLeft: through_menu,
    i.InteractionQueued: queued,
    i.OfferMade: offered,
    i.OfferAccepted: joined,
    i.OfferReturned: returned,
    i.InteractionTaken: joined,
    i.InteractionHeld: held,
    i.InteractionResumed: resumed,
    i.InteractionParked: parked,
    i.InteractionUnparked: unparked,
    i.InteractionRequeued: requeued,
    i.InteractionTransferred: transferred,
    i.InteractionDeferred: deferred,
    i.WrapUpStarted: wrap_up,
    i.InteractionClosed: closed,
    i.InteractionAbandoned: abandoned,
    i.InteractionMoved: moved,
    i.MessageReceived: heard,
    i.MessageSent: said,
    i.MessagesRead: messages_read,
    i.CustomerLeft: left,
    i.CustomerReturned: came_back,
    i.AnswerLaterAsked: later,
    i.LanguageChanged: language,
    i.ClaimRefused: parted,
    CallbackTried: tried,
    p.PromiseMade: promised,
    p.PromiseMoved: promised,
    p.PromiseBroken: promised,
    p.PromiseKept: promised,
    p.PromiseWithdrawn: promised,
    f.CaseOpened: case_opened,
    f.CaseReopened: case_reopened,
    f.CaseSolved: case_solved,
    f.NoteAdded: note_added,
}
