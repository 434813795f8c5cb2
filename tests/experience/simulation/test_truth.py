"""The synthetic site's true values are those of its process, and what is published of it tells them."""

from random import Random

import pytest

from hoolin.experience.simulation.coverage import Covered, coverage
from hoolin.experience.simulation.figures import true_values
from hoolin.experience.simulation.luck import luck
from hoolin.experience.simulation.site import MONTH, Month
from hoolin.experience.simulation.truth import SITE

RUNS = 30

pytestmark = [pytest.mark.slow, pytest.mark.timeout(400)]


@pytest.fixture(scope="module")
def covered() -> dict[tuple[str, str], Covered]:
    """Thirty small months."""
    return {(one.source, one.code): one for one in coverage(RUNS, 600, seed=7)}


def test_the_formulas_are_those_of_the_process() -> None:
    """Counted directly in one long month: who is served, who comes back, what everybody would have answered."""
    month = Month(SITE, 60_000, Random(3))
    rows = [row for row in month.batch.contacts if MONTH.begin <= row.arrived_at < MONTH.end]
    truth = true_values(SITE)
    gave_up = sum(row.reached_at is None for row in rows) / len(rows)
    assert gave_up == pytest.approx(truth["system", "access.gave_up"], abs=0.005)
    opened = sum(row.opened for row in rows)
    assert (len(rows) - opened) / opened == pytest.approx(truth["system", "effort.contacts"], rel=0.05)
    served = [row for row in rows if row.reached_at is not None]
    would = sum(
        SITE.content(row.ending == "solved", 0 if row.wait_ms <= 60_000 else 1 if row.wait_ms <= 600_000 else 2)
        for row in served
    )
    assert 100 * would / len(served) == pytest.approx(truth["survey", "heard.understood"], abs=0.4)


def test_intervals_hold_the_truth_as_often_as_they_say(covered: dict[tuple[str, str], Covered]) -> None:
    """Of every published figure, 95 % is within what thirty runs allow (four standard errors); each figure said something each time."""
    for one in covered.values():
        assert one.runs == RUNS, one
        assert one.share >= 0.95 - 4 * (0.95 * 0.05 / RUNS) ** 0.5, one


def test_weighing_brings_answers_nearer_to_the_truth(covered: dict[tuple[str, str], Covered]) -> None:
    """Who answers is content more often than who does not: the plain mean is several points too high, the weighted one is not."""
    for code in ("heard.understood", "outcome.csat"):
        one = covered["survey", code]
        assert one.raw is not None and one.raw > 6
        assert one.error < one.raw / 3
        assert abs(one.bias) < 1.5


def test_open_windows_do_not_flatter(covered: dict[tuple[str, str], Covered]) -> None:
    """Two days after the month, first-contact resolution in thirty days is told without waiting, and without a leaning."""
    one = covered["system, windows open", "resolution.fcr_30d"]
    assert abs(one.bias) < 0.01


def test_people_who_are_alike_are_not_told_apart() -> None:
    """At most one in twenty is flagged; of people who differ, drawing together is nearer to the truth and orders them no worse."""
    found = luck(30, seed=5)
    assert found.flagged_alike <= 0.05
    assert found.error_shrunk < found.error_plain
    assert found.wrong_shrunk <= found.wrong_plain
