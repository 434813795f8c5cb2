"""Whether an agent's gap on an item is real: the posterior of their deviation from what was expected of the same conversations, and chance's part in it.

A deviation is on the logarithm of odds; most people differ little, a few much: the prior is a mixture of the two, and how many and how little is learned
from all agents and items of the site at once (empirical Bayes). A gap is told only where all of this holds:

- it is likelier than not (`SURE`) that it is larger than `GAP_MIN` points;
- so few met, or fewer, is so rare by chance that of all agents who are just like the others at most one in forty has anything as rare among all the items that
  are looked at of them: counted exactly (what can be seen of so few conversations goes in steps), with the error of what was expected in it.

What somebody does clearly better is found by the same rule, turned round.
"""

from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

import msgspec
import numpy as np

from hoolin.coaching.advice.expected import Array, Expected, sigmoid

GAP_MIN = 0.10
"""Ten conversations of a hundred: less nobody would notice."""

SURE = 0.50
FALSE_MAX = 0.025
LOOKED_MIN = 10
"""Of fewer conversations nothing is said."""

SLAB = 1.3
"""How far the few who differ much are from what is expected, on the logarithm of odds: from 75 of 100 to 45 or to 92."""

SPREADS = (0.05, 0.15, 0.3, 0.5)
FEW = (0.05, 0.08, 0.15, 0.25)
FEW_BEFORE = (2.0, 30.0)
"""What is thought of that before anything is seen: two of thirty-two pairs of an agent and an item differ much. Never fewer than one of twenty: where nobody has been
seen to differ yet, the first who does should be found.
"""

GRID = np.linspace(-4.0, 4.0, 81)
NODES, WEIGHTS = np.polynomial.hermite_e.hermegauss(5)

Way = Literal["below", "above"]


class Gap(msgspec.Struct, frozen=True):
    """Of one agent on one item. n: conversations. seen, expected: shares of them, 0 to 1. mean, low, high: of the posterior share, beside `expected`; the interval
    holds 90 %. sure: how probable it is that they differ by more than `GAP_MIN` on the side of `way`. by_chance: how rare so few (or so many) would be if they did
    not differ. way: told as real, else "".
    """

    item: str
    n: int
    seen: float
    expected: float
    mean: float
    low: float
    high: float
    sure: float
    by_chance: float
    way: Literal["", "below", "above"] = ""


class Looked(NamedTuple):
    """What is known of one agent on one item: likelihood: of each deviation on the grid; chances: of each number of met ones, for somebody who does not differ."""

    likelihood: Array
    found: Expected
    chances: Array

    @classmethod
    def at(cls, one: Expected) -> "Looked":
        """All of it."""
        return cls(likelihood(one), one, chances_of(one))


def gaps(by_item: Mapping[str, Mapping[str, Expected]]) -> tuple[dict[str, dict[str, Gap]], Array]:
    """By agent and item; and the prior that was learned, on the grid. by_item: by item and agent; whoever has too few of an item is not looked at."""
    looked = {
        (agent, item): Looked.at(one)
        for item, agents in by_item.items()
        for agent, one in agents.items()
        if len(one.met) >= LOOKED_MIN
    }
    if not looked:
        return {}, usual_prior()
    prior = _prior(np.array([one.likelihood for one in looked.values()]))
    by_agent: dict[str, dict[str, Gap]] = {}
    for (agent, item), one in looked.items():
        by_agent.setdefault(agent, {})[item] = gap_of(item, one, prior)
    told = {
        agent: _told(found, {item: looked[agent, item].chances for item in found}) for agent, found in by_agent.items()
    }
    return told, prior


def gap_of(item: str, one: Looked, prior: Array) -> Gap:
    """What is most probably true of one agent and item; not yet whether it is told."""
    posterior = one.likelihood * prior
    posterior /= posterior.sum()
    usual = one.found.shares
    shares = sigmoid(one.found.logits[None, :] + GRID[:, None]).mean(axis=1)
    mean, expected = float(posterior @ shares), float(usual.mean())
    upto = np.cumsum(posterior)
    low, high = (float(np.interp(tail, upto, shares)) for tail in (0.05, 0.95))
    below = float(posterior[shares < expected - GAP_MIN].sum())
    above = float(posterior[shares > expected + GAP_MIN].sum())
    down = mean < expected
    return Gap(
        item=item, n=len(one.found.met), seen=float(one.found.met.mean()), expected=expected, mean=mean, low=low, high=high,
        sure=below if down else above, by_chance=tails(one.chances, down)[round(float(one.found.met.sum()))],
    )  # fmt: skip


