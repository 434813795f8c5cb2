"""What may be asked about rollouts."""

from typing import Annotated

import msgspec

from hoolin.coaching.effects.facts import Day, Seed
from hoolin.coaching.effects.rollout import Rollout
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
