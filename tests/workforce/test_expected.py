"""The interval for a wait: what must hold of it whatever the numbers, and that its ends move to where they are meant to be."""

from math import inf
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from hoolin.workforce.expected import (
    MINUTE_MS,
    STEPS_MS,
    Expected,
    Learned,
    Pace,
    Scene,
    expect,
    gamma_quantile,
    note_answer,
    note_leaving,
    releases,
    step_down,
    step_up,
)

ms = st.floats(1_000, 8 * 3_600_000)
factors = st.floats(0.05, 20)
paces = st.builds(
    Pace,
    spell=st.builds(Learned, ms, st.floats(4, 60)),
    pick_up=st.builds(Learned, st.floats(100, 120_000), st.floats(4, 60)),
    waited=st.floats(10_000, 1e9),
    left=st.floats(0, 60),
    at_once=factors,
    low=factors,
    high=factors,
    n=st.integers(0, 10_000),
)
scenes = st.builds(Scene, st.floats(0, 2_000), st.integers(0, 50), st.integers(1, 2_000))


def ends(scene: Scene, pace: Pace) -> tuple[float, float]:
    """Both ends."""
    found = expect(scene, pace)
    assert found is not None
    return found.low_ms, found.high_ms


@given(scenes, paces)
def test_an_interval_is_one(scene: Scene, pace: Pace) -> None:
    """It is never negative, its lower end lies below its upper one, and both are steps that people say."""
    low, high = ends(scene, pace)
    assert 0 <= low < high
    assert low in STEPS_MS
    assert high in STEPS_MS
    assert low == 0 or low >= MINUTE_MS


@given(scenes, st.floats(0, 500), paces)
def test_more_people_ahead_never_shorten_it(scene: Scene, more: float, pace: Pace) -> None:
    """With a longer line neither end comes nearer."""
    longer = Scene(scene.ahead + more, scene.free, scene.slots)
    (low, high), (later_low, later_high) = ends(scene, pace), ends(longer, pace)
    assert later_low >= low
    assert later_high >= high


@given(scenes, st.integers(0, 20), paces)
def test_more_free_people_never_lengthen_it(scene: Scene, more: int, pace: Pace) -> None:
    """With more who have room at once neither end moves away."""
    (low, high), (free_low, free_high) = (
        ends(scene, pace),
        ends(Scene(scene.ahead, scene.free + more, scene.slots), pace),
    )
    assert free_low <= low
    assert free_high <= high


@given(scenes, st.integers(0, 500), paces)
def test_more_people_at_work_never_put_off_the_end(scene: Scene, more: int, pace: Pace) -> None:
    """With more who are able the upper end does not move away."""
    assert ends(Scene(scene.ahead, scene.free, scene.slots + more), pace)[1] <= ends(scene, pace)[1]


@given(st.floats(1, 500), st.floats(1e-7, 1e-2), st.floats(0, 1e-3))
def test_releases_are_close_to_their_sums(needed: float, rate: float, leaving: float) -> None:
    """Mean and variance are what summing over everybody ahead gives, within two parts in a hundred where the sum is smooth."""
    steps = round(needed)
    leaving = min(leaving, rate)
    mean, variance = releases(steps, rate, leaving)
    assert abs(mean - sum(1 / (rate + j * leaving) for j in range(steps))) <= 0.03 * mean
    assert abs(variance - sum(1 / (rate + j * leaving) ** 2 for j in range(steps))) <= 0.08 * variance


def test_gamma_quantiles_are_close_to_exact_ones() -> None:
    """Beside tables: exponential .10536 and 2.30259, Erlang of five 2.43259 and 7.99359."""
    for shape, low, high in ((1, 0.10536, 2.30259), (5, 2.43259, 7.99359)):
        assert abs(gamma_quantile(shape, shape, -1.281552) - low) < 0.04
        assert abs(gamma_quantile(shape, shape, 1.281552) - high) < 0.04


def test_nobody_able_no_interval() -> None:
    """Where nobody can answer, nothing is promised."""
    assert expect(Scene(0, 0, 0), Pace()) is None


def test_somebody_free_is_soon_and_a_line_is_not() -> None:
    """Before anything was learned: at once within a minute; behind ten with two people, minutes."""
    assert ends(Scene(0, 1, 2), Pace()) == (0, 30_000)
    low, high = ends(Scene(10, 0, 2), Pace())
    assert (low, high) == (6 * MINUTE_MS, 40 * MINUTE_MS)


def test_steps_hold_what_they_stand_for() -> None:
    """Down is never above, up never below, and beyond the last step there is only the last."""
    for given_ms in (0, 59_000, 60_000, 61_000, 3_600_000, 5_000_000):
        assert step_down(given_ms) <= given_ms <= step_up(given_ms)
    assert step_up(inf) == STEPS_MS[-1]


def test_missed_ends_move_until_they_are_missed_as_often_as_meant() -> None:
    """With waits that the model knows nothing of, eight in ten of the later ones are within what was said."""
    chance, pace, held = Random(7), Pace(), []
    for number in range(4_000):
        told = expect(Scene(12, 0, 2), pace)
        assert told is not None
        waited = round(chance.lognormvariate(13.2, 0.6))
        if number >= 2_000:
            held.append(told.low_ms <= waited <= told.high_ms)
        note_answer(pace, told, waited)
    assert 0.77 <= sum(held) / len(held) <= 0.84


def test_leaving_late_counts_against_the_upper_end_and_early_hardly() -> None:
    """Who left after the upper end had been told too little; who left before it moves it by what is not known of them."""
    told = Expected(2 * MINUTE_MS, 6 * MINUTE_MS, 3, 0)
    late, early = Pace(n=1_000), Pace(n=1_000)
    note_leaving(late, told, 7 * MINUTE_MS)
    note_leaving(early, told, MINUTE_MS)
    assert late.high > 1.05
    assert 1.0 < early.high < 1.002


def test_a_clock_that_was_set_back_teaches_nothing_impossible() -> None:
    """Times that end before they began count as none: whoever comes next is told an interval all the same."""
    pace, told = Pace(), Expected(0, MINUTE_MS, 1, 0)
    for _ in range(50):
        note_leaving(pace, told, -7_200_000)
        note_answer(pace, told, -7_200_000)
        pace.spell.note(-7_200_000)
        pace.pick_up.note(-7_200_000)
    assert min(pace.waited, pace.spell.mean, pace.pick_up.mean) > 0
    found = expect(Scene(20, 0, 3), pace)
    assert found is not None and found.low_ms < found.high_ms
