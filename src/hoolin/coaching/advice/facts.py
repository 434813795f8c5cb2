"""What may be recorded about advice: that it was given and why, that it was set aside, that it is done. What an agent answers is content under a key of its own (`owner_of`), which
goes with them.
"""

from typing import Annotated, Literal, TypeAlias

import msgspec

from hoolin.core.facts import COUNT_MAX, Code, Fact, Id, Instant

Share: TypeAlias = Annotated[float, msgspec.Meta(ge=0, le=1)]
Kind: TypeAlias = Literal["lesson", "drill", "exemplar"]
Why: TypeAlias = Literal["not_me", "not_now", "already_better", "withheld"]
"""`not_me`: the agent sees it otherwise, and says so. `not_now`: they have something else in hand. `already_better`: they have changed it since. `withheld`: whoever
coaches knows better than the figures.
"""
How: TypeAlias = Literal["practised", "over"]
"""`practised`: what was to be done was done. `over`: the figures tell that the gap is gone."""

POINTERS_MAX = 6


class Pointer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Something to learn from. kind: what; id: by which it is known there."""

    kind: Kind
    id: Id


class AdviceGiven(Fact):
    """Somebody works on something. advice: its id. agent: who; item: on what. by: who gave it: whoever coaches, or the agent who took it up by themselves. look: up to when
    the figures were counted. n: conversations; seen, expected: in how many of them it was met, and would have been by everybody else; mean, low, high: what the agent's
    share most probably is. matters: with which outcomes it goes together, empty where it is declared to matter. reasons: where it was missed most. pointers: what to
    learn from.
    """

    advice: Id
    agent: Id
    item: Code
    by: Id
    look: Instant
    n: Annotated[int, msgspec.Meta(ge=1, le=COUNT_MAX)]
    seen: Share
    expected: Share
    mean: Share
    low: Share
    high: Share
    matters: Annotated[tuple[Code, ...], msgspec.Meta(max_length=4)] = ()
    reasons: Annotated[tuple[Code, ...], msgspec.Meta(max_length=4)] = ()
    pointers: Annotated[tuple[Pointer, ...], msgspec.Meta(max_length=POINTERS_MAX)] = ()


class AdviceSetAside(Fact):
    """It is not worked on, given or only suggested. agent, item: which. by: who says so. why: in a word. words: the content in which they say it in their own, None where
    they said nothing more.
    """

    agent: Id
    item: Code
    by: Id
    why: Why
    words: Id | None = None


class AdviceDone(Fact):
    """It was worked on. advice: which. agent, item: of whom, on what. by: who says so. how: in a word."""

    advice: Id
    agent: Id
    item: Code
    by: Id
    how: How


def owner_of(agent: Id, words: Id) -> str:
    """The key under which an answer lies: one of its own."""
    return f"agent:{agent}:advice:{words}"
