"""By how many points it helped, from a panel and the order that was drawn: with an interval that the draw itself gives.

What is estimated is the effect on everybody who was to get it, whoever really took it up, on average over the weeks in which some had it and some waited. In each of these weeks those who have begun
are compared with those who still wait, each with their own level before taken off (drawn towards everybody's, as far as little was judged); weeks with more on both sides count for more. So whatever
moves the whole site falls out, and an effect that comes slowly, or fades, is found as its average: of no week is it counted with the wrong sign, as in a model that takes the effect to be the
same from its first week to its last (Kenny and others 2022, Statistics in Medicine 41:4311; comparisons within weeks: Hughes and
others 2020, Biometrics 76:119; Kennedy-Shaffer and others 2020, Statistics in Medicine 39:815). In the week in which somebody begins, half of the effect is expected.

The interval is no model's: the effect is taken off again, the order is drawn anew, all ways or some thousands of them, and every effect stays in for which the order that was really drawn is none of
the rarest (a randomisation test turned round: Rosenbaum 2002, Observational Studies §2). So it needs no belief about drift, about how people differ, or about how their weeks hang together.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import product
from math import factorial, inf, prod
from typing import NamedTuple

import numpy as np
from numpy.random import Generator, default_rng
from numpy.typing import NDArray

from hoolin.coaching.effects.design import slots
from hoolin.coaching.effects.panel import Panel
from hoolin.core.errors import Invalid

LEVEL = 0.95
DRAWS = 4_000
"""Orders that are drawn anew: the ends of an interval move by a fortieth of its length from one seed to another. Where there are no more of them, all are looked at."""

BEGINNING = 0.5
"""Of the week in which somebody begins about half has passed when they have it."""

MARKS_MIN = 20
MARK_VARIANCE = 2_000.0
"""Of single marks in points, where the weeks before tell too little: about that of shares between 30 and 70 %."""

SAME = 0.1
"""And of that, how much is the agents' own level."""

Grid = NDArray[np.float64]


class Spread(NamedTuple):
    """How marks vary. within: of single marks of one agent; between: of the agents' levels."""

    within: float
    between: float


class Found(NamedTuple):
    """Points by which it helped, with the interval at 95 %; an end may be infinite where the order could have come out in too few ways. error: how far the points are off by the draw
    (root mean square).
    """

    points: float
    low: float
    high: float
    error: float


class Weighed(NamedTuple):
    """How a panel is weighed. before: so many of its weeks nobody had it. worth: of each cell, in marks, [..., agents, weeks]; spread: of marks."""

    before: int
    worth: Grid
    spread: Spread

    def scores(self, values: Grid) -> Grid:
        """What each cell since the first wave adds to the sum for whoever has begun: the values without their agent's level before and without what their week brings everybody, times how sure they
        are. Sums over those who have begun are, week by week, begun less waiting times n₁·n₀ / (n₁ + n₀). values, result: [..., agents, weeks]; of the weeks before it is 0.
        """
        first, within, between = self.worth[..., : self.before], self.spread.within, self.spread.between
        n = first.sum(axis=-1, keepdims=True)
        kept = between / (within + between * n)
        level = kept * (first * (values[..., : self.before] - _means(values[..., : self.before], first))).sum(
            axis=-1, keepdims=True
        )
        since = self.worth.copy()
        since[..., : self.before] = 0
        # What is left unknown of a level is shared by all weeks of its agent: many marks of one agent are no more than one agent.
        sure = since / (within + between * (1 - kept * n) * since.sum(axis=-1, keepdims=True))
        rest = values - level
        weighed: Grid = sure * (rest - _means(rest, sure))
        return weighed


def _means(values: Grid, weights: Grid) -> Grid:
    """By week; 0 where nothing weighs."""
    whole = weights.sum(axis=-2, keepdims=True)
    means: Grid = np.divide(
        (values * weights).sum(axis=-2, keepdims=True), whole, out=np.zeros_like(whole), where=whole > 0
    )
    return means


