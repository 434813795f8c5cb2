"""What theory says of a spec, where it has an exact answer: one class (Erlang C or A), or two skills with a flexible pool."""

import msgspec

from hoolin.core.errors import Invalid
from hoolin.workforce.chain import TwoSkills, solve
from hoolin.workforce.erlang import ErlangA, ErlangC
from hoolin.workforce.simulation.spec import Class, Spec


class Exact(msgspec.Struct, frozen=True):
    """The exact figures of one class."""

    p_abandon: float
    p_wait: float
    mean_wait_min: float


def exact(spec: Spec) -> tuple[Exact, ...] | None:
    """The exact figures of each class, in the order of the spec; None where only simulation can tell."""
    try:
        if len(spec.classes) == 1:
            return (_one_class(spec.classes[0], sum(pool.agents for pool in spec.pools)),)
        return _two_skills(spec)
    except Invalid:
        # Too long a line to be summed: theory has an answer, but not in bearable time.
        return None


def _one_class(one: Class, agents: int) -> Exact:
    if one.patience_min is None:
        patient = ErlangC(arrival_rate=one.arrivals_per_min, handle_rate=1 / one.handle_min, agents=agents)
        return Exact(0.0, patient.p_wait, patient.mean_wait)
    queue = ErlangA(
        arrival_rate=one.arrivals_per_min,
        handle_rate=1 / one.handle_min,
        abandon_rate=1 / one.patience_min,
        agents=agents,
    )
    return Exact(queue.p_abandon, queue.p_wait, queue.mean_wait)


def _two_skills(spec: Spec) -> tuple[Exact, ...] | None:
    """Two classes that differ in nothing but arrivals; two pools of specialists, then one that serves both."""
    if len(spec.classes) != 2 or len(spec.pools) != 3:
        return None
    first, second = spec.classes
    flexible = spec.pools[2]
    specialists = {pool.serves: pool.agents for pool in spec.pools[:2]}
    alike = first.handle_min == second.handle_min and first.patience_min == second.patience_min
    if set(specialists) != {(first.name,), (second.name,)} or len(flexible.serves) != 2 or not alike:
        return None
    if first.patience_min is None:
        return None
    by_name = {one.name: one for one in spec.classes}
    order = flexible.serves
    solved = solve(
        TwoSkills(
            arrival_rates=(by_name[order[0]].arrivals_per_min, by_name[order[1]].arrivals_per_min),
            handle_rate=1 / first.handle_min,
            abandon_rate=1 / first.patience_min,
            specialists=(specialists[order[0],], specialists[order[1],]),
            flexible=flexible.agents,
        )
    )
    found = {name: Exact(kind.p_abandon, kind.p_wait, kind.mean_wait) for name, kind in zip(order, solved, strict=True)}
    return found[first.name], found[second.name]
