"""Before a change ships: what would be seen, and after how long. And that the stated chance is the chance."""

from datetime import date, timedelta

import numpy as np
import pytest

from hoolin.core.errors import Invalid
from hoolin.insight.effects.elsewhere import Rise, net
from hoolin.insight.effects.plan import TRIED, History, design, longer, plan, steps_in
from hoolin.insight.effects.power import Design, Place, detectable, harm, power
from hoolin.insight.effects.series import Observed, Series
from tests.insight.effects.test_verdict import BEFORE, days

QUIET = Design(0.04, 60, 1_000.0, 0.001)


def history(seed: int = 1, a_day: float = 20.0, elsewhere: float | None = None) -> History:
    """Two years before anything was changed."""
    rng = np.random.default_rng(seed)

    def before(rate: float) -> Series:
        whole = days(rng, 1.0, rate)
        return Series(whole.dates[:BEFORE], whole.counts[:BEFORE], whole.exposure[:BEFORE])

    places = {} if elsewhere is None else {"mail": before(elsewhere)}
    return History(Observed(before(a_day)), (), places)


def test_the_longer_one_waits_the_smaller_a_drop_is_seen() -> None:
    """Each horizon with its drop and the chance of what is hoped for; the weeks needed have 80 %, a week less has not."""
    known = history()
    found = plan(known, 0.15)
    drops = [one.drop for one in found.seen]
    assert [one.weeks for one in found.seen] == [4, 8, 12, 26]
    assert all(one is not None and 0.05 < one < 0.25 for one in drops)
    assert drops == sorted(drops, key=lambda one: -(one or 0)) and len(set(drops)) == 4
    assert found.weeks is not None and 1 < found.weeks < TRIED[-1]
    series = known.observed.changed
    assert power(design(known, steps_in(series, found.weeks)), 0.15) >= 0.8
    assert power(design(known, steps_in(series, found.weeks - 1)), 0.15) < 0.8
    assert found.a_week == pytest.approx(7 * 20 * 1.2 * 0.88, rel=0.15)


def test_a_drop_too_small_to_be_ever_known_is_told_so() -> None:
    """None within a year; without a drop nothing is said of weeks."""
    assert plan(history(a_day=2), 0.03).weeks is None
    told = plan(history(), horizons=(8,))
    assert told.weeks is None and told.expected is None and told.seen[0].power is None


def test_a_place_that_can_tell_asks_for_more_and_one_that_cannot_does_not_drown_it() -> None:
    """A restless place beside ours makes the drop larger that is verified; one so large that nothing would be seen there is left out."""
    alone = detectable(QUIET, 0.8)
    beside = detectable(QUIET._replace(places=(Place(800, 0.04, 60),)), 0.8)
    huge = detectable(QUIET._replace(places=(Place(100_000, 0.05, 60),)), 0.8)
    assert alone is not None and beside is not None and huge is not None
    assert alone < beside < 2.5 * alone
    assert huge < 1.1 * alone
    assert not Place(100_000, 0.05, 60).tells(500) and Place(800, 0.04, 60).tells(200)
    assert detectable(Design(3.0, 20, 5.0, 0.2), 0.8) is None


def test_the_stated_chance_is_that_of_the_rule() -> None:
    """Ten thousand outcomes drawn anew, with the rule asked of each: as often verified as was stated. Of a rise the same."""
    rng = np.random.default_rng(3)
    places = (Place(800, 0.05, 40), Place(300, 0.08, 40), Place(50, 0.2, 40))
    whole = QUIET._replace(places=places)
    drop = detectable(whole, 0.8)
    assert drop is not None

    def drawn(baseline: float, centre: float, error: float, freedom: float) -> Rise:
        seen = error * np.sqrt(rng.chisquare(freedom, 10_000) / freedom)
        found, far = centre + error * rng.normal(size=10_000), 2.0 * seen
        return Rise(*(baseline * np.expm1(ratio) for ratio in (found, found - far, found + far)))

    ours = drawn(1_000, np.log(1 - drop), whole.at(1 - drop), 60)
    there = [drawn(one.baseline, 0.0, one.error, one.freedom) for one in places]
    theirs = Rise(*(np.array(part) for part in zip(*there, strict=True)))
    asked = np.array([one.tells(drop * 1_000) for one in places])[:, None] | (theirs.low > 0)
    said = net(Rise(-ours.more[None], -ours.high[None], -ours.low[None]), theirs, asked).low > 0
    assert abs(said.mean() - power(whole, drop)) < 0.03
    risen = drawn(1_000, np.log(harm(QUIET, 0.8)), QUIET.at(harm(QUIET, 0.8)), 60)
    assert abs((risen.low > 0).mean() - 0.8) < 0.03


def test_time_goes_on_in_days_weeks_and_months() -> None:
    """Steps that are to come, with customers growing as they did; weeks counted in steps."""
    first = date(2024, 1, 31)
    daily = Series(tuple(first + timedelta(at) for at in range(400)), (1.0,) * 400, tuple(np.linspace(100, 200, 400)))
    later = longer(daily, 14)
    assert len(later.dates) == 414 and later.dates[-1] - daily.dates[-1] == timedelta(14)
    assert later.exposure[-1] > 200 and later.counts[-14:] == (0.0,) * 14
    months = Series(tuple(date(2023 + at // 12, at % 12 + 1, 1) for at in range(24)), (1.0,) * 24, (1.0,) * 24)
    assert longer(months, 2).dates[-2:] == (date(2025, 1, 1), date(2025, 2, 1))
    lasts = Series(tuple(day - timedelta(1) for day in months.dates), months.counts, months.exposure)
    assert longer(lasts, 3).dates[-3:] == (date(2024, 12, 31), date(2025, 1, 31), date(2025, 2, 28))
    assert (steps_in(daily, 4), steps_in(months, 26), steps_in(months, 4)) == (28, 6, 2)


def test_what_cannot_be_planned_is_refused() -> None:
    """A drop that is none, a history too short, nobody who came."""
    known = history()
    with pytest.raises(Invalid, match="no_such_drop"):
        plan(known, 1.0)
    series = known.observed.changed
    short = Series(series.dates[:6], series.counts[:6], series.exposure[:6])
    with pytest.raises(Invalid, match="too_few_steps"):
        plan(History(Observed(short)), 0.2)
    with pytest.raises(Invalid, match="nothing_counted"):
        plan(History(Observed(Series(series.dates, (0.0,) * len(series.dates), series.exposure))), 0.2)
