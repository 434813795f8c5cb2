"""Whether a change made contacts fewer, on series whose truth is known, and what cannot be told."""

from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from hoolin.core.errors import Invalid
from hoolin.insight.effects.estimate import Estimate, calibrated, interrupted
from hoolin.insight.effects.series import Observed, Series, read
from hoolin.insight.effects.verdict import Verdict, judge

FIRST = date(2024, 1, 1)
BEFORE, AFTER = 730, 84
CHANGE = FIRST + timedelta(BEFORE)
WEEK = np.array([1.2, 1.1, 1.0, 1.0, 0.95, 0.5, 0.4])
SICILY = Path(__file__).parents[4] / "shared" / "data" / "its_sicily" / "sicily.csv"


def moved_together(
    rng: np.random.Generator, steps: int, spread: float = 0.15, kept: float = 0.3
) -> NDArray[np.float64]:
    """What neighbouring days have in common, as a factor."""
    lying = np.zeros(steps)
    for at in range(1, steps):
        lying[at] = kept * lying[at - 1] + rng.normal(0, spread * np.sqrt(1 - kept * kept))
    return np.exp(lying)


def days(
    rng: np.random.Generator, ratio: float = 1.0, a_day: float = 20.0, shock: NDArray[np.float64] | None = None
) -> Series:
    """Two years and twelve weeks: more customers each day, weekends, seasons, days that move together. ratio: of the rate from the change on."""
    steps = BEFORE + AFTER
    dates = tuple(FIRST + timedelta(at) for at in range(steps))
    customers = np.linspace(10_000, 12_000, steps)
    rate = a_day * customers / 10_000 * WEEK[[day.weekday() for day in dates]]
    rate *= (moved_together(rng, steps) if shock is None else shock) * np.exp(
        0.15 * np.sin(2 * np.pi * np.arange(steps) / 365.25)
    )
    rate[BEFORE:] *= ratio
    return Series(dates, tuple(map(float, rng.poisson(rate))), tuple(map(float, customers)))


def ends(found: Verdict, ratio: float) -> bool:
    """Whether the interval holds the truth."""
    return found.low <= ratio <= found.high


@pytest.mark.slow
def test_without_an_effect_hardly_any_is_verified_and_with_one_most_are() -> None:
    """Of sixty changes that did nothing at most 5 % are called verified; of sixty with the drop that is seen with 80 %, at least 80 % are, and
    their intervals hold the truth.
    """
    rng = np.random.default_rng(1)
    nothing = [judge(Observed(days(rng)), CHANGE) for _ in range(60)]
    assert sum(one.verdict == "verified" for one in nothing) <= 3
    drop = float(np.mean([one.detectable for one in nothing]))
    assert 0.05 < drop < 0.25
    something = [judge(Observed(days(rng, 1 - drop)), CHANGE, expected=drop) for _ in range(60)]
    assert (
        sum(one.verdict == "verified" for one in something) >= 45
    )  # 80 % of sixty, less what chance may take (two in a thousand)
    assert sum(ends(one, 1 - drop) for one in something) >= 53


@pytest.mark.slow
def test_where_only_some_got_it_what_moves_all_falls_out() -> None:
    """A wave of contacts in both groups after the change: alone ours seem no fewer, beside the others the planted drop is found."""
    rng = np.random.default_rng(2)
    held = alone = 0
    for _ in range(20):
        shock = moved_together(rng, BEFORE + AFTER, 0.25, 0.8)
        shock[BEFORE:] *= 1.4
        ours, others = days(rng, 0.8, shock=shock), days(rng, shock=shock)
        alone += judge(Observed(ours), CHANGE, expected=0.2).verdict == "verified"
        found = judge(Observed(ours, others), CHANGE, expected=0.2)
        assert found.method == "difference_in_differences"
        held += found.verdict == "verified" and ends(found, 0.8)
    assert held >= 17 and alone <= 3


def test_each_verdict_says_what_it_means() -> None:
    """A large drop, a large rise, nothing where a drop would have been seen, and nothing where it might have been missed."""
    rng = np.random.default_rng(3)
    assert judge(Observed(days(rng, 0.7, 80)), CHANGE).verdict == "verified"
    assert judge(Observed(days(rng, 1.4, 80)), CHANGE).verdict == "harmful"
    assert judge(Observed(days(rng, 1.0, 80)), CHANGE, expected=0.4).verdict == "not_detected"
    assert judge(Observed(days(rng, 1.0, 2)), CHANGE, expected=0.02).verdict == "underpowered"


