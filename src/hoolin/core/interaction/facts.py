"""What can be recorded about an interaction, its offers and its messages, and about the agents who serve it.

`interaction` names the interaction in every fact but those about set-up and presence. Texts lie in the content store;
a message fact names its content by the message's own id.
"""

from typing import Annotated, Literal, TypeAlias

import msgspec

from hoolin.core.facts import COUNT_MAX, Code, Fact, Id, Instant, Ms
from hoolin.core.routing.facts import Explanation
from hoolin.core.site.ease import BREATHER_MS_MAX, EaseRules
from hoolin.core.site.hours import Holidays, Hours
from hoolin.core.site.rules import AgentProfile, ChannelRules, Language, Level, Presence, QueueRules, SiteRules

ReturnCause: TypeAlias = Literal["declined", "timed_out", "agent_left", "withdrawn"]
LeaveCause: TypeAlias = Literal["left", "silent", "said_goodbye"]
Outcome: TypeAlias = Literal["solved", "pending", "not_reached", "spam"]
BreatherWhy: TypeAlias = Literal["wished", "load"]
BreatherEnd: TypeAlias = Literal["over", "ready", "declined", "needed", "off"]
Speaker: TypeAlias = Literal["customer", "agent", "system"]
PromiseKind: TypeAlias = Literal["callback", "credit", "fix", "answer"]
"""What can be promised to a customer by a time: that we call, that money comes back, that something works again, that they get an answer."""


