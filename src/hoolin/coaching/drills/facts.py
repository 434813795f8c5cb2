"""What may be recorded about drills. A drill is the site's own and public within it, so its words lie in the fact itself; what somebody wrote while they played is
content, for themselves, under a key of that play (`owner_of`), which goes when they want it gone, and when they leave. Marks of practice are no evidence about anybody's work: no
figure is counted from them.
"""

from typing import Annotated, Literal

import msgspec

from hoolin.coaching.drills.drill import Drill
from hoolin.core.facts import COUNT_MAX, Code, Fact, Id
from hoolin.core.site.rules import Language

WHY_MAX = 500

Number = Annotated[int, msgspec.Meta(ge=1, le=COUNT_MAX)]
Why = Annotated[str, msgspec.Meta(min_length=1, max_length=WHY_MAX)]
Marked = Annotated[tuple[tuple[Code, Annotated[int, msgspec.Meta(ge=0, le=1)]], ...], msgspec.Meta(max_length=20)]


class DrillPublished(Fact):
    """A drill is played so from now on. number: 1, 2, 3 … of its code; what ships with Hoolin is 0. drill: all of it. why: in the words of whoever published it."""

    drill: Drill
    number: Number
    why: Why


class DrillRetired(Fact):
    """A drill is played no more. Publishing it again brings it back. drill: its code. why: in the words of whoever retired it."""

    drill: Code
    why: Why


class DrillPlayed(Fact):
    """Somebody played a drill to its end. play: which time. agent: who, as they own things here. drill, number: which, and its version. seed: which lines were said. turns: how
    many. ending, kind: how it ended. marks: by item of the register, 1 or 0. text: content, what they wrote and what they meant by it. missed: content, sentences that
    were understood wrongly, where they let whoever writes drills have them; nobody's name is in it.
    """

    play: Id
    agent: Id
    drill: Code
    number: Annotated[int, msgspec.Meta(ge=0)]
    language: Language
    seed: Annotated[int, msgspec.Meta(ge=0)]
    turns: Annotated[int, msgspec.Meta(ge=0)]
    ending: Code
    kind: Literal["good", "middling", "bad"]
    marks: Marked
    text: Id
    missed: Id | None = None


class DrillWorded(Fact):
    """In a play, a model put lines of the customer into other words. play: which. phrases: content, these lines, answer by answer, with whose words they are. lines: how many."""

    play: Id
    phrases: Id
    lines: Annotated[int, msgspec.Meta(ge=1)]


class DrillShared(Fact):
    """Whoever played lets the coach read it, or no longer. play: which. agent: who played. shared: whether the coach may."""

    play: Id
    agent: Id
    shared: bool


class DrillErased(Fact):
    """Whoever played wants a play forgotten, words and all. play: which. agent: who played."""

    play: Id
    agent: Id


def owner_of(agent: Id, play: Id) -> str:
    """The key under which lies what was written in a play: one of its own."""
    return f"agent:{agent}:drill:{play}"
