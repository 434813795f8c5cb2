"""What can be recorded about a promise. Its words are content under the customer's key; a fact names them by id.

Every fact names the promise, its customer, the case it belongs to and the interaction it was made in, so that none needs another to be
understood. What is promised by other facts (a callback at a time, a conversation put off) is called by that fact's position.
"""

from typing import Annotated, Literal, TypeAlias

import msgspec

from hoolin.core.facts import Code, Fact, Id, Instant
from hoolin.core.interaction.facts import PromiseKind

Written: TypeAlias = Literal["card", "text", "draft", "sms", "email", "aloud"]
"""How the customer has it: on a card in the chat, in the text of a message, in the text of one that is still being written, in an SMS or a mail of its
own, or read aloud to them.
"""

Told: TypeAlias = Literal["owner", "supervisors"]
HandOnCause: TypeAlias = Literal["away", "gone"]
Reason: TypeAlias = Literal["customer_wish", "mistake", "cannot_keep", "recalled", "erased"]
"""Why a promise was taken back. `cannot_keep`: it was ours to keep, and counts as broken. `recalled`: the message that said it never left.
`erased`: there is nobody any more to keep it to.
"""


class PromiseMade(Fact):
    """The customer was told that something will happen by a time. promise: its id. kind: what was promised. due_at: by when. channel, queue: of the interaction; the queue answers for it when its owner
    cannot. owner: the agent who answers for it, None for the queue. made_by: the agent who made it, None for the house. words: what the
    customer was told, a content of so many characters. written: how they have it. message: that says so, if one does.
    """

    promise: Id
    customer: Id
    case: Id
    interaction: Id
    kind: PromiseKind
    channel: Code
    queue: Code
    owner: Id | None
    made_by: Id | None
    due_at: Instant
    words: Id
    characters: Annotated[int, msgspec.Meta(ge=0)]
    written: Written
    message: Id | None = None


class PromiseMoved(Fact):
    """The customer agreed to another time. promise: which. due_at: the new one; was: the one before. agreed_in: the interaction in which they agreed; agent: with
    whom. owner: who answered for it. words: what they were told, a content. written: how they have it.
    """

    promise: Id
    customer: Id
    case: Id
    interaction: Id
    agreed_in: Id
    agent: Id
    owner: Id | None
    was: Instant
    due_at: Instant
    words: Id
    written: Written


class PromiseReminded(Fact):
    """It comes due. promise: which. to: its owner is told first, then supervisors. owner: who answers for it, None for the queue."""

    promise: Id
    customer: Id
    case: Id
    interaction: Id
    to: Told
    owner: Id | None
    queue: Code


class PromiseHandedOn(Fact):
    """Its owner is not there, so the queue answers for it. promise: which. was: the owner. cause: they are away, or do not work here any more."""

    promise: Id
    customer: Id
    case: Id
    interaction: Id
    was: Id
    queue: Code
    cause: HandOnCause


class PromiseTaken(Fact):
    """An agent answers for it from here. promise: which. was: who did before, None when the queue did."""

    promise: Id
    customer: Id
    case: Id
    interaction: Id
    agent: Id
    was: Id | None


class PromiseBroken(Fact):
    """Its time is over and it was not kept. It is still owed. promise: which. owner: who answered for it then. due_at: when it was due."""

    promise: Id
    customer: Id
    case: Id
    interaction: Id
    owner: Id | None
    due_at: Instant


class PromiseKept(Fact):
    """What was promised has been done. promise: which. agent: by whom. owner: who answered for it. due_at: when it was due; kept after that, it was broken and is made good."""

    promise: Id
    customer: Id
    case: Id
    interaction: Id
    agent: Id
    owner: Id | None
    due_at: Instant


class PromiseWithdrawn(Fact):
    """It is owed no more, and was not kept. promise: which. agent: who took it back, None for the house. owner: who answered for it. reason:
    why.
    """

    promise: Id
    customer: Id
    case: Id
    interaction: Id
    agent: Id | None
    owner: Id | None
    reason: Reason
