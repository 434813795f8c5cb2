"""Luck is not merit: differences that chance explains are not differences."""

from random import Random

import krippendorff
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoolin.core.errors import Invalid
from hoolin.experience.statistics import (
    alpha_interval,
    cohen_kappa,
    funnel,
    gwet_ac1,
    jeffreys,
    krippendorff_alpha,
    nps,
    nps_of,
    ratings_of,
    shrink,
    wilson,
)

counts = st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


def draw(chance: Random, shares: list[float], trials: int) -> list[int]:
    """Successes of each."""
    return [sum(chance.random() < share for _ in range(trials)) for share in shares]


def test_without_true_differences_hardly_anybody_is_flagged() -> None:
    """Of 40 equal agents at 120 contacts each, over 50 floors, at most one in twenty is flagged."""
    chance = Random(5)
    flagged = 0
    for _ in range(50):
        shrunk = shrink(draw(chance, [0.8] * 40, 120), [120] * 40)
        flagged += sum(one.flag != "" for one in shrunk.ones)
    assert flagged / (50 * 40) <= 0.05


def test_with_true_differences_shrinking_is_nearer_the_truth() -> None:
    """The posterior means are closer than the plain shares, floor by floor nearly always, and far outliers are flagged."""
    chance = Random(6)
    better = 0
    for _ in range(40):
        shares = [min(0.98, max(0.02, chance.gauss(0.75, 0.06))) for _ in range(30)]
        trials = [chance.choice([15, 60, 200]) for _ in shares]
        successes = [sum(chance.random() < share for _ in range(n)) for share, n in zip(shares, trials, strict=True)]
        shrunk = shrink(successes, trials)
        ours = sum((one.mean - share) ** 2 for one, share in zip(shrunk.ones, shares, strict=True))
        plain = sum((k / n - share) ** 2 for k, n, share in zip(successes, trials, shares, strict=True))
        better += ours < plain
    assert better >= 38
    clear = shrink([50, *draw(chance, [0.8] * 20, 200)], [200] * 21)
    assert clear.ones[0].flag == "below"
    assert clear.ones[0].low < clear.ones[0].mean < clear.ones[0].high < 0.6


def test_few_observations_are_never_flagged() -> None:
    """Twenty-nine failures in a row are too few to say."""
    assert shrink([0, *[160] * 10], [29, *[200] * 10]).ones[0].flag == ""
    assert shrink([0, *[160] * 10], [30, *[200] * 10]).ones[0].flag == "below"


@given(st.lists(counts, min_size=2, max_size=25))
def test_shrinking_stays_between_the_own_share_and_the_common_one(rows: list[tuple[int, int]]) -> None:
    """Whatever was counted, the posterior mean lies between, and the interval around it."""
    shrunk = shrink([k for k, _ in rows], [n for _, n in rows])
    for one in shrunk.ones:
        low, high = sorted((one.share, shrunk.common))
        assert low - 1e-9 <= one.mean <= high + 1e-9
        assert 0 <= one.low <= one.high <= 1
        assert one.below + one.above == pytest.approx(1)


@given(counts)
def test_intervals_hold_their_share(row: tuple[int, int]) -> None:
    """Both intervals stay within 0 to 1 and hold what was counted; more certainty takes more room."""
    k, n = row
    for interval in (wilson, jeffreys):
        low, high = interval(k, n)
        assert 0 <= low <= k / n + 1e-12 and k / n - 1e-12 <= high <= 1
        wide = interval(k, n, 0.99)
        assert wide.low <= low + 1e-12 and high <= wide.high + 1e-12


def test_the_funnel_narrows() -> None:
    """More trials, less room for chance; the far limits lie outside the near ones."""
    narrow, wide = funnel(0.8, [1_000, 50])
    assert wide.far_low < wide.low < narrow.low < 0.8 < narrow.high < wide.high
    assert narrow.low == pytest.approx(0.8 - 1.959964 * (0.16 / 1_000) ** 0.5, abs=1e-6)


def test_promoters_from_answers() -> None:
    """Nine and ten promote, seven and eight do nothing, the rest detract; elsewhere there is no answer."""
    assert nps_of([10, 9, 8, 7, 6, 0]) == nps(2, 2, 2)
    with pytest.raises(Invalid):
        nps_of([11])
    with pytest.raises(Invalid):
        nps(0, 0, 0)
    lone = nps(1, 0, 0)
    assert lone.score == 100 and lone.low < 80


def test_agreement_knows_its_limits() -> None:
    """Perfect agreement is 1, with everything of one kind nothing can be told, and gaps need someone to agree with."""
    same = [["a", "b", "a", "b"], ["a", "b", "a", "b"]]
    assert krippendorff_alpha(same) == pytest.approx(1)
    assert gwet_ac1(same).value == pytest.approx(1)
    with pytest.raises(Invalid):
        krippendorff_alpha([["a", "a"], ["a", "a"]])
    with pytest.raises(Invalid):
        krippendorff_alpha([["a", None], [None, "b"]])
    with pytest.raises(Invalid):
        gwet_ac1([["a", "b"]])
    with pytest.raises(Invalid):
        cohen_kappa([[1, 2]])
    assert cohen_kappa([[5, 0], [0, 5]]) == pytest.approx(1)


@pytest.mark.parametrize("metric", ["nominal", "ordinal", "interval", "ratio"])
def test_alpha_is_what_others_compute(metric: str) -> None:
    """On random ratings with gaps, alpha is that of the library by the name of its inventor."""
    chance = Random(4)
    for _ in range(50):
        raters, units = chance.randint(2, 6), chance.randint(3, 30)
        ratings = [[chance.choice([None, 1, 2, 3, 5, 8]) for _ in range(units)] for _ in range(raters)]
        pairable = [unit for unit in zip(*ratings, strict=True) if sum(value is not None for value in unit) >= 2]
        if len({value for unit in pairable for value in unit if value is not None}) < 2:
            continue
        theirs = krippendorff.alpha(
            reliability_data=[[np.nan if value is None else value for value in row] for row in ratings],
            level_of_measurement=metric,  # type: ignore[arg-type]
        )
        assert krippendorff_alpha(ratings, metric) == pytest.approx(theirs, abs=1e-9)  # type: ignore[arg-type]


def test_the_interval_of_alpha_is_the_same_for_the_same_seed() -> None:
    """Drawing anew is chance, and its seed is given."""
    chance = Random(2)
    truth = [chance.choice("abc") for _ in range(60)]
    ratings = [[kind if chance.random() < 0.85 else chance.choice("abc") for kind in truth] for _ in range(3)]
    first = alpha_interval(ratings, seed=1, draws=300)
    assert first == alpha_interval(ratings, seed=1, draws=300)
    assert first.low < krippendorff_alpha(ratings) < first.high
    assert first.high - first.low < 0.4
    # Counted unit by unit it is the same but for chance: of names any metric is as good as another where there are two kinds.
    two = [[int(kind == "a") for kind in row] for row in ratings]
    fast, slow = alpha_interval(two, seed=1), alpha_interval(two, "interval", seed=1)
    assert fast == pytest.approx(slow, abs=0.03)


def test_a_table_becomes_ratings() -> None:
    """Each cell as so many units."""
    assert ratings_of([[2, 1], [0, 1]]) == [[0, 0, 0, 1], [0, 0, 1, 1]]
