"""The published and exactly computed numbers, to the digits in which they are printed."""

import pytest

from hoolin.experience.statistics import (
    answers_for_width,
    cohen_kappa,
    contacts_per_case,
    gwet_ac1,
    jeffreys,
    krippendorff_alpha,
    nps,
    ratings_of,
    scott_pi,
    service_level,
    shrink,
    stein_factor,
    trials_for_change,
    trials_for_width,
    wilson,
)

GAP = None
MEG_OWEN = ([0, 1, 0, 0, 0, 0, 0, 0, 1, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0])
BEN_GERRY = (list("aabbdcccedda"), list("babbbccceddd"))
FOUR_CODERS = (
    [1, 2, 3, 3, 2, 1, 4, 1, 2, GAP, GAP, GAP],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, GAP, 3],
    [GAP, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, GAP],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, GAP],
)
BATTERS = (18, 17, 16, 15, 14, 14, 13, 12, 11, 11, 10, 10, 10, 10, 10, 9, 8, 7)
"""Hits in the first 45 at bats of 1970 of the eighteen players in Efron and Morris (1977)."""


def printed(*numbers: float, digits: int) -> list[str]:
    """Numbers as they are printed."""
    return [f"{number:.{digits}f}" for number in numbers]


@pytest.mark.parametrize(
    ("interval", "said"),
    [
        (wilson(81, 263), ["0.2553", "0.3662"]),
        (wilson(15, 148), ["0.0624", "0.1605"]),
        (jeffreys(81, 263), ["0.2545", "0.3656"]),
        # Newcombe (1998), tables I and II: the score interval at no success and at one of 29.
        (wilson(0, 20), ["0.0000", "0.1611"]),
        (wilson(1, 29), ["0.0061", "0.1718"]),
    ],
)
def test_intervals_of_a_share(interval: tuple[float, float], said: list[str]) -> None:
    """Wilson's and Jeffreys' intervals are the published ones."""
    assert printed(*interval, digits=4) == said


def test_jeffreys_closes_the_end_nobody_or_everybody_reached() -> None:
    """None of twenty may truly be none, and twenty of twenty may be all."""
    assert jeffreys(0, 20).low == 0.0 < jeffreys(0, 20).high < 0.13
    assert jeffreys(20, 20).high == 1.0 > jeffreys(20, 20).low > 0.87


def test_net_promoters() -> None:
    """50 promoters, 30 passives and 20 detractors."""
    score = nps(50, 30, 20)
    assert printed(score.score, digits=1) == ["30.0"]
    assert printed(score.standard_error, digits=3) == ["7.810"]
    assert printed(score.low, score.high, digits=2) == ["14.05", "44.20"]


def test_krippendorffs_examples() -> None:
    """Examples A, B and C of Krippendorff (2011); C on all four scales."""
    assert printed(krippendorff_alpha(MEG_OWEN), krippendorff_alpha(BEN_GERRY), digits=3) == ["0.095", "0.692"]
    by_scale = [krippendorff_alpha(FOUR_CODERS, metric) for metric in ("nominal", "ordinal", "interval", "ratio")]
    assert printed(*by_scale, digits=3) == ["0.743", "0.815", "0.849", "0.797"]


def test_gwets_examples() -> None:
    """Gwet's own figures for the same four coders, standard error included."""
    agreement = gwet_ac1(FOUR_CODERS)
    assert printed(agreement.value, agreement.standard_error, digits=5) == ["0.77544", "0.14295"]
    assert printed(agreement.low, agreement.high, digits=3) == ["0.461", "1.000"]


def test_kappa_and_its_prevalence_trap() -> None:
    """Kappa falls below chance where both say yes nearly always; AC1 does not."""
    assert printed(cohen_kappa([[13, 0, 0], [0, 20, 7], [0, 4, 56]]), digits=7) == ["0.7964094"]
    trap = [[118, 5], [2, 0]]
    assert printed(cohen_kappa(trap), gwet_ac1(ratings_of(trap)).value, digits=4) == ["-0.0234", "0.9408"]
    # Two raters who call 20 and 25 of 50 "yes": the textbook table for kappa .4; pi is computed from its definition.
    table = [[20, 5], [10, 15]]
    assert printed(cohen_kappa(table), digits=4) == ["0.4000"]
    both = ((25 + 30) / 100) ** 2 + ((25 + 20) / 100) ** 2
    assert scott_pi(table) == pytest.approx((0.7 - both) / (1 - both), abs=1e-12)


@pytest.mark.parametrize(
    ("definition", "said"),
    [
        ("short_abandons_met", "83.02"),
        ("answered_only", "86.00"),
        ("all_offered", "81.13"),
        ("short_abandons_neutral", "82.69"),
        ("all_abandons_met", "86.79"),
    ],
)
def test_service_levels(definition: str, said: str) -> None:
    """One floor, five service levels."""
    share = service_level(definition, (1000, 860, 60, 20))  # type: ignore[arg-type]
    assert share is not None
    assert f"{100 * share.value:.2f}" == said


def test_how_many_are_enough() -> None:
    """Minimum numbers of observations."""
    assert trials_for_width(0.05, 0.8) == 246
    assert answers_for_width(10, 0.5, 0.2) == 235
    assert trials_for_change(0.70, 0.75) == 1_251


def test_efron_and_morriss_batters() -> None:
    """Stein's factor of the eighteen players is .212, and shrinking beats their own averages at foretelling the season."""
    assert f"{stein_factor([hits / 45 for hits in BATTERS], 45):.3f}" == "0.212"
    season = (
        0.346, 0.298, 0.276, 0.222, 0.273, 0.270, 0.263, 0.210, 0.269, 0.230, 0.264, 0.256, 0.303, 0.264, 0.226, 0.285, 0.316,
        0.200,
    )  # fmt: skip
    shrunk = shrink(BATTERS, [45] * len(BATTERS))
    off = sum((one.mean - true) ** 2 for one, true in zip(shrunk.ones, season, strict=True))
    raw = sum((hits / 45 - true) ** 2 for hits, true in zip(BATTERS, season, strict=True))
    assert off < raw / 2


def test_contacts_per_case() -> None:
    """A fifth repeated means a quarter more contacts."""
    assert contacts_per_case(0.2) == pytest.approx(1.25)
