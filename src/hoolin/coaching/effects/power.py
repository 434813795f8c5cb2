"""Before it begins: how large an effect would be seen, with so many people, so many judged conversations and so many weeks.

It is tried out: panels are made up in which marks vary as they did in the weeks before, the order is drawn, and the very rule that will judge them is asked from which effect on it sees one. So what
is told holds for few people too, where an order can come out in a few hundred ways only. What nobody knows beforehand is assumed twice, as is usual and with care, and told as a range; that both are
true is measured where the truth is known (`simulation`).
"""

from math import ceil, inf
from typing import NamedTuple

import numpy as np
from numpy.random import Generator, default_rng
from numpy.typing import NDArray

from hoolin.coaching.effects.estimate import LEVEL, Grid, Spread, Weighed, arrays, begun, doses, orders, spread
from hoolin.coaching.effects.panel import Panel

POWER = 0.8
USEFUL = 25.0
"""An effect that only shows from so many points of a hundred on no training has: such a rollout tells nothing."""

TRIED = 400
"""Made-up panels: a chance is off by two of a hundred at most times."""

CELLS_MAX = 2_000_000
"""Of all made-up panels together: with hundreds of people fewer are made up."""

ORDERS = 400


class Assumed(NamedTuple):
    """What nobody knows beforehand. take_up: how many do what they are given; leave: how many are gone before the end. unlike: the spread of what it brings those who do it, as a share. grows_weeks: in
    how many weeks it comes to its whole effect, 0 where it has it from the next week on. wanders: how far people's months differ (variance, as a share of that of single marks); keeps: how much of that is
    left a week later. less: the effect on average, as a share of the one that is spoken of.
    """

    take_up: float = 0.85
    leave: float = 0.05
    unlike: float = 0.2
    grows_weeks: int = 0
    wanders: float = 0.015
    keeps: float = 0.85
    less: float = 1.0


USUAL = Assumed()
"""Of a hundred fifteen do not do what they are given, five leave; everybody has better and worse months, by about six points. Eight weeks are too short to see that."""

FEWER = 0.7
"""With care: so many of those who usually do it."""


def careful(usual: Assumed) -> Assumed:
    """Fewer do it, it comes slowly, and months differ more."""
    return usual._replace(
        take_up=FEWER * usual.take_up, less=FEWER * usual.less, grows_weeks=4, wanders=0.03, keeps=0.95
    )


class Plan(NamedTuple):
    """How a rollout would be judged. agents: how many; worth_a_week: marks that one of them has, as far as they tell; waves, step_weeks, before_weeks: see the rollout. pairs: whether two and two."""

    agents: int
    worth_a_week: float
    waves: int
    step_weeks: int
    before_weeks: int
    pairs: bool

    @property
    def weeks(self) -> int:
        """All of them."""
        return self.before_weeks + (self.waves - 1) * self.step_weeks


class Foreseen(NamedTuple):
    """seen_from: of each panel that was made up, from how many points on the interval lies above nothing; the smallest first, infinite where no effect is seen."""

    seen_from: tuple[float, ...]

    def chance(self, points: float) -> float:
        """How likely such an effect is seen."""
        return sum(one < points for one in self.seen_from) / len(self.seen_from)

    def detectable(self, wanted: float = POWER) -> float | None:
        """The smallest effect that is seen so often; None where more than all would be needed."""
        points = self.seen_from[ceil(wanted * len(self.seen_from)) - 1]
        return points if points <= 100 else None


class Told(NamedTuple):
    """What is said before it begins. detectable: the effect that is seen with 80 %, None where none is; chance: that the expected one is seen, as is usual; chance_low: the same with care. take_up: how many
    are taken to do what they are given, take_up_low: with care. useful: whether it can see what training may bring. agents_needed: for the expected effect, with as many conversations each;
    None where more people would be no use.
    """

    detectable: float | None
    chance: float
    chance_low: float
    take_up: float
    take_up_low: float
    useful: bool
    agents_needed: int | None