class Attachment(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A file that travels with a message: its id in the blob store, its checked media type and its size in bytes.

    The name the customer gave it lies with the message's content.
    """

    blob: Id
    media_type: Annotated[str, msgspec.Meta(max_length=100)]
    size: Annotated[int, msgspec.Meta(ge=0, le=COUNT_MAX)]


# ── set-up ──────────────────────────────────────────────────────────────────────────────────────────────────────────


class SiteSet(Fact):
    """The rules of the whole site were set."""

    rules: SiteRules


class ChannelSet(Fact):
    """A channel's numbers were set."""

    rules: ChannelRules


class QueueSet(Fact):
    """A queue was made or its rules changed."""

    rules: QueueRules


class HoursSet(Fact):
    """The hours of the site or of one channel were set, or taken away. hours: when it is open; saying nothing, they are taken away."""

    hours: Hours


class HolidaysSet(Fact):
    """It is closed on the holidays of a country from now on, or no more. holidays: whose, and their dates."""

    holidays: Holidays


class AgentSet(Fact):
    """An agent was made known to routing, or their skills or capacity changed."""

    profile: AgentProfile


class AgentRetired(Fact):
    """An agent no longer works here."""

    agent: Id


class PresenceChanged(Fact):
    """An agent came online, stepped away (with a reason) or left. `missed_offer` is set by the engine, not by the agent."""

    agent: Id
    presence: Presence
    reason: str = ""


# ── the life of an interaction ──────────────────────────────────────────────────────────────────────────────────────


class InteractionArrived(Fact):
    """Somebody turned to us. place_at decides the place in line, and is kept through every return and transfer."""

    interaction: Id
    customer: Id
    case: Id
    channel: Code
    queue: Code
    language: Language
    place_at: Instant
    priority: Annotated[int, msgspec.Meta(ge=0, le=100)] = 0
    skills: dict[Code, Level] = {}
    prefers: Id | None = None


class InteractionGreeted(Fact):
    """A flow began to speak with the customer before a person was asked for."""

    interaction: Id


class DemandsSet(Fact):
    """What the customer needs is known now, before they stand in line. queue: for which. skills: demanded besides the language. priority: theirs."""

    interaction: Id
    queue: Code
    skills: dict[Code, Level] = {}
    priority: Annotated[int, msgspec.Meta(ge=0, le=100)] = 0


class InteractionQueued(Fact):
    """The interaction stands in line for a person."""

    interaction: Id
    queue: Code


class LineStepTaken(Fact):
    """Waiting changed what is asked for. step: a relaxation step (`relax`), the end of waiting for one person (`let_go`), or
    the end of a declining agent's rest (`unrefuse`, and whose).
    """

    interaction: Id
    step: Literal["relax", "let_go", "unrefuse"]
    agent: Id | None = None


class LanguageChanged(Fact):
    """The customer would rather speak another language; whoever still waits is brought to a person who speaks it."""

    interaction: Id
    language: Language


class OfferMade(Fact):
    """The interaction was offered to an agent, until `expires_at`. why: how routing came to this agent, in numbers."""

    interaction: Id
    offer: Id
    agent: Id
    expires_at: Instant
    why: Explanation | None = None


class OfferAccepted(Fact):
    """The agent took it. From here a person answers for it."""

    interaction: Id
    offer: Id
    agent: Id


class OfferReturned(Fact):
    """The offer ended without being taken; the interaction is back in line at its old place.

    rest_until: until then this agent is not offered it again (0: at once if need be).
    """

    interaction: Id
    offer: Id
    agent: Id
    cause: ReturnCause
    rest_until: Instant = 0


class InteractionTaken(Fact):
    """An agent picked the interaction from the line by hand."""

    interaction: Id
    agent: Id


class InteractionHeld(Fact):
    """The agent asked the customer to wait a moment."""

    interaction: Id


class InteractionResumed(Fact):
    """The agent is back with the customer."""

    interaction: Id


class InteractionParked(Fact):
    """The customer owes the next word; the agent's capacity is free, the agent still answers for it. until: then it is closed."""

    interaction: Id
    until: Instant


class InteractionUnparked(Fact):
    """The conversation goes on with the same agent."""

    interaction: Id


class InteractionRequeued(Fact):
    """The customer spoke while parked and the agent had no room (or had left): back in line, preferring the same agent."""

    interaction: Id
    queue: Code
    place_at: Instant
    prefers: Id | None = None


class InteractionTransferred(Fact):
    """Handed on, to a queue or to one person, place in line kept. The note for the next person lies in the contents.

    to_agent: the person it was handed to by name, if it was. rest_until: until then it is not offered to the agent who handed
    it on.
    """

    interaction: Id
    agent: Id
    queue: Code
    to_agent: Id | None = None
    note: Id | None = None
    rest_until: Instant = 0


class InteractionDeferred(Fact, omit_defaults=True):
    """Out of hours, or at the customer's wish: to be taken up again at `due_at`. wakes: the customer's next word brings it back sooner."""

    interaction: Id
    due_at: Instant
    wakes: bool = False


class WrapUpStarted(Fact):
    """The conversation is over; the agent writes down the reason until `due_at` at the latest."""

    interaction: Id
    agent: Id
    due_at: Instant


class InteractionClosed(Fact):
    """Done. reasons: what the customer said they needed, from the site's list; empty when wrap-up ran out of time."""

    interaction: Id
    case: Id
    agent: Id | None
    outcome: Outcome
    reasons: tuple[Code, ...] = ()


class InteractionAbandoned(Fact):
    """The customer left before a person answered. cause `silent`: the page was closed without a word."""

    interaction: Id
    cause: LeaveCause
    waited_ms: Ms


class InteractionMoved(Fact):
    """The customer goes on by another channel: this engagement ends, and case, place in line and person go along. to: the one it
    goes on in.
    """

    interaction: Id
    to: Id


class PersonClaimed(Fact):
    """Whoever began this conversation showed a code that was given to another customer: they say that they are that person too. Nobody
    has confirmed it. claimed: whom the code was given to, at `given_at`. given_in: what was under way then. case: the other's, in which
    this conversation goes on; None where it is in one of its own.
    """

    interaction: Id
    customer: Id
    claimed: Id
    given_at: Instant
    given_in: Id | None = None
    case: Id | None = None


class ClaimRefused(Fact):
    """Whoever showed the code is somebody else. claimed: whom it was given to. case: a new one of their own, in which the conversation goes on instead of the other's; None where it was in
    one already.
    """

    interaction: Id
    customer: Id
    claimed: Id
    case: Id | None = None


# ── what is said ────────────────────────────────────────────────────────────────────────────────────────────────────


class MessageReceived(Fact):
    """The customer said something. ordinal counts all messages of the interaction, from 1, without gaps."""

    interaction: Id
    message: Id
    ordinal: int
    characters: int
    attachments: tuple[Attachment, ...] = ()


class MessageSent(Fact):
    """We said something: a person (`agent`), or the system, which always says that it is one."""

    interaction: Id
    message: Id
    ordinal: int
    characters: int
    speaker: Literal["agent", "system"]
    agent: Id | None = None
    attachments: tuple[Attachment, ...] = ()


class MessageScheduled(Fact, omit_defaults=True):
    """What was sent does not leave the house before `due_at`: until then it can be taken back. agent: whose words they are; None for the
    system's. unless_answered: it is taken back by itself if the customer writes about the case before that.
    """

    interaction: Id
    message: Id
    due_at: Instant
    agent: Id | None = None
    unless_answered: bool = False


class MessagesRead(Fact):
    """Every message up to this ordinal has been seen. reader: by the customer, or by an agent."""

    interaction: Id
    reader: Literal["customer", "agent"]
    ordinal: int


class CustomerLeft(Fact):
    """The customer's page is closed or out of reach. It is not an abandonment yet."""

    interaction: Id


class CustomerReturned(Fact):
    """The customer's page is back."""

    interaction: Id


class AnswerLaterAsked(Fact):
    """The customer will not wait at the page and left an address; from here on silence is not abandonment."""

    interaction: Id


# ── breathers ───────────────────────────────────────────────────────────────────────────────────────────────────────


class EaseRulesSet(Fact):
    """How people are spared was set. rules: all of it."""

    rules: EaseRules


class BreatherWished(Fact):
    """A breather is owed to an agent, and comes as soon as nobody would wait too long for it. ms: how long. why: they asked for a moment, or
    had as much as the site's limits allow. What a contact felt like is not in here, and does not follow from it.
    """

    agent: Id
    ms: Annotated[int, msgspec.Meta(gt=0, le=BREATHER_MS_MAX)]
    why: BreatherWhy


class BreatherBegun(Fact):
    """Nothing is offered to the agent. until: when it ends by itself. It ends sooner with BreatherEnded, or when they step away or leave.
    why: as it was owed.
    """

    agent: Id
    until: Instant
    why: BreatherWhy


class BreatherEnded(Fact):
    """The agent may be asked again; or what was owed is no more. cause: its time was over, the agent was ready or declined it, somebody
    waited who needed them, or the site has breathers no longer. owed_ms: what is left of it and comes later.
    """

    agent: Id
    cause: BreatherEnd
    owed_ms: Annotated[int, msgspec.Meta(ge=0, le=BREATHER_MS_MAX)] = 0
