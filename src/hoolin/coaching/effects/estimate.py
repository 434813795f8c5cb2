"""By how many points it helped, from a panel and the order that was drawn: with an interval that the draw itself gives.

What is estimated is the effect on everybody who was to get it, whoever really took it up. Weeks are compared within themselves, so that whatever moves the whole site falls
out; agents are each taken with their own level. The weights are those of a mixed model (agent's level random, weeks fixed: Hussey and Hughes 2007,
https://doi.org/10.1016/j.cct.2006.05.007), fitted on the weeks before. The interval is not the model's: the effect is taken off again, the order is drawn anew some
thousand times, and every effect stays in for which the order that was really drawn is none of the rarest (a randomisation test turned round: Rosenbaum 2002,
Observational Studies §2; Kennedy-Shaffer and others 2020, https://doi.org/10.1002/sim.8393). So it needs no belief about drift, about how people differ, or about how their weeks hang
together. In the week in which somebody begins, half of the effect is counted.
"""

from collections.abc import Mapping, Sequence
from math import inf
from typing import NamedTuple

import numpy as np
from numpy.random import Generator, default_rng
from numpy.typing import NDArray

from hoolin.coaching.effects.panel import Panel
from hoolin.core.errors import Invalid

LEVEL = 0.95
DRAWS = 4_000
"""Orders that are drawn anew: the ends of an interval move by a fortieth of its length from one seed to another."""

BEGINNING = 0.5
"""Of the week in which somebody begins about half has passed when they have it."""

MARKS_MIN = 20
MARK_VARIANCE = 2_000.0
"""Of single marks in points, where the weeks before tell too little: about that of shares between 30 and 70 %."""

SAME = 0.1
"""And of that, how much is the agents' own level."""

Grid = NDArray[np.float64]


class Spread(NamedTuple):
    """How marks vary. within: of single marks of one agent; between: of the agents' levels. freedom: by how many weeks it is known."""

    within: float
    between: float
    freedom: int


class Found(NamedTuple):
    """Points by which it helped, with the interval at 95 %; an end may be infinite where the order could have come out in too few ways. error: how far the points are off by the draw
    (root mean square).
    """

    points: float
    low: float
    high: float
    error: float


class Weighed(NamedTuple):
    """The panel as the model weighs it. marks: worth of each cell; spread: by which."""

    worth: Grid
    spread: Spread

    def scores(self, values: Grid) -> Grid:
        """What each cell adds to the score: the values without what their week, and their agent, brings anyway, divided by how unsure they are. values, result:
        [agents, weeks].
        """
        sure = self.worth / self.spread.within
        share = self.spread.between / (1 + self.spread.between * sure.sum(axis=1, keepdims=True))
        information = np.diag(sure.sum(axis=0)) - (share * sure).T @ sure
        told = sure * values - sure * share * (sure * values).sum(axis=1, keepdims=True)
        weeks = np.linalg.pinv(information, hermitian=True) @ told.sum(axis=0)
        rest = values - weeks
        weighed: Grid = sure * rest - sure * share * (sure * rest).sum(axis=1, keepdims=True)
        return weighed


def doses(before: int, weeks: int, waves: int, step_weeks: int) -> Grid:
    """[waves, weeks]: how much of it somebody of a wave has had."""
    starts = before + step_weeks * np.arange(waves)[:, None]
    at = np.arange(weeks)[None, :]
    return np.where(at > starts, 1.0, np.where(at == starts, BEGINNING, 0.0))


def arrays(panel: Panel) -> tuple[Grid, Grid]:
    """Means and worths, [agents, weeks]; both 0 where nothing was judged."""
    points = np.array([[0.0 if cell is None else cell.points for cell in row] for row in panel.cells])
    worth = np.array([[0.0 if cell is None else cell.worth for cell in row] for row in panel.cells])
    return points, worth


