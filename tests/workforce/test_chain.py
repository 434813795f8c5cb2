import pytest

from hoolin.core.errors import Invalid
from hoolin.workforce.chain import TwoSkills, solve
from hoolin.workforce.erlang import ErlangA

ORACLE = TwoSkills(arrival_rates=(9, 9), handle_rate=1, abandon_rate=0.5, specialists=(7, 7), flexible=5)


def test_the_published_chain_comes_out() -> None:
    """Seven and seven specialists and five flexible people: the known shares to eight digits."""
    first, second = solve(ORACLE)
    assert first.p_abandon == pytest.approx(0.04772129, abs=1e-8)
    assert second.p_abandon == pytest.approx(0.08672759, abs=1e-8)
    assert first.p_wait == pytest.approx(0.47789989, abs=1e-8)
    assert second.p_wait == pytest.approx(0.54339649, abs=1e-8)


def test_with_hardly_any_of_the_second_kind_it_is_erlang_a() -> None:
    """Where the second kind hardly comes, specialists and flexible people are one team for the first."""
    first, _ = solve(
        TwoSkills(arrival_rates=(6, 1e-6), handle_rate=1, abandon_rate=0.5, specialists=(4, 1), flexible=2)
    )
    alone = ErlangA(arrival_rate=6, handle_rate=1, abandon_rate=0.5, agents=6)
    assert first.p_abandon == pytest.approx(alone.p_abandon, rel=1e-4)
    assert first.p_wait == pytest.approx(alone.p_wait, rel=1e-4)


def test_being_first_helps() -> None:
    """Two kinds alike in all but who is taken first: the first waits less."""
    first, second = solve(
        TwoSkills(arrival_rates=(3, 3), handle_rate=1, abandon_rate=1, specialists=(2, 2), flexible=1)
    )
    assert first.mean_wait < second.mean_wait


def test_nonsense_is_refused() -> None:
    """An empty team or a rate of nothing is refused."""
    with pytest.raises(Invalid):
        solve(TwoSkills(arrival_rates=(3, 3), handle_rate=1, abandon_rate=1, specialists=(0, 2), flexible=1))
    with pytest.raises(Invalid):
        solve(TwoSkills(arrival_rates=(3, 0), handle_rate=1, abandon_rate=1, specialists=(2, 2), flexible=1))
