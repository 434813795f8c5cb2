"""Answers of the few for all: weights for who was asked less often, answered less often, or came more often.

`rake` makes those who answered look like everybody in the margins that are known of everybody (channel, reason, solved or not,
how long they waited): Deming and Stephan's proportional fitting. `hajek` estimates from a sample whose inclusion probabilities
are known. `standardise` compares channels as if each had the same mix of reasons. Show the plain figure beside each.
"""

from collections.abc import Mapping, Sequence
from math import sqrt
from statistics import median
from typing import Any, NamedTuple, TypeAlias

from hoolin.core.errors import Invalid
from hoolin.experience.statistics.proportions import normal

TRIM = 5.0
"""No answer counts more than this many times the median one: beyond, one person's word would be the figure."""

ROUNDS_MAX = 500
CLOSE = 1e-9


Kind: TypeAlias = Any
"""A channel, a reason, whether it was solved: anything that can be a key. (A mapping's keys are invariant, so no narrower type fits.)"""


class Raked(NamedTuple):
    """weights: one for each row, their mean is 1. effective: how many equally weighted answers they are worth. trimmed: how many were
    cut to the limit. furthest: the largest difference left between a margin and its target, as a share.
    """

    weights: tuple[float, ...]
    effective: float
    trimmed: int
    furthest: float


class Estimate(NamedTuple):
    """A figure, its standard error and its interval, and how many observations it is worth."""

    value: float
    standard_error: float
    low: float
    high: float
    effective: float


def effective(weights: Sequence[float]) -> float:
    """How many equally weighted observations these are worth (Kish)."""
    squares = sum(weight * weight for weight in weights)
    return sum(weights) ** 2 / squares if squares else 0.0


def rake(rows: Sequence[Mapping[str, Kind]], targets: Mapping[str, Mapping[Kind, float]], trim: float = TRIM) -> Raked:
    """Weights with which the rows' margins are those of everybody. targets: of each margin, how many of everybody are of each kind,
    as counts or as shares. Raises Invalid where somebody is of a kind without a target, or a target's kind has no row: nobody
    speaks for those, and kinds must be taken together first.
    """
    if not rows or not targets:
        raise Invalid("nothing_to_weight")
    margins = {name: _margin(rows, name, kinds) for name, kinds in targets.items()}
    weights = [1.0] * len(rows)
    for _ in range(ROUNDS_MAX):
        for kinds in margins.values():
            for share, members in kinds.values():
                factor = share * len(rows) / sum(weights[i] for i in members)
                for i in members:
                    weights[i] *= factor
        if _furthest(weights, margins) < CLOSE:
            break
    limit = trim * median(weights)
    trimmed = sum(weight > limit for weight in weights)
    if trimmed:
        weights = [min(weight, limit) for weight in weights]
        mean = sum(weights) / len(weights)
        weights = [weight / mean for weight in weights]
    return Raked(tuple(weights), effective(weights), trimmed, _furthest(weights, margins))


def weighted_mean(values: Sequence[float], weights: Sequence[float], level: float = 0.95) -> Estimate:
    """The mean under weights; the error is that of a ratio (Taylor's linearisation). Raises Invalid."""
    if not values or len(values) != len(weights) or min(weights) < 0 or not sum(weights):
        raise Invalid("nothing_to_weight")
    total, n = sum(weights), len(values)
    mean = sum(weight * value for value, weight in zip(values, weights, strict=True)) / total
    if n < 2:
        return Estimate(mean, float("nan"), float("-inf"), float("inf"), effective(weights))
    squares = sum((weight * (value - mean)) ** 2 for value, weight in zip(values, weights, strict=True))
    error = sqrt(n / (n - 1) * squares) / total
    reach = normal(level) * error
    return Estimate(mean, error, mean - reach, mean + reach, effective(weights))


def hajek(values: Sequence[float], inclusion: Sequence[float], level: float = 0.95) -> Estimate:
    """The mean of all, from a sample in which each had a known probability of being drawn (Hájek, 1971). Raises Invalid."""
    if any(not 0 < probability <= 1 for probability in inclusion):
        raise Invalid("not_a_probability")
    return weighted_mean(values, [1 / probability for probability in inclusion], level)


def standardise(
    groups: Mapping[Kind, Mapping[Kind, tuple[int, int]]], mix: Mapping[Kind, float], level: float = 0.95
) -> dict[Kind, Estimate]:
    """Of each group (a channel) the share it would have under a common mix (of reasons): successes and trials of each reason, and how
    many of everybody had it. Reasons that some group has not seen are left out for all groups, else unlike would be compared.
    A reason with one trial or with all of one kind is taken with Agresti and Coull's two more of each for its error. Raises
    Invalid where no reason is common to all.
    """
    common = [
        reason for reason in mix if mix[reason] > 0 and all(group.get(reason, (0, 0))[1] for group in groups.values())
    ]
    if not groups or not common:
        raise Invalid("nothing_in_common")
    whole = sum(mix[reason] for reason in common)
    return {
        name: _standardised({reason: group[reason] for reason in common}, mix, whole, level)
        for name, group in groups.items()
    }


def _standardised(
    group: Mapping[Kind, tuple[int, int]], mix: Mapping[Kind, float], whole: float, level: float
) -> Estimate:
    value = variance = 0.0
    for reason, (successes, trials) in group.items():
        weight = mix[reason] / whole
        softened = (successes + 2) / (trials + 4)
        value += weight * successes / trials
        variance += weight * weight * softened * (1 - softened) / trials
    reach = normal(level) * sqrt(variance)
    worth = value * (1 - value) / variance if 0 < value < 1 else float(sum(trials for _, trials in group.values()))
    return Estimate(value, sqrt(variance), max(0.0, value - reach), min(1.0, value + reach), worth)


def _margin(
    rows: Sequence[Mapping[str, Kind]], name: str, kinds: Mapping[Kind, float]
) -> dict[Kind, tuple[float, list[int]]]:
    """Of each kind its share of everybody, and the rows that are of it."""
    members: dict[Kind, list[int]] = {}
    for index, row in enumerate(rows):
        members.setdefault(row[name], []).append(index)
    wanted = {kind for kind, count in kinds.items() if count > 0}
    if any(count < 0 for count in kinds.values()) or set(members) != wanted:
        strangers = sorted(map(str, set(members) ^ wanted))
        raise Invalid("kinds_differ", margin=name, kinds=strangers)
    whole = sum(kinds.values())
    return {kind: (kinds[kind] / whole, of_kind) for kind, of_kind in members.items()}


def _furthest(weights: Sequence[float], margins: Mapping[str, dict[Kind, tuple[float, list[int]]]]) -> float:
    total = sum(weights)
    return max(
        abs(sum(weights[i] for i in members) / total - share)
        for kinds in margins.values()
        for share, members in kinds.values()
    )
