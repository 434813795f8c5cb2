"""What goes together with a solved problem, and with being heard: of conversations on the site, within the same agent, reason and channel.

It says "goes together with", and never "causes": whoever is asked kindly may have come with an easier matter, which no reason tells. Within agents and
between them are kept apart: that agents who do more of something have better figures may be because of anything else in which they differ.
"""

from collections.abc import Mapping, Sequence
from itertools import chain
from math import sqrt
from typing import Any

import msgspec
import numpy as np
from scipy.special import stdtr, stdtrit

from hoolin.coaching.advice.seen import Ended, Outcome, Seen

LEVEL = 0.99
"""Of the intervals that are shown."""

DOUBT = 0.025
"""Of forty sites where nothing goes together with anything, at most one has anything called so, whatever number of items and outcomes is looked at (Holm 1979)."""

CONVERSATIONS_MIN = 60
AGENTS_MIN = 5


class Slope(msgspec.Struct, frozen=True):
    """By how much more of a hundred (as a share) turned out well where the item was met; the interval holds 99 %. chance: how probable so much or more is where there is
    nothing (one-sided).
    """

    value: float
    low: float
    high: float
    chance: float

    @classmethod
    def of(cls, value: float, error: float, freedom: int) -> "Slope":
        """By Student's t: of few agents less is known."""
        reach = float(stdtrit(freedom, 0.5 + LEVEL / 2)) * error
        return cls(value, value - reach, value + reach, float(stdtr(freedom, -value / error)))


class Together(msgspec.Struct, frozen=True):
    """An item with an outcome. n: conversations of which both are known. within: the same agent, reason and channel. between: among agents, by their means; None
    of too few agents. beyond_doubt: whether it is positive, seen over everything that is looked at (`surely`).
    """

    item: str
    outcome: Outcome
    n: int
    within: Slope
    between: Slope | None
    beyond_doubt: bool = False


def surely(found: Mapping[str, Sequence[Together]]) -> dict[str, tuple[Together, ...]]:
    """Which of all items and outcomes go together beyond doubt: the clearest must stand against as many chances as there are, the next against one less (Holm)."""
    order = sorted(chain.from_iterable(found.values()), key=lambda one: one.within.chance)
    clear: set[tuple[str, Outcome]] = set()
    for at, one in enumerate(order):
        if one.within.chance * (len(order) - at) > DOUBT:
            break
        clear.add((one.item, one.outcome))
    return {
        item: tuple(
            msgspec.structs.replace(one, beyond_doubt=(item, one.outcome) in clear and one.within.low > 0)
            for one in ways
        )
        for item, ways in found.items()
    }


def together(seen: Sequence[Seen], ended: Mapping[str, Ended], answered: bool) -> list[Together]:
    """Of one item, with each outcome that enough is known of. answered: customers answered it; then what the same customer answered to another question says
    nothing of it, for who is in a good mood answers everything well.
    """
    outcomes: tuple[Outcome, ...] = ("resolved",) if answered else ("resolved", "heard")
    found = []
    for outcome in outcomes:
        known = [(one, ended[one.interaction]) for one in seen if _known(ended.get(one.interaction), outcome)]
        met = np.array([one.met for one, _ in known], dtype=float)
        if len(known) < CONVERSATIONS_MIN or not 0 < met.mean() < 1:
            continue
        good = np.array([bool(getattr(how, outcome)) for _, how in known], dtype=float)
        agents = [one.agent for one, _ in known]
        places = [(how.reason, how.channel) for _, how in known]
        within = _within(met, good, agents, places)
        if within is not None:
            found.append(Together(seen[0].item, outcome, len(known), within, _between(met, good, agents, places)))
    return found


def _known(how: Ended | None, outcome: Outcome) -> bool:
    return how is not None and getattr(how, outcome) is not None


def _within(met: Any, good: Any, agents: Sequence[str], places: Sequence[Any]) -> Slope | None:
    rest = _without(np.column_stack((met, good)), agents, places)
    x, y = rest[:, 0], rest[:, 1]
    squares = float(x @ x)
    free = len(x) - len(set(agents)) - len(set(places))
    if squares < 1e-6 or free < CONVERSATIONS_MIN / 2:
        return None
    value = float(x @ y) / squares
    pulls = x * (y - value * x)
    # Where everything went as foretold, it is as sure as if two conversations had not.
    error = max(sqrt(float(pulls @ pulls) * len(x) / free), sqrt(2 * squares / len(x))) / squares
    together: dict[str, float] = {}
    for agent, pull in zip(agents, pulls, strict=True):
        together[agent] = together.get(agent, 0.0) + pull
    n = len(together)
    if n >= AGENTS_MIN:
        # Conversations of one agent may be alike in more than what is known: it is as sure as that leaves it.
        error = max(error, sqrt(sum(pull * pull for pull in together.values()) * n / (n - 1)) / squares)
        free = n - 1
    return Slope.of(value, error, free)


def _between(met: Any, good: Any, agents: Sequence[str], places: Sequence[Any]) -> Slope | None:
    """Of the agents' means, once reason and channel are taken out; whoever has more conversations counts for more."""
    names = sorted(set(agents))
    if len(names) < 2 * AGENTS_MIN:
        return None
    rest = _without(np.column_stack((met, good)), None, places)
    whose = np.array(agents)
    n = np.array([(whose == name).sum() for name in names], dtype=float)
    means = np.array([rest[whose == name].mean(axis=0) for name in names])
    means -= (n[:, None] * means).sum(axis=0) / n.sum()
    x, y = means[:, 0], means[:, 1]
    squares = float((n * x * x).sum())
    if squares < 1e-6:
        return None
    value = float((n * x * y).sum()) / squares
    pulls = n * x * (y - value * x)
    error = sqrt(float(pulls @ pulls) * len(names) / (len(names) - 2)) / squares
    return Slope.of(value, error, len(names) - 2)


def _without(values: Any, agents: Sequence[str] | None, places: Sequence[Any]) -> Any:
    """What is left of values when the means of agents and places are taken out."""
    columns = [_places(places)] + ([_places(agents)] if agents is not None else [])
    design = np.hstack(columns)
    fit, *_ = np.linalg.lstsq(design, values, rcond=None)
    return values - design @ fit


def _places(names: Sequence[Any]) -> Any:
    known = {name: at for at, name in enumerate(sorted(set(names)))}
    found = np.zeros((len(names), len(known)))
    found[np.arange(len(names)), [known[name] for name in names]] = 1.0
    return found
