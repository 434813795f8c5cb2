"""Which reasons rise: the sums of a day, a week, four weeks and a quarter against what was usual before them.

What is said on a day uses nothing from after it. One rise is one alarm: it is on until what it was seen by is no more than usual, or until it has
lasted so long that its level is the new usual. While it is on, nothing is learned from its days.

How false alarms are held: the stated number a year is shared equally by the four rules and by how many looks a year each is worth. A forecast's spread is
what the model says, times how far off its own earlier forecasts of that width were.
"""

from collections.abc import Mapping, Set
from datetime import date, timedelta
from math import log
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from hoolin.core.errors import Invalid
from hoolin.insight.rising import chance, usual
from hoolin.insight.rising.alarm import RULE_DAYS, RULES, SHOWN_DAYS, USUAL, Alarm, Counted, How, Rising, Rules
from hoolin.insight.rising.rates import around
from hoolin.insight.rising.usual import WEEK, Ahead, Columns, State

MONTH, LONGEST = 28, max(RULE_DAYS)
LOOKS_A_YEAR = (365.25, 200.0, 60.0, 20.0)
"""By rule: sums of more than a day overlap, so that a year has fewer looks than days."""
OFF_WORTH = (60.0, 150.0, 250.0, 400.0)
"""By rule: how many forecasts that were as far off as they should be are taken as seen, before any was. Overlapping ones tell less."""
OFF_KEPT = 1 - 1 / 400
OFF_LEAST, OFF_FAR, OFF_FAR_BELOW = 0.4, 16.0, 9.0
"""Forecasts may turn out surer than said, to a point; and one teaches no more than four standard deviations, or three below."""
FREEDOM = (24.0, 30.0, 20.0, 14.0)
"""By rule: as from how many independent forecasts it is known how far off they are, in the year that is remembered; few, for days have heavy tails."""
STILL = 0.05
"""A rise is still on while what it was seen by would come by chance with less than this."""
FALLEN = 1e-4


def watch(
    counted: Mapping[str | None, Counted] | Mapping[str, Counted],
    rules: Rules = USUAL,
    holidays: Set[date] = frozenset(),
) -> Rising:
    """The alarms of a board. counted: by reason, None for all contacts; all end on one day. Raises Invalid, naming the reason, for what cannot be."""
    lasts = {one.last for one in counted.values()}
    if len(lasts) != 1:
        raise Invalid("ends_differ", ends=sorted(map(str, lasts)))
    if rules.start_days < WEEK or rules.settle_days < 1 or not 0 < rules.each(len(counted)) <= LOOKS_A_YEAR[-1]:
        raise Invalid(
            "no_such_rules", start_days=rules.start_days, settle_days=rules.settle_days, false_a_year=rules.false_a_year
        )
    for name, one in counted.items():
        _check(name, one)
    early = tuple(name for name, one in counted.items() if len(one.counts) <= rules.start_days)
    alarms: list[Alarm] = []
    for first in {one.first for name, one in counted.items() if name not in early}:
        alike: dict[str | None, Counted] = {name: one for name, one in counted.items() if one.first == first}
        alarms += Board(alike, rules, rules.each(len(counted)), holidays).run()
    return Rising(
        through=lasts.pop(), reasons=len(counted), false_a_year=rules.each(len(counted)) * len(counted),
        false_a_year_each=rules.each(len(counted)), too_early=early,
        alarms=tuple(sorted(alarms, key=lambda one: (one.raised, one.reason or ""))),
    )  # fmt: skip


def _check(name: str | None, one: Counted) -> None:
    if not one.counts:
        raise Invalid("nothing_counted", reason=name)
    exposure = one.exposure or (1.0,) * len(one.counts)
    if len(exposure) != len(one.counts):
        raise Invalid("days_differ", reason=name)
    if not (np.isfinite([*one.counts, *exposure]).all() and min(one.counts) >= 0 and min(exposure) > 0):
        raise Invalid("out_of_range", reason=name)


class On(NamedTuple):
    """A rise that is on; days by their number. frozen: the state of the day before it began."""

    since: int
    raised: int
    rule: int
    frozen: State


