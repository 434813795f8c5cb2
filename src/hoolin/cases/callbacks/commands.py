"""What may be asked about calling back."""

from typing import Annotated

import msgspec

from hoolin.cases.callbacks.facts import TryOutcome
from hoolin.core.commands import Command
from hoolin.core.facts import Id, Instant
from hoolin.core.interaction.commands import Arrive, Text

Hash = Annotated[str, msgspec.Meta(min_length=16, max_length=64)]


class AskCallback(Command):
    """Call me: now, or at a time of my choice. Asking again with the same form changes nothing; asking again for the same number
    changes the time.

    form, number: keyed hashes, see `CallbackAsked`. at: the beginning of a free half hour, None for as soon as a person is free.
    about: what it is about, perhaps nothing. begins: the interaction, if nothing is open for that number yet. proved: the
    customer of `begins` has been proved, by a pass. address: the id of the content with the number; body: that content, in the
    clear; it is sealed under the customer's key.
    """

    form: Hash
    number: Hash
    at: Instant | None
    about: Text
    begins: Arrive
    proved: bool
    address: Id
    body: Annotated[bytes, msgspec.Meta(max_length=4_096)]


class CancelCallback(Command):
    """Do not call me after all. form: of any request that led to it."""

    form: Hash


class ReportTry(Command):
    """The agent who has it before them has called the number. outcome: what came of it."""

    interaction: Id
    agent: Id
    outcome: TryOutcome
