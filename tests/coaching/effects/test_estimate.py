"""The effect from a panel: against an answer worked out by hand, against drift, and with an interval that every order of the draw agrees with."""

from itertools import permutations
from math import inf

import numpy as np
import pytest

from hoolin.coaching.effects.design import drawn
from hoolin.coaching.effects.estimate import Weighed, arrays, doses, estimate, spread
from hoolin.coaching.effects.naive import before_after, reading
from hoolin.coaching.effects.panel import Mark, mean_of, panel
from hoolin.coaching.effects.power import Plan, Unsure, known_from, told, unsure
from hoolin.coaching.effects.verdict import Drawn, at_once, judge
from hoolin.core.errors import Invalid

AGENTS = tuple(f"a{at:02}" for at in range(12))
BLOCKS = tuple((AGENTS[at], AGENTS[at + 1]) for at in range(0, 12, 2))


def world(order: dict[str, int], effect: float, drift: float = 0.0, seed: int = 1, each: int = 20, step: int = 4) -> list[Mark]:  # fmt: skip
    """Eight weeks before and four since; levels differ, the site drifts, the effect is whole from the week after somebody began."""
    random, found = np.random.default_rng(seed), []
    for at, agent in enumerate(AGENTS):
        for week in range(8 + step):
            begins = 8 + order[agent] * step
            dose = 1.0 if week > begins else 0.5 if week == begins else 0.0
            mean = 40 + 2 * at + drift * week + effect * dose
            found += [
                Mark(agent, week, "heard.named_back", "bill", mean + float(random.normal(0, 15))) for _ in range(each)
            ]
    return found


def test_a_planted_effect_is_found_whatever_the_site_does() -> None:
    """Drift of everybody falls out to the last digit: it is the same week for all."""
    order = drawn(7, BLOCKS, 2)
    still = estimate(panel(world(order, 12), AGENTS, 8, 12), order, BLOCKS, 2, 4, 1)
    moved = estimate(panel(world(order, 12, drift=3.0), AGENTS, 8, 12), order, BLOCKS, 2, 4, 1)
    assert still.low < 12 < still.high and abs(still.points - 12) < 3
    assert moved.points == pytest.approx(still.points, abs=1e-6)
    naive = before_after(panel(world(order, 0, drift=3.0), AGENTS, 8, 12), order, 4, AGENTS)
    assert naive is not None and naive.convincing and naive.points > 10


def test_the_interval_is_the_test_turned_round() -> None:
    """An effect lies within it just where, once it is taken off again, the real order is none of the rarest: tried with all orders of six people."""
    agents, order = AGENTS[:6], dict(zip(AGENTS[:6], (0, 0, 0, 1, 1, 1), strict=True))
    marks = [one for one in world(order | dict.fromkeys(AGENTS[6:], 0), 8) if one.agent in agents]
    there = panel(marks, agents, 8, 12)
    found = estimate(there, order, (agents,), 2, 4, 3, draws=20_000)
    points, worth = arrays(there)
    weighed, dose = Weighed(worth, spread(points[:, :8], worth[:, :8])), doses(8, 12, 2, 4)
    ours = np.array([order[one] for one in agents])
    every = np.array(sorted(set(permutations(ours.tolist()))))

    def rare(effect: float) -> float:
        left = weighed.scores(points - effect * dose[ours])
        scores = np.array([(left * dose[one]).sum() for one in every])
        here = (left * dose[ours]).sum()
        return float(min((scores >= here - 1e-9).mean(), (scores <= here + 1e-9).mean()))

    # Of twenty orders the rarest is one in twenty: no interval at 95 % has an end.
    assert (found.low, found.high) == (-inf, inf) and rare(1_000.0) == rare(-1_000.0) == 1 / 20


