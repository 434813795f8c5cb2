"""Sites whose truth is known: what is said of rollouts there, less what chance may do to so few runs."""

import numpy as np
import pytest
from numpy.random import default_rng
from scipy.stats import binom

from hoolin.coaching.effects.simulation.arms import ARMS, one
from hoolin.coaching.effects.simulation.coverage import Row, Share, coverage
from hoolin.coaching.effects.simulation.site import come, gains, site

RUNS = 16
RARE = 0.002
"""How unlikely what a test calls wrong would be, were all as it should."""


def at_least(share: Share, chance: float) -> bool:
    """Not fewer than such a chance brings in all but two of a thousand times."""
    return bool(share.seen >= binom.ppf(RARE, share.of, chance))


def together(rows: dict[str, Row], field: str, *names: str) -> Share:
    """Of several arms: each by itself has too few runs to fail."""
    shares = [getattr(rows[f"{name}_{way}"], field) for name in names for way in ("stepped", "pairs")]
    return Share(sum(one.seen for one in shares), sum(one.of for one in shares))


@pytest.fixture(scope="module")
def rows() -> dict[str, Row]:
    """A few sites with every arm."""
    return {row.name: row for row in coverage(RUNS, 3, processes=1)}


@pytest.mark.slow
def test_nothing_is_taken_for_nothing_though_before_and_after_flatters(rows: dict[str, Row]) -> None:
    """Whoever is picked for being below average is better afterwards; those who wait are too. That the interval holds as it says is asked of thousands of orders elsewhere (`test_exactness`)."""
    nothing = together(rows, "zero", "null", "null_all", "null_drift", "null_any", "null_few")
    assert nothing.of > 130 and at_least(nothing, 0.95) and nothing.seen < nothing.of
    for way in ("stepped", "pairs"):
        assert rows[f"null_{way}"].naive > 4 and rows[f"null_drift_{way}"].convinced.value > 0.5
        assert abs(rows[f"null_all_{way}"].naive) < 3
    # What picking brings, and what moved the site, are named where they are and not where they are not.
    assert together(rows, "moved", "null_drift").value > 0.3 > 0.2 > together(rows, "moved", "null_all").value
    assert together(rows, "regressed", "null", "null_drift").value > 0.3


@pytest.mark.slow
def test_what_was_planted_is_covered_and_its_sign_is_right_as_often_as_was_stated(rows: dict[str, Row]) -> None:
    """With drift and without, for better and for worse, of many and of few; where it comes slowly and few do it, as often as was said with care."""
    names = ("effect", "effect_drift", "effect_few", "harm", "effect_slow", "effect_any")
    assert at_least(together(rows, "held", *names), 0.95) and together(rows, "wrong", *names).value < 0.025
    right = together(rows, "helped", "effect", "effect_drift", "effect_few")
    assert right.of > 35 and at_least(right, 0.8) and right.seen <= binom.ppf(1 - RARE, right.of, 0.88)
    assert at_least(together(rows, "harmful", "harm"), 0.8)
    for way in ("stepped", "pairs"):
        assert rows[f"effect_{way}"].stated == pytest.approx(0.8, abs=0.01)
        for name in ("effect_slow", "effect_any"):
            row = rows[f"{name}_{way}"]
            assert at_least(row.helped, row.stated_low) and row.stated_low < row.stated
        assert rows[f"effect_{way}"].no_effect.value < 0.15


@pytest.mark.slow
def test_what_spreads_to_those_who_wait_is_seen_as_less(rows: dict[str, Row]) -> None:
    """A limit that is told: who waits has some of it already, so the effect looks smaller than it is; never larger."""
    for way in ("stepped", "pairs"):
        assert rows[f"spreads_{way}"].found < rows[f"spreads_{way}"].truth


@pytest.mark.slow
def test_the_same_seed_gives_the_same() -> None:
    """Every run by itself."""
    assert one(5, 1) == one(5, 1) != one(6, 1)
    assert len(ARMS) == 26


def test_the_truth_is_what_was_lived() -> None:
    """Nobody is better than always: what cannot be brought to one is no part of the truth."""
    there = site(default_rng(1), 12, 0.0)
    top = there._replace(logits=np.full(there.logits.shape, 3.0))
    shares = np.full(there.logits.shape, 0.2)
    assert gains(there, np.zeros(shares.shape)).max() == 0.0
    assert gains(top, shares).max() < 20 and gains(
        there._replace(logits=there.logits - 4), shares
    ).min() == pytest.approx(20)


def test_effects_live_in_their_shapes() -> None:
    """Half in the week of beginning; late, growing and fading by their weeks."""
    assert [come("at_once", week) for week in (0, 1, 9)] == [0.5, 1, 1]
    assert [come("late", week) for week in (0, 2, 3)] == [0, 0, 1]
    assert come("growing", 0) < come("growing", 1) < come("growing", 4) == 1
    assert come("fading", 4) == 0.5 and come("fading", 8) == 0.25
