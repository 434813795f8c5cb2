"""What may be asked about drills."""

from typing import Annotated, Literal

import msgspec

from hoolin.coaching.drills.drill import Drill
from hoolin.coaching.drills.facts import Marked, Why
from hoolin.coaching.drills.phrasing.saying import Sayings
from hoolin.coaching.drills.play import TURNS_MAX, Turn
from hoolin.core.commands import Command
from hoolin.core.facts import COUNT_MAX, Code, Id
from hoolin.core.site.rules import Language


class PublishDrill(Command):
    """Have a drill played so from now on. drill: all of it. why: what for, for everybody who later wonders. based_on: the version that was changed; 0 where it ships with Hoolin or is new. If another holds meanwhile, it is refused."""

    drill: Drill
    based_on: Annotated[int, msgspec.Meta(ge=0, le=COUNT_MAX)]
    why: Why


class RetireDrill(Command):
    """Have it played no more. drill: its code. why: what for."""

    drill: Code
    why: Why


class RecordPlay(Command):
    """A drill was played to its end, as `play` and `rubric` say of the turns. play: which time. agent: who. drill, number: which, and its version. language: of the player. seed: which lines were said.
    turns: what they did. ending, kind: how it ended. marks: by item, 1 or 0. text_id: under which what was written is kept. missed_id: the same of sentences that were understood wrongly, where whoever
    writes drills may have them; None where not. sayings: what a model put into other words, answer by answer, the opening first. phrases_id: under which it is kept.
    """

    play: Id
    agent: Id
    drill: Code
    number: Annotated[int, msgspec.Meta(ge=0, le=COUNT_MAX)]
    language: Language
    seed: Annotated[int, msgspec.Meta(ge=0, le=COUNT_MAX)]
    turns: Annotated[tuple[Turn, ...], msgspec.Meta(min_length=1, max_length=TURNS_MAX)]
    ending: Code
    kind: Literal["good", "middling", "bad"]
    marks: Marked
    text_id: Id
    missed_id: Id | None = None
    sayings: Sayings = ()
    phrases_id: Id | None = None


class SharePlay(Command):
    """Let the coach read a play of one's own, or no longer. play: which. agent: who asks. shared: whether the coach may."""

    play: Id
    agent: Id
    shared: bool


class ErasePlay(Command):
    """Forget a play of one's own. play: which. agent: who asks."""

    play: Id
    agent: Id
