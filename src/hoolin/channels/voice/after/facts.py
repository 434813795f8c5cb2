"""What can be recorded about questions that are answered by keys after a call. Codes and keys only."""

from typing import Annotated, Literal, TypeAlias

import msgspec

from hoolin.core.facts import Code, Fact, Id

DoneCause: TypeAlias = Literal["answered", "declined", "silent", "hung_up", "cut"]
"""`answered`: to the last question. `declined`: by the key for it. `silent`: nothing was pressed, or nothing that is an answer. `hung_up`: by
the customer, which they may at any moment. `cut`: by us, because it took too long or could not be asked. What was answered until then counts.
"""


class KeysAsked(Fact):
    """The agent has said goodbye, and the customer is asked by a machine that says so. form: which questions. questions: their codes, in order."""

    call: Id
    interaction: Id
    customer: Id
    form: Code
    questions: tuple[Code, ...]


class KeysAnswered(Fact):
    """One answer. question: its code. value: the key."""

    call: Id
    interaction: Id
    form: Code
    question: Code
    value: Annotated[str, msgspec.Meta(pattern=r"^[1-9]$")]


class KeysDone(Fact):
    """No more is asked, and why."""

    call: Id
    interaction: Id
    form: Code
    cause: DoneCause


FACTS: tuple[type[Fact], ...] = (KeysAsked, KeysAnswered, KeysDone)
