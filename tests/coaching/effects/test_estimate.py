"""The effect from a panel: against an answer worked out by hand, against drift, and with an interval that every order of the draw agrees with."""

from itertools import permutations
from math import inf

import numpy as np
import pytest

from hoolin.coaching.effects.design import drawn
from hoolin.coaching.effects.estimate import Weighed, arrays, begun, doses, estimate, orders, spread
from hoolin.coaching.effects.naive import Change, Naive, before_after, reading
from hoolin.coaching.effects.panel import Mark, mean_of, panel
from hoolin.coaching.effects.power import USUAL, Foreseen, Plan, careful, foreseen, known_from, told
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
    weighed, dose, has = Weighed(8, worth, spread(points[:, :8], worth[:, :8])), doses(8, 12, 2, 4), begun(8, 12, 2, 4)
    ours = np.array([order[one] for one in agents])
    every = np.array(sorted(set(permutations(ours.tolist()))))

    def rare(effect: float) -> float:
        left = weighed.scores(points - effect * dose[ours])
        scores = np.array([(left * has[one]).sum() for one in every])
        here = (left * has[ours]).sum()
        return float(min((scores >= here - 1e-9).mean(), (scores <= here + 1e-9).mean()))

    # Of twenty orders the rarest is one in twenty: no interval at 95 % has an end.
    assert (found.low, found.high) == (-inf, inf) and rare(1_000.0) == rare(-1_000.0) == 1 / 20


