"""How long somebody who comes now will wait: an interval that is to hold eight times in ten. Plain functions and values.

The model sees the line: so many must be served before it is one's turn, those able to serve hold so many contacts at once,
each contact occupies a person for so long, and some of those before leave by themselves. Releases are taken as independent,
so the time until one's turn is a sum of exponential times; its mean and variance are exact sums, its quantiles those of the
gamma distribution with that mean and variance (Wilson and Hilferty's approximation).

What the model does not see (other queues' precedence, people who take breaks, handling that is not exponential) is made good
by three factors that follow the outcomes: after each one the end that was missed moves out a little, and otherwise both move
in by less, so that in the long run each is missed as often as it is meant to be, whatever the world is like
(I. Gibbs and E. Candès, "Adaptive conformal inference under distribution shift", 2021).

An interval is made of steps that people say (`STEPS_MS`), downwards and upwards, before it is told and before it is judged:
what is measured is what was said. Below a minute there is no lower end. Nobody able, no interval.
"""

from bisect import bisect_left, bisect_right
from itertools import chain
from math import exp, log1p, sqrt

import msgspec

from hoolin.core.facts import Ms

LEVEL = 0.8
TAIL = (1 - LEVEL) / 2

NORMAL_90 = 1.281552
NORMAL_80 = 0.841621
"""Quantiles of the normal distribution."""

SECOND_MS = 1_000
MINUTE_MS = 60 * SECOND_MS
HOUR_MS = 60 * MINUTE_MS

STEPS_MS: tuple[int, ...] = tuple(
    chain(
        (at * SECOND_MS for at in (0, 15, 30, 45)),
        (at * MINUTE_MS for at in (*range(1, 11), 12, 15, 20, 25, 30, 40, 50, 60, 75, 90)),
        (at * HOUR_MS for at in (2, 3, 4, 5, 6, 8, 10, 12, 18, 24, 36, 48, 72, 96, 168)),
    )
)
"""The ends an interval may have."""

SPELL_MS = 5.0 * MINUTE_MS
PICK_UP_MS = 10.0 * SECOND_MS
STAY_MS = 20.0 * MINUTE_MS
"""What is taken for granted before anything was seen: how long a contact occupies a person, how long an offer stands before it
is taken, and after how long a customer leaves by themselves."""

PRIOR_N = 4.0
"""So many contacts are what is taken for granted worth."""

REMEMBERED_N = 60.0
"""About so many contacts are remembered: a busy hour, so that a slower evening is noticed the same evening."""

STEP_MIN = 0.06
STEP_MAX = 0.4
"""How far an end moves after an outcome: far while little was seen, and never so little that it stops following."""

FACTOR_MIN = 0.02
FACTOR_MAX = 30.0


class Learned(msgspec.Struct):
    """A mean that forgets. n: contacts that it is made of, those taken for granted among them."""

    mean: float
    n: float = PRIOR_N

    def note(self, seen: float) -> None:
        """One more. Where the clock was set back meanwhile, it took no time: never less."""
        self.n = min(self.n + 1, REMEMBERED_N)
        self.mean += (max(0.0, seen) - self.mean) / self.n


class Pace(msgspec.Struct):
    """What was learned of one queue on one channel, in ms. spell: how long a contact occupies a person. pick_up: from the offer to the
    answer. waited, left: how long people waited in all, and how many of them left, both fading. at_once, low, high: the factors
    of the ends: of the upper one where somebody is free, and of both where one has to wait. n: outcomes seen.
    """

    spell: Learned = msgspec.field(default_factory=lambda: Learned(SPELL_MS))
    pick_up: Learned = msgspec.field(default_factory=lambda: Learned(PICK_UP_MS))
    waited: float = STAY_MS
    left: float = 1.0
    at_once: float = 1.0
    low: float = 1.0
    high: float = 1.0
    n: int = 0


class Scene(msgspec.Struct, frozen=True):
    """What a newcomer finds. ahead: who is before them. free: how many have room at once. slots: contacts that those able hold when
    they are full.
    """

    ahead: float
    free: int
    slots: int


class Expected(msgspec.Struct, frozen=True):
    """From `low_ms` to `high_ms`, eight times in ten. ahead: how many must be released first, 0 where somebody is free. n: outcomes
    that it was learned from.
    """

    low_ms: Ms
    high_ms: Ms
    ahead: int
    n: int


