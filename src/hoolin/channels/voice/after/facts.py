"""What can be recorded about questions that are answered by keys after a call. Codes and keys only."""

from typing import Literal, TypeAlias

from hoolin.core.facts import Code, Fact, Id

DoneCause: TypeAlias = Literal["answered", "declined", "silent", "hung_up", "cut"]
"""`answered`: to the last question. `declined`: by the key for it. `silent`: nothing was pressed, or nothing that is an answer. `hung_up`: by
the customer, which they may at any moment. `cut`: by us, because it took too long or could not be asked. What was answered until then counts.
"""


AnswerKey: TypeAlias = Literal["1", "2", "3", "4", "5", "6", "7", "8", "9"]


class KeysAsked(Fact):
    """The agent has said goodbye, and the customer is asked by a machine that says so. form: which questions. questions: their codes, in order."""

    call: Id
    interaction: Id
    customer: Id
    form: Code
    questions: tuple[Code, ...]


class KeysAnswered(Fact):
    """One answer. form: which questions. question: its code. value: the key."""

    call: Id
    interaction: Id
    form: Code
    question: Code
    value: AnswerKey


class KeysDone(Fact):
    """No more is asked. form: which questions. cause: why."""

    call: Id
    interaction: Id
    form: Code
    cause: DoneCause


FACTS: tuple[type[Fact], ...] = (KeysAsked, KeysAnswered, KeysDone)