def spread(points: Grid, worth: Grid) -> Spread:
    """By moments, from the weeks before: these nobody's turn has changed. What moved everybody in a week is taken off first. What they cannot tell is filled up with what is usual."""
    weeks = worth.sum(axis=0)
    points = points - np.divide((points * worth).sum(axis=0), weeks, out=np.zeros_like(weeks), where=weeks > 0)
    n = worth.sum(axis=1)
    some = n > 0
    if not some.any():
        return Spread(MARK_VARIANCE * (1 - SAME), MARK_VARIANCE * SAME, 0)
    means = np.where(some, (points * worth).sum(axis=1) / np.where(some, n, 1), 0.0)
    freedom = int((worth > 0).sum() - some.sum())
    squares = float((worth * (points - means[:, None]) ** 2).sum())
    usual = 10.0
    within = max(100.0, (squares + usual * MARK_VARIANCE * (1 - SAME)) / (freedom + usual))
    whole, agents = float(n.sum()), int(some.sum())
    between = 0.0
    if agents > 1:
        mean = float((means * n).sum()) / whole
        over = float((n * (means - mean) ** 2).sum()) - (agents - 1) * within
        between = over / (whole - float((n**2).sum()) / whole)
    between = (between * agents + usual * SAME * within) / (agents + usual)
    return Spread(within, float(np.clip(between, 0.01 * within, within)), freedom)


def again(blocks: Sequence[Sequence[int]], waves: NDArray[np.intp], draws: int, random: Generator) -> NDArray[np.intp]:
    """[draws, agents]: in which wave each begins, were the order drawn anew. blocks: of places among the agents."""
    found = np.tile(waves, (draws, 1))
    for block in blocks:
        at = np.asarray(block)
        found[:, at] = random.permuted(found[:, at], axis=1)
    return found


def _flipped(blocks: Sequence[Sequence[int]], drawn: NDArray[np.intp], waves: int, random: Generator) -> None:
    """What is left over in a block may come to begin earlier or later, as the draw has it."""
    for block in blocks:
        if len(block) % waves:
            turn = np.flatnonzero(random.random(len(drawn)) < 0.5)
            at = np.asarray(block)
            drawn[np.ix_(turn, at)] = waves - 1 - drawn[np.ix_(turn, at)]


def estimate(
    panel: Panel, order: Mapping[str, int], blocks: Sequence[Sequence[str]], waves: int, step_weeks: int, seed: int, draws: int = DRAWS
) -> Found:  # fmt: skip
    """The effect of a rollout. order: by agent, the wave. The same seed gives the same. Raises Invalid where too little was judged."""
    if panel.marks() < MARKS_MIN:
        raise Invalid("too_few_marks", marks=panel.marks(), needed=MARKS_MIN)
    place = {agent: at for at, agent in enumerate(panel.agents)}
    points, worth = arrays(panel)
    weighed = Weighed(worth, spread(points[:, : panel.before], worth[:, : panel.before]))
    begin = np.array([order[agent] for agent in panel.agents], dtype=np.intp)
    dose = doses(panel.before, panel.weeks, waves, step_weeks)
    # By agent and wave, what they would add to the score, had they begun with it: of what was seen, and of one point of effect.
    seen, one = weighed.scores(points) @ dose.T, weighed.scores(dose[begin]) @ dose.T
    random = default_rng(seed)
    within = [[place[agent] for agent in block] for block in blocks]
    others = again(within, begin, draws, random)
    _flipped(within, others, waves, random)
    rows = np.arange(len(begin))
    return _turned_round(
        seen[rows, others].sum(axis=1), one[rows, others].sum(axis=1), float(seen[rows, begin].sum()), float(one[rows, begin].sum())
    )  # fmt: skip


def _turned_round(seen: Grid, one: Grid, seen_here: float, one_here: float) -> Found:
    """Scores are straight lines in the effect that is taken off: each other order says at which effect it would have been as extreme as ours. seen, one: of the other
    orders; here: of ours.
    """
    gap = one_here - one
    # An order that takes off as much as ours, or more, is never less extreme: it speaks for every effect, on both sides.
    never = gap <= 1e-9 * max(1.0, abs(one_here))
    # Where orders hardly differ from ours in what they give nothing is learned of them.
    ends = np.sort((seen_here - seen[~never]) / gap[~never])
    always, wanted = int(never.sum()), (1 - LEVEL) / 2 * (len(seen) + 1)
    # Ours is counted too: an effect stays in while more than `wanted` orders are as extreme.
    needed = int(np.floor(wanted)) - always
    low, high = (-inf, inf) if needed < 1 else (float(ends[needed - 1]), float(ends[-needed]))
    centre = float(gap.mean())
    if centre <= 0:
        raise Invalid("nothing_compared")
    points = (seen_here - float(seen.mean())) / centre
    rest = seen - points * one
    return Found(points, min(low, points), max(high, points), float(rest.std()) / centre)
