"""Who decides what is asked after a call. The telephone asks, and writes down what was pressed; what the questions are, and whom they are put
to, is for another room to say (`CallDesk.after`). Where nobody says anything, nobody is asked.
"""

from typing import Annotated, NamedTuple, Protocol

import msgspec

from hoolin.core.facts import Code
from hoolin.core.site.rules import Language, Value

QUESTIONS_MAX = 10
"""Whoever is done with their call listens to no more."""

Keys = Annotated[str, msgspec.Meta(pattern=r"^[1-9]{1,9}$")]
"""What may be pressed, one key. `0` is never among them: by it one declines the rest."""


class KeyQuestion(Value, kw_only=True):
    """One question. code: by which its answer is known. text: as it is spoken, per language. sound: a recording of it (`<language>/<name>.au` in
    the site's sounds). keys: what may be pressed.
    """

    code: Code
    text: dict[Language, Annotated[str, msgspec.Meta(min_length=1, max_length=500)]]
    sound: Annotated[str, msgspec.Meta(max_length=64)] = ""
    keys: Keys = "12345"


class Form(NamedTuple):
    """What somebody is to be asked. form: under which it is known. questions: their codes, in order."""

    form: str
    questions: tuple[str, ...]


class Answered(NamedTuple):
    """A call whose agent has said goodbye."""

    interaction: str
    customer: str
    queue: str
    language: Language


class AfterCall(Protocol):
    """See above. Both are asked within a decision: they look at what is in memory, and at nothing else."""

    def form_for(self, answered: Answered) -> Form | None:
        """What this customer is to be asked; None: nothing, for instance because they have said that they do not want to be."""

    def question(self, form: str, code: str) -> KeyQuestion | None:
        """A question as it is put; None where it is not put any more."""
