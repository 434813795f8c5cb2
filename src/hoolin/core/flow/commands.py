"""What may be asked about flows."""

from typing import Annotated

import msgspec

from hoolin.core.commands import Command
from hoolin.core.effects import Effect
from hoolin.core.facts import COUNT_MAX, Code, Id, Ms
from hoolin.core.flow.language import Flow
from hoolin.core.flow.step import Awaits, Event, Prompt, WayOut


class SetFlow(Command):
    """Make a flow, or change it. It is refused when it could trap anybody; the answer says how. flow: the whole of it. based_on: the revision
    that was changed (0: there was none; None: whatever there is); when it is not the newest any more, it is refused. note: why, in words.
    """

    flow: Flow
    based_on: Annotated[int, msgspec.Meta(ge=0, le=COUNT_MAX)] | None = None
    note: Annotated[str, msgspec.Meta(max_length=500)] = ""


class RetireFlow(Command):
    """Do away with a flow that no channel uses. flow: its name."""

    flow: Code


class UseFlow(Command):
    """Greet whoever comes by this channel with this flow. flow: empty for none."""

    channel: Code
    flow: Annotated[str, msgspec.Meta(max_length=64)]


class BeginFlow(Command):
    """Begin to speak, now that it is known where answers go."""

    interaction: Id


class TellFlow(Command):
    """Something happened where people speak. event: a key, words, silence, a channel that failed."""

    interaction: Id
    event: Event


class AskForPerson(Command):
    """The customer has pressed a button that asks for a person. Where no flow speaks with them, nothing changes."""

    interaction: Id


class AnswerLookup(Command):
    """A machine has answered, or failed. lookup: which question. answer: its code, empty when it failed. values: by name, what it told."""

    interaction: Id
    lookup: Id
    answer: Annotated[str, msgspec.Meta(max_length=64)] = ""
    values: dict[Code, Annotated[str, msgspec.Meta(max_length=500)]] = {}


class AskMachine(Effect):
    """Ask a machine of the site's. lookup: under which its answer is known. hook: which. send: by name, the contents to tell it."""

    interaction: Id
    lookup: Id
    hook: Code
    timeout_ms: Ms
    send: dict[Code, Id]


class SayPrompts(Effect):
    """Where people speak: say these, in order, then wait for what is awaited, or let go of the customer where they are led. Whoever performs it hands
    over what happens with `TellFlow`; `Silence` comes from them too, counted from the end of the last prompt.
    """

    interaction: Id
    says: tuple[Prompt, ...]
    awaits: Awaits | None = None
    out: WayOut | None = None