def foreseen(plan: Plan, known: Spread, assumed: Assumed = USUAL, seed: int = 1) -> Foreseen:
    """Before it begins, by trying."""
    random, tries = default_rng(seed), max(50, min(TRIED, CELLS_MAX // (plan.agents * plan.weeks)))
    every = _orders(plan, random)
    here = random.integers(len(every), size=tries)
    worth, noise = _made_up(plan, known, assumed, random, tries)
    weighed = Weighed(plan.before_weeks, worth, known)
    shape = (plan.before_weeks, plan.weeks, plan.waves, plan.step_weeks)
    has, dose = begun(*shape), doses(*shape)
    if assumed.grows_weeks:
        dose = dose * np.minimum(1, dose.cumsum(axis=1) / assumed.grows_weeks)
    gains = _gains(plan, assumed, random, tries)
    # By panel, agent and wave, what would be added, had they begun with it: of what comes by chance, and of one point of effect.
    by_chance, of_one = (weighed.scores(values) @ has.T for values in (noise, gains[:, :, None] * dose[every[here]]))
    which = np.eye(plan.waves)[every].reshape(len(every), -1)
    chance, one = (sums.reshape(tries, -1) @ which.T for sums in (by_chance, of_one))
    at = np.arange(tries), here
    gap = one[at][:, None] - one
    ahead = chance - chance[at][:, None]
    # From which effect on ours is more extreme than another order; an order that takes up as much of it as ours never is less.
    ends = np.divide(
        ahead, gap, out=np.full_like(gap, inf), where=gap > 1e-9 * np.maximum(1.0, np.abs(one[at][:, None]))
    )
    rarest = int(np.floor((1 - LEVEL) / 2 * len(every)))
    if rarest < 1:
        return Foreseen((inf,) * tries)
    last = len(every) - 1 - rarest
    return Foreseen(tuple(sorted(np.maximum(0.0, np.partition(ends, last, axis=1)[:, last]).tolist())))


def _orders(plan: Plan, random: Generator) -> NDArray[np.intp]:
    agents = range(plan.agents)
    begin = np.arange(plan.agents) % plan.waves
    blocks = [list(agents)]
    if plan.pairs:
        blocks = [list(agents[at : at + 2]) for at in range(0, plan.agents - 1, 2)]
        blocks[-1] = list(agents[2 * len(blocks) - 2 :])
    return np.vstack([begin[None, :], orders(blocks, begin, plan.waves, ORDERS - 1, random)])


def _made_up(plan: Plan, known: Spread, assumed: Assumed, random: Generator, tries: int) -> tuple[Grid, Grid]:
    """Worths and points that come of nothing but chance, both [tries, agents, weeks]."""
    size = (tries, plan.agents, plan.weeks)
    worth: Grid = random.poisson(plan.worth_a_week, size).astype(float)
    gone = np.where(
        random.random(size[:2]) < assumed.leave,
        random.integers(plan.before_weeks, max(plan.weeks, plan.before_weeks + 1), size[:2]),
        plan.weeks,
    )
    worth *= np.arange(plan.weeks) < gone[:, :, None]
    far = np.sqrt(assumed.wanders * known.within)
    wander = random.normal(0, far, size)
    for week in range(1, plan.weeks):
        wander[:, :, week] = assumed.keeps * wander[:, :, week - 1] + np.sqrt(1 - assumed.keeps**2) * wander[:, :, week]
    level = random.normal(0, np.sqrt(known.between), size[:2])
    points = level[:, :, None] + wander + random.normal(0, 1, size) * np.sqrt(known.within / np.maximum(1, worth))
    return worth, points * (worth > 0)


def _gains(plan: Plan, assumed: Assumed, random: Generator, tries: int) -> Grid:
    """[tries, agents]: what each gets of one point of effect."""
    size = (tries, plan.agents)
    does = random.random(size) < assumed.take_up
    gains: Grid = assumed.less / assumed.take_up * does * (1 + assumed.unlike * random.normal(0, 1, size))
    return gains


def told(plan: Plan, known: Spread, expected: float, take_up: float | None = None) -> Told:
    """What is said before it begins. take_up: how many did what they were given so far, None where nobody knows."""
    usual = USUAL if take_up is None else USUAL._replace(take_up=min(1.0, max(0.1, take_up)))
    low = careful(usual)
    found = foreseen(plan, known, usual)
    seen = found.detectable()
    return Told(
        seen, found.chance(expected), foreseen(plan, known, low).chance(expected), usual.take_up, low.take_up, seen is not None and seen <= USEFUL,
        needed(plan.agents, seen, expected),
    )  # fmt: skip


def needed(agents: int, seen: float | None, expected: float) -> int | None:
    """People with whom an effect would be seen with 80 %, all else alike: errors fall with the root of their number. seen: the effect that is seen with so many agents."""
    return None if seen is None else ceil(agents * (seen / expected) ** 2)


def known_from(before: Panel) -> Spread:
    """How marks vary, from the weeks before."""
    points, worth = arrays(before)
    return spread(points[:, : before.before], worth[:, : before.before])


def worth_a_week(before: Panel) -> float:
    """Marks that one agent has in a week, as far as they tell, from the weeks before."""
    _, worth = arrays(before)
    return float(worth[:, : before.before].sum()) / max(1, len(before.agents) * before.before)


def heard_a_week(before: Panel) -> float:
    """Conversations of one agent that were judged or answered about in a week, from the weeks before."""
    return before.conversations(range(before.before)) / max(1, len(before.agents) * before.before)
