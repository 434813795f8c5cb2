"""What may be asked about flows."""

from typing import Annotated

import msgspec

from hoolin.core.commands import Command
from hoolin.core.effects import Effect
from hoolin.core.facts import Code, Id, Ms
from hoolin.core.flow.language import Flow


class SetFlow(Command):
    """Make a flow, or change it. It is refused when it could trap anybody; the answer says how."""

    flow: Flow


class RetireFlow(Command):
    """Do away with a flow that no channel uses."""

    flow: Code


class UseFlow(Command):
    """Greet whoever comes by this channel with this flow. flow: empty for none."""

    channel: Code
    flow: Annotated[str, msgspec.Meta(max_length=64)]


class BeginFlow(Command):
    """Begin to speak, now that it is known where answers go."""

    interaction: Id


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