def test_ends_lie_where_one_in_forty_orders_is_as_extreme() -> None:
    """With twelve people in pairs there are 64 orders: just beyond either end ours is the only one as extreme, just within there is another."""
    order = drawn(7, BLOCKS, 2)
    there = panel(world(order, 12), AGENTS, 8, 12)
    found = estimate(there, order, BLOCKS, 2, 4, 1)
    points, worth = arrays(there)
    weighed, dose = Weighed(worth, spread(points[:, :8], worth[:, :8])), doses(8, 12, 2, 4)
    ours = np.array([order[one] for one in AGENTS])
    flips = np.array([[(ways >> (at // 2)) & 1 for at in range(12)] for ways in range(64)])
    every = np.where(flips == 1, 1 - ours, ours)

    def rarer(effect: float) -> int:
        left = weighed.scores(points - effect * dose[ours])
        scores = np.array([(left * dose[one]).sum() for one in every])
        here = (left * dose[ours]).sum()
        return int(min((scores >= here - 1e-9).sum(), (scores <= here + 1e-9).sum()))

    assert rarer(found.low - 0.01) == rarer(found.high + 0.01) == 1
    assert rarer(found.low + 0.01) == rarer(found.high - 0.01) == 2


def test_the_same_rows_give_the_same_figures_in_whatever_order() -> None:
    """To the last digit, weights and reasons with them."""
    order = drawn(7, BLOCKS, 2)
    marks = [one._replace(weight=1 + at % 3, reason=("bill", "sim")[at % 2]) for at, one in enumerate(world(order, 5))]
    there = panel(marks, AGENTS, 8, 12)
    mixed = [marks[at] for at in np.random.default_rng(3).permutation(len(marks))]
    assert panel(mixed, AGENTS, 8, 12) == there
    assert estimate(there, order, BLOCKS, 2, 4, 5) == estimate(there, order, BLOCKS, 2, 4, 5)


def test_harder_reasons_are_evened_out_and_an_effect_is_not() -> None:
    """By what they brought before anybody had anything: whoever gets the hard ones later is no worse for it."""
    easy = [Mark("a", week, "x", "easy", 80.0) for week in range(4) for _ in range(40)]
    hard = [Mark("b", week, "x", "hard", 40.0) for week in range(4) for _ in range(40)]
    later = [Mark("a", 5, "x", "hard", 40.0), Mark("b", 5, "x", "easy", 95.0)]
    there = panel([*easy, *hard, *later], ("a", "b"), 4, 6)
    assert there.cells[0][4] is None
    (one, other) = (row[5] for row in there.cells)
    assert one is not None and abs(one.points - 60) < 1.5 and one.plain == 40
    assert other is not None and abs(other.points - 75) < 1.5
    assert mean_of(there.cells[0][:4]) == pytest.approx(60, abs=1.5) and mean_of([None]) is None


def test_verdicts_say_what_can_be_said() -> None:
    """Helped, harmful, nothing seen though it would have been, and cannot tell; never of too little."""
    order = drawn(7, BLOCKS, 2)
    come = Drawn(order, BLOCKS, 2, 4, 1)

    def said(effect: float, expected: float, each: int = 20) -> str:
        return judge(panel(world(order, effect, each=each), AGENTS, 8, 12), come, expected, AGENTS).word

    assert [said(15, 10), said(-15, 10), said(0, 12), said(0, 2)] == ["helped", "harmful", "no_effect", "cannot_tell"]
    with pytest.raises(Invalid, match="too_few_marks"):
        judge(panel([], AGENTS, 8, 12), come, 10, AGENTS)
    alone = at_once(panel(world(dict.fromkeys(AGENTS, 0), 10), AGENTS, 8, 12), AGENTS, 10, None)
    assert (
        alone.word == "cannot_tell"
        and alone.points is None
        and alone.naive is not None
        and alone.naive.convincing
        and alone.took is None
    )


def test_before_and_after_is_explained_by_those_who_waited() -> None:
    """Drift of all; of those who wait only; none."""
    order, others = drawn(7, BLOCKS, 2), tuple(f"b{at}" for at in range(6))

    def read(ours: float, outside: float) -> str:
        marks = world(order, 0, drift=ours)
        marks += [Mark(one, week, "heard.named_back", "bill", 60 + outside * week) for one in others for week in range(12) for _ in range(5)]  # fmt: skip
        found = judge(panel(marks, (*AGENTS, *others), 8, 12), Drawn(order, BLOCKS, 2, 4, 1), 10, None)
        assert found.word != "helped"
        return found.reading

    assert [read(3, 3), read(3, 0), read(0, 0)] == ["site_moved", "by_themselves", "alike"]
    naive = before_after(panel(world(order, 10), AGENTS, 8, 12), order, 4, AGENTS)
    assert naive is not None and reading(naive, naive.points, naive.low, naive.high) == "alike"


def test_more_people_and_more_conversations_see_smaller_effects() -> None:
    """And what nobody can see is said so, with how many it would take."""
    order = drawn(7, BLOCKS, 2)
    known = known_from(panel(world(order, 0), AGENTS, 8, 12))
    few, more, often = (unsure(Plan(*one, 4, 2, 8, False), known) for one in ((12, 1.0), (40, 1.0), (12, 5.0)))
    seen = [one.detectable() for one in (few, more, often)]
    assert seen[0] is not None and all(one is not None and one < seen[0] for one in seen[1:])
    assert few.chance(seen[0]) == pytest.approx(0.8, abs=1e-6) and few.chance(0.0) < 0.05
    hard = told(Plan(8, 0.2, 2, 2, 4, False), spread(np.zeros((1, 1)), np.zeros((1, 1))), 10.0)
    assert not hard.useful and hard.chance < 0.1 and hard.detectable is hard.agents_needed is None
    some = told(Plan(12, 1.0, 4, 2, 8, False), known, seen[0] / 2)
    assert some.chance < 0.5 and some.agents_needed == 48
    assert Unsure(inf, 0, 1).detectable() is None and Unsure(inf, 0, 1).chance(10) == 0
