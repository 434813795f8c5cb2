"""What can be recorded about a message on its way out."""

from typing import Annotated, Literal, TypeAlias

import msgspec

from hoolin.core.facts import Code, Fact, Id, Instant

Ending: TypeAlias = Literal["accepted", "rejected", "unknown"]
ReportState: TypeAlias = Literal["accepted", "delivered", "read", "failed"]
"""What a provider says later; it only ever goes forward (`delivery.forward`)."""


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
