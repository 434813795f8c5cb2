"""What may be asked about advice."""

from typing import Annotated

import msgspec

from hoolin.coaching.advice.facts import AdviceGiven, How, Why
from hoolin.core.commands import Command
from hoolin.core.facts import Code, Id

WORDS_MAX = 2_000


class GiveAdvice(Command):
    """Somebody works on something. given: all of it, as the figures tell it."""

    given: AdviceGiven


class SetAdviceAside(Command):
    """Given or only suggested: not this, or not now. agent, item: which. by: who says so. why: in a word. words, text: the id and the words of what they say besides, both or neither."""

    agent: Id
    item: Code
    by: Id
    why: Why
    words: Id | None = None
    text: Annotated[str, msgspec.Meta(max_length=WORDS_MAX)] = ""


class FinishAdvice(Command):
    """What was given is done. agent, item: which. by: who says so. how: in a word."""

    agent: Id
    item: Code
    by: Id
    how: How
