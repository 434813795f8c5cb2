"""Who is told of which fact at the desk. One question per fact, answered from the line it is about."""

from typing import Any

from hoolin.cases.api import callbacks
from hoolin.cases.api import facts as k
from hoolin.catalogue.api import ConsentGiven, PriceShown
from hoolin.channels.voice import facts as v
from hoolin.channels.voice.recording import facts as r
from hoolin.core import facts as base
from hoolin.core.delivery import facts as d
from hoolin.core.flow import facts as w
from hoolin.core.interaction import facts as i
from hoolin.people.api import facts as p

EVERYBODY: frozenset[type[base.Fact]] = frozenset({
    i.InteractionArrived, i.InteractionQueued, i.LineStepTaken, i.OfferMade, i.OfferAccepted, i.OfferReturned,
    i.InteractionTaken, i.InteractionRequeued, i.InteractionTransferred, i.InteractionDeferred, i.InteractionClosed,
    i.InteractionAbandoned, i.InteractionMoved, i.PresenceChanged, i.AgentSet, i.AgentRetired, i.QueueSet, i.SiteSet,
})  # fmt: skip
"""What changes the line, the figures of the line, or who is here."""

CONCERNED: frozenset[type[base.Fact]] = frozenset({
    i.InteractionGreeted, i.InteractionHeld, i.InteractionResumed, i.InteractionParked, i.InteractionUnparked,
    i.WrapUpStarted, i.MessageReceived, i.MessageSent, i.MessagesRead, i.CustomerLeft, i.CustomerReturned,
    i.AnswerLaterAsked, i.LanguageChanged, i.ClaimRefused, i.DemandsSet, w.FlowStepped, w.FlowLeft,
})  # fmt: skip
"""What concerns only whoever answers for the conversation, or watches it; while it waits, everybody."""

OF_DELIVERY: frozenset[type[base.Fact]] = frozenset({
    i.MessageScheduled, d.DeliveryAsked, d.DeliveryEnded, d.DeliveryReported, d.DeliveryRecalled, d.DeliveryMoved,
    v.SupervisorJoined, v.SupervisorLeft, v.ConferenceBegan,
    callbacks.facts.CallbackTried, v.CallBegan, v.LegBegan, v.LegAnswered, v.LegEnded, v.CallEnded, r.RecordingDue,
    r.RecordingDeclined, r.RecordingStarted, r.RecordingPaused, r.RecordingResumed, r.RecordingEnded, r.StretchKept, r.StretchLost,
    r.RecordingErased, PriceShown, ConsentGiven, r.VoicemailBegan, r.VoicemailLeft, r.VoicemailDropped,
})  # fmt: skip
"""What became of something we said, of calls, and of prices given: for whoever answers for the conversation, or watches it. After its end that
is whoever watches it still; what is lost (`is_lost`) is for whoever answered for it, too.
"""

OF_CASE: frozenset[type[base.Fact]] = frozenset({k.CaseOpened, k.CaseReopened, k.CaseSolved, k.NoteAdded})
OF_CUSTOMER: frozenset[type[base.Fact]] = frozenset({
    i.PersonClaimed, p.CustomerNamed, p.LanguagePreferred, p.IdentityAdded, p.CustomersMerged, p.CustomersUnmerged, p.CustomerErased,
    p.RecordingRefused, p.RecordingAllowed,
})  # fmt: skip
"""What concerns whoever has this customer before them."""

TOLD = EVERYBODY | CONCERNED | OF_DELIVERY | OF_CASE | OF_CUSTOMER


def is_lost(fact: Any) -> bool:
    """Whether it says that something we said did not arrive, or that nobody knows, or that it was taken back by itself."""
    ended = isinstance(fact, d.DeliveryEnded) and fact.ending != "accepted"
    recalled = isinstance(fact, d.DeliveryRecalled) and fact.agent is None
    return ended or recalled or (isinstance(fact, d.DeliveryReported) and fact.state == "failed")


def customers_of(fact: Any) -> tuple[str, ...]:
    """The customers a fact is about."""
    if isinstance(fact, p.CustomersMerged | p.CustomersUnmerged):
        return (fact.kept, fact.merged)
    if isinstance(fact, i.PersonClaimed):
        return (fact.customer, fact.claimed)
    return (fact.customer,)
