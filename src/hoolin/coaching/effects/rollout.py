"""A rollout as a value: what people are given, whom it is meant to help with what, and in which order they get it.

Whoever is picked for being below average is better the next time, taught or not; and a site moves by itself. So nobody picks who begins: the order is drawn.
Everybody gets it; only when differs, and those who wait are what those who had it are compared with.
"""

from typing import Annotated, Literal, TypeAlias

import msgspec

from hoolin.core.facts import Code, Id
from hoolin.core.site.rules import Value

Kind: TypeAlias = Literal["lesson", "drill", "exemplar", "advice", "topic", "path"]
Design: TypeAlias = Literal["stepped", "pairs", "at_once"]
"""`stepped`: in waves, one after another. `pairs`: two and two who are alike, one of each begins. `at_once`: everybody together, for a reason that is written down;
then there is nobody to compare with, and nothing is estimated.
"""

Ending: TypeAlias = Literal["lived", "stopped", "withdrawn"]
"""`lived`: its weeks are over. `stopped`: before that. `withdrawn`: it never began."""

Title: TypeAlias = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
Why: TypeAlias = Annotated[str, msgspec.Meta(min_length=1, max_length=1_000)]
Points: TypeAlias = Annotated[float, msgspec.Meta(gt=0, le=100)]

AGENTS_MAX = 500
ITEMS_MAX = 8
WAVES_MAX = 8
PAIRS_MIN = 8
AGENTS_MIN = 10
"""Eight pairs, or ten people in two waves, can be drawn in some 250 ways, of which six are the rarest on either side; with fewer an interval at 95 % hangs on one or two of them and sees little."""

WEEK_DAYS = 7


class Pointer(Value):
    """What is given. kind: lesson, drill, exemplar, advice, a topic of sessions, or a path; id: which."""

    kind: Kind
    id: Code


class Spared(Value):
    """Somebody who gets it at once, whatever is drawn, and is no part of what is estimated. why: in the site's own words."""

    agent: Id
    why: Why


class Rollout(Value):
    """rollout: its id. title: in the site's own words. what: is given. items: of the register, that it is meant for. design: in waves, in pairs, or all at once. agents: who takes part. blocks: within each of these the
    order is drawn: the pairs, or everybody together; empty where nobody waits. waves: how many there are; step_weeks: from one to the next. before_weeks: so many weeks
    before it begins are looked at too. expected: by how many points of a hundred it should help. why: where all get it at once, what for. spared: who gets it now.
    """

    rollout: Id
    title: Title
    what: Pointer
    items: Annotated[tuple[Code, ...], msgspec.Meta(min_length=1, max_length=ITEMS_MAX)]
    design: Design
    agents: Annotated[tuple[Id, ...], msgspec.Meta(min_length=1, max_length=AGENTS_MAX)]
    blocks: Annotated[tuple[tuple[Id, ...], ...], msgspec.Meta(max_length=AGENTS_MAX)] = ()
    waves: Annotated[int, msgspec.Meta(ge=1, le=WAVES_MAX)] = 4
    step_weeks: Annotated[int, msgspec.Meta(ge=1, le=12)] = 2
    before_weeks: Annotated[int, msgspec.Meta(ge=4, le=26)] = 8
    expected: Points = 10.0
    why: Annotated[str, msgspec.Meta(max_length=1_000)] = ""
    spared: Annotated[tuple[Spared, ...], msgspec.Meta(max_length=AGENTS_MAX)] = ()

    @property
    def compared_weeks(self) -> int:
        """For so long somebody has it and somebody waits: until the last wave begins. Where all get it at once, as long as was looked at before."""
        return self.before_weeks if self.design == "at_once" else (self.waves - 1) * self.step_weeks

    @property
    def weeks(self) -> int:
        """All weeks that are looked at, those before with them."""
        return self.before_weeks + self.compared_weeks
