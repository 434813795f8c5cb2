"""What may be asked about drills."""

from typing import Annotated, Literal

import msgspec

from hoolin.coaching.drills.drill import Drill
from hoolin.coaching.drills.facts import Marked, Why
from hoolin.coaching.drills.play import TURNS_MAX, Turn
from hoolin.core.commands import Command
from hoolin.core.facts import Code, Id
from hoolin.core.site.rules import Language


class PublishDrill(Command):
    """Have a drill played so from now on. based_on: the version that was changed; 0 where it ships with Hoolin or is new. If another holds meanwhile, it is refused."""

    drill: Drill
    based_on: Annotated[int, msgspec.Meta(ge=0)]
    why: Why


class RetireDrill(Command):
    """Have it played no more."""

    drill: Code
    why: Why


class RecordPlay(Command):
    """A drill was played to its end, as `play` and `rubric` say of the turns. Ids come with it. missed: whether whoever writes drills may have the sentences that were
    understood wrongly; missed_id: under which.
    """

    play: Id
    agent: Id
    drill: Code
    number: Annotated[int, msgspec.Meta(ge=0)]
    language: Language
    seed: Annotated[int, msgspec.Meta(ge=0)]
    turns: Annotated[tuple[Turn, ...], msgspec.Meta(min_length=1, max_length=TURNS_MAX)]
    ending: Code
    kind: Literal["good", "middling", "bad"]
    marks: Marked
    text_id: Id
    missed_id: Id | None = None


class SharePlay(Command):
    """Let the coach read a play of one's own, or no longer."""

    play: Id
    agent: Id
    shared: bool