def test_ends_lie_where_one_in_forty_orders_is_as_extreme() -> None:
    """With twelve people in pairs there are 64 orders: just beyond either end ours is the only one as extreme, just within there is another."""
    order = drawn(7, BLOCKS, 2)
    there = panel(world(order, 12), AGENTS, 8, 12)
    found = estimate(there, order, BLOCKS, 2, 4, 1)
    points, worth = arrays(there)
    weighed, dose, has = Weighed(8, worth, spread(points[:, :8], worth[:, :8])), doses(8, 12, 2, 4), begun(8, 12, 2, 4)
    ours = np.array([order[one] for one in AGENTS])
    flips = np.array([[(ways >> (at // 2)) & 1 for at in range(12)] for ways in range(64)])
    every = np.where(flips == 1, 1 - ours, ours)

    def rarer(effect: float) -> int:
        left = weighed.scores(points - effect * dose[ours])
        scores = np.array([(left * has[one]).sum() for one in every])
        here = (left * has[ours]).sum()
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
    """Helped, harmful, nothing as large as was hoped for, and cannot tell; never of too little."""
    order = drawn(7, BLOCKS, 2)
    come = Drawn(order, BLOCKS, 2, 4, 1)

    def said(effect: float, expected: float, each: int = 20) -> str:
        return judge(panel(world(order, effect, each=each), AGENTS, 8, 12), come, expected, AGENTS).word

    assert [said(15, 10), said(-15, 10), said(0, 12), said(0, 2)] == ["helped", "harmful", "no_effect", "cannot_tell"]
    with pytest.raises(Invalid, match="too_few_marks"):
        judge(panel([], AGENTS, 8, 12), come, 10, AGENTS)
    alone = at_once(panel(world(dict.fromkeys(AGENTS, 0), 10), AGENTS, 8, 12), AGENTS, 10, None)
    assert (alone.word, alone.points, alone.took) == ("cannot_tell", None, None)
    assert alone.naive is not None and alone.naive.convincing


def test_no_effect_is_only_said_where_what_was_hoped_for_lies_outside() -> None:
    """The hoped-for effect is not denied by an interval that holds it."""
    order = drawn(7, BLOCKS, 2)
    there = panel(world(order, 0), AGENTS, 8, 12)
    high = judge(there, Drawn(order, BLOCKS, 2, 4, 1), 10, None).high
    assert high is not None and high > 0
    words = [judge(there, Drawn(order, BLOCKS, 2, 4, 1), high + more, None).word for more in (-0.01, 0.01)]
    assert words == ["cannot_tell", "no_effect"]


def test_where_nobody_took_it_up_nobody_had_it() -> None:
    """An empty set is not everybody: there is no before and after of nobody, and what is compared stays as it was drawn."""
    order = drawn(7, BLOCKS, 2)
    there = panel(world(order, 12), AGENTS, 8, 12)
    nobody, unknown = (judge(there, Drawn(order, BLOCKS, 2, 4, 1), 10, took) for took in ((), None))
    assert (nobody.took, nobody.naive, nobody.reading) == (0, None, "unknown") and nobody.points == unknown.points
    assert unknown.took is None and unknown.naive is not None and unknown.naive.before.marks == 12 * 8 * 20
    assert at_once(there, AGENTS, 10, ()).naive is None


def luck(agents: tuple[str, ...], weeks: int, drift: float, seed: int, each: int = 4) -> list[Mark]:
    """All are alike, every week has its luck, and everybody gets better by the same: whoever looks weak before was unlucky."""
    random = np.random.default_rng(seed)
    return [
        Mark(agent, week, "x", "bill", 50 + drift * max(0, week - 7) + float(random.normal(0, 30)))
        for agent in agents for week in range(weeks) for _ in range(each)
    ]  # fmt: skip


def weak(marks: list[Mark], agents: tuple[str, ...]) -> tuple[str, ...]:
    """The half that did worse in the first eight weeks."""
    sums = {agent: sum(one.points for one in marks if one.agent == agent and one.week < 8) for agent in agents}
    return tuple(sorted(sorted(agents, key=lambda agent: sums[agent])[: len(agents) // 2]))


@pytest.mark.parametrize(("drift", "told"), [(0.0, "regressed"), (4.0, "both")])
def test_picking_the_weak_is_told_from_what_moved_the_site(drift: float, told: str) -> None:
    """Those who were picked and waited rose by their luck and by what moved everybody, the others by that less their own luck; over both together luck falls out."""
    everybody = tuple(f"b{at:02}" for at in range(40))
    marks = luck(everybody, 16, drift, 3)
    chosen = weak(marks, everybody)
    blocks = tuple((chosen[at], chosen[at + 1]) for at in range(0, 20, 2))
    order = drawn(5, blocks, 2)
    found = judge(panel(marks, everybody, 8, 16), Drawn(order, blocks, 2, 8, 1), 10, None)
    assert found.word in ("no_effect", "cannot_tell") and found.reading == told and found.naive is not None
    moved, regressed = found.naive.moved, found.naive.regressed
    assert moved is not None and moved.low <= drift * 4.5 <= moved.high and regressed is not None and regressed.low > 0
    assert found.naive.waiting is not None and moved.points + regressed.points == pytest.approx(
        found.naive.waiting.points
    )


def test_a_part_is_named_where_it_is_clear_and_no_more() -> None:
    """Nobody was picked and nothing moved: nothing is named; of too few people or marks nothing is even counted; where everybody takes part there is only the site."""
    clear, unclear = Change(5, 1, 9, 8, 99), Change(5, -1, 11, 8, 99)
    plain = before_after(panel(world(drawn(7, BLOCKS, 2), 10), AGENTS, 8, 12), drawn(7, BLOCKS, 2), 4, AGENTS)
    assert plain is not None and plain.outside is None and plain.regressed is None and plain.moved == plain.waiting

    def said(moved: Change | None, regressed: Change | None) -> str:
        return reading(plain._replace(moved=moved, regressed=regressed), plain.high + 1, plain.high + 2)

    parts = [(clear, clear), (clear, unclear), (unclear, clear), (unclear, unclear), (None, None)]
    assert [said(*one) for one in parts] == ["both", "moved", "regressed", "unknown", "unknown"]
    assert reading(plain, plain.low, plain.high) == "alike"
    few = tuple(f"b{at}" for at in range(4))
    marks = [*world(drawn(7, BLOCKS, 2), 0), *(one for one in luck(few, 12, 0, 1))]
    found = before_after(panel(marks, (*AGENTS, *few), 8, 12), drawn(7, BLOCKS, 2), 4, AGENTS)
    assert isinstance(found, Naive) and found.waiting is not None and found.waiting.agents == 6
    assert found.outside is found.moved is found.regressed is None


def test_no_source_outvotes_another_by_how_it_counts() -> None:
    """One of twenty is reviewed, everybody is asked: a review is no more than an answer; and one that was hardly ever chosen counts for five."""
    usual = [Mark("a", week, item, "r", 50.0, weight) for item, weight in (("x/reviewer", 20.0), ("x/survey", 1.0)) for week in range(4) for _ in range(5)]  # fmt: skip
    later = [Mark("a", 4, "x/reviewer", "r", 0.0, 20.0), *(Mark("a", 4, "x/survey", "r", 100.0) for _ in range(9))]
    cell = panel([*usual, *later], ("a",), 4, 5).cells[0][4]
    assert cell is not None and cell.points == pytest.approx(90) and cell.worth == pytest.approx(10)
    seldom = panel([*usual, later[0]._replace(weight=1_000.0), *later[1:]], ("a",), 4, 5).cells[0][4]
    assert seldom is not None and seldom.points == pytest.approx(900 / 14)


def test_conversations_are_counted_once_however_much_was_judged_of_them() -> None:
    """Two items of one are two marks and one conversation."""
    marks = [Mark("a", week, item, "r", 50.0, heard=f"i{week}") for week in range(3) for item in ("x", "y")]
    there = panel(marks, ("a",), 2, 3)
    assert (there.marks(), there.conversations(), there.conversations(range(2))) == (6, 3, 2)


def test_each_source_is_told_apart() -> None:
    """Customers saw nothing of it; reviewers did."""
    order = drawn(7, BLOCKS, 2)
    answers, reviews = (panel(world(order, effect, seed=seed), AGENTS, 8, 12) for effect, seed in ((0, 1), (25, 2)))
    whole = panel([*world(order, 0), *world(order, 25, seed=2)], AGENTS, 8, 12)
    found = judge(
        whole,
        Drawn(order, BLOCKS, 2, 4, 1),
        10,
        None,
        apart={"survey": answers, "reviewer": reviews, "shopper": panel([], AGENTS, 8, 12)},
    )
    apart = {one.source: one for one in found.apart}
    review, answer = apart["reviewer"], apart["survey"]
    assert review.low is not None and review.low > 15 and answer.low is not None and answer.low < 0
    assert apart["shopper"].points is None and apart["shopper"].marks == 0


def test_an_effect_that_grows_is_found_as_its_average_and_of_no_week_with_the_wrong_sign() -> None:
    """Each week since somebody began counts for the effect with a weight that is not negative, and all of them together with one."""
    agents, waves, step, before = 24, 6, 2, 8
    shape = (before, before + (waves - 1) * step, waves, step)
    has, dose, begin = begun(*shape), doses(*shape), np.arange(agents) % waves
    weighed = Weighed(before, np.full((agents, shape[1]), 3.0), spread(np.zeros((1, 1)), np.zeros((1, 1))))
    every = orders([range(agents)], begin, waves, 400, np.random.default_rng(1))
    rows, starts = np.arange(agents), before + step * begin[:, None]

    def pulled(values: np.ndarray) -> float:
        sums = weighed.scores(values) @ has.T
        return float(sums[rows, begin].sum() - sums[rows, every].sum(axis=1).mean())

    whole = pulled(dose[begin])
    weights = [pulled((np.arange(shape[1])[None, :] - starts == since).astype(float)) / whole for since in range(10)]
    assert min(weights) >= 0 and sum(weights) - weights[0] / 2 == pytest.approx(1, abs=1e-9)


def test_all_orders_are_looked_at_where_they_are_few() -> None:
    """Each once, without ours; of what is left over in a block either may begin."""
    begin = np.array([0, 0, 1, 0, 1])
    every = orders([[0, 1, 2], [3, 4]], begin, 2, 400, np.random.default_rng(1))
    assert len(every) == len({tuple(one) for one in every.tolist()}) == 6 * 2 - 1
    assert all(sum(one[3:]) == 1 and sum(one[:3]) in (1, 2) for one in every) and not (every == begin).all(axis=1).any()
    ten = orders([range(10)], np.arange(10) % 2, 2, 400, np.random.default_rng(1))
    assert len(ten) == 251 and len(orders([range(12)], np.arange(12) % 3, 3, 400, np.random.default_rng(1))) == 400


def test_more_people_and_more_conversations_see_smaller_effects() -> None:
    """And what nobody can see is said so, with how many it would take; with care less is promised."""
    order = drawn(7, BLOCKS, 2)
    known = known_from(panel(world(order, 0), AGENTS, 8, 12))
    few, more, often = (foreseen(Plan(*one, 4, 2, 8, False), known) for one in ((16, 1.0), (40, 1.0), (16, 5.0)))
    seen = [one.detectable() for one in (few, more, often)]
    assert seen[0] is not None and all(one is not None and one < seen[0] for one in seen[1:])
    assert few.chance(seen[0] + 1e-6) == pytest.approx(0.8, abs=0.01) and few.chance(0.01) < 0.05
    assert foreseen(Plan(16, 1.0, 4, 2, 8, False), known, careful(USUAL)).chance(seen[0]) < 0.5
    hard = told(Plan(10, 0.2, 2, 2, 4, False), spread(np.zeros((1, 1)), np.zeros((1, 1))), 10.0)
    assert not hard.useful and hard.chance < 0.1 and hard.detectable is hard.agents_needed is None
    some = told(Plan(16, 1.0, 4, 2, 8, False), known, seen[0] / 2, take_up=0.7)
    assert some.chance_low <= some.chance < 0.5 and some.take_up == 0.7 and some.take_up_low == pytest.approx(0.49)
    assert some.agents_needed is not None and some.agents_needed > 48
    assert Foreseen((inf,)).detectable() is None and Foreseen((inf,)).chance(10) == 0
    six = foreseen(Plan(6, 9.0, 2, 2, 8, False), known)
    assert six.detectable() is None and six.chance(100) == 0