def begun(before: int, weeks: int, waves: int, step_weeks: int) -> Grid:
    """[waves, weeks]: 1 from the week on in which a wave begins."""
    starts = before + step_weeks * np.arange(waves)[:, None]
    return (np.arange(weeks)[None, :] >= starts).astype(float)


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
    points = points - _means(points, worth)
    n = worth.sum(axis=1)
    some = n > 0
    if not some.any():
        return Spread(MARK_VARIANCE * (1 - SAME), MARK_VARIANCE * SAME)
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
    return Spread(within, float(np.clip(between, 0.01 * within, within)))


def orders(
    blocks: Sequence[Sequence[int]], begin: NDArray[np.intp], waves: int, draws: int, random: Generator
) -> NDArray[np.intp]:
    """[orders, agents]: in which wave each might have begun as well. All other orders that the draw could have given, each as likely as any, where there are not more than `draws`; else so many, drawn
    anew. blocks: of places among the agents. begin: the order as it was drawn.
    """
    if prod(_ways(len(block), waves) for block in blocks) <= draws:
        every = _every(tuple(tuple(block) for block in blocks), len(begin), waves)
        others: NDArray[np.intp] = every[(every != begin).any(axis=1)]
        return others
    found = np.tile(begin, (draws, 1))
    for block in blocks:
        at = np.asarray(block)
        found[:, at] = random.permuted(found[:, at], axis=1)
        if len(block) % waves:
            # What is left over in a block may come to begin earlier or later, as the draw has it.
            turn = np.flatnonzero(random.random(draws) < 0.5)
            found[np.ix_(turn, at)] = waves - 1 - found[np.ix_(turn, at)]
    return found


def _sizes(size: int, waves: int) -> tuple[int, ...]:
    places = slots(size, waves)
    return tuple(places.count(wave) for wave in range(waves))


def _ways(size: int, waves: int) -> int:
    """In how many ways a block may be drawn."""
    return factorial(size) // prod(factorial(one) for one in _sizes(size, waves)) * (2 if size % waves else 1)


@lru_cache(maxsize=8)
def _every(blocks: tuple[tuple[int, ...], ...], agents: int, waves: int) -> NDArray[np.intp]:
    each = []
    for block in blocks:
        sizes = _sizes(len(block), waves)
        each.append([way for one in sorted({sizes, sizes[::-1]}) for way in _arranged(one)])
    found = np.zeros((prod(len(one) for one in each), agents), dtype=np.intp)
    places = [at for block in blocks for at in block]
    found[:, places] = [[wave for way in ways for wave in way] for ways in product(*each)]
    return found


def _arranged(sizes: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    """Each way to give so many places of each wave, once."""
    if not any(sizes):
        yield ()
    for wave, left in enumerate(sizes):
        if left:
            fewer = (*sizes[:wave], left - 1, *sizes[wave + 1 :])
            yield from ((wave, *rest) for rest in _arranged(fewer))


def estimate(
    panel: Panel, order: Mapping[str, int], blocks: Sequence[Sequence[str]], waves: int, step_weeks: int, seed: int, draws: int = DRAWS
) -> Found:  # fmt: skip
    """The effect of a rollout. order: by agent, the wave. The same seed gives the same. Raises Invalid where too little was judged."""
    if panel.marks() < MARKS_MIN:
        raise Invalid("too_few_marks", marks=panel.marks(), needed=MARKS_MIN)
    place = {agent: at for at, agent in enumerate(panel.agents)}
    points, worth = arrays(panel)
    weighed = Weighed(panel.before, worth, spread(points[:, : panel.before], worth[:, : panel.before]))
    begin = np.array([order[agent] for agent in panel.agents], dtype=np.intp)
    shape = (panel.before, panel.weeks, waves, step_weeks)
    has, dose = begun(*shape), doses(*shape)
    # By agent and wave, what they would add to the score, had they begun with it: of what was seen, and of one point of effect.
    seen, one = weighed.scores(points) @ has.T, weighed.scores(dose[begin]) @ has.T
    others = orders([[place[agent] for agent in block] for block in blocks], begin, waves, draws, default_rng(seed))
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