def _told(found: Mapping[str, Gap], chances: Mapping[str, Array]) -> dict[str, Gap]:
    """Which of an agent's gaps are real."""
    rare = {down: rarity([tails(one, down) for one in chances.values()]) for down in (True, False)}
    told = {}
    for item, gap in found.items():
        down = gap.mean < gap.expected
        real = gap.sure > SURE and gap.by_chance <= rare[down]
        way: Way = "below" if down else "above"
        told[item] = msgspec.structs.replace(gap, way=way if real else "")
    return told


def rarity(of: Sequence[Array]) -> float:
    """How rare something must be to be told, so that of people who do not differ at most `FALSE_MAX` have anything as rare among all their items. of: of each
    item, how rare each number of met ones would be.
    """
    steps = np.unique(np.concatenate(list(of)))
    steps = steps[steps <= FALSE_MAX]
    if not len(steps):
        return 0.0
    # Of each item, how probable it is that something so rare or rarer is seen: the largest of its own steps up to this one.
    none = np.ones(len(steps))
    for one in of:
        own = np.concatenate(([0.0], np.sort(one)))
        none *= 1.0 - own[np.searchsorted(own, steps, side="right") - 1]
    within = steps[1.0 - none <= FALSE_MAX]
    return float(within.max()) if len(within) else 0.0


def likelihood(one: Expected) -> Array:
    """Of each deviation on the grid; what is expected may be off by its error, for all conversations alike."""
    shares = sigmoid(one.logits[None, :] + GRID[:, None])
    logs = np.log(shares) @ one.met + np.log(1 - shares) @ (1 - one.met)
    likely = np.exp(logs - logs.max())
    if one.error < 0.02:
        return likely
    kernel = np.exp(-((GRID[:, None] - GRID[None, :]) ** 2) / (2 * one.error**2))
    return (kernel / kernel.sum(axis=1, keepdims=True)) @ likely


def chances_of(one: Expected) -> Array:
    """How probable each number of met ones is for somebody who does not differ: exactly, over the error of what was expected."""
    shares = sigmoid(one.logits[None, :] + one.error * NODES[:, None])
    chances = np.zeros((len(NODES), len(one.met) + 1))
    chances[:, 0] = 1.0
    for at in range(len(one.met)):
        share = shares[:, at : at + 1]
        chances[:, 1:] = chances[:, 1:] * (1 - share) + chances[:, :-1] * share
        chances[:, 0] *= 1 - share[:, 0]
    return (WEIGHTS / WEIGHTS.sum()) @ chances


def tails(chances: Array, down: bool) -> Array:
    """By the number of met ones, how rare so few (or so many) are."""
    return np.cumsum(chances) if down else np.cumsum(chances[::-1])[::-1]


def _prior(likelihoods: Array) -> Array:
    """The mixture that all agents and items together make most likely, on the grid."""
    best: tuple[float, Array] | None = None
    a, b = FEW_BEFORE
    for spread in SPREADS:
        for few in FEW:
            prior = (1 - few) * bell(spread) + few * bell(SLAB)
            found = float(np.log(likelihoods @ prior).sum()) + (a - 1) * np.log(few) + (b - 1) * np.log(1 - few)
            if best is None or found > best[0]:
                best = found, prior
    assert best is not None
    return best[1]


def bell(spread: float) -> Array:
    """A normal distribution on the grid."""
    found = np.exp(-(GRID**2) / (2 * spread**2))
    return found / found.sum()


def usual_prior() -> Array:
    """What is thought before anything is seen of a site."""
    return (1 - FEW[0]) * bell(SPREADS[1]) + FEW[0] * bell(SLAB)
