"""A site whose truth is known: some dozens of people, a few judged conversations of each in a week, and everything that makes before and after flatter.

People differ, and everybody has better and worse months (their level wanders); the whole site moves from week to week, and may drift; customers come with reasons of which some go well more
easily, and what an agent gets of them changes; some conversations are judged more often than others, with known chances; some people do not take up what they are
given, some leave. In most arms those are picked who were below average in the weeks before.
"""

from typing import Literal, NamedTuple, TypeAlias

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from hoolin.coaching.effects.panel import Mark

AGENTS, FEW = (30, 60), (20, 40)
A_WEEK, OFTEN = (1.5, 4.0), (6.0, 12.0)
"""Judged conversations of one agent, of which some are left out again: about four to twelve a month; where people are few, more."""

BEFORE = 8
REASONS = 4
LEAVES = 0.08
UNLIKE = 0.3
"""What helps does not help everybody alike."""

Shape: TypeAlias = Literal["at_once", "late", "growing", "fading"]
"""How an effect lives: whole from the next week on; only after three weeks; growing for four; gone by half in each four."""


class Life(NamedTuple):
    """What nobody knows of a site. take_up: how many do what they are given. wander: how far people's months differ, in logits; keeps: how much of it is left a week later. shape: of an effect."""

    take_up: float = 0.85
    wander: float = 0.25
    keeps: float = 0.85
    shape: Shape = "at_once"


USUAL = Life()
SLOW = Life(take_up=0.6, wander=0.35, keeps=0.95, shape="growing")
"""As bad as what is told with care assumes."""


def any_life(random: Generator) -> Life:
    """Whatever a site may be like."""
    shapes: tuple[Shape, ...] = ("at_once", "late", "growing", "fading")
    return Life(
        random.uniform(0.4, 1.0),
        random.uniform(0.0, 0.5),
        random.uniform(0.5, 0.98),
        shapes[int(random.integers(len(shapes)))],
    )


def come(shape: Shape, weeks: int) -> float:
    """How much of the whole effect there is, so many weeks after that in which somebody began; in that one half of it."""
    half = 0.5 if weeks == 0 else 1.0
    match shape:
        case "at_once":
            return half
        case "late":
            return float(weeks >= 3)
        case "growing":
            return half * min(1.0, (weeks + 0.5) / 4)
        case _:
            return float(half * 0.5 ** (weeks / 4))


Grid = NDArray[np.float64]


class Site(NamedTuple):
    """logits: [agents, weeks], how well they would do; reasons: of each, what it adds; mixes: [agents, weeks, reasons]. a_week: judged conversations of one agent. gone: from which week on somebody is not
    there. takes_up: whether they do what they are given; helps: how much it helps them, 1 on average.
    """

    logits: Grid
    reasons: Grid
    mixes: Grid
    a_week: float
    gone: NDArray[np.intp]
    takes_up: NDArray[np.bool_]
    helps: Grid

    @property
    def agents(self) -> list[str]:
        """Their ids."""
        return [f"a{at:03}" for at in range(len(self.logits))]


def site(random: Generator, weeks: int, drift: float, life: Life = USUAL, few: bool = False) -> Site:
    """drift: by how many logits everybody is better after all weeks. few: people."""
    agents = int(random.integers(*(FEW if few else AGENTS), endpoint=True))
    level = random.normal(0.3, 0.45, agents)
    wander = np.zeros((agents, weeks))
    wander[:, 0] = random.normal(0, life.wander, agents)
    for week in range(1, weeks):
        wander[:, week] = life.keeps * wander[:, week - 1] + random.normal(
            0, life.wander * np.sqrt(1 - life.keeps**2), agents
        )
    moves = random.normal(0, 0.12, weeks) + drift * np.arange(weeks) / weeks
    first, last = (random.dirichlet(np.full(REASONS, 4.0), agents) for _ in range(2))
    along = (np.arange(weeks) / max(1, weeks - 1))[None, :, None]
    stays = random.random(agents) >= LEAVES
    return Site(
        level[:, None] + wander + moves, np.array([0.5, 0.1, -0.2, -0.6]), first[:, None, :] * (1 - along) + last[:, None, :] * along,
        float(random.uniform(*(OFTEN if few else A_WEEK))), np.where(stays, weeks, random.integers(BEFORE, weeks, agents)),
        random.random(agents) < life.take_up, 1 + UNLIKE * random.uniform(-1, 1, agents),
    )  # fmt: skip


def gains(there: Site, shares: Grid) -> Grid:
    """[agents, weeks]: by how many points a conversation is met more often than it would be, on average over what customers come with: nobody is better than always. shares: as in `lived`."""
    chance = 1 / (1 + np.exp(-(there.logits[:, :, None] + there.reasons)))
    more = np.clip(chance + shares[:, :, None], 0.0, 1.0) - chance
    found: Grid = 100 * (there.mixes * more).sum(axis=2)
    return found


def lived(random: Generator, there: Site, shares: Grid | None, weeks: range) -> list[Mark]:
    """The marks of these weeks. shares: [agents, weeks], what is added to the chance of a met mark."""
    at = slice(weeks.start, weeks.stop)
    present = np.arange(weeks.start, weeks.stop)[None, :] < there.gone[:, None]
    counts = random.poisson(there.a_week, present.shape) * present
    agent, week = (np.repeat(one.ravel(), counts.ravel()) for one in np.indices(counts.shape))
    along = there.mixes[:, at].cumsum(axis=2)[agent, week]
    reason = np.minimum((random.random(len(agent))[:, None] > along).sum(axis=1), REASONS - 1)
    chance = 1 / (1 + np.exp(-(there.logits[:, at][agent, week] + there.reasons[reason])))
    if shares is not None:
        chance = np.clip(chance + shares[:, at][agent, week], 0.0, 1.0)
    met = random.random(len(agent)) < chance
    # Of every other reason half as many are judged, and each counts for two.
    seldom = reason % 2 == 0
    judged = ~seldom | (random.random(len(agent)) < 0.5)
    names = there.agents
    return [
        Mark(names[a], weeks.start + w, "heard.named_back/reviewer", f"r{r}", 100.0 * m, 2.0 if s else 1.0)
        for a, w, r, m, s in zip(*(one[judged].tolist() for one in (agent, week, reason, met, seldom)), strict=True)
    ]
