"""What may be asked about a message on its way out."""

from typing import Annotated, NamedTuple

import msgspec

from hoolin.core.commands import Command
from hoolin.core.delivery import facts as f
from hoolin.core.facts import Code, Id, Instant

Word = Annotated[str, msgspec.Meta(max_length=100)]
Lookup = Annotated[str, msgspec.Meta(max_length=64)]


class Sent(NamedTuple):
    """How an attempt ended. code: the provider's word. reference: its id for our message, by which it reports later; of a message
    in several parts all of them, with a blank between.
    """

    ending: f.Ending
    code: str = ""
    reference: str = ""


class AddressInteraction(Command):
    """Note where an answer goes. account: whose door it leaves by. address: the id of its content; body: the content itself, under the
    customer's key. input: the raw input it was read from. lookups: keyed hashes of the ids of what was said there.
    """

    interaction: Id
    customer: Id
    account: Code
    address: Id
    body: bytes
    input: Id | None = None
    lookups: tuple[Lookup, ...] = ()


class AskDelivery(Command):
    """Put a message into the outbox."""

    delivery: Id
    interaction: Id
    channel: str
    message: Id


class BeginDelivery(Command):
    """An attempt is about to be made."""

    delivery: Id


class PostponeDelivery(Command):
    """This attempt surely did not reach the provider; try again later."""

    delivery: Id
    code: str = ""


class EndDelivery(Command):
    """This attempt has ended for good. lookups: keyed hashes of the provider's ids for it, one for each part it was sent in."""

    delivery: Id
    ending: f.Ending
    code: Word = ""
    lookups: tuple[Lookup, ...] = ()


class ReportDelivery(Command):
    """The provider told what became of it. state: how far it says it came. lookups: keyed hashes of ids by which it will go on
    reporting, where its own answer to our message was lost.
    """

    delivery: Id
    interaction: Id
    state: f.ReportState
    code: Word = ""
    lookups: tuple[Lookup, ...] = ()


class RecallMessage(Command):
    """Take a message back that has not left the house."""

    interaction: Id
    message: Id
    agent: Id


class MoveMessage(Command):
    """Have a message that waits for its time leave at another, `due_at`; at once, if that is over. unless_answered: not if the customer writes before."""

    interaction: Id
    message: Id
    agent: Id
    due_at: Instant
    unless_answered: bool = False


class WithdrawAnswered(Command):
    """The customer wrote: what was to leave only if they did not is taken back."""

    delivery: Id


class SendAgain(Command):
    """Send a message again that was rejected, or of which nobody knows whether it arrived: a person has decided so."""

    interaction: Id
    message: Id
    agent: Id
