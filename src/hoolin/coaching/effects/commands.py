"""What may be asked about rollouts."""

from typing import Annotated

import msgspec

from hoolin.coaching.effects.facts import Day, Seed
from hoolin.coaching.effects.rollout import Pointer, Rollout
from hoolin.core.commands import Command
from hoolin.core.facts import Id


class PlanRollout(Command):
    """Write one down. rollout: all of it, with the pairs where there are some. seed: from outside, nobody chooses it. by: who plans."""

    rollout: Rollout
    seed: Seed
    by: Id


class BeginRollout(Command):
    """Draw the order; the first wave begins on a day. rollout: which. day: on which the first wave begins. zone: where the site is, and its days begin."""

    rollout: Id
    day: Day
    zone: str


class EndRollout(Command):
    """Nobody waits any more. rollout: which. zone: where the site is, and its days begin. why: in the site's own words; needed before its weeks are over."""

    rollout: Id
    zone: str
    why: Annotated[str, msgspec.Meta(max_length=1_000)] = ""


class GiveThing(Command):
    """Give something to one agent. what: is given. agent: to whom. by: who gives it. zone: where the site is, and its days begin. why: needed where they wait for it, or others were
    given the same one after another.
    """

    what: Pointer
    agent: Id
    by: Id
    zone: str
    why: Annotated[str, msgspec.Meta(max_length=1_000)] = ""


class LetHave(Command):
    """Ask whether somebody may be given something now, which is then given elsewhere; with a why they may in any case, and it is written down. what: will be given. agent: to whom. by: who
    will give it. zone: where the site is, and its days begin. why: needed where they wait for it, or others were given the same. part: whether it is a part of something larger that is
    given: then it is asked only whether they wait for it.
    """

    what: Pointer
    agent: Id
    by: Id
    zone: str
    why: Annotated[str, msgspec.Meta(max_length=1_000)] = ""
    part: bool = False
