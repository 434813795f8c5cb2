"""What is expected, what is told, and what could have been found: by the very rule, on plain rows."""

from random import Random

import numpy as np
import pytest

from hoolin.coaching.advice.expected import Expected, expected
from hoolin.coaching.advice.gap import FALSE_MAX, LOOKED_MIN, SURE, Looked, chances_of, gap_of, gaps, rarity, tails
from hoolin.coaching.advice.power import Powers, Rule
from hoolin.coaching.advice.prior import usual
from hoolin.coaching.advice.seen import Seen


def seen(agent: str, reason: str, met: int, of: int, judge: str = "r1") -> list[Seen]:
    """So many of so many."""
    kinds = (reason, "chat", "et", judge, "0.1")
    return [Seen(f"{agent}-{reason}-{judge}-{at}", agent, "heard.empathy", at < met, kinds) for at in range(of)]


def test_whoever_gets_the_hard_reason_is_not_blamed() -> None:
    """Half are met of the hard reason by everybody: whoever has it always is expected to meet half, and is nobody to talk to about it."""
    rows = [
        one for number in range(8) for one in (*seen(f"a{number}", "easy", 27, 30), *seen(f"a{number}", "hard", 5, 10))
    ]
    rows += seen("theirs", "hard", 15, 30)
    found = expected(rows)
    assert found["theirs"].shares.mean() == pytest.approx(0.5, abs=0.05)
    assert found["a1"].shares.mean() == pytest.approx(0.8, abs=0.03)
    told, _ = gaps({"heard.empathy": found})
    assert all(one["heard.empathy"].way == "" for one in told.values())


def test_whoever_met_the_strict_reviewer_is_not_blamed() -> None:
    """The strict one sees half of what the others see: that is expected of the conversations they judged."""
    rows = [
        one
        for number in range(10)
        for one in (*seen(f"a{number}", "bill", 18, 20), *seen(f"a{number}", "bill", 5, 10, "strict"))
    ]
    rows += seen("theirs", "bill", 15, 30, "strict")
    told, _ = gaps({"heard.empathy": expected(rows)})
    assert told["theirs"]["heard.empathy"].expected == pytest.approx(0.5, abs=0.05)
    assert told["theirs"]["heard.empathy"].way == ""


def test_a_large_gap_is_told_and_a_clear_strength_too() -> None:
    """Of conversations like everybody's: 8 of 30 where 22 are expected, and 30 of 30; both with where they most probably are."""
    rows = [one for number in range(12) for one in seen(f"a{number:02}", "bill", 22, 30)]
    rows += [*seen("low", "bill", 8, 30), *seen("high", "bill", 40, 40)]
    told, _ = gaps({"heard.empathy": expected(rows)})
    low, high = told["low"]["heard.empathy"], told["high"]["heard.empathy"]
    assert (low.way, high.way) == ("below", "above")
    assert low.seen < low.mean < low.expected and low.low < low.mean < low.high < low.expected
    assert low.sure > 0.95 and low.by_chance < 1e-4
    assert {one["heard.empathy"].way for agent, one in told.items() if agent.startswith("a")} == {""}


def test_with_one_agent_there_is_nobody_to_compare_with() -> None:
    """Nothing is said, and of fewer than twenty conversations neither."""
    assert expected(seen("only", "bill", 1, 30)) == {}
    few = [*seen("few", "bill", 0, LOOKED_MIN - 1), *seen("other", "bill", 25, 30)]
    assert "few" not in gaps({"heard.empathy": expected(few)})[0]


