from itertools import accumulate, islice, repeat

import pytest

from hoolin.workforce.simulation.draws import READ_AHEAD, arrivals, exponential


def test_the_draws_are_exponential() -> None:
    """Of 200,000 draws mean, spread and three quantiles are those of the exponential distribution, within 4 errors."""
    count, mean = 200_000, 1_000_000
    draws = sorted(islice(exponential(mean, seed=1, purpose="test"), count))
    assert sum(draws) / count == pytest.approx(mean, abs=4 * mean / count**0.5)
    assert sum(draw * draw for draw in draws) / count == pytest.approx(2 * mean**2, rel=4 * (20 / 4 / count) ** 0.5)
    for share, quantile in ((0.1, 0.105360516), (0.5, 0.693147181), (0.99, 4.605170186)):
        below = sum(draw <= quantile * mean for draw in draws) / count
        assert below == pytest.approx(share, abs=4 * (share * (1 - share) / count) ** 0.5)


def test_a_seed_and_a_purpose_make_a_stream() -> None:
    """The same seed and purpose give the same draws; another seed or purpose gives others."""
    first = list(islice(exponential(1e6, 1, "a"), 50))
    assert first == list(islice(exponential(1e6, 1, "a"), 50))
    assert first != list(islice(exponential(1e6, 2, "a"), 50))
    assert first != list(islice(exponential(1e6, 1, "b"), 50))


def test_all_classes_come_in_one_order_of_time() -> None:
    """Merged arrivals are each class's own arrivals, in order; one class alone is simply added up."""
    gaps = {0: [5, 1, 9, 100], 1: [2, 2, 2, 100], 2: [4, 50, 100, 100]}
    merged = list(islice(arrivals([iter(gap) for gap in gaps.values()]), 6))
    assert merged == [(2, 1), (4, 1), (4, 2), (5, 0), (6, 0), (6, 1)]
    assert list(islice(arrivals([iter([3, 4, 5])]), 3)) == [(3, 0), (7, 0), (12, 0)]


def test_reading_ahead_changes_no_order() -> None:
    """Classes that come very differently often are merged as if all had been sorted at once, far beyond what is read ahead."""
    means = (1_000.0, 30_000.0, 900_000.0)
    count = 5 * READ_AHEAD
    merged = list(islice(arrivals([exponential(mean, 3, str(mean)) for mean in means]), count))
    alone = [zip(accumulate(exponential(mean, 3, str(mean))), repeat(kind)) for kind, mean in enumerate(means)]
    assert merged == sorted(one for stream in alone for one in islice(stream, count))[:count]
    assert {kind for _, kind in merged} == {0, 1, 2}
