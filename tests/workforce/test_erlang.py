from math import exp, factorial, inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoolin.core.errors import Invalid
from hoolin.workforce.erlang import ErlangA, ErlangC, erlang_b, erlang_c

SMALL = ErlangA(arrival_rate=48, handle_rate=1, abandon_rate=0.5, agents=50)


def test_erlang_c_oracles() -> None:
    """Three published Erlang C examples come out to their last digit."""
    assert erlang_c(25 / 60 * 6, 6) == pytest.approx(0.04744481, abs=5e-9)
    assert erlang_c(123, 132) == pytest.approx(0.3211, abs=5e-5)
    centre = ErlangC(arrival_rate=10 / 180, handle_rate=1 / 180, agents=14)
    assert centre.p_wait == pytest.approx(0.174132, abs=5e-7)
    assert centre.answered_within(20) == pytest.approx(0.888350, abs=5e-7)
    assert centre.mean_wait == pytest.approx(7.836, abs=5e-4)


def test_erlang_a_oracles() -> None:
    """Two published Erlang A examples come out to their last digit."""
    assert SMALL.p_abandon == pytest.approx(0.0309122, abs=1e-7)
    assert SMALL.mean_wait * 60 == pytest.approx(3.7095, abs=5e-5)
    assert SMALL.p_wait == pytest.approx(0.467774, abs=5e-7)
    other = ErlangA(arrival_rate=10, handle_rate=1 / 3, abandon_rate=0.5, agents=30)
    assert other.p_abandon == pytest.approx(0.079919, abs=5e-7)


@given(st.floats(0.1, 30), st.integers(1, 40))
def test_erlang_b_is_its_own_definition(load: float, agents: int) -> None:
    """The recursion equals (load^n / n!) / Σ load^k / k!."""
    terms = [load**people / factorial(people) for people in range(agents + 1)]
    assert erlang_b(load, agents) == pytest.approx(terms[-1] / sum(terms), rel=1e-9)


@given(st.floats(0.5, 30), st.floats(0.2, 3), st.floats(0.2, 5), st.integers(1, 40))
def test_erlang_a_agrees_with_a_plain_birth_and_death_chain(
    arrival_rate: float, handle_rate: float, abandon_rate: float, agents: int
) -> None:
    """Summed over plain states, the same shares come out; and what goes in comes out: handled plus given up."""
    queue = ErlangA(arrival_rate=arrival_rate, handle_rate=handle_rate, abandon_rate=abandon_rate, agents=agents)
    weights = [1.0]
    for state in range(1, 3_000):
        weights.append(
            weights[-1] * arrival_rate / (min(state, agents) * handle_rate + max(0, state - agents) * abandon_rate)
        )
    whole = sum(weights)
    assert queue.p_wait == pytest.approx(sum(weights[agents:]) / whole, rel=1e-9)
    in_line = sum((state - agents) * weight for state, weight in enumerate(weights) if state > agents) / whole
    assert queue.mean_in_line == pytest.approx(in_line, rel=1e-9)
    assert queue.occupancy * agents * handle_rate + abandon_rate * in_line == pytest.approx(arrival_rate, rel=1e-9)


def test_patience_without_end_is_erlang_c() -> None:
    """With patience a million times the handling time, Erlang A and C say the same, service level included."""
    patient = ErlangC(arrival_rate=10, handle_rate=1, agents=14)
    nearly = ErlangA(arrival_rate=10, handle_rate=1, abandon_rate=1e-6, agents=14)
    assert nearly.p_wait == pytest.approx(patient.p_wait, rel=1e-5)
    assert nearly.mean_wait == pytest.approx(patient.mean_wait, rel=1e-5)
    assert nearly.answered_within(1 / 9) == pytest.approx(patient.answered_within(1 / 9), rel=1e-5)


def test_the_answered_within_a_time_grow_from_at_once_to_all_who_stay() -> None:
    """Within 0 only those who need not wait are answered; in the end all but those who give up; never fewer with time."""
    targets = [0, 0.01, 0.05, 0.1, 0.2, 0.5, 1, 5, 100]
    shares = [SMALL.answered_within(target) for target in targets]
    assert shares[0] == pytest.approx(1 - SMALL.p_wait, abs=1e-12)
    assert shares[-1] == pytest.approx(1 - SMALL.p_abandon, abs=1e-12)
    assert shares == sorted(shares)


def test_the_answered_within_a_time_are_the_sum_over_who_finds_how_many() -> None:
    """With one waiting place in mind: integrating each newcomer's chance numerically gives the closed form."""
    queue = ErlangA(arrival_rate=3, handle_rate=1, abandon_rate=0.7, agents=2)
    target, steps = 0.8, 4_000
    # The virtual wait behind k others passes through phases at these rates; its density by small steps.
    answered = 1 - queue.p_wait
    for place, weight in enumerate(queue._weights()[:40]):
        rates = [2 + other * 0.7 for other in range(place, -1, -1)]
        phases = [1.0] + [0.0] * place
        width = target / steps
        for step in range(steps):
            leaving = [phase * (1 - exp(-rate * width)) for phase, rate in zip(phases, rates, strict=True)]
            answered += weight * leaving[-1] * exp(-0.7 * (step + 0.5) * width)
            phases = [phase - out + into for phase, out, into in zip(phases, leaving, [0.0, *leaving], strict=False)]
    assert queue.answered_within(target) == pytest.approx(answered, abs=2e-4)


def test_too_few_people_and_endless_patience() -> None:
    """With more work than people everybody waits, for ever, and nobody is answered in time; with patience it settles."""
    swamped = ErlangC(arrival_rate=20, handle_rate=1, agents=14)
    assert (swamped.p_wait, swamped.mean_wait, swamped.answered_within(20)) == (1.0, inf, 0.0)
    settled = ErlangA(arrival_rate=2_000, handle_rate=1, abandon_rate=0.1, agents=14)
    assert settled.p_abandon == pytest.approx(1 - 14 / 2_000, rel=1e-6)
    assert settled.p_wait == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("arrival_rate", "handle_rate", "abandon_rate", "agents"),
    [(0, 1, 1, 5), (1, -1, 1, 5), (1, 1, 0, 5), (1, 1, 1, 0), (inf, 1, 1, 5), (1e9, 1, 1e-6, 5)],
)
def test_nonsense_is_refused(arrival_rate: float, handle_rate: float, abandon_rate: float, agents: int) -> None:
    """Rates that are not positive and finite, an empty floor, and a line longer than a million are refused."""
    with pytest.raises(Invalid):
        ErlangA(arrival_rate=arrival_rate, handle_rate=handle_rate, abandon_rate=abandon_rate, agents=agents)
