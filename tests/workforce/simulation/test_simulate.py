"""The simulation against theory: within four of its own standard errors, and these errors small."""

import pytest

from hoolin.core.errors import Invalid
from hoolin.workforce.simulation.exact import exact
from hoolin.workforce.simulation.figures import Estimate, Figures
from hoolin.workforce.simulation.floor import build, ticks_for
from hoolin.workforce.simulation.run import Run
from hoolin.workforce.simulation.simulate import simulate
from hoolin.workforce.simulation.spec import Class, Pool, Spec

# Student's t with 31 degrees of freedom exceeds 4 once in 2,700 seeds; these seeds are fixed, so nothing here is luck.
ERRORS_MAX = 4


def one_class(name: str = "a", **fields: float) -> Class:
    """A class with an arrival a minute that takes a minute."""
    return Class(**{"name": name, "arrivals_per_min": 1.0, "handle_min": 1.0} | fields)  # type: ignore[arg-type]


def pool(name: str, agents: int, *serves: str) -> Pool:
    """A pool."""
    return Pool(name=name, agents=agents, serves=serves)


ERLANG_C = Spec(classes=(one_class(arrivals_per_min=10.0),), pools=(pool("A", 14, "a"),))
ERLANG_A = Spec(classes=(one_class(arrivals_per_min=48.0, patience_min=2.0),), pools=(pool("A", 50, "a"),))
TWO_SKILLS = Spec(
    classes=(
        one_class("a", arrivals_per_min=9.0, patience_min=2.0),
        one_class("b", arrivals_per_min=9.0, patience_min=2.0),
    ),
    pools=(pool("A", 7, "a"), pool("B", 7, "b"), pool("C", 5, "a", "b")),
)


def near(found: Estimate, truth: float, error_max: float) -> None:
    """Within four standard errors, which are no larger than allowed."""
    assert found.standard_error <= error_max
    assert abs(found.value - truth) <= ERRORS_MAX * found.standard_error
    assert found.low <= found.value <= found.high


@pytest.mark.parametrize(
    ("spec", "seed"), [(ERLANG_C, 1), (ERLANG_A, 1), (TWO_SKILLS, 1)], ids=["erlang_c", "erlang_a", "two_skills"]
)
def test_theory_is_reproduced(spec: Spec, seed: int) -> None:
    """Erlang C, Erlang A and the two-skill chain come out of the routing engine on a virtual clock."""
    found, truth = simulate(spec, 200_000, seed), exact(spec)
    assert truth is not None
    for one, of in zip(found.classes, truth, strict=True):
        near(one.p_abandon, of.p_abandon, 0.0035)
        near(one.p_wait, of.p_wait, 0.015)
        near(one.mean_wait_min, of.mean_wait_min, 0.008)


def test_any_unit_of_time_will_do() -> None:
    """The same queue a million times slower or faster, handled in years or in microseconds, has the same figures."""
    slow = Spec(
        classes=(one_class(arrivals_per_min=10e-6, handle_min=1e6, patience_min=3e6),), pools=(pool("A", 10, "a"),)
    )
    fast = Spec(
        classes=(one_class(arrivals_per_min=10e6, handle_min=1e-6, patience_min=3e-6),), pools=(pool("A", 10, "a"),)
    )
    first, second = simulate(slow, 20_000, 5), simulate(fast, 20_000, 5)
    assert first.classes[0].p_abandon == second.classes[0].p_abandon
    assert first.classes[0].p_wait == second.classes[0].p_wait
    assert (ticks_for(slow), ticks_for(fast)) == (10, 10**13)


def test_people_are_as_busy_as_the_work_makes_them() -> None:
    """Where nobody gives up, occupancy is load over agents; earlier pools of equals are busier than later ones."""
    spec = Spec(classes=(one_class(arrivals_per_min=6.0),), pools=(pool("first", 5, "a"), pool("reserve", 5, "a")))
    found = simulate(spec, 100_000, 3)
    first, reserve = found.pools
    near(Estimate((first.occupancy.value + reserve.occupancy.value) / 2, 0.003, 0.0, 1.0), 0.6, 0.003)
    assert first.occupancy.low > reserve.occupancy.high
    theory = exact(spec)
    assert theory is not None
    near(found.classes[0].p_wait, theory[0].p_wait, 0.01)


