"""What can be recorded about calling a customer back. The number itself is content; a fact names it by a keyed hash."""

from typing import Annotated, Literal, TypeAlias

import msgspec

from hoolin.core.facts import Fact, Id, Instant

TryOutcome: TypeAlias = Literal["reached", "no_answer", "busy", "wrong_number"]

Hash = Annotated[str, msgspec.Meta(max_length=64)]


class CallbackAsked(Fact):
    """The customer asked to be called, or asked for another time. form: the keyed hash of the form they asked with, by which a repeat
    is known. number: the keyed hash of the telephone number. at: the time they chose, None for as soon as a person is free.
    promised_at: what they were told, None when they stand in line at once.
    """

    interaction: Id
    form: Hash
    number: Hash
    at: Instant | None
    promised_at: Instant | None


class CallbackTried(Fact):
    """An agent called the number. outcome: what came of it; whoever was not there is called again by itself, a few times."""

    interaction: Id
    agent: Id
    outcome: TryOutcome
