"""What may be asked about questions after a call."""

from typing import Annotated

import msgspec

from hoolin.channels.voice.after.facts import DoneCause
from hoolin.core.commands import Command
from hoolin.core.facts import Code, Id


class AskKeys(Command):
    """The agent has said goodbye: ask the customer, if there is anything to be asked and they are there."""

    call: Id


class AnswerKeys(Command):
    """A key was pressed in answer to a question."""

    call: Id
    question: Code
    value: Annotated[str, msgspec.Meta(pattern=r"^[1-9]$")]


class EndKeys(Command):
    """No more is asked. cause: why."""

    call: Id
    cause: DoneCause
