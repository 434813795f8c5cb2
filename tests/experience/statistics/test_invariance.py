"""Whether groups may be compared: a published example to the printed digits, and groups whose truth is known."""

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from hoolin.core.errors import Invalid
from hoolin.experience.statistics import Sample, factors, invariance, sample_of

PASTEUR = (156, [4.941239, 5.983974, 2.487179, 2.82265, 3.995192, 1.922161, 4.432274, 5.563141, 5.417735], [
    [1.39523], [0.402103, 1.50375], [0.620107, 0.476758, 1.345789], [0.567926, 0.088504, 0.16466, 1.319686],
    [0.47194, 0.142551, 0.066445, 1.07981, 1.70791], [0.497563, 0.194036, 0.222102, 0.755121, 0.933921, 0.974449],
    [0.046164, -0.203845, -0.024698, 0.321554, 0.170905, 0.219107, 1.16992],
    [0.165195, 0.038512, 0.151611, 0.146989, 0.151505, 0.205647, 0.426092, 0.951991],
    [0.351143, 0.218678, 0.332078, 0.155163, 0.208428, 0.186184, 0.287226, 0.352425, 0.977553],
])  # fmt: skip
GRANT_WHITE = (145, [4.929885, 6.2, 1.99569, 3.317241, 4.712069, 2.468966, 3.92084, 5.488276, 5.327203], [
    [1.318647], [0.41431, 1.226379], [0.53375, 0.478448, 1.073365], [0.439868, 0.283103, 0.380965, 1.257212],
    [0.411134, 0.204569, 0.344233, 0.933298, 1.341665], [0.412028, 0.243892, 0.407071, 0.906397, 0.898084, 1.280142],
    [0.123285, 0.075727, 0.079681, 0.241305, 0.302994, 0.208295, 1.0618],
    [0.369523, 0.194586, 0.25857, 0.121765, 0.239728, 0.14338, 0.632835, 1.09438],
    [0.573133, 0.281398, 0.395735, 0.361459, 0.422277, 0.315245, 0.441902, 0.566652, 1.051048],
])  # fmt: skip
"""Holzinger and Swineford 1939, nine tests of the children of two schools: n, means, covariances (divided by n)."""


def school(told: tuple[int, list[float], list[list[float]]]) -> Sample:
    """With the covariances' other half."""
    n, means, rows = told
    lower = np.zeros((len(means), len(means)))
    for at, row in enumerate(rows):
        lower[at, : len(row)] = row
    return Sample(n, np.array(means), lower + np.tril(lower, -1).T)


def test_two_schools_as_printed() -> None:
    """Three factors by school, as the tutorial of lavaan prints them (https://lavaan.ugent.be/tutorial/groups.html)."""
    found = invariance([school(PASTEUR), school(GRANT_WHITE)], [[0, 1, 2], [3, 4, 5], [6, 7, 8]])
    fits = [(round(one.chi_square, 2), one.freedom, round(one.cfi, 3)) for one in found[:3]]
    assert fits == [(115.85, 48, 0.923), (124.04, 54, 0.921), (164.10, 60, 0.882)]
    assert (found.same_weights, found.comparable) == (True, False)


def answers(
    rng: np.random.Generator, n: int, fares: float = 0.0, levels: tuple[float, ...] = (0, 0, 0, 0),
    weights: tuple[float, ...] = (0.8, 0.8, 0.8, 0.8),
) -> NDArray[np.float64]:  # fmt: skip
    """Four questions on one factor, on a scale from 1 to 5. fares: how much better this group fares in truth."""
    factor = rng.normal(fares, 1, n)
    lying = 3.4 + np.outer(factor, weights) + np.array(levels) + rng.normal(0, 0.7, (n, 4))
    whole: NDArray[np.float64] = np.clip(np.round(lying), 1, 5)
    return whole


def test_a_group_that_only_fares_better_may_be_compared() -> None:
    """The same questions in the same measure: a true difference of means is none of the questions, in at least nineteen of twenty."""
    rng = np.random.default_rng(3)
    found = [
        invariance([sample_of(answers(rng, 400)), sample_of(answers(rng, 300, fares=0.3))]).comparable
        for _ in range(30)
    ]
    assert sum(found) >= 28


@pytest.mark.parametrize(
    ("other", "same_weights"),
    [({"levels": (0.0, 0.0, 0.6, 0.0)}, True), ({"weights": (0.9, 0.9, 0.25, 0.9)}, False)],
    ids=["another level", "another weight"],
)
def test_a_question_that_means_something_else_is_found(other: dict[str, Any], same_weights: bool) -> None:
    """One question of four answered from another level, or hardly to do with the rest, on one channel."""
    rng = np.random.default_rng(4)
    for _ in range(8):
        found = invariance([sample_of(answers(rng, 400)), sample_of(answers(rng, 400, **other))])
        assert not found.comparable
        assert found.same_weights == same_weights


@pytest.mark.parametrize("questions", [3, 4])
def test_questions_that_have_nothing_to_do_with_each_other_are_no_measure(questions: int) -> None:
    """Whatever the fit index makes of two chances: in none of twenty each do they hang together, and it is said without doubt."""
    rng = np.random.default_rng(7)
    for _ in range(20):
        found = invariance([sample_of(np.clip(np.round(rng.normal(3.5, 1, (120, questions))), 1, 5)) for _ in range(2)])
        assert found.told and not found.hangs_together and not found.comparable


def test_three_questions_that_go_together_may_be_compared() -> None:
    """One factor always fits three; how strongly they go together is what tells."""
    rng = np.random.default_rng(8)
    found = invariance([sample_of(answers(rng, 300)[:, :3]), sample_of(answers(rng, 300)[:, :3])])
    assert found.configural.freedom == 0 and found.correlation > 0.4 and found.comparable


def test_a_search_that_did_not_arrive_tells_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stopped after a step, its fit is no fit: neither comparable nor the opposite."""
    monkeypatch.setattr(factors, "STEPS_MAX", 1)
    rng = np.random.default_rng(9)
    found = invariance([sample_of(answers(rng, 300)), sample_of(answers(rng, 300))])
    assert found.related and not found.told and not found.hangs_together and not found.comparable


def test_the_measure_that_an_answer_is_written_in_changes_nothing() -> None:
    """A question on a scale of ten times the points, and moved, fits as well as before."""
    rng = np.random.default_rng(5)
    first, second = answers(rng, 200), answers(rng, 200, fares=0.4)
    plain = invariance([sample_of(first), sample_of(second)])
    other = [sample_of(one * np.array([10, 1, 1, 0.5]) + np.array([3, 0, 7, 0])) for one in (first, second)]
    for one, same in zip(plain[:3], invariance(other)[:3], strict=True):
        assert one.chi_square == pytest.approx(same.chi_square, abs=0.01)


def test_what_cannot_be_told_is_refused() -> None:
    """One group, two questions, or a question that repeats another."""
    rng = np.random.default_rng(6)
    one = answers(rng, 50)
    for groups in ([sample_of(one)], [sample_of(one[:, :2])] * 2):
        with pytest.raises(Invalid):
            invariance(groups)
    with pytest.raises(Invalid, match="no_spread"):
        invariance([sample_of(one[:, [0, 1, 1]])] * 2)