def test_a_pool_takes_its_earlier_named_class_first() -> None:
    """One person serves two equal classes: named first is served first; named the other way round, the other is."""
    classes = (one_class("a", arrivals_per_min=0.4), one_class("b", arrivals_per_min=0.4))
    waits = {}
    for order in (("a", "b"), ("b", "a")):
        found = simulate(Spec(classes=classes, pools=(pool("A", 1, *order),)), 60_000, 4)
        waits[order] = {one.name: one.mean_wait_min for one in found.classes}
    # Non-preemptive priority in M/M/1: the first waits ρ/μ/(1 - ρ₁), the second that divided by (1 - ρ).
    for order, wait in waits.items():
        near(wait[order[0]], 0.8 / (1 - 0.4), 0.05)
        near(wait[order[1]], 0.8 / (1 - 0.4) / (1 - 0.8), 0.6)


def test_the_same_seed_gives_the_same_figures() -> None:
    """Twice the same run is equal to the last digit, however it is cut into stretches; another seed differs."""
    first = simulate(TWO_SKILLS, 10_000, 8)
    told: list[int] = []
    assert simulate(TWO_SKILLS, 10_000, 8, told.append) == first
    assert sum(told) == first.contacts + first.warm_up
    assert simulate(TWO_SKILLS, 10_000, 9).classes != first.classes
    whole, parts = (Run(TWO_SKILLS, build(TWO_SKILLS, 9_000), 8) for _ in range(2))
    together = whole.advance(9_000)
    pieces = [parts.advance(count) for count in (1, 4_999, 4_000)]
    for name in ("arrived", "waits", "abandoned", "wait", "busy"):
        assert getattr(together, name) == [
            sum(column) for column in zip(*(getattr(piece, name) for piece in pieces), strict=True)
        ]
    assert together.length == sum(piece.length for piece in pieces)


def test_another_staffing_meets_the_same_customers() -> None:
    """Under one seed the arrivals are the same for any number of agents, so plans can be compared without extra chance."""
    more = Spec(classes=ERLANG_A.classes, pools=(pool("A", 55, "a"),))
    fewer, better = simulate(ERLANG_A, 30_000, 6), simulate(more, 30_000, 6)
    assert fewer.minutes == better.minutes
    assert better.classes[0].p_abandon.value < fewer.classes[0].p_abandon.value


def test_standard_errors_are_honest() -> None:
    """Over 40 seeds the figures scatter as far as each run says of itself, within what 40 runs can tell."""
    runs: list[Figures] = [simulate(ERLANG_C, 6_400, seed) for seed in range(40)]
    values = [run.classes[0].p_wait.value for run in runs]
    mean = sum(values) / len(values)
    scatter = (sum((value - mean) ** 2 for value in values) / (len(values) - 1)) ** 0.5
    said = (sum(run.classes[0].p_wait.standard_error ** 2 for run in runs) / len(runs)) ** 0.5
    assert 0.6 < said / scatter < 1.6


def test_everybody_is_accounted_for() -> None:
    """Who came is handled, gone or in line: the run's own line is the engine's, and nobody is gone who did not wait."""
    floor = build(TWO_SKILLS, 5_000)
    run = Run(TWO_SKILLS, floor, 2)
    tallies = [run.advance(50) for _ in range(100)]
    assert sum(sum(tally.arrived) for tally in tallies) == 5_000
    assert run.in_line == [floor.router.waiting_count(queue) for queue in floor.queues]
    for at in (0, 1):
        left = sum(tally.abandoned[at] for tally in tallies)
        assert 0 < left + run.in_line[at] <= sum(tally.waits[at] for tally in tallies)
    assert simulate(ERLANG_C, 5_000, 1).classes[0].p_abandon.value == 0


def test_theory_is_quoted_only_where_it_holds() -> None:
    """Two kinds that take different times, or two pools that overlap otherwise, have no closed form here."""
    uneven = Spec(
        classes=(TWO_SKILLS.classes[0], one_class("b", arrivals_per_min=9.0, handle_min=2.0, patience_min=2.0)),
        pools=TWO_SKILLS.pools,
    )
    assert exact(uneven) is None
    assert exact(Spec(classes=TWO_SKILLS.classes, pools=(pool("A", 9, "a", "b"), pool("B", 9, "b")))) is None
    swapped = Spec(classes=TWO_SKILLS.classes, pools=(*TWO_SKILLS.pools[:2], pool("C", 5, "b", "a")))
    ahead, behind = exact(TWO_SKILLS), exact(swapped)
    assert ahead is not None and behind is not None
    assert (ahead[0].p_abandon, ahead[1].p_abandon) == pytest.approx((behind[1].p_abandon, behind[0].p_abandon))


def test_too_few_contacts_are_refused() -> None:
    """Batches of fewer than a hundred contacts say nothing of their scatter."""
    with pytest.raises(Invalid):
        simulate(ERLANG_C, 3_199, 1)
