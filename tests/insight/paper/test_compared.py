"""What costs is compared honestly: where nothing changes the interval holds one, and a word of change is rare; where something does, it is said."""

import numpy as np
import pytest

from hoolin.catalogue.api import Words
from hoolin.experience.api import statistics
from hoolin.insight.load.line import Board, Line, Span, Unexplained
from hoolin.insight.paper.compared import costs, ratio, scatter, told

WORLDS = 1_000


def world(drawn: np.random.Generator, rate: float, apart: float, grown: float = 1.0) -> tuple[Span, Span, list[float]]:
    """Sixteen weeks with so many cases each, of minutes as long as they happen to be: the last four, the four before, and how many came in the twelve before the last
    four. apart: the relative variance of what weeks bring; grown: in the last four.
    """
    hours = []
    for week in range(16):
        mean = rate * (grown if week >= 12 else 1.0) * (drawn.gamma(1 / apart, apart) if apart else 1.0)
        hours.append(drawn.lognormal(-1.8, 0.7, drawn.poisson(mean)))

    def span(part: list[np.ndarray]) -> Span:
        each = np.concatenate(part)
        value, squares = float(each.sum()), float((each**2).sum())
        return Span(value, *statistics.compound(value, squares, one=squares / value if value else 1.0))

    return span(hours[12:]), span(hours[8:12]), [float(len(one)) for one in hours[:12]]


@pytest.mark.parametrize("apart", [0.0, 0.03])
@pytest.mark.parametrize("rate", [3.0, 20.0, 100.0])
def test_where_nothing_changes_the_interval_holds_one_and_a_word_is_rare(rate: float, apart: float) -> None:
    """95 of 100 intervals; and of five reasons at once hardly more than one digest of twenty has a word too many."""
    drawn, inside, words = np.random.default_rng(3), 0, 0
    for _ in range(WORLDS):
        now, before, weeks = world(drawn, rate, apart)
        found = ratio(now, before, scatter(weeks))
        assert found is not None
        inside += found.low <= 1 and (found.high is None or found.high >= 1)
        words += told(now, before, scatter(weeks)) is not None
    assert inside / WORLDS > 0.94
    assert 1 - (1 - words / WORLDS) ** 5 < 0.08


@pytest.mark.parametrize(("grown", "word"), [(1.8, "more"), (0.5, "fewer")])
def test_where_something_changes_it_is_said(grown: float, word: str) -> None:
    """Of forty a week, more often than not, in the right direction and with the truth in the interval."""
    drawn, inside = np.random.default_rng(4), 0
    said: list[str | None] = []
    for _ in range(200):
        now, before, weeks = world(drawn, 40.0, 0.0, grown)
        found = ratio(now, before, scatter(weeks))
        assert found is not None and found.high is not None
        inside += found.low < grown < found.high
        said.append(told(now, before, scatter(weeks)))
    assert said.count(word) > 150 and set(said) <= {word, None}
    assert inside > 180


def test_what_was_not_there_before_has_no_ratio_and_ends_that_nobody_knows_stay_open() -> None:
    """Nothing is divided by nothing."""
    assert ratio(Span(3, 1, 6), Span(0, 0, 2)) is None and told(Span(3, 1, 6), Span(0, 0, 2)) is None
    found = ratio(Span(3, 1, 6), Span(1, 0, 4))
    assert found is not None and (found.value, found.high) == (3.0, None)
    assert 0 < found.low < 1
    assert ratio(Span(3, 0, 6), Span(1, 0.5, 4)).low == 0  # type: ignore[union-attr]


def test_scatter_is_one_where_weeks_vary_by_chance_or_nobody_can_say() -> None:
    """And more where they jump; weeks before the first contact tell nothing, and a site of three weeks neither."""
    assert scatter([]) == scatter([0.0] * 12) == scatter([10.0] * 12) == scatter([0.0] * 9 + [9.0, 90.0, 9.0]) == 1.0
    assert scatter([0.0] * 6 + [100.0, 101.0] * 3) == 1.0
    assert scatter([5.0, 50.0] * 6) > 10


def line(code: str, gives_back: float, **more: object) -> Line:
    """What a reason costs."""
    span = Span(gives_back, gives_back * 0.8, gives_back * 1.3)
    usual: dict[str, object] = {
        "code": code, "parent": None, "leaf": True, "contacts": 40.0, "share": 0.1, "rate": None, "cases": 40.0, "snowball": None, "minutes": None,
        "hours": span, "failure_share": None, "gives_back": span, "action": None, "for_customer": None, "for_company": None,
    }  # fmt: skip
    return Line(**(usual | more))  # type: ignore[arg-type]


def board(*lines: Line) -> Board:
    """Of these."""
    return Board(number=1, days=28.0, customers=None, total=line("", 100), lines=lines, unexplained=Unexplained(0, 0.0))


def test_five_reasons_are_told_and_none_that_says_nothing_of_what_it_was_about() -> None:
    """The costliest first; no group, nothing that gives nothing back, nothing other."""
    names = {"a": Words(et="Aa", ru="Аа", en="Aye")}
    now = board(
        line("g", 90, leaf=False), line("other", 80), line("a", 20), line("b", 30, few=True), line("c", 10), line("d", 9), line("e", 8), line("f", 7), line("z", 0),
    )  # fmt: skip
    found = costs(now, board(line("a", 4), line("b", 29)), {"a": [3.0] * 12}, names)
    assert [one.code for one in found] == ["b", "a", "c", "d", "e"]
    assert (found[0].few, found[0].told, found[0].name.et) == (True, None, "b")
    assert (found[1].told, found[1].name.en, found[1].before.value) == ("more", "Aye", 4)
    assert found[2].ratio is None and found[2].before.value == 0
