"""What may be asked of the ledger. `agent` is always the agent of the session that sent the command."""

from typing import Annotated, Literal

import msgspec

from hoolin.cases.promises.facts import Written
from hoolin.core.commands import Command
from hoolin.core.facts import Id, Instant
from hoolin.core.interaction.commands import PromiseWords
from hoolin.core.interaction.facts import PromiseKind


class MakePromise(Command):
    """Promise the customer of a conversation in one's hands something by a time. promise: its id, made by the shell. kind: what; due_at: by when. text: what they are told.
    written: how they get it in writing.
    """

    promise: Id
    interaction: Id
    agent: Id
    kind: PromiseKind
    due_at: Instant
    text: PromiseWords
    written: Written


class MovePromise(Command):
    """The customer agreed to another time. promise: which. due_at: the new time. interaction: in one's hands, of the same case, in which they did. text, written: as in `MakePromise`."""

    promise: Id
    interaction: Id
    agent: Id
    due_at: Instant
    text: PromiseWords
    written: Written


class TakePromise(Command):
    """I answer for it from here: what the queue has, or what a colleague cannot keep. promise: which. supervising: whoever asks may move what is
    in another's hands.
    """

    promise: Id
    agent: Id
    supervising: bool = False


class KeepPromise(Command):
    """It is done. promise: which. supervising: whoever asks may end what is another's."""

    promise: Id
    agent: Id
    supervising: bool = False


class WithdrawPromise(Command):
    """It is not owed any more. promise: which. reason: why. supervising: whoever asks may end what is another's."""

    promise: Id
    agent: Id
    reason: Literal["customer_wish", "mistake", "cannot_keep"]
    supervising: bool = False


class UnsayPromises(Command):
    """A message was taken back before it left: whatever it promised was never said. message: its id."""

    message: Id


class EndPromises(Command):
    """The customer is to be forgotten: nothing can be kept to them any more. forgotten: who; their key is being destroyed."""

    forgotten: Annotated[str, msgspec.Meta(min_length=1, max_length=64)]
