"""What a customer, an agent or the clock may ask of an interaction.

The runtime adds who asks and when. `agent` is always the agent of the session that sent the command.
"""

from typing import Annotated

import msgspec

from hoolin.core.commands import Command
from hoolin.core.facts import COUNT_MAX, Code, Id, Instant
from hoolin.core.interaction.facts import Attachment, LeaveCause, Outcome, PromiseKind
from hoolin.core.limits import (
    DEFER_MS_MAX,
    MESSAGE_CHARACTERS_MAX,
    NOTE_CHARACTERS_MAX,
    PRICES_PER_MESSAGE_MAX,
    PROMISE_CHARACTERS_MAX,
    PROMISES_PER_MESSAGE_MAX,
)
from hoolin.core.site.ease import EaseRules
from hoolin.core.site.hours import Holidays, Hours
from hoolin.core.site.rules import AgentProfile, ChannelRules, Language, Level, Presence, QueueRules, SiteRules

Key = Annotated[str, msgspec.Meta(min_length=1, max_length=64)]
Text = Annotated[str, msgspec.Meta(max_length=MESSAGE_CHARACTERS_MAX)]
Note = Annotated[str, msgspec.Meta(max_length=NOTE_CHARACTERS_MAX)]
PromiseWords = Annotated[str, msgspec.Meta(min_length=1, max_length=PROMISE_CHARACTERS_MAX)]