def test_contacts_that_only_went_elsewhere_are_caught() -> None:
    """What ours lost another reason gained: the net is nothing, and the other is named; a reason that stood still is not."""
    rng = np.random.default_rng(4)
    ours, theirs, still = days(rng, 0.6, 60), days(rng, 1.4, 60), days(rng, 1.0, 60)
    found = judge(Observed(ours), CHANGE, elsewhere={"mail": theirs, "shop": still}, minutes=6)
    assert found.verdict == "moved" and found.hours == pytest.approx(found.avoided / 10)
    assert [(one.where, one.caught) for one in found.moved] == [("mail", True), ("shop", False)]
    assert found.net <= found.avoided - found.moved[0].more + 1e-9
    assert found.net_low < 0 < found.net_high
    alone = judge(Observed(ours), CHANGE, elsewhere={"shop": still})
    assert alone.verdict == "verified" and 0 < alone.net_low < alone.net < alone.net_high
    assert judge(Observed(ours), CHANGE).net_low == pytest.approx(alone.avoided_low)


def test_a_reason_that_nobody_comes_for_any_more_is_verified() -> None:
    """Not one contact after the change, alone and beside others; where hardly any would have come, that says nothing."""
    rng = np.random.default_rng(15)
    others = days(rng, 1.0, 40)
    for observed in (Observed(days(rng, 0.0, 20)), Observed(days(rng, 0.0, 20), others)):
        found = judge(observed, CHANGE, elsewhere={"gone": days(rng, 0.0, 5)}, minutes=6)
        assert (found.verdict, found.ratio, found.low) == ("verified", 0.0, 0.0) and 0 < found.high < 0.02
        assert 0 < found.avoided_low < found.avoided <= found.avoided_high
        assert found.avoided == pytest.approx(20 * 1.2 * WEEK.mean() * AFTER, rel=0.2)
    plain = interrupted(days(rng, 0.0, 20), CHANGE)
    assert plain.bound is not None and plain.bound >= -np.log(0.025) / plain.baseline
    risen = [Estimate(0.1, 0.03, 100, 1_000)] * 5
    assert (calibrated(plain, risen).bound or 0) > 0 and calibrated(plain, risen).baseline > plain.baseline
    assert judge(Observed(days(rng, 0.0, 0.04)), CHANGE).verdict == "underpowered"
    with pytest.raises(Invalid, match="nothing_counted"):
        judge(Observed(days(rng, 0.0), Series(others.dates, (0.0,) * len(others.dates), others.exposure)), CHANGE)


def test_many_small_rises_elsewhere_count_together() -> None:
    """None of them is beyond chance by itself, and together they are what ours lost."""
    rng = np.random.default_rng(14)
    elsewhere = {f"reason {number}": days(rng, 1.1, 20) for number in range(8)}
    found = judge(Observed(days(rng, 0.8, 80)), CHANGE, elsewhere=elsewhere)
    assert found.high < 1 and found.verdict == "moved"
    assert found.net < 0.5 * found.avoided


def test_reasons_that_had_nothing_to_do_with_it_show_what_moves_by_itself() -> None:
    """Placebos that all rose by a tenth, and differ: that tenth is taken off, and the interval is wider. Four say nothing."""
    plain = Estimate(-0.1, 0.03, 100, 1_000)
    placebos = [Estimate(0.1 + away, 0.03, 100, 1_000) for away in (-0.1, -0.05, 0.0, 0.05, 0.1)]
    found = calibrated(plain, placebos)
    assert found.log_ratio == pytest.approx(-0.2, abs=0.01) and found.error > 0.06
    assert calibrated(plain, placebos[:4]) == plain
    assert found.baseline == pytest.approx(1_000 * np.exp(0.1), rel=0.01)


@pytest.mark.parametrize(("count", "error", "apart"), [(5, 0.1, 0.0), (5, 0.05, 0.1), (8, 0.2, 0.05), (20, 0.1, 0.1)])
def test_noisy_reasons_beside_it_make_no_effect_out_of_nothing(count: int, error: float, apart: float) -> None:
    """However few and vague they are: of a thousand changes that did nothing at most 8 % are called an effect,
    half of them a drop (6 % of many thousands where reasons differ most, 2 % where they differ as they commonly do)."""
    rng = np.random.default_rng(11)
    false = 0
    for _ in range(1_000):
        plain = Estimate(float(rng.normal(0.1, np.hypot(0.05, apart))), 0.05, 60, 1_000)
        placebos = [Estimate(float(rng.normal(0.1, np.hypot(error, apart))), error, 60, 1_000) for _ in range(count)]
        low, high = calibrated(plain, placebos).interval()
        false += not low <= 1 <= high
    assert false <= 80


def test_a_place_too_large_to_tell_is_named_and_drowns_nothing() -> None:
    """Twenty times as many contacts come there as here: what ours lost would not be seen, so that it says nothing, unless it rose beyond chance."""
    rng = np.random.default_rng(16)
    ours, huge = days(rng, 0.75, 30), days(rng, 1.0, 600)
    found = judge(Observed(ours), CHANGE, expected=0.25, elsewhere={"all the rest": huge})
    assert found.verdict == "verified" and not found.moved[0].tells and found.net == pytest.approx(found.avoided)
    risen = judge(Observed(ours), CHANGE, expected=0.25, elsewhere={"all the rest": days(rng, 1.3, 600)})
    assert risen.moved[0].caught and risen.verdict == "moved"


