"""Sites whose truth is known: what is said of changes there, less what chance may do to so few runs."""

import pytest
from scipy.stats import binom

from hoolin.insight.effects.simulation.coverage import WANTED, Arm, Share, coverage

RARE = 0.002
"""How unlikely what a test calls wrong would be, were all as it should."""


def at_least(share: Share, chance: float) -> bool:
    """Not fewer than such a chance brings in all but two of a thousand times."""
    return bool(share.seen >= binom.ppf(RARE, share.of, chance))


def at_most(share: Share, chance: float) -> bool:
    """Not more."""
    return bool(share.seen <= binom.ppf(1 - RARE, share.of, chance))


@pytest.fixture(scope="module")
def arms() -> dict[str, Arm]:
    """A few sites with every arm."""
    return {one.name: one for one in coverage(24, 3, processes=1)}


@pytest.mark.slow
def test_nothing_is_seldom_verified_and_what_should_be_seen_is(arms: dict[str, Arm]) -> None:
    """The chance that was stated before is the chance; an interval at 95 % holds the truth."""
    assert arms.keys() == WANTED.keys()
    for name in ("null", "null_some"):
        assert arms[name].runs == 24 and at_most(arms[name].verified, 0.05)
    for name in ("effect", "effect_some", "weeks", "harmful"):
        assert arms[name].runs >= 5 and at_least(arms[name].true, 0.8), name
    assert all(at_least(one.held, 0.95) for one in arms.values())


@pytest.mark.slow
def test_what_only_moved_is_caught_and_named(arms: dict[str, Arm]) -> None:
    """Where the move would be seen with 95 % here and there."""
    for name in ("to_reason", "to_channel", "to_repeats"):
        one = arms[name]
        assert one.runs >= 10 and at_least(one.true, 0.9) and at_most(one.verified, 0.05), name
        assert one.named is not None and at_least(one.named, 0.9)
    assert arms["null"].named is None


@pytest.mark.slow
def test_the_same_seed_gives_the_same_in_however_many_processes() -> None:
    """Two runs, each in a process of its own, and both in this one."""
    assert coverage(2, 5, processes=2) == coverage(2, 5, processes=1) != coverage(2, 6, processes=1)


def test_a_share_tells_how_sure_it_is() -> None:
    """Clopper and Pearson's interval: 0 of 60 leaves up to 6 %; nothing leaves all open."""
    assert Share(0, 60).band == pytest.approx((0.0, 0.0596), abs=1e-4)
    assert Share(8, 10).band == pytest.approx((0.4439, 0.9748), abs=1e-4)
    assert Share(0, 0).band == (0.0, 1.0) and Share(0, 0).value == 0
