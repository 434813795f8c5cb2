"""A site whose truth is known: dozens of reasons, rare and frequent, each on three channels, with repeat contacts and complaints.

What makes real counts hard is in it: days of the week, a yearly season (each reason its own), a trend, customers that become more, days that move together
(of one reason, and of the whole site), counts that vary more than by chance (negative binomial), and reasons that drift by themselves for months.
"""

from datetime import date, timedelta
from typing import NamedTuple

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray
from scipy.signal import lfilter

Steps = NDArray[np.float64]

FIRST = date(2023, 1, 2)
REASONS = 36
CHANNELS = ("phone", "chat", "mail")
SHARES = ((0.55, 0.3, 0.15), (0.35, 0.4, 0.25), (0.7, 0.1, 0.2))
WEEK = np.array([1.25, 1.1, 1.0, 1.0, 0.95, 0.5, 0.4])
YEAR = 365.25
AFTER_WEEKS = 52
PLACEBOS, NEAR = 15, 4
REPEATS, COMPLAINTS = 0.15, 0.05
"""Of contacts for the reason that is changed: how many come again about something else, and how many complain."""


class Line(NamedTuple):
    """A series to be: expected counts of each step, and how large its overdispersion is (1 / size of the negative binomial)."""

    means: Steps
    apart: float


class Site(NamedTuple):
    """dates, customers: of each step; before: steps before the change. lines: by name, `reason 7/chat`, `repeats`, `complaints`. ours: the reason
    that is changed; placebos, elsewhere: names of reasons.
    """

    dates: tuple[date, ...]
    customers: Steps
    before: int
    lines: dict[str, Line]
    ours: str
    placebos: tuple[str, ...]
    near: tuple[str, ...]

    @property
    def change(self) -> date:
        """The first day with the change."""
        return self.dates[self.before]


def moved_together(rng: Generator, steps: int, spread: float, kept: float) -> Steps:
    """A logarithm that neighbours have in common: of what there was yesterday so much is kept."""
    noise = rng.normal(0, spread * np.sqrt(1 - kept * kept), steps)
    noise[0] = rng.normal(0, spread)
    lying: Steps = lfilter([1.0], [1.0, -kept], noise)
    return lying


def site(rng: Generator) -> Site:
    """One of many: days or weeks, one to three years before the change and a year after it."""
    weekly = bool(rng.random() < 0.3)
    step = 7 if weekly else 1
    before = int(rng.integers(52, 157)) * 7 // step
    steps = before + AFTER_WEEKS * 7 // step
    days = np.arange(steps) * step
    dates = tuple(FIRST + timedelta(int(day)) for day in days)
    customers = 10_000 * np.exp(rng.uniform(-0.05, 0.25) * days / YEAR)
    weekdays = np.ones(steps) if weekly else WEEK[days % 7]
    common = moved_together(rng, steps, 0.05, 0.3**step + 0.2)
    volumes = 0.5 * (80 / 0.5) ** rng.permuted(np.linspace(0, 1, REASONS))
    lines: dict[str, Line] = {}
    ours, *others = (int(number) for number in rng.permutation(REASONS))
    for number, volume in enumerate(volumes):
        wave = rng.uniform(0, 0.2) * np.sin(2 * np.pi * days / YEAR + rng.uniform(0, 2 * np.pi))
        drift = moved_together(rng, steps, rng.uniform(0.02, 0.06), float(np.exp(-step / 90)))
        own = moved_together(rng, steps, rng.uniform(0.03, 0.12), 0.4 if not weekly else 0.1)
        trend = rng.normal(0, 0.05) * (days - days[before]) / YEAR
        rate = volume * step * customers / 10_000 * weekdays * np.exp(wave + drift + own + trend + common)
        if number == ours:
            followed = rate
        apart = float(rng.uniform(0.0, 0.04))
        for channel, share in zip(CHANNELS, SHARES[number % 3], strict=True):
            swing = moved_together(rng, steps, 0.03, 0.3)
            lines[f"reason {number}/{channel}"] = Line(rate * share * np.exp(swing), apart)
    for name, share in (("repeats", REPEATS), ("complaints", COMPLAINTS)):
        swing = moved_together(rng, steps, 0.04, 0.3)
        lines[name] = Line(followed * share * np.exp(swing), 0.01)
    names = [f"reason {number}" for number in others]
    return Site(
        dates,
        customers,
        before,
        lines,
        f"reason {ours}",
        tuple(names[:PLACEBOS]),
        tuple(names[PLACEBOS : PLACEBOS + NEAR]),
    )


def counted(rng: Generator, line: Line) -> Steps:
    """Counts by the negative binomial: a variance of mean + apart · mean²."""
    rate = line.means if line.apart == 0 else line.means * rng.gamma(1 / line.apart, line.apart, len(line.means))
    return rng.poisson(rate).astype(float)
