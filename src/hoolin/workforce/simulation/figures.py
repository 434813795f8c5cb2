"""From tallies to figures: each with its standard error and 95 % interval, by batch means.

The run after the warm-up is cut into equal batches of contacts. What one batch says depends a little on how the one before
ended, so neighbouring contacts never count as independent observations; batches of thousands nearly are. A figure is a
ratio of sums over all batches, and its error comes from how far the batches scatter around it.

Happenings count in the batch in which they happen: a contact that comes at the end of one and gives up in the next is an
arrival of the first and an abandonment of the second.
"""

from collections.abc import Sequence
from math import sqrt

import msgspec

from hoolin.workforce.proportion import wilson
from hoolin.workforce.simulation.run import Tally
from hoolin.workforce.simulation.spec import Spec

BATCHES = 32

# Two-sided 95 %: the quantile of Student's t with 31 degrees of freedom at .975.
STUDENT_95 = 2.0395


class Estimate(msgspec.Struct, frozen=True):
    """A figure, its standard error, and its 95 % interval."""

    value: float
    standard_error: float
    low: float
    high: float


class ClassFigures(msgspec.Struct, frozen=True):
    """What became of a class. arrived: contacts. mean_wait_min: of everybody, those at once answered and those who gave
    up among them. in_line_at_end: who still waited when the run was over.
    """

    name: str
    arrived: int
    p_abandon: Estimate
    p_wait: Estimate
    mean_wait_min: Estimate
    in_line_at_end: int


class PoolFigures(msgspec.Struct, frozen=True):
    """How busy a pool was: the share of its agents' time spent on contacts."""

    name: str
    agents: int
    occupancy: Estimate


class Figures(msgspec.Struct, frozen=True):
    """What a run says. minutes: how long it was on the virtual clock, warm-up left out, as `warm_up` contacts were."""

    contacts: int
    warm_up: int
    seed: int
    minutes: float
    classes: tuple[ClassFigures, ...]
    pools: tuple[PoolFigures, ...]


def ratio(parts: Sequence[float], wholes: Sequence[float]) -> Estimate:
    """Sum over sum, with the error that the scatter of the batches gives it; nothing measured here is negative."""
    whole = sum(wholes)
    if not whole:
        return Estimate(0.0, 0.0, 0.0, 0.0)
    value = sum(parts) / whole
    scatter = sum((part - value * one) ** 2 for part, one in zip(parts, wholes, strict=True))
    count = len(parts)
    error = sqrt(scatter * count / (count - 1)) / whole
    return Estimate(value, error, max(0.0, value - STUDENT_95 * error), value + STUDENT_95 * error)


def share(parts: Sequence[int], wholes: Sequence[int]) -> Estimate:
    """A ratio of counts; never surer than as many independent observations would be, so that "never seen" is not 0 to 0."""
    found = ratio(parts, wholes)
    # A happening may fall into the batch after its contact's; with hardly any contacts that alone could exceed them.
    alone = wilson(min(sum(parts), sum(wholes)), sum(wholes))
    low, high = alone.low or 0.0, 1.0 if alone.high is None else alone.high
    return Estimate(found.value, found.standard_error, min(found.low, low), min(1.0, max(found.high, high)))


def class_figures(spec: Spec, tallies: list[Tally], ticks_per_min: int, in_line: list[int]) -> tuple[ClassFigures, ...]:
    """The figures of every class, in the order of the spec."""
    figures = []
    for at, one in enumerate(spec.classes):
        arrived = [tally.arrived[at] for tally in tallies]
        abandoned = share([tally.abandoned[at] for tally in tallies], arrived)
        waits = share([tally.waits[at] for tally in tallies], arrived)
        wait = ratio([tally.wait[at] / ticks_per_min for tally in tallies], arrived)
        figures.append(ClassFigures(one.name, sum(arrived), abandoned, waits, wait, in_line[at]))
    return tuple(figures)


def pool_figures(spec: Spec, tallies: list[Tally]) -> tuple[PoolFigures, ...]:
    """The figures of every pool, in the order of the spec."""
    lengths = [tally.length for tally in tallies]
    return tuple(
        PoolFigures(
            pool.name,
            pool.agents,
            ratio([tally.busy[at] for tally in tallies], [pool.agents * length for length in lengths]),
        )
        for at, pool in enumerate(spec.pools)
    )
