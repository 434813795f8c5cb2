"""The fit against statsmodels' own: parameters, errors of the dispersion that was seen, and errors of neighbours that move together."""

from datetime import date, timedelta

import numpy as np
import pytest
import statsmodels.api as sm

from hoolin.insight.effects.estimate import columns, lags
from hoolin.insight.effects.fit import fitted, together
from hoolin.insight.effects.series import Series

STEPS = 400
DATES = tuple(date(2024, 1, 1) + timedelta(at) for at in range(STEPS))


@pytest.mark.parametrize("family", ["rate", "share"])
def test_it_is_what_statsmodels_says(family: str) -> None:
    """To six digits, with weekdays that nobody comes on as far as they matter."""
    rng = np.random.default_rng(1)
    series = Series(DATES, (0.0,) * STEPS, tuple(np.linspace(900, 1_100, STEPS)))
    table, at = columns(series, DATES[-90], 2)
    offset = np.log(series.exposure) - 6
    moving = np.convolve(rng.normal(0, 0.3, STEPS + 4), np.ones(5) / 5, "valid")
    linear = table @ rng.normal(0, 0.2, table.shape[1]) + offset + moving
    if family == "rate":
        counts = rng.poisson(np.exp(linear)).astype(float)
        ours = fitted("rate", counts, table, offset)
        theirs = sm.GLM(counts, table, family=sm.families.Poisson(), offset=offset)
    else:
        trials = rng.poisson(30, STEPS).astype(float) + 1
        counts = rng.binomial(trials.astype(int), 1 / (1 + np.exp(-linear))).astype(float)
        ours = fitted("share", counts, table, offset, trials)
        theirs = sm.GLM(np.column_stack([counts, trials - counts]), table, family=sm.families.Binomial(), offset=offset)
    # Of shares with trials its Pearson scale is that of single trials (smaller by as many as there are), so there it is told ours.
    plain = theirs.fit(scale="X2" if family == "rate" else ours.scale)
    robust = theirs.fit(scale="X2", cov_type="HAC", cov_kwds={"maxlags": lags(STEPS)})
    assert ours.params == pytest.approx(plain.params, abs=1e-6)
    assert ours.error(at) == pytest.approx(plain.bse[at], rel=1e-6)
    assert ours.scale == pytest.approx(plain.scale, rel=1e-6)
    assert together(ours.pulls(table, at) * ours.rest, lags(STEPS)) ** 0.5 == pytest.approx(robust.bse[at], rel=1e-6)
    assert ours.error(at) != pytest.approx(robust.bse[at], rel=0.01)


def test_shares_that_vary_by_chance_alone_are_not_overdispersed() -> None:
    """However many trials a step has."""
    rng = np.random.default_rng(3)
    table = np.ones((STEPS, 1))
    for most in (5.0, 200.0):
        trials = np.asarray(rng.poisson(most, STEPS) + 1.0, dtype=np.float64)
        counts = rng.binomial(trials.astype(int), 0.3).astype(float)
        found = fitted("share", counts, table, np.zeros(STEPS), trials)
        assert found.scale == pytest.approx(1, abs=0.25)
        assert found.error(0) == pytest.approx((found.scale / (trials.sum() * 0.21)) ** 0.5, rel=0.05)


def test_days_on_which_nobody_ever_comes_do_no_harm() -> None:
    """Their level falls as far as it is let; what is asked for stays what it is without them."""
    rng = np.random.default_rng(2)
    series = Series(DATES, (0.0,) * STEPS, (1.0,) * STEPS)
    table, at = columns(series, DATES[-90], 2)
    open_days = np.array([day.weekday() != 6 for day in DATES])
    counts = rng.poisson(20 * open_days * np.exp(-0.3 * table[:, at])).astype(float)
    whole = fitted("rate", counts, table, np.zeros(STEPS))
    kept = np.delete(table, [8], axis=1)[open_days]
    without = fitted("rate", counts[open_days], kept, np.zeros(int(open_days.sum())))
    assert whole.params[at] == pytest.approx(without.params[at], abs=1e-4)
    assert abs(whole.params[at] + 0.3) < 4 * whole.error(at) < 0.4