class Letter(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """What a message on a channel of letters has beside its text.

    subject: one line. cc: addresses that get or got a copy. html: the text as its sender laid it out, made harmless. quoted: the
    history that the sender's program repeated below. template, values: of a message that a provider only lets through in a form it
    has approved. raw: the input it came in, so that it can be seen as it came. shortened: the whole text is in the first file. unproven:
    it is in the name of an address that is proved to be a customer's, and that it is from there is not proved.
    """

    subject: Annotated[str, msgspec.Meta(max_length=998)] = ""
    cc: Annotated[tuple[Annotated[str, msgspec.Meta(max_length=320)], ...], msgspec.Meta(max_length=50)] = ()
    html: Annotated[str, msgspec.Meta(max_length=1_000_000)] = ""
    quoted: Annotated[str, msgspec.Meta(max_length=200_000)] = ""
    template: Annotated[str, msgspec.Meta(max_length=512)] = ""
    values: Annotated[tuple[Annotated[str, msgspec.Meta(max_length=1_024)], ...], msgspec.Meta(max_length=20)] = ()
    raw: str = ""
    shortened: bool = False
    unproven: bool = False


class SetSite(Command):
    """Set the rules of the whole site."""

    rules: SiteRules


class SetChannel(Command):
    """Set a channel's numbers."""

    rules: ChannelRules


class SetQueue(Command):
    """Make a queue or change its rules."""

    rules: QueueRules


class SetHours(Command):
    """Set when the site or one channel is open. hours: when; saying nothing, they take those away that were set."""

    hours: Hours


class SetHolidays(Command):
    """Be closed on the holidays of a country. holidays: whose, and the dates, which the shell has worked out; without a country, none are kept."""

    holidays: Holidays


class SetAgent(Command):
    """Make an agent known to routing or change what they can do."""

    profile: AgentProfile


class RetireAgent(Command):
    """An agent leaves for good; their work goes back in line."""

    agent: Id


class SetPresence(Command):
    """Come online, step away, leave."""

    agent: Id
    presence: Presence
    reason: str = ""


class Claim(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Whoever writes showed a code that was given to this customer, for this case. given_at: when."""

    customer: Id
    case: Id
    given_at: Instant


class Arrive(Command):
    """A customer asks for a person. queue "" means the site's default queue. apart: beside whatever the customer has under way on
    this channel already (a second thread of letters), instead of joining it. moves: what they had under way elsewhere and go on
    with here: it ends, and its place in line, its demands and its person come along. due_at: not before then (0: at once). claims: whose code they showed, if it was given to
    somebody else; to be confirmed by a person.
    """

    interaction: Id
    customer: Id
    case: Id
    channel: Code
    language: Language
    queue: str = ""
    priority: Annotated[int, msgspec.Meta(ge=0, le=100)] = 0
    skills: dict[Code, Level] = {}
    prefers: Id | None = None
    apart: bool = False
    moves: Id | None = None
    due_at: Instant = 0
    claims: Claim | None = None


class ContinueElsewhere(Command):
    """An agent goes on with a customer by another channel: what they have in hand ends as moved, and the other begins in their hands. All of
    it or nothing.

    begins: the other conversation; it moves what the agent has. account: whose door its answers leave by. address: the id of the content with
    the customer's address there; body: that content, in the clear; it is sealed under the customer's key.
    """

    agent: Id
    begins: Arrive
    account: Code
    address: Id
    body: Annotated[bytes, msgspec.Meta(max_length=65_536)]


class SendNotice(Command):
    """The house writes to a customer once, by a channel with a provider, and waits for nothing: what was promised on the telephone, for instance.

    begins: in which interaction. account: whose door it leaves by. address: the id of the content with the customer's address there; body: that content,
    in the clear. text: what is said.
    """

    begins: Arrive
    account: Code
    address: Id
    body: Annotated[bytes, msgspec.Meta(max_length=65_536)]
    text: Text


class ReceiveMessage(Command):
    """The customer says something. names: what the customer called the attached files, in their order. letter: what it has beside
    its text, on a channel of letters.

    begins: how the conversation begins if this one is not under way; arriving and the first word are then one step, so
    that nobody arrives without a word and no word is left behind.
    """

    interaction: Id
    key: Key
    text: Text
    attachments: tuple[Attachment, ...] = ()
    names: tuple[str, ...] = ()
    letter: Letter | None = None
    begins: Arrive | None = None


class Promising(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A promise that a message makes. promise: its id, made by the shell. words: the part of the text that says it."""

    promise: Id
    kind: PromiseKind
    due_at: Instant
    words: PromiseWords


class SendMessage(Command):
    """The agent says something. letter: what it has beside its text, on a channel of letters. hold_ms: it does not leave the house before so long, on a channel with a provider: a moment in which
    to think again, or until tomorrow morning. unless_answered: what is held is taken back if the customer writes before it leaves. shows: codes of plans and fees whose price the text gives, word for word as it is published. promises: what the
    text promises. Both are decided together with the message by the rooms that know prices and promises: all of it or nothing.
    """

    interaction: Id
    agent: Id
    text: Text
    attachments: tuple[Attachment, ...] = ()
    names: tuple[str, ...] = ()
    letter: Letter | None = None
    hold_ms: Annotated[int, msgspec.Meta(ge=0, le=DEFER_MS_MAX)] = 0
    unless_answered: bool = False
    shows: Annotated[tuple[Code, ...], msgspec.Meta(max_length=PRICES_PER_MESSAGE_MAX)] = ()
    promises: Annotated[tuple[Promising, ...], msgspec.Meta(max_length=PROMISES_PER_MESSAGE_MAX)] = ()


class SayAutomatically(Command):
    """The system says something, and is shown as the system."""

    interaction: Id
    text: Text


class MarkRead(Command):
    """The agent has read up to here."""

    interaction: Id
    agent: Id
    ordinal: Annotated[int, msgspec.Meta(ge=0, le=COUNT_MAX)]


class CustomerMarkRead(Command):
    """The customer has read up to here."""

    interaction: Id
    ordinal: Annotated[int, msgspec.Meta(ge=0, le=COUNT_MAX)]


class CustomerLeave(Command):
    """The customer's page went out of reach."""

    interaction: Id


class CustomerReturn(Command):
    """The customer's page is back."""

    interaction: Id


class AskAnswerLater(Command):
    """The customer left an address and need not wait."""

    interaction: Id


class ChangeLanguage(Command):
    """The customer would rather speak another language."""

    interaction: Id
    language: Language


class SayGoodbye(Command):
    """The customer ends the conversation, or gives up waiting."""

    interaction: Id
    cause: LeaveCause = "said_goodbye"


class AcceptOffer(Command):
    """The agent takes what was offered."""

    interaction: Id
    offer: Id
    agent: Id


class DeclineOffer(Command):
    """The agent cannot take it; it goes back to its place and to somebody else."""

    interaction: Id
    offer: Id
    agent: Id


class Take(Command):
    """The agent picks the interaction from the line by hand."""

    interaction: Id
    agent: Id


class Hold(Command):
    """A moment, please."""

    interaction: Id
    agent: Id


class Resume(Command):
    """Back from hold, or from wrap-up when there is more to say."""

    interaction: Id
    agent: Id


class Park(Command):
    """The customer owes the next word; free my capacity."""

    interaction: Id
    agent: Id


class Unpark(Command):
    """Take the parked conversation up again."""

    interaction: Id
    agent: Id


class Transfer(Command):
    """Hand on to a queue or to one person, with a note for them. Exactly one of queue and to_agent is given.

    supervising: whoever asks may move what is in another's hands.
    """

    interaction: Id
    agent: Id
    queue: Code | None = None
    to_agent: Id | None = None
    note: Note = ""
    supervising: bool = False


class Defer(Command):
    """Take it up again at `due_at`; what is put off already, at another time. wakes: sooner, if the customer writes."""

    interaction: Id
    agent: Id
    due_at: Instant
    wakes: bool = False


class StartWrapUp(Command):
    """The conversation is over."""

    interaction: Id
    agent: Id


class Close(Command):
    """Wrapped up: what the customer needed, and whether it is solved."""

    interaction: Id
    agent: Id
    outcome: Outcome
    reasons: tuple[Code, ...] = ()


class EndConversations(Command):
    """The customer is to be forgotten: everything under way with them ends now, with whomever it is."""

    customer: Id


class TimePassed(Command):
    """The clock reached something that was due."""


class SetEaseRules(Command):
    """Set how people are spared."""

    rules: EaseRules


class WishBreather(Command):
    """An agent wants a moment."""

    agent: Id


class EndBreather(Command):
    """An agent is ready, or does not want what is owed to them."""

    agent: Id