def test_what_moves_by_itself_is_seen_in_the_way_the_change_is_seen() -> None:
    """Beside others only placebos with others of their own say something: a season that all had is not in the ratio, and is not taken off it."""
    rng = np.random.default_rng(17)
    observed = Observed(days(rng, 0.8, 60), days(rng, 1.0, 60))
    alone = [days(rng, 1.2, 30) for _ in range(6)]
    plain = judge(observed, CHANGE, expected=0.2)
    assert judge(observed, CHANGE, expected=0.2, placebos=alone).ratio == plain.ratio
    paired = [Observed(days(rng, 1.0, 30), days(rng, 1.0, 30)) for _ in range(6)]
    told = judge(observed, CHANGE, expected=0.2, placebos=paired)
    assert told.placebos == 6 and told.high - told.low > plain.high - plain.low and told.ratio != plain.ratio


@pytest.mark.skipif(not SICILY.exists(), reason="needs shared/data beside the repository")
def test_sicily_as_printed() -> None:
    """The teaching example of Bernal and others: .8944, quasi-Poisson .8392 to .9532; with harmonics .8851."""
    rows = np.genfromtxt(SICILY, delimiter=",", names=True)
    series = Series(
        tuple(date(int(row["year"]), int(row["month"]), 1) for row in rows), tuple(rows["aces"]), tuple(rows["stdpop"])
    )
    plain = interrupted(series, date(2005, 1, 1), pairs=0)
    reach = 1.96 * plain.error
    assert [round(x, 4) for x in (plain.ratio, *np.exp([plain.log_ratio - reach, plain.log_ratio + reach]))] == [
        0.8944,
        0.8392,
        0.9532,
    ]
    assert round(interrupted(series, date(2005, 1, 1)).ratio, 4) == 0.8851


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("day,count\n", "no_such_column"), ("date,count,exposure\n2026-13-01,1,1\n", "not_a_number"),
        ("date,count,exposure\n2026-01-01,1,0\n", "out_of_range"), ("date,count,exposure\n2026-01-01,-1,5\n", "out_of_range"),
        ("date,count,exposure,group\n2026-01-01,1,5,changed\n2026-01-02,1,5,other\n", "groups_differ_in_dates"),
    ],
)  # fmt: skip
def test_a_bad_file_is_refused_with_what_is_wrong(tmp_path: Path, text: str, code: str) -> None:
    """By its code, and the line where there is one."""
    file = tmp_path / "series.csv"
    file.write_text(text)
    with pytest.raises(Invalid, match=code):
        read(file)


def series_file(path: Path, dates: list[date]) -> Path:
    """With a contact at each."""
    path.write_text("\n".join(["date,count,exposure", *(f"{day},1,5" for day in dates)]))
    return path


def test_days_without_contacts_that_were_left_out_are_refused(tmp_path: Path) -> None:
    """The first date after a hole is named, also in months; rows in any order, weeks, months by one day or by their last are whole."""
    file = tmp_path / "series.csv"
    whole = [FIRST + timedelta(at) for at in range(30)]
    months = [date(2024 + at // 12, at % 12 + 1, 1) for at in range(30)]
    lasts = [day - timedelta(1) for day in months]
    for dates in (whole[::-1], whole[::7], months, months[::3], lasts, whole[:1]):
        assert read(series_file(file, dates)).changed.dates == tuple(sorted(dates))
    for dates, first in ((whole[:9] + whole[10:], "2024-01-11"), (months[:9] + months[10:], "2024-")):
        with pytest.raises(Invalid, match=rf"uneven_steps.*{first}.*a row with the count 0"):
            read(series_file(file, dates))


def test_too_little_to_say_is_refused() -> None:
    """Too few steps, none after the change, nobody came, a drop that is none."""
    rng = np.random.default_rng(5)
    whole = days(rng)
    short = Series(whole.dates[-20:], whole.counts[-20:], whole.exposure[-20:])
    for series, change in ((short, whole.dates[-1]), (whole, FIRST), (whole, whole.dates[-1] + timedelta(9))):
        with pytest.raises(Invalid, match="too_few_steps"):
            judge(Observed(series), change)
    with pytest.raises(Invalid, match="nothing_counted"):
        judge(Observed(Series(whole.dates, (0.0,) * len(whole.dates), whole.exposure)), CHANGE)
    with pytest.raises(Invalid, match="no_such_drop"):
        judge(Observed(whole), CHANGE, expected=1.0)
