"""The ordered entries that lines are made of."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoolin.core.errors import Defect
from hoolin.core.routing.order import EMPTY, Entry, Order

entries = st.builds(Entry, st.integers(0, 30), st.sampled_from("abcdef"))


@given(chunk_max=st.integers(1, 5), steps=st.lists(st.tuples(st.booleans(), entries), max_size=80))
def test_an_order_is_a_sorted_list(chunk_max: int, steps: list[tuple[bool, Entry]]) -> None:
    """Whatever is added and removed, head, ranks and contents are those of a list that is sorted each time."""
    order = Order(chunk_max)
    plain: list[Entry] = []
    for add, entry in steps:
        if entry in plain:
            order.remove(entry)
            plain.remove(entry)
        elif add:
            order.add(entry)
            plain.append(entry)
        else:
            with pytest.raises(Defect):
                order.remove(entry)
        plain.sort()
        assert list(order) == plain
        assert order.head == (plain[0] if plain else EMPTY)
        assert order.rank(entry) == sum(other < entry for other in plain)


@given(chunk_max=st.integers(1, 5), filled=st.sets(entries), added=entries)
def test_an_order_may_begin_full(chunk_max: int, filled: set[Entry], added: Entry) -> None:
    """Filled at once in any order it is the order that each alone would have made, and goes on as one."""
    order = Order(chunk_max)
    order.add(Entry(31, "before"))
    order.fill(list(filled))
    assert list(order) == sorted(filled)
    assert order.head == min(filled, default=EMPTY)
    assert all(0 < len(chunk) <= chunk_max for chunk in order._chunks)
    order.add(added)
    order.remove(added)
    for entry in sorted(filled, reverse=True):
        assert order.rank(entry) == len(list(order)) - 1
        order.remove(entry)
    assert order.head == EMPTY


def test_no_chunk_outgrows_its_bound() -> None:
    """The most that one insertion moves is one chunk, however many there are and wherever they come in."""
    order = Order(8)
    for number in range(1_000):
        order.add(Entry(number * 7919 % 1_000, "x"))
    assert max(map(len, order._chunks)) <= 8
    assert [entry.at for entry in order] == list(range(1_000))
