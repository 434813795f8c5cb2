"""Intervals hold what they promise, on contacts whose truth is known: cases come by chance, with repeats, and take as long as they take."""

from random import Random

import pytest

from hoolin.core.errors import Invalid
from hoolin.experience.api import statistics
from hoolin.insight.load.places import Part
from hoolin.insight.load.sums import Sums

WHOLE = Part(1.0, 1.0, 1.0)
TRIALS = 1_500
AGAIN = 0.25
"""With this probability a contact is followed by another one."""

HOURS, SPREAD = 0.15, 0.8
"""Nine minutes, log-normal: long ones are long."""


def poisson(chance: Random, mean: float) -> int:
    """How many come."""
    count, at = 0, chance.expovariate(1.0)
    while at < mean:
        count, at = count + 1, at + chance.expovariate(1.0)
    return count


def month(chance: Random, cases: float) -> Sums:
    """What is added up in a month, exactly as the statements do it."""
    sums = Sums()
    for _ in range(poisson(chance, cases)):
        further = 0
        while chance.random() < AGAIN:
            further += 1
        hours = [HOURS * chance.lognormvariate(-(SPREAD**2) / 2, SPREAD) for _ in range(1 + further)]
        for one in hours:
            sums.note(WHOLE, 1, one, one**2, 0)
        sums.work(WHOLE, 1, sum(hours), sum(hours) ** 2)
        sums.begin(WHOLE, 1, further, further**2)
    return sums


@pytest.mark.parametrize("cases", [5, 20, 150])
def test_hours_and_what_they_give_back_are_as_sure_as_they_say(cases: int) -> None:
    """How many came and how long they took are both in the interval: it holds the truth in 95 of 100 months, more rather than fewer when few came; and it
    is no wider than it has to be.
    """
    chance, held, beyond = Random(cases), 0, [0, 0]
    usual = month(Random(1), 3_000)
    truth, wide = cases * HOURS / (1 - AGAIN), 0.0
    for _ in range(TRIALS):
        found = month(chance, cases).saved_all(usual)
        held += found.low <= truth <= found.high
        beyond[0] += truth < found.low
        beyond[1] += truth > found.high
        wide += (found.high - found.low) / truth / TRIALS
    assert held / TRIALS >= 0.93
    assert max(beyond) / TRIALS <= 0.06
    per_case = (1 + SPREAD**2) ** 0.5
    assert wide <= 2 * 1.96 * 1.6 * per_case / cases**0.5 + 3 / cases


@pytest.mark.parametrize("cases", [5, 20, 150])
def test_minutes_and_repeats_are_as_sure_as_they_say(cases: int) -> None:
    """A handful of long-tailed contacts, whose scatter is half borrowed, too."""
    chance, usual = Random(cases), month(Random(1), 3_000)
    minutes = snowball = months = 0
    for _ in range(TRIALS):
        one = month(chance, cases)
        found, per_case = one.minutes(usual), one.snowball()
        if found is None or per_case is None:
            continue
        months += 1
        minutes += found.low <= 60 * HOURS <= found.high
        snowball += per_case.low <= 1 / (1 - AGAIN) <= per_case.high
    assert months >= 0.98 * TRIALS
    assert minutes / months >= 0.90
    assert snowball / months >= 0.94


def test_a_count_has_the_exact_interval() -> None:
    """Garwood's, of published tables: 0 → 3.689, 5 → 1.623–11.668, 100 → 81.36–121.63."""
    for count, low, high in ((0, 0.0, 3.6889), (5, 1.6235, 11.6683), (100, 81.3640, 121.6268)):
        assert statistics.compound(count, count) == pytest.approx((low, high), abs=1e-4)


def test_a_sum_of_equal_parts_is_as_sure_as_their_count() -> None:
    """Five of half an hour; and where none came, one more of what is usual may still come."""
    five = statistics.compound(5, 5)
    assert statistics.compound(2.5, 1.25) == pytest.approx((five.low / 2, five.high / 2))
    assert statistics.compound(0, 0, one=0.5) == pytest.approx((0, 3.6889 / 2), abs=1e-4)


@pytest.mark.parametrize("what", [(-1, 1), (1, -1), (1, 0), (0, 1), (float("inf"), 1), (float("nan"), 1)])
def test_what_is_no_sum_is_refused(what: tuple[float, float]) -> None:
    """Instead of an interval of nothing."""
    with pytest.raises(Invalid, match="not_a_sum"):
        statistics.compound(*what)


def test_contacts_that_happen_to_be_alike_are_not_certain() -> None:
    """Two of exactly ten minutes say less than fifty of which each took its own time; one alone says something too."""
    usual = month(Random(3), 2_000)
    for number in (1, 2):
        alike = Sums()
        alike.note(WHOLE, number, number / 6, number / 36, 0)
        found = alike.minutes(usual)
        assert found is not None and found.value == pytest.approx(10)
        assert found.low < 6 and found.high > 14
    assert Sums().minutes(usual) is None and Sums().snowball() is None and Sums().failure() is None
