"""The life of an interaction, as one table for every channel.

What is not in this table cannot happen: `step` raises `NotInTable` and nothing changes. The diagram in
docs/reference/life-cycle.md is drawn from it. Messages, reading and the customer's coming and going are recorded in every
live state and change none of them; they are in `RECORDED_WHILE`.

It refuses: an offer for what is not waiting; a second pair of hands (only `offered` is accepted, only `waiting` is taken);
anything at all after `closed`, `abandoned` or `moved`. Who comes back after that begins a new interaction in the same case.
"""

from typing import Literal, TypeAlias

from hoolin.core import facts as base
from hoolin.core.errors import NotInTable
from hoolin.core.interaction import facts as f

State: TypeAlias = Literal[
    "arrived",
    "greeted",
    "waiting",
    "offered",
    "active",
    "held",
    "parked",
    "wrap_up",
    "closed",
    "abandoned",
    "deferred",
    "moved",
]

STATES: tuple[State, ...] = (
    "arrived", "greeted", "waiting", "offered", "active", "held", "parked", "wrap_up", "closed", "abandoned", "deferred",
    "moved",
)  # fmt: skip
ENDED: frozenset[State] = frozenset({"closed", "abandoned", "moved"})
LIVE: frozenset[State] = frozenset(STATES) - ENDED
IN_LINE: frozenset[State] = frozenset({"waiting", "offered"})
WITH_AGENT: frozenset[State] = frozenset({"active", "held", "parked", "wrap_up"})
OCCUPYING: frozenset[State] = frozenset({"offered", "active", "held", "wrap_up"})
"""States that take an agent's capacity. Parked does not: the customer owes the next word."""

TABLE: dict[tuple[State, type[base.Fact]], State] = {
    ("arrived", f.InteractionGreeted): "greeted",
    ("arrived", f.InteractionQueued): "waiting",
    ("greeted", f.InteractionQueued): "waiting",
    ("deferred", f.InteractionQueued): "waiting",
    ("waiting", f.LineStepTaken): "waiting",
    ("waiting", f.OfferMade): "offered",
    ("waiting", f.InteractionTaken): "active",
    ("offered", f.OfferAccepted): "active",
    ("offered", f.OfferReturned): "waiting",
    ("active", f.InteractionHeld): "held",
    ("held", f.InteractionResumed): "active",
    ("wrap_up", f.InteractionResumed): "active",
    ("active", f.InteractionParked): "parked",
    ("held", f.InteractionParked): "parked",
    ("parked", f.InteractionUnparked): "active",
    ("parked", f.InteractionRequeued): "waiting",
    ("active", f.InteractionTransferred): "waiting",
    ("held", f.InteractionTransferred): "waiting",
    ("parked", f.InteractionTransferred): "waiting",
    ("arrived", f.InteractionDeferred): "deferred",
    ("greeted", f.InteractionDeferred): "deferred",
    ("waiting", f.InteractionDeferred): "deferred",
    ("active", f.InteractionDeferred): "deferred",
    ("held", f.InteractionDeferred): "deferred",
    ("deferred", f.InteractionDeferred): "deferred",
    ("active", f.WrapUpStarted): "wrap_up",
    ("held", f.WrapUpStarted): "wrap_up",
    ("parked", f.WrapUpStarted): "wrap_up",
    ("wrap_up", f.InteractionClosed): "closed",
    ("parked", f.InteractionClosed): "closed",
    ("greeted", f.InteractionClosed): "closed",
    ("arrived", f.InteractionAbandoned): "abandoned",
    ("greeted", f.InteractionAbandoned): "abandoned",
    ("waiting", f.InteractionAbandoned): "abandoned",
    ("deferred", f.InteractionAbandoned): "abandoned",
    ("arrived", f.InteractionMoved): "moved",
    ("greeted", f.InteractionMoved): "moved",
    ("waiting", f.InteractionMoved): "moved",
    ("active", f.InteractionMoved): "moved",
    ("held", f.InteractionMoved): "moved",
    ("parked", f.InteractionMoved): "moved",
    ("deferred", f.InteractionMoved): "moved",
}

RECORDED_WHILE: dict[type[base.Fact], frozenset[State]] = {
    f.MessageReceived: LIVE - {"wrap_up"},
    f.MessageSent: LIVE,
    f.MessageScheduled: LIVE,
    f.MessagesRead: LIVE,
    f.CustomerLeft: LIVE,
    f.CustomerReturned: LIVE,
    f.AnswerLaterAsked: LIVE,
    f.DemandsSet: frozenset({"greeted"}),
    f.LanguageChanged: LIVE - {"offered"},
}
"""Facts that change no state, and the states in which they may be recorded. A message in wrap-up first resumes."""


def step(state: State, fact: base.Fact) -> State:
    """The state after this fact. Raises NotInTable when the table does not know the step."""
    kind = type(fact)
    after = TABLE.get((state, kind))
    if after is not None:
        return after
    if state in RECORDED_WHILE.get(kind, ()):
        return state
    raise NotInTable("not_in_table", state=state, fact=kind.__name__)