class Board:
    """Reasons that began on one day, passed over once from the first day to the last."""

    def __init__(self, counted: Mapping[str | None, Counted], rules: Rules, each: float, holidays: Set[date]) -> None:
        self.rules, self.each, self.names = rules, each, tuple(counted)
        self.seen = np.column_stack([one.counts for one in counted.values()]).astype(float)
        self.exposure = np.column_stack([one.exposure or np.ones(len(one.counts)) for one in counted.values()])
        begin = next(iter(counted.values())).first
        self.days = [begin + timedelta(at) for at in range(len(self.seen))]
        self.rows = usual.table(self.days, holidays)
        start = rules.start_days
        state = usual.first(self.seen[:start], self.exposure[:start], self.rows[:start])
        self.past = [state] * (LONGEST + 1)
        """The states of the days before, the last one last."""
        self.scatter = usual.Scatter(len(counted))
        self.worth = np.tile(np.array(OFF_WORTH)[:, None], len(counted))
        self.off = self.worth.copy()
        self.sums = np.vstack([np.zeros(len(counted)), np.cumsum(self.seen, axis=0)])
        self.on: dict[int, On] = {}
        self.free = np.zeros(len(counted), dtype=int)
        """By reason: the first day of what is usual now; no sum reaches back over it."""
        self.alarms: list[Alarm] = []
        self.expected: list[Columns] = []
        """Of each day so far, what the days before it had led to expect."""
        self.levels = [each / len(RULES) / looks for looks in LOOKS_A_YEAR]

    def run(self) -> list[Alarm]:
        """All days; what is on after the last is told as it stands."""
        for day in range(len(self.days)):
            self._day(day)
        for which in list(self.on):
            self._tell(which, len(self.days) - 1, "on")
        return self.alarms

    def _day(self, day: int) -> None:
        idle = np.ones(len(self.names), dtype=bool)
        idle[list(self.on)] = False
        forecasts = [
            usual.ahead(self.past[-width], *self._of(day + 1 - width, day)) for width in RULE_DAYS if width <= day + 1
        ]
        self.expected.append(forecasts[0].mean)
        odds: dict[int, Columns] = {}
        begins: dict[int, tuple[float, int]] = {}
        fallen: list[int] = []
        for number, (width, there) in enumerate(zip(RULE_DAYS, forecasts, strict=False)):
            seen = self.sums[day + 1] - self.sums[day + 1 - width]
            beyond = self._beyond(number, there)
            clear = idle & (day + 1 - width >= self.free)
            if day - width >= self.rules.start_days - 1:
                odds[number] = chance.more(seen, there.mean, beyond)
                level = chance.strict(self.levels[number], FREEDOM[number], beyond / (beyond + 1 / there.mean))
                enough = (seen - there.mean >= self.rules.fewest) & (seen >= self.rules.smallest * there.mean)
                for which in map(int, np.flatnonzero(clear & enough & (odds[number] < level))):
                    found = (float(odds[number][which] / level[which]), number)
                    begins[which] = min(found, begins.get(which, found))
                if width == MONTH:
                    low = (
                        clear & self._low_all_along(day, there.mean) & (chance.fewer(seen, there.mean, beyond) < FALLEN)
                    )
                    fallen += map(int, np.flatnonzero(low))
            self._learn_off(number, there, seen, np.where(clear, self._tells(width, there, forecasts), 0.0))
        self._learn(day, idle, forecasts[0])
        self._settle(day, begins, fallen, odds)

    def _settle(
        self, day: int, begins: Mapping[int, tuple[float, int]], fallen: list[int], odds: Mapping[int, Columns]
    ) -> None:
        """What changes with what was seen today."""
        for which in list(self.on):
            self._go_on(day, which, odds)
        for which, (_, number) in begins.items():
            self._begin(day, which, number)
        for which in set(fallen) - begins.keys():
            self._level(day, which, _one(self.past[-1 - MONTH], which), day + 1 - MONTH)

    def _of(self, begin: int, end: int, which: slice = slice(None)) -> tuple[Columns, Columns]:
        return self.rows[begin : end + 1], self.exposure[begin : end + 1, which]

    def _beyond(self, number: int, there: Ahead) -> Columns:
        """Relative variance beyond Poisson's: what the model says, as far off as its forecasts of this width were."""
        own = self.scatter.value * there.apart + there.unsure
        off = np.maximum(self.off[number] / self.worth[number], OFF_LEAST)
        return np.asarray(np.maximum(off * (1 / there.mean + own) - 1 / there.mean, 1e-6))

    def _low_all_along(self, day: int, expected: Columns) -> NDArray[np.bool_]:
        """Whether each of the last four weeks was nearer to their mean than to what was expected: a pause of days is no new level."""
        ends = self.sums[day + 1 - MONTH : day + 2 : WEEK]
        return np.asarray(np.diff(ends, axis=0).max(axis=0) < (ends[-1] - ends[0] + expected) / 2 / (MONTH / WEEK))

    def _tells(self, width: int, there: Ahead, forecasts: list[Ahead]) -> Columns:
        """How much a forecast tells of how far off they are: on a day on which the house is closed and nobody comes, nothing is learned."""
        if len(forecasts) <= RULE_DAYS.index(MONTH):
            return np.ones(len(self.names))
        usual_day = forecasts[RULE_DAYS.index(MONTH)].mean / MONTH
        return np.asarray(np.minimum(1.0, there.mean / width / usual_day))

    def _learn_off(self, number: int, there: Ahead, seen: Columns, weight: Columns) -> None:
        variance = there.mean + there.mean**2 * (self.scatter.value * there.apart + there.unsure)
        far = np.where(seen > there.mean, OFF_FAR, OFF_FAR_BELOW)
        squares = np.minimum((seen - there.mean) ** 2 / variance, far)
        kept = 1 - (1 - OFF_KEPT) * weight
        self.off[number] = kept * self.off[number] + weight * squares
        self.worth[number] = kept * self.worth[number] + weight

    def _learn(self, day: int, idle: NDArray[np.bool_], forecast: Ahead) -> None:
        before = usual.moved(self.past[-1])
        after, off = usual.learned(before, self.rows[day], forecast, self.scatter.value, self.seen[day])
        self.scatter.learn(off**2, forecast, idle)
        mean, cov = (
            np.where(idle[:, None], after.mean, before.mean),
            np.where(idle[:, None, None], after.cov, before.cov),
        )
        self.past = [*self.past[1:], State(mean, cov)]

    def _begin(self, day: int, which: int, number: int) -> None:
        """A rise is on. Its first day is estimated, and from there on what was learned of this reason is forgotten."""
        longest = min(LONGEST, day + 1 - max(self.rules.start_days, int(self.free[which])))
        begin = day + 1 - longest
        each = self._each(which, _one(self.past[-1 - longest], which), begin, day)
        since = begin + chance.start(self.seen[begin : day + 1, which], each, float(self.scatter.value[which]))
        frozen = later = _one(self.past[since - day - 2], which)
        self.on[which] = On(since, day, number, frozen)
        for state in self.past[since - day - 1 :]:
            later = usual.moved(later)
            state.mean[which], state.cov[which] = later.mean[0], later.cov[0]

    def _go_on(self, day: int, which: int, odds: Mapping[int, Columns]) -> None:
        """Whether it still is on, or is over, or has become what is usual."""
        on = self.on[which]
        if all(odds[number][which] >= STILL for number in {0, max(on.rule, 1)} & odds.keys()):
            each = self._each(which, on.frozen, on.since, day)
            end = chance.end(self.seen[on.since : day + 1, which], each, float(self.scatter.value[which]))
            self._tell(which, on.since + end, "over")
            self.free[which] = day + 1
        elif day - on.raised >= self.rules.settle_days:
            self._tell(which, day, "settled")
            self._level(day, which, on.frozen, on.since)

    def _level(self, day: int, which: int, state: State, since: int) -> None:
        """What came in the last four weeks, though not from before a day, is the new level. state: of the day before that one."""
        begin = max(since, day + 1 - MONTH)
        expected = float(self._each(which, state, since, day)[begin - since :].sum())
        seen = float(self.seen[begin : day + 1, which].sum())
        state = usual.moved(state, day + 1 - since)
        mean, cov = state.mean[0], state.cov[0]
        mean[usual.LEVEL] += log((seen + 0.5) / (expected + 0.5))
        mean[usual.SLOPE] = 0
        cov[usual.SLOPE, :] = cov[:, usual.SLOPE] = 0
        cov[usual.SLOPE, usual.SLOPE] = usual.SLOPE_USUAL**2
        cov[usual.LEVEL, usual.LEVEL] += 1 / (seen + 0.5) + float(self.scatter.value[which]) / (day + 1 - begin)
        for past in self.past:
            past.mean[which], past.cov[which] = mean, cov
        self.free[which] = begin

    def _each(self, which: int, state: State, begin: int, end: int) -> Columns:
        """Day by day, what is expected of one reason. state: of the day before the first."""
        rows, exposure = self._of(begin, end, slice(which, which + 1))
        return usual.daily(state, rows, exposure)[:, 0]

    def _tell(self, which: int, end: int, how: How) -> None:
        on = self.on.pop(which)
        there = usual.ahead(on.frozen, *self._of(on.since, end, slice(which, which + 1)))
        seen, expected = float(self.seen[on.since : end + 1, which].sum()), float(there.mean[0])
        low, high = around(seen, float(self.scatter.value[which] * there.apart[0] + there.unsure[0]))
        self.alarms.append(Alarm(
            reason=self.names[which], since=self.days[on.since], raised=self.days[on.raised], rule=RULES[on.rule],
            state=how, through=self.days[end], seen=seen, expected=expected, ratio=seen / expected,
            low=low / expected, high=high / expected, false_a_year=self.each, usual=self._usual(which, on, end),
        ))  # fmt: skip

    def _usual(self, which: int, on: On, end: int) -> tuple[float, ...]:
        """Day by day: before the rise what was expected then, from its first day on what would have been without it."""
        before = [float(day[which]) for day in self.expected[max(0, end + 1 - SHOWN_DAYS) : on.since]]
        return (*before, *map(float, self._each(which, on.frozen, on.since, end)))[-SHOWN_DAYS:]


def _one(state: State, which: int) -> State:
    return State(state.mean[which : which + 1].copy(), state.cov[which : which + 1].copy())
