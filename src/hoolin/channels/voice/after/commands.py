"""What may be asked about questions after a call."""

from hoolin.channels.voice.after.facts import AnswerKey, DoneCause
from hoolin.core.commands import Command
from hoolin.core.facts import Code, Id


class AskKeys(Command):
    """The agent has said goodbye: ask the customer, if there is anything to be asked and they are there."""

    call: Id


class AnswerKeys(Command):
    """A key was pressed in answer to a question. question: its code. value: the key."""

    call: Id
    question: Code
    value: AnswerKey


class EndKeys(Command):
    """No more is asked. cause: why."""

    call: Id
    cause: DoneCause
