"""Alarms on series whose truth is known: one rise, one alarm, told with its first day and its size; and nothing known before its day."""

from datetime import date, timedelta

import numpy as np
import pytest

from hoolin.core.errors import Invalid
from hoolin.insight.rising.api import Alarm, Counted, Rising, Rules, holidays, watch

FIRST = date(2024, 1, 1)
END = 10_000
WEEK = np.array([1.2, 1.1, 1.0, 1.0, 0.95, 0.5, 0.4])
EACH = Rules(false_a_year=1e6, false_a_year_each=0.2)
"""The same for a reason alone and on any board."""


def drawn(seed: int, days: int, a_day: float, *risen: tuple[int, int, float]) -> Counted:
    """A series with weekends. risen: from a day until before another, by what factor."""
    rate = a_day * WEEK[np.arange(days) % 7]
    for begin, end, by in risen:
        rate[begin:end] *= by
    return Counted(FIRST, tuple(map(float, np.random.default_rng(seed).poisson(rate))))


def alone(one: Counted, rules: Rules = EACH) -> tuple[Alarm, ...]:
    """The alarms of one series."""
    return watch({"bill": one}, rules).alarms


def at(day: date) -> int:
    """Its number."""
    return (day - FIRST).days


@pytest.mark.parametrize(("a_day", "by"), [(200.0, 1.5), (20.0, 2.0), (2.0, 4.0)])
def test_a_rise_that_stays_is_one_alarm_and_then_usual(a_day: float, by: float) -> None:
    """It says since when, how much, what was seen and expected; four weeks later its level is usual, and nothing more is said for half a year."""
    found = alone(drawn(2, 600, a_day, (400, END, by)))
    assert len(found) == 1
    [one] = found
    assert abs(at(one.since) - 400) <= 3 and 400 <= at(one.raised) <= 410
    assert one.state == "settled" and at(one.through) == at(one.raised) + 28
    assert one.low <= by <= one.high and one.low > 1 and one.ratio == pytest.approx(one.seen / one.expected)
    assert one.false_a_year == 0.2 and one.reason == "bill"


def test_a_day_and_two_weeks_that_stick_out_are_over() -> None:
    """Each one alarm, from its first through its last day; the figures are of those days alone."""
    day, weeks = alone(drawn(3, 600, 50, (300, 301, 3), (450, 464, 2)))
    assert (at(day.since), at(day.raised), at(day.through)) == (300, 300, 300) and day.rule == "day"
    assert abs(at(weeks.since) - 450) <= 1 and abs(at(weeks.through) - 463) <= 1
    assert [day.state, weeks.state] == ["over", "over"] and weeks.low <= 2 <= weeks.high


def test_what_has_begun_just_now_is_on() -> None:
    """The figures are through today."""
    [one] = alone(drawn(4, 405, 50, (400, END, 2)))
    assert one.state == "on" and at(one.through) == 404 and abs(at(one.since) - 400) <= 1


def test_slow_and_rare_rises_are_found() -> None:
    """Half as many more, growing over eight weeks; and a reason that comes once in three weeks and then every other day."""
    rate = np.concatenate([np.full(500, 40.0), np.linspace(40, 60, 56), np.full(60, 60.0)])
    slow = Counted(FIRST, tuple(map(float, np.random.default_rng(5).poisson(rate))))
    first = alone(slow)[0]
    assert first.rule != "day" and 500 <= at(first.since) <= at(first.raised) < 556
    rare = alone(drawn(6, 600, 0.05, (500, END, 10)))
    assert 500 <= at(rare[0].raised) < 540


def test_nothing_is_known_before_its_day() -> None:
    """Whatever comes after a day, alarms raised up to it are the same, and those that had ended by then are the same to the last figure."""
    rng = np.random.default_rng(7)
    past = {name: drawn(name, 430, 10, (200, 215, 2), (350, END, 1.6)).counts for name in range(8)}
    for cut in (43, 201, 220, 351, 372):
        seen = watch({str(name): Counted(FIRST, counts[:cut]) for name, counts in past.items()}, EACH)
        future = {
            str(name): Counted(FIRST, (*counts[:cut], *map(float, rng.permutation(counts[cut:]) * rng.integers(0, 9))))
            for name, counts in past.items()
        }
        whole = watch(future, EACH)
        until = [one for one in whole.alarms if at(one.raised) < cut]
        key = [(one.reason, one.since, one.raised, one.rule) for one in until]
        assert key == [(one.reason, one.since, one.raised, one.rule) for one in seen.alarms]
        assert {one for one in seen.alarms if one.state != "on"} <= set(until)
    assert seen.alarms


def test_reasons_do_not_see_each_other() -> None:
    """On a board, begun on the same day or later, each has the alarms that it has alone."""
    board = {str(name): drawn(name, 450, 3 * 4**name, (300, END, 2)) for name in range(4)}
    board["new"] = Counted(FIRST + timedelta(100), board["2"].counts[100:])
    together = watch(board, EACH).alarms
    for name, one in board.items():
        mine = [alarm for alarm in together if alarm.reason == name]
        apart = watch({name: one}, EACH).alarms
        assert len(mine) == len(apart) > 0
        for a, b in zip(mine, apart, strict=True):
            assert (a.since, a.raised, a.rule, a.state) == (b.since, b.raised, b.rule, b.state)
            assert (a.ratio, a.low, a.high) == pytest.approx((b.ratio, b.low, b.high))


