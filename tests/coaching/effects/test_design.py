"""Who begins when: drawn, the same each time, by nobody's choice; and who is alike."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from hoolin.coaching.effects.design import Like, drawn, in_waves, matched, slots, waves_for


def people(number: int) -> tuple[str, ...]:
    """So many."""
    return tuple(f"a{at:02}" for at in range(number))


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 2**40), st.integers(8, 40), st.integers(2, 6))
def test_everybody_gets_it_once_and_waves_are_even(seed: int, number: int, waves: int) -> None:
    """Of whatever seed; and the same seed draws the same, in whatever order people are named."""
    block = people(number)
    order = drawn(seed, (block,), waves)
    assert sorted(order) == list(block) and set(order.values()) == set(range(waves))
    sizes = [len(wave) for wave in in_waves(order, waves)]
    assert max(sizes) - min(sizes) <= 1
    assert drawn(seed, (block[::-1],), waves) == order


def test_each_order_is_as_likely_as_any_other() -> None:
    """Over many seeds each begins in each wave as often as chance has it (χ² of nine degrees, one in a thousand: 27.9)."""
    counts = {agent: [0, 0] for agent in people(10)}
    for seed in range(2_000):
        for agent, wave in drawn(seed, (people(10),), 2).items():
            counts[agent][wave] += 1
    assert sum((first - 1_000) ** 2 / 500 for first, _ in counts.values()) < 27.9


def test_of_three_sometimes_two_begin_and_sometimes_one() -> None:
    """What is left over is no reason to begin earlier."""
    sizes = [sum(wave == 0 for wave in drawn(seed, (("a", "b", "c"),), 2).values()) for seed in range(400)]
    assert set(sizes) == {1, 2} and 150 < sizes.count(1) < 250


def test_those_who_are_alike_are_paired() -> None:
    """On the criterion first; whoever is left over goes with the nearest two; of each pair one begins."""
    likes = [Like(f"a{at}", float(points), {}, 400) for at, points in enumerate((10, 90, 12, 50, 88, 52, 55))]
    blocks = matched(likes)
    assert {frozenset(one) for one in blocks} == {frozenset(("a0", "a2")), frozenset(("a1", "a4")), frozenset(("a3", "a5", "a6"))}  # fmt: skip
    for seed in range(20):
        order = drawn(seed, blocks, 2)
        assert all({order[one] for one in block} == {0, 1} for block in blocks)


def test_what_customers_come_with_counts_too() -> None:
    """Of those who do equally well, those with the same work are paired, though others stand nearer."""
    likes = [Like("a", 50, {"bill": 1.0}, 400), Like("b", 51, {"sim": 1.0}, 400), Like("c", 50.5, {"bill": 1.0}, 400), Like("d", 51.5, {"sim": 1.0}, 400)]  # fmt: skip
    far = [Like("e", 20, {}, 400), Like("f", 20.5, {}, 400), Like("g", 90, {}, 10), Like("h", None, {}, 400)]
    assert {("a", "c"), ("b", "d"), ("e", "f"), ("g", "h")} == set(matched([*likes, *far]))


def test_waves_are_not_smaller_than_three() -> None:
    """And what is left over begins earlier."""
    assert [waves_for(number) for number in (8, 12, 20, 40, 100)] == [2, 3, 5, 6, 6]
    assert slots(5, 2) == (0, 0, 0, 1, 1)
    assert all(one <= other for one, other in pairwise(slots(11, 4)))
