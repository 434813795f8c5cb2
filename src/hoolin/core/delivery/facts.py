"""What can be recorded about a message on its way out."""

from typing import Annotated, Literal, TypeAlias

import msgspec

from hoolin.core.facts import Code, Fact, Id, Instant

Ending: TypeAlias = Literal["accepted", "rejected", "unknown"]
ReportState: TypeAlias = Literal["accepted", "delivered", "read", "failed"]
"""What a provider says later; it only ever goes forward (`delivery.forward`)."""


class InteractionAddressed(Fact):
    """Where an answer in this conversation goes from now on. account: at whose door the customer knocked, which is the one that
    answers. address: the content with the customer's address there. input: the raw input it was read from. lookups: keyed hashes
    of the ids under which the provider knows what was said, so that a repeat or an answer to it is recognised.
    """

    interaction: Id
    account: Code
    address: Id
    input: Id | None = None
    lookups: tuple[Annotated[str, msgspec.Meta(max_length=64)], ...] = ()


class DeliveryAsked(Fact):
    """A message is to be handed to the channel's provider. delivery: the stable key, the same for every attempt."""

    delivery: Id
    interaction: Id
    channel: Code
    message: Id


class DeliveryBegan(Fact):
    """An attempt is about to be made; it is on disk before the first byte leaves. attempt: counted from 1."""

    delivery: Id
    attempt: Annotated[int, msgspec.Meta(ge=1)]


class DeliveryPostponed(Fact):
    """The provider was surely not reached, or said "later". due_at: when the next attempt may begin."""

    delivery: Id
    due_at: Instant
    code: str = ""


class DeliveryEnded(Fact):
    """How it ended. code: the provider's own word, or ours (`crashed`, `timed_out`)."""

    delivery: Id
    interaction: Id
    ending: Ending
    code: Annotated[str, msgspec.Meta(max_length=100)] = ""


class DeliveryReferenced(Fact):
    """The provider knows our message by an id of its own. lookup: the keyed hash of that id."""

    delivery: Id
    lookup: Annotated[str, msgspec.Meta(max_length=64)]


class DeliveryReported(Fact):
    """The provider told later what became of a message of ours. state: how far it says it came. code: its own word."""

    delivery: Id
    interaction: Id
    state: ReportState
    code: Annotated[str, msgspec.Meta(max_length=100)] = ""


class DeliveryRecalled(Fact):
    """Taken back before the first attempt: the customer never got it. agent: by whom; None by itself, since the customer wrote before it left."""

    delivery: Id
    interaction: Id
    agent: Id | None


class DeliveryMoved(Fact):
    """What waits for its time leaves at another, `due_at`. agent: who chose it. unless_answered: it is taken back by itself if the customer writes before that."""

    delivery: Id
    interaction: Id
    agent: Id
    due_at: Instant
    unless_answered: bool = False
