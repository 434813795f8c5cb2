"""A site whose truth is known: some dozens of people, a few judged conversations of each in a week, and everything that makes before and after flatter.

People differ, and everybody has better and worse months (their level wanders); the whole site moves from week to week, and may drift; customers come with reasons of which some go well more
easily, and what an agent gets of them changes; some conversations are judged more often than others, with known chances; some people do not take up what they are
given, some leave. In most arms those are picked who were below average in the weeks before.
"""

from typing import NamedTuple

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from hoolin.coaching.effects.panel import Mark

AGENTS = (30, 60)
A_WEEK = (1.5, 4.0)
"""Judged conversations of one agent, of which some are left out again: about four to twelve a month."""

BEFORE = 8
REASONS = 4
TAKES_UP = 0.85
LEAVES = 0.08
UNLIKE = 0.3
"""What helps does not help everybody alike."""

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


def site(random: Generator, weeks: int, drift: float) -> Site:
    """drift: by how many logits everybody is better after all weeks."""
    agents = int(random.integers(*AGENTS, endpoint=True))
    level = random.normal(0.3, 0.45, agents)
    wander = np.zeros((agents, weeks))
    wander[:, 0] = random.normal(0, 0.25, agents)
    for week in range(1, weeks):
        wander[:, week] = 0.85 * wander[:, week - 1] + random.normal(0, 0.25 * np.sqrt(1 - 0.85**2), agents)
    moves = random.normal(0, 0.12, weeks) + drift * np.arange(weeks) / weeks
    first, last = (random.dirichlet(np.full(REASONS, 4.0), agents) for _ in range(2))
    along = (np.arange(weeks) / max(1, weeks - 1))[None, :, None]
    stays = random.random(agents) >= LEAVES
    return Site(
        level[:, None] + wander + moves, np.array([0.5, 0.1, -0.2, -0.6]), first[:, None, :] * (1 - along) + last[:, None, :] * along,
        float(random.uniform(*A_WEEK)), np.where(stays, weeks, random.integers(BEFORE, weeks, agents)),
        random.random(agents) < TAKES_UP, 1 + UNLIKE * random.uniform(-1, 1, agents),
    )  # fmt: skip


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
        Mark(names[a], weeks.start + w, "heard.named_back", f"r{r}", 100.0 * m, 2.0 if s else 1.0)
        for a, w, r, m, s in zip(*(one[judged].tolist() for one in (agent, week, reason, met, seldom)), strict=True)
    ]
