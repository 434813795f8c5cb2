"""Before it begins: how large an effect would be seen, with so many people, so many judged conversations and so many weeks.

The design is drawn some dozen times, with conversations falling into weeks by chance as they do. The chance that is told is of the whole
rule, an interval that lies above nothing; that the told chance is the true one is measured where the truth is known (`simulation`).
"""

from math import ceil, inf, sqrt
from typing import NamedTuple

import numpy as np
from numpy.random import default_rng
from scipy.special import stdtr, stdtrit

from hoolin.coaching.effects.estimate import LEVEL, Grid, Spread, Weighed, again, arrays, doses, spread
from hoolin.coaching.effects.panel import Panel

POWER = 0.8
DRAWS = 24
USEFUL = 25.0
"""An effect that only shows from so many points of a hundred on no training has: such a rollout tells nothing."""

WITHIN = 24
"""Orders over which what everybody of a block gets on average is taken."""

TAKE_UP, LEAVE, UNLIKE = 0.85, 0.05, 0.2
"""Of a hundred fifteen do not do what they are given, five leave meanwhile; and what helps does not help all alike (a spread of a fifth)."""

WANDERS, KEEPS = 0.015, 0.85
"""Everybody has better and worse months: by about six points, and of it so much is left a week later. Eight weeks are too short to see it."""


class Plan(NamedTuple):
    """How a rollout would be judged. agents: how many; a_week: judged marks that one of them has; waves, step_weeks, before_weeks: see the rollout. pairs: whether two and two."""

    agents: int
    a_week: float
    waves: int
    step_weeks: int
    before_weeks: int
    pairs: bool

    @property
    def weeks(self) -> int:
        """All of them."""
        return self.before_weeks + (self.waves - 1) * self.step_weeks

    @property
    def freedom(self) -> float:
        """Degrees of freedom of the comparison, as far as one can speak of them."""
        return max(1.0, (self.agents // 2 - 1) if self.pairs else float(self.agents - self.waves))


class Unsure(NamedTuple):
    """How unsure an effect will be. steady: variance of the points, whatever the effect is; unlike: what comes to it for each squared point of effect, for it helps some more than others.
    freedom: of the comparison.
    """

    steady: float
    unlike: float
    freedom: float

    def error(self, points: float) -> float:
        """Of the points, where the effect is so large."""
        return sqrt(self.steady + self.unlike * points * points)

    def chance(self, points: float) -> float:
        """How likely such an effect is seen: the interval lies above nothing."""
        if self.steady == inf:
            return 0.0
        return float(stdtr(self.freedom, points / self.error(points) - stdtrit(self.freedom, (1 + LEVEL) / 2)))

    def detectable(self, wanted: float = POWER) -> float | None:
        """The smallest effect that is seen so often; None where more than all would be needed."""
        far = float(stdtrit(self.freedom, (1 + LEVEL) / 2) + stdtrit(self.freedom, wanted))
        left = 1 - far * far * self.unlike
        points = far * sqrt(self.steady / left) if left > 0 and self.steady < inf else inf
        return points if points <= 100 else None


class Told(NamedTuple):
    """What is said before it begins. detectable: the effect that is seen with 80 %, None where none is; chance: that the expected one is seen. useful: whether it can see what training may bring.
    agents_needed: for the expected effect, with as many conversations each; None where more people would be no use.
    """

    detectable: float | None
    chance: float
    useful: bool
    agents_needed: int | None


def unsure(plan: Plan, known: Spread, seed: int = 1) -> Unsure:
    """Before it begins: the estimate is a weighted sum of what will be seen, so that its variance follows from how all that varies, also what the model does not know."""
    random, agents = default_rng(seed), plan.agents
    dose = doses(plan.before_weeks, plan.weeks, plan.waves, plan.step_weeks)
    begin = np.arange(agents) % plan.waves
    blocks = [[at, at + 1] for at in range(0, agents - 1, 2)] if plan.pairs else [list(range(agents))]
    apart = np.abs(np.subtract.outer(np.arange(plan.weeks), np.arange(plan.weeks)))
    wanders = WANDERS * known.within * KEEPS**apart
    steady, unlike = [], []
    for order in again(blocks, begin, DRAWS, random):
        worth: Grid = random.poisson(plan.a_week, (agents, plan.weeks)).astype(float)
        # Whoever leaves does so somewhere on the way.
        gone = np.where(
            random.random(agents) < LEAVE, random.integers(plan.before_weeks, plan.weeks, agents), plan.weeks
        )
        worth *= np.arange(plan.weeks)[None, :] < gone[:, None]
        others = dose[again(blocks, order, WITHIN, random)].mean(axis=0)
        pull = Weighed(worth, known).scores(dose[order] - others)
        whole = float((pull * dose[order]).sum())
        if whole <= 1e-12:
            return Unsure(inf, 0.0, plan.freedom)
        marks = np.divide(pull**2, worth, out=np.zeros_like(pull), where=worth > 0).sum() * known.within
        level = (pull.sum(axis=1) ** 2).sum() * known.between
        steady.append((marks + level + np.einsum("at,tu,au->", pull, wanders, pull)) / whole**2)
        unlike.append((UNLIKE**2 + (1 - TAKE_UP) / TAKE_UP) * ((pull * dose[order]).sum(axis=1) ** 2).sum() / whole**2)
    return Unsure(float(np.mean(steady)), float(np.mean(unlike)), plan.freedom)


def told(plan: Plan, known: Spread, expected: float) -> Told:
    """What is said before it begins."""
    found = unsure(plan, known)
    seen = found.detectable()
    return Told(seen, found.chance(expected), seen is not None and seen <= USEFUL, needed(plan.agents, seen, expected))


def needed(agents: int, seen: float | None, expected: float) -> int | None:
    """People with whom an effect would be seen with 80 %, all else alike: errors fall with the root of their number. seen: the effect that is seen with so many agents."""
    return None if seen is None else ceil(agents * (seen / expected) ** 2)


def known_from(before: Panel) -> Spread:
    """How marks vary, from the weeks before."""
    points, worth = arrays(before)
    return spread(points[:, : before.before], worth[:, : before.before])


def a_week(before: Panel) -> float:
    """Judged marks that one agent has in a week, as far as they tell, from the weeks before."""
    _, worth = arrays(before)
    return float(worth[:, : before.before].sum()) / max(1, len(before.agents) * before.before)
