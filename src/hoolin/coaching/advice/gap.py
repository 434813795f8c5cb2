"""Whether an agent's gap on an item is real: the posterior of their deviation from what was expected of the same conversations, and chance's part in it.

A deviation is on the logarithm of odds; what is thought of it before is learned from the site (`prior`). A gap is told only where all of this holds:

- it is more than .95 probable (`SURE`) that it is larger than `GAP_MIN` points;
- so few met, or fewer, is so rare by chance that of all agents who differ only as most do at most one in forty has anything as rare among all the items that
  are looked at of them: counted exactly (what can be seen of so few conversations goes in steps), with the error of what was expected in it.

What somebody does clearly better is found by the same rule, turned round.
"""

from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

import msgspec
import numpy as np

from hoolin.coaching.advice.expected import Array, Expected, sigmoid
from hoolin.coaching.advice.prior import GRID, Prior, learned, usual

GAP_MIN = 0.10
"""Ten conversations of a hundred: less nobody would notice."""

SURE = 0.95
FALSE_MAX = 0.025
LOOKED_MIN = 20
"""Of fewer conversations nothing is said."""

NODES, WEIGHTS = np.polynomial.hermite_e.hermegauss(15)

Way = Literal["below", "above"]


class Gap(msgspec.Struct, frozen=True):
    """Of one agent on one item. n: conversations. seen, expected: shares of them, 0 to 1. mean, low, high: of the posterior share, beside `expected`; the interval
    holds 90 %. below, above: how probable it is that they differ by more than `GAP_MIN` to that side. by_chance: how rare so few (or so many) would be of somebody who differs
    as most do. way: told as real, else "".
    """

    item: str
    n: int
    seen: float
    expected: float
    mean: float
    low: float
    high: float
    below: float
    above: float
    by_chance: float
    way: Literal["", "below", "above"] = ""

    @property
    def down(self) -> bool:
        """On which side of what is expected they most probably are."""
        return self.mean < self.expected

    @property
    def sure(self) -> float:
        """How probable it is that they differ by more than `GAP_MIN` on that side."""
        return self.below if self.down else self.above


class Looked(NamedTuple):
    """What is known of one agent on one item: likelihood: of each deviation on the grid; chances: of each number of met ones, for somebody who differs as most do."""

    likelihood: Array
    found: Expected
    chances: Array

    @classmethod
    def at(cls, one: Expected, prior: Prior) -> "Looked":
        """All of it."""
        return cls(likelihood(one), one, chances_of(one, prior.spread))


def gaps(by_item: Mapping[str, Mapping[str, Expected]]) -> tuple[dict[str, dict[str, Gap]], Prior]:
    """By agent and item; and the prior that was learned. by_item: by item and agent; whoever has too few of an item is not looked at."""
    enough = {
        (agent, item): one
        for item, agents in by_item.items()
        for agent, one in agents.items()
        if len(one.met) >= LOOKED_MIN
    }
    if not enough:
        return {}, usual()
    likely = {pair: likelihood(one) for pair, one in enough.items()}
    prior = learned(np.array(list(likely.values())))
    by_agent: dict[str, dict[str, Looked]] = {}
    for (agent, item), one in enough.items():
        looked = Looked(likely[agent, item], one, chances_of(one, prior.spread))
        by_agent.setdefault(agent, {})[item] = looked
    return {agent: _told(looked, prior) for agent, looked in by_agent.items()}, prior


def gap_of(item: str, one: Looked, prior: Prior) -> Gap:
    """What is most probably true of one agent and item; not yet whether it is told."""
    posterior = one.likelihood * prior.grid
    posterior /= posterior.sum()
    shares = sigmoid(one.found.logits[None, :] + GRID[:, None]).mean(axis=1)
    mean, expected = float(posterior @ shares), float(one.found.shares.mean())
    upto = np.cumsum(posterior)
    low, high = (float(np.interp(tail, upto, shares)) for tail in (0.05, 0.95))
    below = float(posterior[shares < expected - GAP_MIN].sum())
    above = float(posterior[shares > expected + GAP_MIN].sum())
    down = mean < expected
    return Gap(
        item=item, n=len(one.found.met), seen=float(one.found.met.mean()), expected=expected, mean=mean, low=low, high=high, below=below,
        above=above, by_chance=tails(one.chances, down)[round(float(one.found.met.sum()))],
    )  # fmt: skip


def _told(looked: Mapping[str, Looked], prior: Prior) -> dict[str, Gap]:
    """All of an agent's gaps, and which of them are real."""
    rare = {down: rarity([tails(one.chances, down) for one in looked.values()]) for down in (True, False)}
    told = {}
    for item, one in looked.items():
        gap = gap_of(item, one, prior)
        real = gap.sure > SURE and gap.by_chance <= rare[gap.down]
        way: Way = "below" if gap.down else "above"
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
    return blurred(np.exp(logs - logs.max()), one.error)


def blurred(likely: Array, error: float) -> Array:
    """A likelihood on the grid (or several, a column each), where what is expected may be off."""
    if error < 0.02:
        return likely
    kernel = np.exp(-((GRID[:, None] - GRID[None, :]) ** 2) / (2 * error**2))
    return (kernel / kernel.sum(axis=1, keepdims=True)) @ likely


def chances_of(one: Expected, spread: float = 0.0) -> Array:
    """How probable each number of met ones is for somebody who differs as most do: exactly, over the error of what was expected and `spread`, how much those differ."""
    off = float(np.hypot(one.error, spread))
    shares = sigmoid(one.logits[None, :] + off * NODES[:, None])
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
