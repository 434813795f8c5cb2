"""How often intervals cover the truth, and whether weighing brings figures nearer to it than the plain mean."""

from collections.abc import Callable, Mapping
from math import sqrt
from random import Random
from typing import NamedTuple

from hoolin.experience.criteria.state import FIRST
from hoolin.experience.figures.report import whole
from hoolin.experience.simulation.figures import true_values
from hoolin.experience.simulation.site import MONTH, SOON, Month
from hoolin.experience.simulation.truth import SITE, Truth
from hoolin.experience.statistics import wilson

OPEN = ("resolution.fcr_24h", "resolution.fcr_7d", "resolution.fcr_30d")
"""Looked at a second time two days after the month, when many windows are still open."""


class Covered(NamedTuple):
    """One figure over all runs. truth: its true value. covered: in how many runs the interval held it. bias: by how much the figure is too high on
    average. error: root mean square distance from the truth; raw: the same of the plain mean, None where nothing is weighed.
    """

    source: str
    code: str
    truth: float
    runs: int
    covered: int
    bias: float
    error: float
    raw: float | None

    @property
    def share(self) -> float:
        """Of the runs that said something."""
        return self.covered / self.runs if self.runs else 0.0

    @property
    def band(self) -> tuple[float, float]:
        """Within what the share lies, by the chance of so many runs."""
        return wilson(self.covered, self.runs)


class _Tally:
    def __init__(self, truth: float) -> None:
        self.truth = truth
        self.runs = self.covered = 0
        self.off = self.squares = self.raw = 0.0
        self.weighed = False

    def add(self, value: float, low: float, high: float, raw: float | None) -> None:
        self.runs += 1
        self.covered += low <= self.truth <= high
        self.off += value - self.truth
        self.squares += (value - self.truth) ** 2
        if raw is not None:
            self.weighed = True
            self.raw += (raw - self.truth) ** 2


def coverage(
    runs: int, cases: int, seed: int, truth: Truth = SITE, tick: Callable[[], None] = lambda: None
) -> list[Covered]:
    """Every figure that is published, over so many months of so many cases each. tick: called after each."""
    wanted = true_values(truth)
    tallies = {key: _Tally(value) for key, value in wanted.items()}
    tallies |= {("system, windows open", code): _Tally(wanted["system", code]) for code in OPEN}
    for run in range(runs):
        month = Month(truth, cases, Random(f"{seed}/{run}"))  # noqa: S311 - chance that can be drawn again
        _count(tallies, month, None, "")
        _count(tallies, month, SOON, ", windows open")
        tick()
    return [_summed(source, code, tally) for (source, code), tally in tallies.items()]


def _count(tallies: Mapping[tuple[str, str], _Tally], month: Month, now: int | None, suffix: str) -> None:
    found = whole(month.asking() if now is None else month.asking(now), MONTH, FIRST).by_source
    for (source, code), tally in tallies.items():
        if source.endswith(suffix) and (bool(suffix) or "," not in source):
            figure = found[source.removesuffix(suffix)].get(code)
            if figure is not None and figure.value is not None and figure.low is not None and figure.high is not None:
                tally.add(figure.value, figure.low, figure.high, figure.raw.value if figure.raw is not None else None)


def _summed(source: str, code: str, tally: _Tally) -> Covered:
    runs = max(1, tally.runs)
    return Covered(
        source, code, tally.truth, tally.runs, tally.covered, tally.off / runs, sqrt(tally.squares / runs),
        sqrt(tally.raw / runs) if tally.weighed else None,
    )  # fmt: skip
