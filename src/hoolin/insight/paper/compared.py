"""What costs most over four weeks, and how that compares to the four weeks before.

The ratio of two figures, each with its own interval, has an interval made of theirs on the scale of logarithms (MOVER: Donner and Zou 2012,
https://doi.org/10.1177/0962280210383082), so that ends which are not alike on both sides stay so. Weeks differ by more than chance, so it is widened by how much they
did before (quasi-Poisson, from the differences of each to the next, so that a step or a slow change is no scatter). A word of change is said of five reasons at once: only where one of five would be that far off with 5 % (Bonferroni). Measured where
nothing changes (tests/insight/paper/test_compared.py).
"""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from math import exp, inf, log, sqrt
from typing import Literal, TypeAlias

import msgspec

from hoolin.catalogue.api import Words
from hoolin.insight.load.line import Board, Line, Span
from hoolin.insight.load.places import unexplained

Told: TypeAlias = Literal["more", "fewer"]

SHOWN = 5
AT_ONCE = 2.575829 / 1.959964
"""How much further one of five must be off than one alone."""


USUAL_WEEKS = 12
"""So many weeks, before the four that are looked at, show how much weeks vary: a change within the four is no scatter."""

LEAST = 4
UNSURE = 1.8
"""What weeks vary beyond chance is known from twelve of them only: so much further (squared) Student's t reaches, with as much freedom as their differences have."""


class Ratio(msgspec.Struct, frozen=True):
    """At 95 %; high: None where nobody can say how many times as many it may be."""

    value: float
    low: float
    high: float | None


class Cost(msgspec.Struct, frozen=True, kw_only=True):
    """code: of a reason, name: what it is called. hours: a month, that would be given back at the most; before: the same of the four weeks before. ratio: of them; None
    where there were none before. told: whether there are more or fewer beyond chance; None where chance explains it. few: whether contacts are fewer than ten.
    """

    code: str
    name: Words
    hours: Span
    before: Span
    ratio: Ratio | None
    told: Told | None
    few: bool


def costs(
    now: Board, before: Board, weekly: Mapping[str, Sequence[float]], names: Mapping[str, Words]
) -> tuple[Cost, ...]:
    """The reasons that would give back most, of those that say what it was about. weekly: by code, contacts of each of the `USUAL_WEEKS` before the board of now, the oldest first."""
    then = {line.code: line for line in before.lines}
    leaves = [one for one in now.lines if one.leaf and one.gives_back.value > 0 and not unexplained(one.code)]
    leaves.sort(key=lambda one: (-one.gives_back.value, one.code))
    return tuple(_cost(one, then.get(one.code), weekly.get(one.code, ()), names) for one in leaves[:SHOWN])


def _cost(line: Line, then: Line | None, weeks: Sequence[float], names: Mapping[str, Words]) -> Cost:
    hours, past = line.gives_back, then.gives_back if then is not None else Span(0.0, 0.0, 0.0)
    wider = scatter(weeks)
    return Cost(
        code=line.code, name=names.get(line.code, Words(et=line.code, ru=line.code, en=line.code)), hours=hours, before=past,
        ratio=ratio(hours, past, wider), told=told(hours, past, wider), few=line.few,
    )  # fmt: skip


def ratio(now: Span, before: Span, wider: float = 1.0) -> Ratio | None:
    """How many times as much; None where there was nothing before, or is nothing now. wider: by how much more than chance weeks vary."""
    if not (now.value > 0 and before.value > 0):
        return None
    down, up = _reach(now, before, wider)
    value = now.value / before.value
    high = value * exp(up) if up < inf else None
    return Ratio(value, value * exp(-down), high)


def told(now: Span, before: Span, wider: float = 1.0) -> Told | None:
    """The word of change, where chance does not explain it."""
    if not (now.value > 0 and before.value > 0):
        return None
    down, up = _reach(now, before, wider)
    change = log(now.value / before.value)
    if change > down * AT_ONCE:
        return "more"
    return "fewer" if -change > up * AT_ONCE else None


def scatter(weeks: Sequence[float]) -> float:
    """By how much more than chance weeks vary from one to the next; 1 where they do not, or nobody can say. Those before the first contact tell nothing."""
    first = next((at for at, count in enumerate(weeks) if count), len(weeks))
    known = weeks[first:]
    if len(known) < LEAST:
        return 1.0
    far = sum((after - before) ** 2 for before, after in pairwise(known)) / (2 * (len(known) - 1))
    return 1 + UNSURE * max(0.0, far * len(known) / sum(known) - 1)


def _reach(now: Span, before: Span, wider: float) -> tuple[float, float]:
    """How far the logarithm of the ratio may lie below and above."""
    down = sqrt((_below(now) ** 2 + _above(before) ** 2) * wider)
    up = sqrt((_above(now) ** 2 + _below(before) ** 2) * wider)
    return down, up


def _below(one: Span) -> float:
    return log(one.value / one.low) if one.low > 0 else inf


def _above(one: Span) -> float:
    return log(one.high / one.value)