@pytest.mark.parametrize("down", [True, False])
def test_what_is_rare_is_counted_over_all_that_is_looked_at(down: bool) -> None:
    """Of people who do not differ at most so many have anything as rare among all their items; and one step more would be too many."""
    rng = Random(5)
    of = []
    for _ in range(12):
        n = rng.randint(10, 30)
        share = rng.uniform(0.6, 0.95)
        of.append(tails(chances_of(Expected(np.full(n, np.log(share / (1 - share))), np.zeros(n), 0.2)), down))
    rare = rarity(of)

    def anything(limit: float) -> float:
        return float(1 - np.prod([1 - max(one[one <= limit], default=0.0) for one in of]))

    assert 0 < anything(rare) <= FALSE_MAX
    above = min(float(one[one > rare].min()) for one in of)
    assert anything(above) > FALSE_MAX
    assert rare > FALSE_MAX / 12, "counted in steps it is less strict than a twelfth each"


def test_chances_are_those_of_the_binomial_where_nothing_is_uncertain() -> None:
    """Checked against the formula, and they add up."""
    chances = chances_of(Expected(np.full(3, np.log(0.75 / 0.25)), np.zeros(3), 0.0))
    assert chances == pytest.approx([1 / 64, 9 / 64, 27 / 64, 27 / 64])


def test_whoever_differs_as_most_do_is_met_with_more_chances_far_out() -> None:
    """Where people lie apart, as few by chance is no rarity: the tail is wider, the middle hardly moves, and what is seen adds up as before."""
    one = Expected(np.full(40, np.log(3.0)), np.zeros(40), 0.1)
    alike, apart = chances_of(one), chances_of(one, 0.3)
    assert apart.sum() == pytest.approx(1) and apart @ np.arange(41) == pytest.approx(alike @ np.arange(41), abs=1)
    assert apart[:20].sum() > 5 * alike[:20].sum()


def test_what_the_page_foretells_is_decided_by_the_very_rule() -> None:
    """The most that may be met of alike conversations, by the short way and by the long one."""
    prior, n, expected_share, looked = usual(), 32, 0.75, 9
    rule = Rule(prior, looked, 0.2)
    logits = np.full(n, np.log(expected_share / (1 - expected_share)))
    limit = rarity([tails(chances_of(Expected(logits, np.zeros(n), 0.2), prior.spread), True)] * looked)
    told = []
    for met in range(n + 1):
        one = Expected(logits, np.concatenate((np.ones(met), np.zeros(n - met))), 0.2)
        gap = gap_of("", Looked.at(one, prior), prior)
        if gap.down and gap.sure > SURE and gap.by_chance <= limit:
            told.append(met)
    assert told and rule.most(n, expected_share) == told[-1] and told == list(range(told[-1] + 1))


def test_power_grows_with_conversations_and_with_the_gap_and_is_turned_round() -> None:
    """More of either is found more often; what is needed for eight of ten cases finds just that."""
    rule = Rule(usual(), looked=10, error=0.1)
    grown = [rule.power(n, 0.75, 0.3) for n in (12, 24, 48, 96)]
    assert grown == sorted(grown) and grown[0] == 0 and grown[-1] > 0.8
    assert rule.power(24, 0.75, 0.5) > rule.power(24, 0.75, 0.3)
    needed = rule.needed(0.75, 0.3)
    assert needed is not None and rule.power(needed, 0.75, 0.3) >= 0.8 > rule.power(needed - 2, 0.75, 0.3) - 0.1
    smallest = rule.smallest(48, 0.75)
    assert smallest is not None and rule.power(48, 0.75, smallest) >= 0.8
    assert rule.smallest(LOOKED_MIN - 1, 0.75) is None


def test_how_many_more_is_said_of_each_thing_by_what_was_judged_of_it() -> None:
    """Enough is enough; of fewer it is said how many more; of what is hardly ever met no gap can be seen."""
    powers = Powers(usual())
    few, many = powers.of("a", 12, 0.76, 8, 0.2), powers.of("b", 200, 0.76, 8, 0.2)
    assert few.more is not None and few.more > 20 and few.hidden is None and {share for _, share in few.found} == {0.0}
    assert (many.item, many.n, many.expected, many.more) == ("b", 200, 0.76, 0)
    assert powers.of("a", 12 + few.more, 0.76, 8, 0.2).more == 0
    assert powers.of("c", 40, 0.06, 8, 0.2).more is None
