"""Rates per 1,000 customer-months: printed values, coverage summed exactly, and what must hold whatever the numbers."""

from math import inf

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest, poisson

from hoolin.core.errors import Invalid
from hoolin.insight.rising.api import compare, garwood, rate
from hoolin.insight.rising.rates import around

COUNTS = st.one_of(st.integers(0, 5_000).map(float), st.floats(0, 5_000))
MONTHS = st.floats(1, 1e6)


@pytest.mark.parametrize(
    ("count", "low", "high"),
    [(0, 0, 3.68888), (1, 0.02532, 5.57164), (5, 1.62349, 11.66833), (10, 4.79539, 18.39036), (100, 81.36397, 121.62679)],
)  # fmt: skip
def test_intervals_are_those_of_the_printed_tables(count: int, low: float, high: float) -> None:
    """Garwood's, at 95 %."""
    assert garwood(count) == pytest.approx((low, high), abs=1e-4)


@pytest.mark.parametrize("share", [1.0, 0.9, 0.7, 0.5, 0.1, 1 / 3])
@pytest.mark.parametrize("mean", [0.5, 2.0, 7.3, 40.0, 250.0])
def test_intervals_hold_the_truth_also_of_counts_that_a_crosswalk_apportioned(share: float, mean: float) -> None:
    """Of all counts that may come of an old reason, weighed by how likely they are, at least 95 % have an interval with the true mean of the new one."""
    came = np.arange(int(mean + 12 * mean**0.5 + 30))
    held = np.array(
        [low <= share * mean <= high for low, high in (garwood(share * count) for count in map(float, came))]
    )
    assert poisson.pmf(came, mean)[held].sum() >= 0.95


def test_two_rates_are_compared_as_the_binomial_does_it() -> None:
    """The ratio and its interval by Clopper and Pearson; the other way round they are turned over."""
    found = compare(rate(11, 800), rate(21, 3_011))
    low, high = binomtest(11, 32).proportion_ci(0.95, method="exact")
    assert found.ratio == pytest.approx(11 / 800 * 3_011 / 21)
    assert (found.low, found.high) == pytest.approx(tuple(p / (1 - p) * 3_011 / 800 for p in (low, high)))
    twice = 2 * min(binomtest(11, 32, 800 / 3_811, alternative=side).pvalue for side in ("less", "greater"))
    assert found.p == pytest.approx(twice)
    turned = compare(rate(21, 3_011), rate(11, 800))
    assert (turned.low, turned.high, turned.p) == pytest.approx((1 / found.high, 1 / found.low, found.p))


@pytest.mark.parametrize("share", [1.0, 0.6])
def test_rates_that_are_alike_are_hardly_ever_called_different(share: float) -> None:
    """At 5 %, summed over all that may come of two reasons, whole or apportioned."""
    came, means = np.arange(80), (12.0, 24.0)
    likely = np.outer(*(poisson.pmf(came, mean) for mean in means))
    called = np.array([[compare(rate(share * a, 100), rate(share * b, 200)).p < 0.05 for b in came] for a in came])
    assert 0 < likely[called].sum() <= 0.05


def test_nobody_came() -> None:
    """In one, in the other, in neither."""
    some, none = rate(9, 500), rate(0, 500)
    assert compare(none, none).ratio is None and (compare(none, none).low, compare(none, none).high) == (0, inf)
    assert compare(none, some).ratio == 0 and compare(none, some).high < 1 and compare(none, some).p < 0.01
    assert compare(some, none).ratio is None and compare(some, none).low > 1 and compare(some, none).high == inf


@given(count=COUNTS, months=MONTHS, by=st.floats(0.01, 100))
def test_with_more_customers_for_as_many_contacts_the_rate_is_lower_by_as_much(
    count: float, months: float, by: float
) -> None:
    """Value and interval, which holds the value."""
    one, other = rate(count, months), rate(count, months * by)
    assert (other.value * by, other.low * by, other.high * by) == pytest.approx((one.value, one.low, one.high))
    assert one.low <= one.value <= one.high and one.value == pytest.approx(1_000 * count / months)


@given(a=COUNTS, b=COUNTS, of_a=MONTHS, of_b=MONTHS)
def test_a_difference_is_beyond_chance_just_when_the_interval_leaves_one(
    a: float, b: float, of_a: float, of_b: float
) -> None:
    """The test and the interval never contradict each other."""
    found = compare(rate(a, of_a), rate(b, of_b))
    if abs(found.p - 0.05) > 1e-6:
        assert (found.p < 0.05) == (not found.low <= 1 <= found.high)


@given(count=st.floats(0.1, 5_000), beyond=st.floats(0, 4), level=st.floats(0.5, 0.99))
def test_what_scatters_more_is_less_sure(count: float, beyond: float, level: float) -> None:
    """The interval is wider, and holds what was counted."""
    plain, wide = garwood(count, level), around(count, beyond, level)
    assert wide.low <= plain.low * (1 + 1e-9) and wide.high >= plain.high * (1 - 1e-9)


def test_what_is_no_count_is_refused() -> None:
    """Less than none, without end, of nobody, at no level."""
    for wrong in (-1.0, inf, float("nan")):
        with pytest.raises(Invalid, match="not_a_count"):
            garwood(wrong)
        with pytest.raises(Invalid, match="not_a_variance"):
            around(3, wrong)
    for nobody in (0.0, -2.0, inf):
        with pytest.raises(Invalid, match="not_an_exposure"):
            rate(3, nobody)
    with pytest.raises(Invalid, match="not_a_level"):
        compare(rate(3, 5), rate(4, 5), 1.0)
