import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoolin.core.errors import Invalid
from hoolin.workforce.proportion import wilson


@pytest.mark.parametrize(("successes", "n", "low", "high"), [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605)])
def test_published_intervals_come_out(successes: int, n: int, low: float, high: float) -> None:
    """Two intervals printed in the literature are reproduced to their last digit."""
    found = wilson(successes, n)
    assert found.value == successes / n
    assert found.low == pytest.approx(low, abs=5e-5)
    assert found.high == pytest.approx(high, abs=5e-5)


@given(st.integers(1, 10_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_an_interval_holds_its_share_and_stays_a_share(pair: tuple[int, int]) -> None:
    """0 ≤ low ≤ value ≤ high ≤ 1; the interval of the complement is its mirror image; an open end is really open."""
    successes, n = pair
    found, mirror = wilson(successes, n), wilson(n - successes, n)
    assert found.low is not None and found.value is not None and found.high is not None and mirror.low is not None
    assert 0 <= found.low <= found.value <= found.high <= 1
    assert found.high == pytest.approx(1 - mirror.low, abs=1e-12)
    assert found.low < found.high


def test_more_observations_say_more() -> None:
    """With ten times the observations of the same share the interval is less than half as wide."""
    few, many = wilson(8, 10), wilson(80, 100)
    assert few.low is not None and few.high is not None and many.low is not None and many.high is not None
    assert (many.high - many.low) < (few.high - few.low) / 2


def test_nothing_observed_says_nothing() -> None:
    """Of none, there is no share and no interval."""
    assert (wilson(0, 0).value, wilson(0, 0).low, wilson(0, 0).high) == (None, None, None)


@pytest.mark.parametrize(("successes", "n"), [(2, 1), (-1, 5), (0, -1)])
def test_what_is_no_share_is_refused(successes: int, n: int) -> None:
    """More successes than tries, or a negative count, is refused."""
    with pytest.raises(Invalid):
        wilson(successes, n)
