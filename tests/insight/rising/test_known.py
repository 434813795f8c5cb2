"""The stated rate of false alarms is held where nothing rises, and planted rises are found in the time that is told."""

from datetime import date

import numpy as np
import pytest
from scipy.stats import binom, poisson

from hoolin.core.errors import Invalid
from hoolin.insight.rising.alarm import Counted, Rules
from hoolin.insight.rising.known import risen, still
from hoolin.insight.rising.worlds import SHAPE, WORLDS, dealt, rates

RUNS, DAYS, STATED = 40, 1_095, 0.12
RULES = Rules(false_a_year=STATED * RUNS, false_a_year_each=STATED)


def quiet(name: str, a_day: float, seed: int = 1) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """Three years of forty reasons in which nothing rises."""
    rng = np.random.default_rng(seed)
    return rng.poisson(rates(WORLDS[name], a_day, DAYS, RUNS, rng)).astype(float)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "a_day"),
    [("constant", 2.0), ("weekly", 0.3), ("yearly", 200.0), ("trend", 20.0), ("scattered", 2.0), ("closed", 20.0), ("together", 200.0), ("everything", 20.0)],
)  # fmt: skip
def test_false_alarms_are_no_more_than_stated(name: str, a_day: float) -> None:
    """In 115 reason-years of each world: no more than chance may bring in one of a thousand such tests where the rate is as stated."""
    found = still(name, a_day, quiet(name, a_day), RULES)
    assert found.stated == pytest.approx(STATED) and found.years == pytest.approx(RUNS * (DAYS - 42) / 365.25)
    assert found.alarms <= poisson.ppf(0.999, STATED * found.years)
    assert found.low <= found.rate <= found.high and sum(found.by_rule.values()) == found.alarms


def test_a_rate_that_is_not_held_would_be_seen() -> None:
    """What is measured is not always little: where fifty times as many are allowed, far more are counted; and days that are not independent of a
    world nobody allowed for (each contact counted eight times) break the bound.
    """
    bound = poisson.ppf(0.999, STATED * RUNS * (DAYS - 42) / 365.25)
    lax = Rules(false_a_year=1e6, false_a_year_each=50 * STATED)
    assert still("constant", 2.0, quiet("constant", 2.0), lax).alarms > 3 * bound
    levels = np.repeat(np.random.default_rng(2).choice([1.0, 1.4], (DAYS // 73, RUNS)), 73, axis=0)
    wild = np.random.default_rng(3).poisson(50 * levels).astype(float)
    assert still("levels that jump", 50.0, wild, RULES).alarms > bound


@pytest.mark.parametrize(
    ("a_day", "more", "sudden", "within"),
    [(200.0, 0.25, True, 7), (200.0, 1.0, True, 1), (20.0, 1.0, True, 4), (20.0, 0.5, False, 40), (2.0, 1.0, True, 40)],
)  # fmt: skip
def test_planted_rises_are_found_in_time(a_day: float, more: float, sudden: bool, within: int) -> None:
    """Of forty, as many as where 80 % are found in that time, but for what chance takes in one of a thousand such tests."""
    found = risen("weekly", a_day, more, sudden, RUNS, RULES, np.random.default_rng(5))
    least = binom.ppf(0.001, RUNS, 0.8) / RUNS
    assert found.found_182 >= found.found_91 >= found.found_28 and found.found_91 >= least
    if found.delay_80 is None or found.delay_80 > within:
        assert within in (28, 91) and found.found_28 >= least, found
    if sudden:
        assert found.off_days is not None and found.off_days <= 7


def test_what_cannot_be_seen_is_not_said_to_be_found() -> None:
    """A quarter more of two contacts a day is mostly missed for a month, and no delay is told where fewer than four fifths were found."""
    found = risen("weekly", 2.0, 0.25, True, RUNS, RULES, np.random.default_rng(6))
    assert found.found_28 < 0.5 and found.delay_80 is None


def test_the_same_seed_draws_the_same() -> None:
    """And another one another."""
    one, again, other = (quiet("everything", 2.0, seed) for seed in (1, 1, 2))
    assert (one == again).all() and (one != other).any()
    assert rates(WORLDS["weekly"], 5, 700, 3, np.random.default_rng(0)).mean() == pytest.approx(5)


def test_real_weeks_are_dealt_without_what_rose() -> None:
    """A series that doubles half way: its weeks come at one level, Mondays stay Mondays, and a day that stuck out is told."""
    level = np.repeat([10.0, 20.0], 280)
    counts = np.rint(100 * level * SHAPE[(np.arange(560) + 3) % 7])
    counts[205] *= 3
    found, spikes = dealt(Counted(date(2026, 1, 1), tuple(counts)), 365, 50, np.random.default_rng(4))
    assert found.shape == spikes.shape == (365, 50)
    calm = np.where(spikes > 0, np.nan, found)
    by_day = [np.nanmean(calm[day::7]) for day in range(7)]
    assert by_day / np.mean(by_day) == pytest.approx(SHAPE / SHAPE.mean(), rel=0.02)
    assert np.nanmax(calm[0::7]) / np.nanmin(calm[0::7]) < 1.5
    assert 0 < spikes.mean() < 0.02 and found[spikes > 0].min() > 2 * by_day[6]
    with pytest.raises(Invalid, match="too_few_weeks"):
        dealt(Counted(date(2026, 1, 1), (1.0,) * 100), 365, 5, np.random.default_rng(4))