def expect(scene: Scene, pace: Pace) -> Expected | None:
    """The interval; None when nobody is able."""
    if scene.slots <= 0:
        return None
    needed = max(0.0, scene.ahead + 1 - scene.free)
    pick_up = pace.pick_up.mean
    at_once = log_quantile_80(pick_up) * pace.at_once
    if needed <= 0:
        return Expected(0, step_up(at_once), 0, pace.n)
    mean, variance = releases(needed, scene.slots / pace.spell.mean, pace.left / pace.waited)
    # The pace itself is only known from so many contacts.
    variance += mean * mean / pace.spell.n + pick_up * pick_up
    mean += pick_up
    low = min(step_down(gamma_quantile(mean, variance, -NORMAL_90) * pace.low), STEPS_MS[-2])
    # Without a lower end all that may be missed is above.
    high = max(at_once, gamma_quantile(mean, variance, NORMAL_90 if low else NORMAL_80) * pace.high)
    return Expected(low, step_up(max(high, low + 1)), max(1, round(needed)), pace.n)


def releases(needed: float, rate: float, leaving: float) -> tuple[float, float]:
    """Mean and variance of the time until so many were released. rate: of releases per ms; leaving: at which each of those before
    leaves by themselves. The sums over 1/(rate + j·leaving), taken as integrals but for the first.
    """
    if needed <= 1:
        return needed / rate, needed / (rate * rate)
    more = needed - 1
    first = rate + leaving / 2
    last = first + more * leaving
    mean = log1p(more * leaving / first) / leaving if leaving > 0 else more / rate
    return 1 / rate + mean, 1 / (rate * rate) + more / (first * last)


def gamma_quantile(mean: float, variance: float, normal: float) -> float:
    """Of the gamma distribution with this mean and variance. normal: the quantile of the normal distribution at the same share."""
    ninth = variance / (9 * mean * mean)
    root: float = max(0.0, 1 - ninth + normal * sqrt(ninth))
    return mean * root * root * root


def log_quantile_80(mean: float) -> float:
    """Four in five of exponential times with this mean are shorter."""
    return 1.609438 * mean


def step_down(ms: float) -> int:
    """The lower end as it is said: nothing below a minute."""
    found = STEPS_MS[max(0, bisect_right(STEPS_MS, ms) - 1)]
    return found if found >= MINUTE_MS else 0


def step_up(ms: float) -> int:
    """The upper end as it is said."""
    return STEPS_MS[min(max(1, bisect_left(STEPS_MS, ms)), len(STEPS_MS) - 1)]


# ── learning ────────────────────────────────────────────────────────────────────────────────────────────────────────


def note_answer(pace: Pace, told: Expected, waited_ms: int) -> None:
    """Somebody who had been told this was answered after so long."""
    _fade(pace, waited_ms, left=0)
    _move(pace, told, above=float(waited_ms > told.high_ms), below=float(waited_ms < told.low_ms))


def note_leaving(pace: Pace, told: Expected, waited_ms: int) -> None:
    """Somebody left unanswered after so long. Past the upper end it was missed; before it, it is taken to be missed as often as it is
    by those who wait at least as long.
    """
    _fade(pace, waited_ms, left=1)
    above = 1.0
    if waited_ms <= told.high_ms:
        tail, at_low = (TAIL, 1 - TAIL) if told.low_ms else (2 * TAIL, 1.0)
        past = max(0, waited_ms - told.low_ms) / (told.high_ms - told.low_ms)
        above = tail / (at_low - (at_low - tail) * past)
    _move(pace, told, above, below=0.0 if waited_ms >= told.low_ms else TAIL)


def _fade(pace: Pace, waited_ms: int, left: int) -> None:
    kept = 1 - 1 / REMEMBERED_N
    pace.waited = pace.waited * kept + max(0, waited_ms)
    pace.left = pace.left * kept + left


def _move(pace: Pace, told: Expected, above: float, below: float) -> None:
    pace.n += 1
    step = max(STEP_MIN, STEP_MAX / (1 + pace.n / 4))
    if told.low_ms:
        pace.high = _bounded(pace.high * exp(step * (above - TAIL)))
        pace.low = _bounded(pace.low * exp(step * (TAIL - below)))
    elif told.ahead:
        pace.high = _bounded(pace.high * exp(step * (above - 2 * TAIL)))
    else:
        pace.at_once = _bounded(pace.at_once * exp(step * (above - 2 * TAIL)))


def _bounded(factor: float) -> float:
    return min(max(factor, FACTOR_MIN), FACTOR_MAX)
