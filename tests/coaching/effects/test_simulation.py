"""Sites whose truth is known: what is said of rollouts there, less what chance may do to so few runs."""

import pytest
from scipy.stats import binom

from hoolin.coaching.effects.simulation.arms import ARMS, one
from hoolin.coaching.effects.simulation.coverage import Row, Share, coverage

RUNS = 24
RARE = 0.002
"""How unlikely what a test calls wrong would be, were all as it should."""


def at_least(share: Share, chance: float) -> bool:
    """Not fewer than such a chance brings in all but two of a thousand times."""
    return bool(share.seen >= binom.ppf(RARE, share.of, chance))


@pytest.fixture(scope="module")
def rows() -> dict[str, Row]:
    """A few sites with every arm."""
    return {row.name: row for row in coverage(RUNS, 3, processes=1)}


@pytest.mark.slow
def test_nothing_is_taken_for_nothing_though_before_and_after_flatters(rows: dict[str, Row]) -> None:
    """Whoever is picked for being below average is better afterwards; those who wait are too."""
    for way in ("stepped", "pairs"):
        for name in ("null", "null_all", "null_drift"):
            row = rows[f"{name}_{way}"]
            assert row.runs >= RUNS - 2 and at_least(row.zero, 0.95) and at_least(row.held, 0.95), row.name
        assert rows[f"null_{way}"].naive > 4 and rows[f"null_drift_{way}"].convinced.value > 0.5
        assert abs(rows[f"null_all_{way}"].naive) < 3


@pytest.mark.slow
def test_what_was_planted_is_covered_and_its_sign_is_right_as_often_as_was_stated(rows: dict[str, Row]) -> None:
    """With drift and without, for better and for worse."""
    for way in ("stepped", "pairs"):
        for name, right in (("effect", "helped"), ("effect_drift", "helped"), ("harm", "harmful")):
            row = rows[f"{name}_{way}"]
            assert row.runs >= 8 and at_least(row.held, 0.95) and at_least(getattr(row, right), row.stated), row.name
            assert row.stated == pytest.approx(0.8, abs=1e-3)
            assert row.harmful.seen == 0 if row.truth > 0 else row.helped.seen == 0


@pytest.mark.slow
def test_what_spreads_to_those_who_wait_is_seen_as_less(rows: dict[str, Row]) -> None:
    """A limit that is told: who waits has some of it already, so the effect looks smaller than it is; never larger."""
    for way in ("stepped", "pairs"):
        assert rows[f"spreads_{way}"].found < rows[f"spreads_{way}"].truth


@pytest.mark.slow
def test_the_same_seed_gives_the_same() -> None:
    """Every run by itself."""
    assert one(5, 1) == one(5, 1) != one(6, 1)
    assert len(ARMS) == 14
