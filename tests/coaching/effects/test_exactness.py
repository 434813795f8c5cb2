"""The interval holds nothing as often as it says, whatever people and weeks are like: outcomes that nobody changed, and the order drawn anew many times by what really draws it."""

import numpy as np
import pytest
from scipy.stats import binom

from hoolin.coaching.effects.design import drawn
from hoolin.coaching.effects.estimate import estimate
from hoolin.coaching.effects.panel import Mark, Panel, panel

BEFORE, SEEDS = 8, 1_500
RARE = 0.998
"""So seldom a true interval would fail here, were it drawn by other seeds."""


def unlike(agents: tuple[str, ...], weeks: int) -> Panel:
    """People who differ, wander, drift apart and are judged unequally often; one left, one came late."""
    random = np.random.default_rng(len(agents))
    level, wander = random.normal(60, 12, len(agents)), np.zeros(len(agents))
    found = []
    for week in range(weeks):
        wander = 0.9 * wander + random.normal(0, 4, len(agents))
        for at, agent in enumerate(agents):
            gone = (at == 0 and week >= BEFORE + 1) or (at == 1 and week < BEFORE)
            mean = level[at] + wander[at] + week * (at % 3)
            found += [
                Mark(agent, week, "x", "r", mean + random.normal(0, 35))
                for _ in range(0 if gone else random.poisson(1 + at % 4))
            ]
    return panel(found, agents, BEFORE, weeks)


@pytest.mark.slow
@pytest.mark.parametrize(("people", "waves"), [(16, 0), (17, 0), (10, 2), (22, 5)])
def test_no_more_than_one_of_twenty_orders_finds_what_is_not_there(people: int, waves: int) -> None:
    """In pairs (0 waves) with one left over too; where all orders are looked at, and where some are drawn. It is not wasteful either: where orders are many, hardly fewer than that."""
    agents = tuple(f"a{at:02}" for at in range(people))
    pairs = [agents[at : at + 2] for at in range(0, people - 1, 2)]
    if people % 2:
        pairs[-1] = agents[-3:]
    blocks, step = ((agents,), 2) if waves else (tuple(pairs), 6)
    there = unlike(agents, BEFORE + (max(waves, 2) - 1) * step)
    missed = 0
    for seed in range(SEEDS):
        found = estimate(there, drawn(seed, blocks, waves or 2), blocks, waves or 2, step, seed, draws=399)
        missed += not found.low <= 0 <= found.high
    assert binom.ppf(1 - RARE, SEEDS, 0.04) <= missed <= binom.ppf(RARE, SEEDS, 0.05)