def test_more_customers_are_no_rise() -> None:
    """Twice as many of both: an alarm without exposure, none with it; and it does not matter in what exposure is counted."""
    one = drawn(9, 500, 60, (300, END, 2))
    customers = np.where(np.arange(500) < 300, 1_000.0, 2_000.0)
    assert alone(one) and not alone(Counted(FIRST, one.counts, tuple(customers)))
    risen = drawn(9, 500, 60, (300, END, 3))
    plain, thousands = (alone(Counted(FIRST, risen.counts, tuple(customers / by))) for by in (1, 1_000))
    assert plain and [(a.since, a.raised) for a in plain] == [(a.since, a.raised) for a in thousands]
    assert [a.ratio for a in plain] == pytest.approx([a.ratio for a in thousands])


def test_a_holiday_is_a_day_like_a_sunday() -> None:
    """Where people call five times as much on Sundays, a holiday is an alarm only for who does not know that it is one."""
    days = [FIRST + timedelta(number) for number in range(540)]
    free = holidays.estonian({2024, 2025})
    rate = [100.0 if day.weekday() == 6 or day in free else 20.0 for day in days]
    one = Counted(FIRST, tuple(map(float, np.random.default_rng(10).poisson(rate))))
    assert not watch({"lost": one}, EACH, free).alarms
    blind = watch({"lost": one}, EACH).alarms
    assert {date(2024, 5, 1), date(2024, 8, 20), date(2024, 12, 24)} <= {alarm.raised for alarm in blind}


def test_the_way_back_is_no_rise_after_days_but_after_months() -> None:
    """Ten quiet days are a pause. After three months at a third, to come back to what once was is a rise."""
    assert not alone(drawn(11, 500, 60, (300, 310, 0.2)))
    for seed in range(11, 16):
        [back] = alone(drawn(seed, 600, 60, (300, 390, 1 / 3)))
        assert abs(at(back.raised) - 390) <= 3 and back.low <= 3 <= back.high


def test_with_few_weeks_it_is_too_early_to_say() -> None:
    """Six weeks and not a day less, by a reason's own first day; its days count among all contacts all the same."""
    wild = tuple([1.0] * 41 + [500.0])
    found = watch({"new": Counted(FIRST, wild), None: drawn(12, 42, 90)})
    assert found.alarms == () and set(found.too_early) == {"new", None}
    later = watch({"new": Counted(FIRST, (*[1.0] * 42, 500.0))})
    assert not later.too_early and [at(one.raised) for one in later.alarms] == [42]
    old = drawn(12, 300, 20)
    both = watch({"old": old, "new": Counted(old.last - timedelta(41), wild)})
    assert both.too_early == ("new",) and both.reasons == 2 and not both.alarms


def test_the_stated_rate_is_shared_by_the_reasons() -> None:
    """Of one reason at most one a year, of a board one a month."""

    def stated(reasons: int) -> Rising:
        return watch({str(number): Counted(FIRST, (1.0,) * 50) for number in range(reasons)})

    assert [(one.false_a_year, one.false_a_year_each) for one in map(stated, (1, 12, 48))] == [
        (1, 1),
        (12, 1),
        (12, 0.25),
    ]


def test_nothing_counted_and_counts_that_are_not_whole() -> None:
    """A reason that nobody chose, and one that a crosswalk apportioned."""
    assert not alone(Counted(FIRST, (0.0,) * 200))
    whole = drawn(13, 450, 60, (400, END, 2))
    [one] = alone(Counted(FIRST, tuple(0.7 * count for count in whole.counts)))
    assert abs(at(one.since) - 400) <= 1 and one.low <= 2 <= one.high


@pytest.mark.parametrize(
    ("counted", "code"),
    [
        ({}, "ends_differ"),
        ({"a": Counted(FIRST, (1.0,) * 60), "b": Counted(FIRST, (1.0,) * 61)}, "ends_differ"),
        ({"a": Counted(FIRST, ())}, "nothing_counted"), ({"a": Counted(FIRST, (1.0, -1.0))}, "out_of_range.*'a'"), ({"a": Counted(FIRST, (float("nan"),))}, "out_of_range"),
        ({"a": Counted(FIRST, (1.0,), (0.0,))}, "out_of_range"), ({"a": Counted(FIRST, (1.0,), (1.0, 1.0))}, "days_differ"),
    ],
)  # fmt: skip
def test_what_cannot_be_watched_is_refused(counted: dict[str | None, Counted], code: str) -> None:
    """By what is wrong, and of which reason."""
    with pytest.raises(Invalid, match=code):
        watch(counted)


def test_rules_that_cannot_be_are_refused() -> None:
    """A start of days, nothing stated."""
    for rules in (Rules(start_days=3), Rules(false_a_year=0), Rules(settle_days=0), Rules(false_a_year_each=500)):
        with pytest.raises(Invalid, match="no_such_rules"):
            alone(
                drawn(1, 100, 5),
                Rules(false_a_year=1e6, false_a_year_each=500) if rules.false_a_year_each == 500 else rules,
            )
