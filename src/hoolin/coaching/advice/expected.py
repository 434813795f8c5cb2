"""What the same conversations would have got from everybody else: so whoever gets the hard reasons, the strict reviewer or the worst of what was drawn
is not blamed for it (indirect standardisation).

The chance that an item is met is a logistic function of the kinds of a conversation (reason, channel, language, who judged, how it was chosen) and of
reason and channel together, each drawn towards nothing the further the less was seen of it. Of every agent it is fitted to everybody else: nobody is
compared with themselves.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from hoolin.coaching.advice.seen import Seen

SPREAD = 0.7
"""How much kinds differ, on the logarithm of odds, before anything is seen of them: a reason is twice as hard as another, not a hundred times."""

ROUNDS_MAX = 12
LEAST, MOST = 0.02, 0.98
"""Nothing is expected always, or never: one conversation is no proof of either."""

Array = Any


class Expected(NamedTuple):
    """Of one agent on one item. logits: of each conversation, of what everybody else would have got; met: what was. error: the standard error that all of these
    have in common, on the logarithm of odds.
    """

    logits: Array
    met: Array
    error: float

    @property
    def shares(self) -> Array:
        """What is expected of each conversation, 0 to 1."""
        return sigmoid(self.logits)


def sigmoid(value: Array) -> Array:
    """From the logarithm of odds to a share."""
    return 1.0 / (1.0 + np.exp(-value))


def expected(seen: Sequence[Seen]) -> dict[str, Expected]:
    """By agent, all that was seen of one item beside what was to be expected. Nothing of a site with one agent only: there is nobody to compare with."""
    agents = sorted({one.agent for one in seen})
    if len(agents) < 2:
        return {}
    design, met = _design(seen), np.array([one.met for one in seen], dtype=float)
    prior = np.full(design.shape[1], 1 / SPREAD**2)
    prior[0] = 1e-6
    whole, curved = _fitted(design, met, prior)
    places = {agent: at for at, agent in enumerate(agents)}
    whose = np.array([places[one.agent] for one in seen])
    shares = sigmoid(design @ whole)
    found = {}
    for agent, at in places.items():
        own = design[whose == at]
        others = design[whose != at], met[whose != at]
        weight = shares[whose == at] * (1 - shares[whose == at])
        without = curved - (own.T * weight) @ own
        fit = whole - _solved(without, own.T @ (met[whose == at] - shares[whose == at]))
        # Once more from there: where somebody is a large part of all, one step does not quite arrive.
        fit, without = _step(*others, fit, prior)
        logits = np.clip(own @ fit, np.log(LEAST / (1 - LEAST)), np.log(MOST / (1 - MOST)))
        middle = own.mean(axis=0)
        error = float(np.sqrt(max(0.0, middle @ _solved(without, middle))))
        found[agent] = Expected(logits, met[whose == at], error)
    return found


def _design(seen: Sequence[Seen]) -> Array:
    """One column for everybody, one for each kind, one for each pair of the first two."""
    columns: dict[tuple[int, str], int] = {}
    rows: list[list[int]] = []
    for one in seen:
        named = [(at, kind) for at, kind in enumerate(one.kinds)]
        named.append((-1, "\0".join(one.kinds[:2])))
        rows.append([columns.setdefault(name, len(columns) + 1) for name in named])
    found = np.zeros((len(seen), len(columns) + 1))
    found[:, 0] = 1.0
    for at, row in enumerate(rows):
        found[at, row] = 1.0
    return found


def _fitted(design: Array, met: Array, prior: Array) -> tuple[Array, Array]:
    fit = np.zeros(design.shape[1])
    share = (met.sum() + 0.5) / (len(met) + 1)
    fit[0] = np.log(share / (1 - share))
    curved = np.diag(prior)
    for _ in range(ROUNDS_MAX):
        better, curved = _step(design, met, fit, prior)
        moved, fit = float(np.abs(better - fit).max()), better
        if moved < 1e-6:
            break
    return fit, curved


def _step(design: Array, met: Array, fit: Array, prior: Array) -> tuple[Array, Array]:
    """Newton's, with the curvature where it began."""
    shares = sigmoid(design @ fit)
    curved = (design.T * (shares * (1 - shares))) @ design + np.diag(prior)
    pull = design.T @ (met - shares) - prior * np.where(prior > 1e-3, fit, 0.0)
    return fit + _solved(curved, pull), curved


def _solved(matrix: Array, right: Array) -> Array:
    return np.linalg.solve(matrix, right)
