"""How often alarms are false, and how soon true rises are found, where the truth is known: worlds in which nothing rises, and the same with planted rises.

Nothing rises in a season that returns, in a trend of a sixth a year, or in days that scatter or move together; an alarm there is false. On real days that were
dealt out anew (`worlds.dealt`) an alarm that a true rise of a single day raised is counted, and told apart.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta

import msgspec
import numpy as np

from hoolin.insight.rising.alarm import Alarm, Counted, Rules
from hoolin.insight.rising.rates import garwood
from hoolin.insight.rising.usual import YEAR_DAYS, Columns
from hoolin.insight.rising.watch import watch
from hoolin.insight.rising.worlds import WORLDS, dealt, rates

MONDAY = date(2023, 1, 2)
DAYS = 3 * 365
PLANTED_AT, RAMP, LOOKED_FOR = 700, 28, 182
"""A rise is planted on this day, whole at once or over four weeks, and looked for during half a year."""
FOUND = 0.8
SIZES = (0.3, 2.0, 20.0, 200.0)
PLANTED_WORLDS = ("weekly", "everything")
PLANTED_SIZES = (2.0, 20.0, 200.0)
RISES = (0.25, 0.5, 1.0)


class Quiet(msgspec.Struct, frozen=True):
    """Alarms where nothing rose. low, high: of the rate a reason-year, at 95 %. spikes: those of them that a true rise of a day raised (real days only).
    by_rule: how many each raised.
    """

    world: str
    a_day: float
    years: float
    alarms: int
    spikes: int
    rate: float
    low: float
    high: float
    stated: float
    by_rule: dict[str, int]


class Planted(msgspec.Struct, frozen=True):
    """Rises that were there. more: 0.5 for half as many more. found_*: which share was found within four weeks, a quarter, half a year. delay_80, delay_50:
    within how many days that share was found, counting the first (1: on the day it began); None where fewer were found in half a year. off_days:
    how far (median) the first day that was told is from the true one, of sudden rises.
    """

    world: str
    a_day: float
    more: float
    sudden: bool
    reasons: int
    found_28: float
    found_91: float
    found_182: float
    delay_50: int | None
    delay_80: int | None
    off_days: float | None


def measure(
    runs: int, seed: int, each: float, real: Mapping[str, Counted] | None = None, tick: Callable[[], None] = lambda: None,
) -> tuple[list[Quiet], list[Planted]]:  # fmt: skip
    """All worlds and sizes, so many reasons each. each: the stated rate of false alarms of a reason-year. real: series whose weeks are dealt too, by name.
    tick: called after each world and size, `steps(...)` times.
    """
    rules = Rules(false_a_year=each * runs, false_a_year_each=each)
    quiet, planted = [], []
    for name, world in WORLDS.items():
        for a_day in SIZES:
            rng = _drawn(seed, name, a_day)
            quiet.append(still(name, a_day, rng.poisson(rates(world, a_day, DAYS, runs, rng)).astype(float), rules))
            tick()
    for name, one in (real or {}).items():
        counts, spikes = dealt(one, DAYS, runs, _drawn(seed, name, 0))
        quiet.append(still(name, float(counts.mean()), counts, rules, spikes))
        tick()
    for name, a_day, more, sudden in _plants():
        planted.append(risen(name, a_day, more, sudden, runs, rules, _drawn(seed, name, a_day, more, sudden)))
        tick()
    return quiet, planted


def steps(real: int) -> int:
    """How often `measure` calls tick, with so many real series."""
    return len(WORLDS) * len(SIZES) + real + len(list(_plants()))


def _plants() -> Iterator[tuple[str, float, float, bool]]:
    return (
        (name, a_day, more, sudden)
        for name in PLANTED_WORLDS for a_day in PLANTED_SIZES for more in RISES for sudden in (True, False)
    )  # fmt: skip


def _drawn(seed: int, name: str, *of: float) -> np.random.Generator:
    return np.random.default_rng([seed, *name.encode(), *(round(1000 * one) for one in of)])


def _alarms(counts: Columns, rules: Rules) -> tuple[Alarm, ...]:
    return watch({str(which): Counted(MONDAY, tuple(one)) for which, one in enumerate(counts.T)}, rules).alarms


def still(name: str, a_day: float, counts: Columns, rules: Rules, spikes: Columns | None = None) -> Quiet:
    """Alarms where nothing rises. counts, spikes: [days, reasons]; spikes: whether a day is a true rise by itself."""
    alarms = _alarms(counts, rules)
    days, reasons = counts.shape
    years = reasons * (days - rules.start_days) / YEAR_DAYS
    true = 0 if spikes is None else sum(_spiked(one, spikes) for one in alarms)
    low, high = garwood(len(alarms))
    by_rule: dict[str, int] = {}
    for one in alarms:
        by_rule[one.rule] = by_rule.get(one.rule, 0) + 1
    return Quiet(
        name,
        a_day,
        years,
        len(alarms),
        true,
        len(alarms) / years,
        low / years,
        high / years,
        rules.each(reasons),
        by_rule,
    )


def _spiked(alarm: Alarm, spikes: Columns) -> bool:
    begin, end = (alarm.since - MONDAY).days, (alarm.raised - MONDAY).days
    return bool(spikes[begin : end + 1, int(alarm.reason or 0)].any())


def risen(
    name: str, a_day: float, more: float, sudden: bool, reasons: int, rules: Rules, rng: np.random.Generator
) -> Planted:
    """How soon a planted rise is found."""
    days = PLANTED_AT + LOOKED_FOR
    grown = np.clip((np.arange(days) - PLANTED_AT + 1) / (1 if sudden else RAMP), 0, 1)
    counts = rng.poisson(rates(WORLDS[name], a_day, days, reasons, rng) * (1 + more * grown)[:, None]).astype(float)
    firsts: dict[str | None, Alarm] = {}
    for alarm in _alarms(counts, rules):
        if alarm.raised >= MONDAY + timedelta(PLANTED_AT):
            firsts.setdefault(alarm.reason, alarm)
    delays = sorted((one.raised - MONDAY).days - PLANTED_AT + 1 for one in firsts.values())
    offs = [abs((one.since - MONDAY).days - PLANTED_AT) for one in firsts.values()]
    return Planted(
        name, a_day, more, sudden, reasons,
        found_28=_within(delays, 28) / reasons, found_91=_within(delays, 91) / reasons, found_182=_within(delays, LOOKED_FOR) / reasons,
        delay_50=_by(delays, reasons, 0.5), delay_80=_by(delays, reasons, FOUND),
        off_days=float(np.median(offs)) if sudden and offs else None,
    )  # fmt: skip


def _within(delays: Sequence[int], most: int) -> int:
    return sum(delay <= most for delay in delays)


def _by(delays: Sequence[int], reasons: int, share: float) -> int | None:
    wanted = int(np.ceil(share * reasons - 1e-9))
    return delays[wanted - 1] if len(delays) >= wanted else None
