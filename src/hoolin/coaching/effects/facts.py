"""What may be recorded about rollouts. Titles and reasons why are the site's own words and lie in the fact; of agents only who and when."""

from typing import Annotated

import msgspec

from hoolin.coaching.effects.rollout import Ending, Pointer, Rollout, Why
from hoolin.core.facts import Fact, Id

Day = Annotated[str, msgspec.Meta(pattern=r"^\d{4}-\d{2}-\d{2}$")]
Seed = Annotated[int, msgspec.Meta(ge=0, lt=1 << 62)]


class RolloutPlanned(Fact):
    """People are to be given something, in an order that will be drawn. rollout: all of it. seed: by which it is drawn, written down before anybody can see what comes of it. by: who
    planned it.
    """

    rollout: Rollout
    seed: Seed
    by: Id


class RolloutBegun(Fact):
    """The order is drawn, and the first wave begins. rollout: which. day: on which, in the site's time; weeks are counted from it. order: by wave, who is in it: what the seed gives, so that
    anybody can draw it again.
    """

    rollout: Id
    day: Day
    order: tuple[tuple[Id, ...], ...]


class RolloutEnded(Fact):
    """Nobody waits any more. rollout: which. how: its weeks were over, it was stopped before, or it never began. why: in the site's own words."""

    rollout: Id
    how: Ending
    why: Annotated[str, msgspec.Meta(max_length=1_000)] = ""


class ThingGiven(Fact):
    """Somebody alone was given something by a colleague. what: is given. agent: to whom. by: who gave it."""

    what: Pointer
    agent: Id
    by: Id


class GivenOutOfTurn(Fact):
    """Somebody may have something though no order says so. what: which thing. agent: who. by: who decided it. why: in their own words. rollout: in which they wait for it; None where
    there is none, and it was given to one after another.
    """

    what: Pointer
    agent: Id
    by: Id
    why: Why
    rollout: Id | None = None
