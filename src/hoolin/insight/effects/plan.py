"""Before a change ships: whether it will ever be known that it worked. From the history alone.

The history says how many come, how much more they vary than by chance, how neighbouring steps move together and how far reasons drift by themselves over
so long a time; from these follows how unsure the figures will be after so many weeks, and from that how likely a drop will be called verified
(`power`, of the whole rule).
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from math import ceil, exp, log, sqrt

import msgspec
import numpy as np

from hoolin.core.errors import Invalid
from hoolin.insight.effects.elsewhere import whole
from hoolin.insight.effects.estimate import PLACEBOS_MIN, Estimate, calibrated, columns, freedom_of, lags
from hoolin.insight.effects.fit import Columns, Family, fitted
from hoolin.insight.effects.power import POWER_MIN, Design, Place, detectable, power
from hoolin.insight.effects.series import MONTH_DAYS_MIN, MONTHS, STEPS_MIN, WEEK_DAYS, YEAR_DAYS, Observed, Series
from hoolin.insight.effects.verdict import untouched

WEEKS_MIN = 4
HORIZONS = (4, 8, 12, 26)
TRIED = (4, 8, 12, 18, 26, 38, 52)
"""Weeks. Not halved from the start: later more places can tell, and may be in the way."""


class Seen(msgspec.Struct, frozen=True):
    """After so many weeks: the smallest drop that is called verified with 80 %, None where none is; here: the same if nothing were asked of elsewhere. power:
    of the drop that is expected, None where none was given.
    """

    weeks: int
    drop: float | None
    here: float | None
    power: float | None


class Planned(msgspec.Struct, frozen=True):
    """expected: the drop that is hoped for. weeks: until it would be seen with 80 %; None: not within a year. a_week: contacts that are expected."""

    seen: tuple[Seen, ...]
    expected: float | None
    weeks: int | None
    a_week: float
    placebos: int


class History(msgspec.Struct, frozen=True):
    """What is known before. elsewhere, placebos: as for the verdict."""

    observed: Observed
    placebos: tuple[Series | Observed, ...] = ()
    elsewhere: Mapping[str, Series] = {}
    pairs: int = 2


def plan(history: History, expected: float | None = None, horizons: Sequence[int] = HORIZONS) -> Planned:
    """What would be seen of a change that ships the day after the history ends. expected: the drop. Raises Invalid."""
    if expected is not None and not 0 < expected < 1:
        raise Invalid("no_such_drop", expected=expected)
    series = history.observed.changed
    seen = []
    for weeks in horizons:
        made = design(history, steps_in(series, weeks))
        alone = made._replace(places=())
        seen.append(
            Seen(
                weeks,
                detectable(made, POWER_MIN),
                detectable(alone, POWER_MIN),
                None if expected is None else power(made, expected),
            )
        )
    per_week = made.baseline / horizons[-1] if horizons else 0.0
    known = untouched(history.observed, history.placebos, _before(series, steps_in(series, WEEKS_MIN)), history.pairs)
    return Planned(
        tuple(seen), expected, None if expected is None else weeks_until(history, expected), per_week,
        len(known) if len(known) >= PLACEBOS_MIN else 0,
    )  # fmt: skip


def weeks_until(history: History, expected: float) -> int | None:
    """How many weeks until a drop is called verified with 80 %; None where a year is not enough."""
    series = history.observed.changed

    def enough(weeks: int) -> bool:
        return power(design(history, steps_in(series, weeks)), expected) >= POWER_MIN

    low = 0
    for high in TRIED:
        if enough(high):
            break
        low = high
    else:
        return None
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if enough(middle) else (middle, high)
    return high


def steps_in(series: Series, weeks: int) -> int:
    """At least two: one step after a change says nothing."""
    return max(2, ceil(weeks * WEEK_DAYS / (YEAR_DAYS / MONTHS if series.monthly else series.step_days) - 1e-9))


def design(history: History, steps: int) -> Design:
    """How unsure the figures will be, so many steps after the change. Raises Invalid for too short a history, or none who came."""
    observed, pairs = history.observed, history.pairs
    if observed.others is None:
        own = _rate(observed.changed, steps, pairs)
    else:
        own = _share(observed.changed, observed.others, steps)
    before = _before(observed.changed, steps)
    known = untouched(observed, history.placebos, before, pairs)
    aside = (
        known
        if observed.others is None
        else untouched(
            Observed(observed.changed),
            [whole(one) if isinstance(one, Observed) else one for one in history.placebos],
            before,
            pairs,
        )
    )
    return _wider(own, known)._replace(places=tuple(_places(history, steps, aside)))


def _wider(own: Design, known: Sequence[Estimate]) -> Design:
    """By how much reasons moved by themselves in as long a time."""
    seen = calibrated(Estimate(0.0, own.error, own.freedom, own.baseline), known)
    return own._replace(error=seen.error, freedom=seen.freedom)


def _places(history: History, steps: int, known: Sequence[Estimate]) -> Iterator[Place]:
    for series in history.elsewhere.values():
        try:
            made = _wider(_rate(series, steps, history.pairs), known)
        except Invalid:
            continue
        yield Place(made.baseline, made.error, made.freedom)


def _before(series: Series, steps: int) -> date:
    """When a change would have come, had it come so many steps earlier: what reasons do by themselves in such a time is seen there."""
    return series.dates[-min(steps, max(2, len(series.dates) // 3))]


def longer(series: Series, steps: int) -> Series:
    """With so many steps more, of which counts are not known (0): customers become more or fewer as in the last year."""
    dates = list(series.dates)
    last = all((day + timedelta(1)).day == 1 for day in dates)
    if series.monthly or (last and series.step_days >= MONTH_DAYS_MIN):
        # Months by a day of theirs, or by their last: the day after their last is a first.
        away = timedelta(1 if last else 0)
        for _ in range(steps):
            now = dates[-1] + away
            months = now.year * MONTHS + now.month
            dates.append(now.replace(year=months // MONTHS, month=months % MONTHS + 1) - away)
    else:
        step = timedelta(series.step_days)
        dates += [dates[-1] + step * number for number in range(1, steps + 1)]
    back = min(len(series.dates) - 1, round(YEAR_DAYS / series.step_days))
    growth = log(series.exposure[-1] / series.exposure[-1 - back]) / back if back else 0.0
    more = tuple(series.exposure[-1] * exp(growth * number) for number in range(1, steps + 1))
    return Series(tuple(dates), series.counts + (0.0,) * steps, series.exposure + more)


def _check(series: Series, table: Columns, steps: int) -> None:
    if len(series.dates) - steps < max(STEPS_MIN, table.shape[1] + 3):
        raise Invalid("too_few_steps", steps=len(series.dates) - steps, after=steps)


def _rate(series: Series, steps: int, pairs: int) -> Design:
    whole = longer(series, steps)
    table, at = columns(whole, whole.dates[-steps], pairs)
    _check(whole, table, steps)
    if not any(series.counts):
        raise Invalid("nothing_counted")
    return _made("rate", np.array(series.counts), table, at, np.log(whole.exposure), None)


def _share(changed: Series, others: Series, steps: int) -> Design:
    """How many come in all is taken from the history too."""
    whole, beside = longer(changed, steps), longer(others, steps)
    table, at = columns(whole, whole.dates[-steps], 0)
    _check(whole, table, steps)
    ours, all_of = np.array(changed.counts), np.array(changed.counts) + np.array(others.counts)
    if not ours.any() or not (all_of - ours).any():
        raise Invalid("nothing_counted")
    both, _ = columns(whole, whole.dates[-steps], 2)
    rest, offset = np.delete(both, 1, axis=1), np.log(np.add(whole.exposure, beside.exposure))
    counted = fitted("rate", all_of, rest[:-steps], offset[:-steps])
    trials = np.concatenate([all_of, np.exp(rest[-steps:] @ counted.params + offset[-steps:])])
    ratio = np.log(np.array(whole.exposure) / np.array(beside.exposure))
    kept = trials > 0
    return _made("share", ours[kept[:-steps]], table[kept], at, ratio[kept], trials[kept])


def _made(family: Family, counts: Columns, table: Columns, at: int, offset: Columns, trials: Columns | None) -> Design:
    """The design of an estimate of which only the steps before are known: what the fit of them expects is expected after them too."""
    known = len(counts)
    rest = np.delete(table, at, axis=1)
    found = fitted(family, counts, rest[:known], offset[:known], None if trials is None else trials[:known])
    linear = rest @ found.params + offset
    if trials is None:
        means = np.exp(linear)
        weights = means
    else:
        share = 1 / (1 + np.exp(-linear))
        means, weights = trials * share, trials * share * (1 - share)
    weights = np.maximum(weights, 1e-12)
    inverse = np.linalg.pinv((table * weights[:, None]).T @ table, hermitian=True)
    pulls = (table @ inverse[at]) * np.sqrt(weights)
    wider = max(1.0, _moving(found.rest, pulls))
    baseline = float(means[known:].sum())
    error = sqrt(found.scale * float(inverse[at, at]) * wider)
    return Design(error, freedom_of(*table.shape), baseline, found.scale * wider / baseline)


def _moving(rest: Columns, pulls: Columns) -> float:
    """By how much the effect's variance is larger because neighbouring steps move together: their correlations in the history, on the steps that count."""
    far = lags(len(pulls))
    steps = len(rest)
    alone = float(rest @ rest)
    own = float(pulls @ pulls)
    grown = 1.0
    for lag in range(1, min(far, steps // 3) + 1):
        alike = float(rest[lag:] @ rest[:-lag]) / alone
        grown += 2 * (1 - lag / (far + 1)) * alike * float(pulls[lag:] @ pulls[:-lag]) / own
    return grown
