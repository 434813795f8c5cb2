"""That what is said is true, where the truth is known: how often nothing is told, how surely a gap is found, and how much of what is told is there."""

from random import Random

import pytest
from scipy.stats import binom

from hoolin.coaching.advice import gap
from hoolin.coaching.advice.chosen import Whole, advise
from hoolin.coaching.advice.expected import expected
from hoolin.coaching.advice.seen import Seen
from hoolin.coaching.advice.simulation.measured import Counts, Kind, counted, kinds, measure
from hoolin.coaching.advice.simulation.site import ANSWERED, FATAL, Site, Truth, drawn

SITES, AGENTS = 12, 20
SELDOM = 0.002
"""So seldom a test would fail by its seed alone, were what it says just true."""


def _sites(truth: Truth) -> list[tuple[Site, Whole]]:
    found = []
    for number in range(SITES):
        site = drawn(truth, Random(100 + number))
        found.append((site, advise(site.evidence, ANSWERED, FATAL)))
    return found


@pytest.fixture(scope="module")
def planted() -> tuple[Truth, list[tuple[Site, Whole]], list[Counts]]:
    """Twelve sites where people differ as they do, each with four who name the problem back in 40 of 100 fewer."""
    weak = {f"a{at:02}": ("heard.named_back", 0.4) for at in range(4)}
    truth = Truth(AGENTS, 7.0, 6, answers_a_month=4, spread=0.2, weak=weak, year=6)
    sites = _sites(truth)
    return truth, sites, [counted(truth, *one) for one in sites]


def test_of_people_who_are_alike_hardly_anybody_is_told_anything(monkeypatch: pytest.MonkeyPatch) -> None:
    """Chance alone is kept within one in forty by how rare something must be, before it is asked how sure a gap is; with that nearly nobody is left."""
    truth = Truth(AGENTS, 5.0, 6, answers_a_month=5, year=6)
    sure = gap.SURE
    monkeypatch.setattr(gap, "SURE", 0.0)
    rare = told = 0
    for number in range(SITES):
        by_item: dict[str, list[Seen]] = {}
        for one in drawn(truth, Random(100 + number)).evidence.seen:
            by_item.setdefault(one.item, []).append(one)
        for items in gap.gaps({item: expected(seen) for item, seen in by_item.items()})[0].values():
            below = [one for one in items.values() if one.way == "below"]
            rare, told = rare + bool(below), told + any(one.sure > sure for one in below)
    assert 0 < rare <= binom.ppf(1 - SELDOM, SITES * AGENTS, gap.FALSE_MAX), "what is allowed is used, and no more"
    assert told <= binom.ppf(1 - SELDOM, SITES * AGENTS, 0.01)


def test_a_gap_is_found_as_often_as_the_page_says(
    planted: tuple[Truth, list[tuple[Site, Whole]], list[Counts]],
) -> None:
    """Of all who are weak: neither more nor fewer than was foretold, beyond chance."""
    counts = planted[2]
    found, of = (sum(one["found"][at] for one in counts) for at in (0, 1))
    foretold = sum(one["found, as told"][0] for one in counts) / of
    assert of == 4 * SITES and 0.2 < foretold < 0.9
    assert binom.ppf(SELDOM, of, foretold) <= found <= binom.ppf(1 - SELDOM, of, foretold)


def test_what_is_told_is_there(planted: tuple[Truth, list[tuple[Site, Whole]], list[Counts]]) -> None:
    """Of all that is told as many gaps are truly larger than ten of 100 as was thought, beyond chance; and the right thing is named."""
    _, sites, counts = planted
    told = [
        (one.gap.sure, site.gaps[agent, one.gap.item] > gap.GAP_MIN)
        for site, whole in sites for agent, said in whole.by_agent.items() for one in said.advice
    ]  # fmt: skip
    sure = sum(one for one, _ in told) / len(told)
    assert sure > gap.SURE and sum(there for _, there in told) >= binom.ppf(SELDOM, len(told), sure)
    assert sum(one["told, truly > 10"][1] for one in counts) == len(told)
    assert sum(one["named"][0] for one in counts) > 10 * sum(one["another named"][0] for one in counts)


def test_the_simulation_gives_the_same_again_and_every_kind_has_its_sites() -> None:
    """The same seed, the same figures; and more sites where what is asked for is seldom."""
    some = [Kind("planted 40%, 2 reviews, 3 months", 0.4, 3, 2, 0.2)]
    assert measure(1, 7, only=some) == measure(1, 7, only=some)
    assert len({kind.name for kind in kinds()}) == len(kinds()) and {kind.part for kind in kinds()} == {1, 4, 8}
