"""Raw input as plain functions: kept once, ended once. The state holds what is open; everything else is in the read model.

It refuses: an ending for what is not open; to forget what is open. A repeat of an input is told from a new one before it is asked for, by whoever asks.
"""

from typing import Annotated, cast

import msgspec

from hoolin.core.commands import Command, Decides, Decision, Folds
from hoolin.core.effects import ReadInput
from hoolin.core.errors import Conflict
from hoolin.core.facts import COUNT_MAX, Code, Content, Entry, Fact, Id, Instant
from hoolin.core.intake import facts as f

INPUTS_AT_ONCE_MAX = 500
"""Kept by one command: nobody else's is decided meanwhile."""

OWNER = "input:"
"""What the owner of an input's bytes begins with; the rest is the input's id."""


def owner_of(input: str) -> str:
    """Under whose key an input's bytes lie: its own, until it is forgotten together with whoever wrote it."""
    return OWNER + input


class NewInput(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Raw input that has come. input: its new id. account: at whose door it came. size: of what came, in bytes. body: its bytes; empty
    when they lie in `blob` already. lookup: the keyed hash of the sender's own key.
    """

    input: Id
    account: Code
    lookup: Annotated[str, msgspec.Meta(max_length=64)]
    size: Annotated[int, msgspec.Meta(ge=0, le=COUNT_MAX)]
    body: bytes = b""
    blob: Id | None = None


class KeepInputs(Command):
    """Keep raw input: all that has come on a channel in the same moment. inputs: each of them, none twice."""

    channel: Code
    inputs: Annotated[tuple[NewInput, ...], msgspec.Meta(min_length=1, max_length=INPUTS_AT_ONCE_MAX)]


class EndInput(Command):
    """Nothing is left to do with it. input: which. customers: whose words were in it."""

    input: Id
    ending: f.InputEnding
    customers: tuple[Id, ...] = ()
    code: Annotated[str, msgspec.Meta(max_length=100)] = ""


class ForgetInputs(Command):
    """Note that the bytes of these inputs are gone, for their time is over. inputs: which."""

    inputs: Annotated[tuple[Id, ...], msgspec.Meta(min_length=1, max_length=f.FORGOTTEN_AT_ONCE_MAX)]


class Input(msgspec.Struct):
    """One that is open."""

    input: str
    channel: str
    account: str
    blob: str | None
    at: Instant


class Intake(msgspec.Struct):
    """What was kept and is not ended, in the order in which it came."""

    open: dict[str, Input] = {}


def keep(intake: Intake, command: KeepInputs, now: Instant) -> Decision:
    """Kept, and to be read."""
    channel = command.channel
    facts = tuple(
        f.InputKept(
            input=one.input, channel=channel, account=one.account, lookup=one.lookup, size=one.size, blob=one.blob
        )
        for one in command.inputs
    )
    contents = tuple(Content(one.input, owner_of(one.input), one.body) for one in command.inputs if not one.blob)
    return Decision(facts, contents, tuple(ReadInput(input=one.input, channel=channel) for one in command.inputs))


def end(intake: Intake, command: EndInput, now: Instant) -> Decision:
    """Ended once."""
    known = intake.open.get(command.input)
    if known is None:
        raise Conflict("input_ended", input=command.input)
    fact = f.InputEnded(
        input=known.input, channel=known.channel, account=known.account, ending=command.ending,
        customers=command.customers, code=command.code,
    )  # fmt: skip
    return Decision((fact,))


def forget(intake: Intake, command: ForgetInputs, now: Instant) -> Decision:
    """Never one that is still to be read."""
    for input in command.inputs:
        if input in intake.open:
            raise Conflict("input_open", input=input)
    return Decision((f.InputsForgotten(inputs=command.inputs),))


def kept(intake: Intake, entry: Entry) -> None:
    """One more that is open."""
    fact = cast(f.InputKept, entry.fact)
    intake.open[fact.input] = Input(fact.input, fact.channel, fact.account, fact.blob, entry.at)


def ended(intake: Intake, entry: Entry) -> None:
    """One less."""
    intake.open.pop(cast(f.InputEnded, entry.fact).input, None)


def forgotten(intake: Intake, entry: Entry) -> None:
    """They had ended long before."""


FACTS: tuple[type[Fact], ...] = (f.InputKept, f.InputEnded, f.InputsForgotten)
DECIDES: Decides = {KeepInputs: keep, EndInput: end, ForgetInputs: forget}
FOLDS: Folds = {f.InputKept: kept, f.InputEnded: ended, f.InputsForgotten: forgotten}
