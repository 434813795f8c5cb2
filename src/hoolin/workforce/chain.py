"""Two kinds of customers, two teams of specialists and one flexible team: the exact steady state.

Specialists are asked first. The flexible team helps out when they are busy, and takes the first kind before the second
when both wait. Each kind is served in order of arrival; all times are exponential; both kinds are handled at the same
rate and give up at the same rate, so it does not matter whom a flexible person is serving.

Then a state is three numbers: the flexible people busy, and per kind its specialists busy plus its line (a line forms
only when its specialists and the flexible are all busy). The lines are cut where no weight is left, and the balance
equations are swept until they hold. This is the oracle that the simulation is held against.
"""

from itertools import product
from typing import TypeAlias

import msgspec

from hoolin.core.errors import Defect, Invalid

# Sweeps end when no probability moves by more than this.
CHANGE_MAX = 1e-12
SWEEPS_MAX = 20_000

# Each step goes so much further than the equation says, which settles in a third of the sweeps.
PUSH = 1.5

# A line is cut where even a line that only the specialists served would hardly ever be so long.
CUT = 1e-12
LINE_MAX = 2_000

State: TypeAlias = tuple[int, int, int]
"""Flexible people busy, then per kind its specialists busy plus its line."""


class TwoSkills(msgspec.Struct, frozen=True, kw_only=True):
    """The rates, per any one unit of time, and the three teams. abandon_rate: 1 / mean patience."""

    arrival_rates: tuple[float, float]
    handle_rate: float
    abandon_rate: float
    specialists: tuple[int, int]
    flexible: int


class Kind(msgspec.Struct, frozen=True):
    """What becomes of one kind of customers: the share that gives up, the share that waits, the mean wait of all."""

    p_abandon: float
    p_wait: float
    mean_wait: float


def solve(model: TwoSkills) -> tuple[Kind, Kind]:
    """The exact figures of both kinds."""
    rates = (*model.arrival_rates, model.handle_rate, model.abandon_rate)
    if min(rates) <= 0 or min(model.specialists) < 1 or model.flexible < 1:
        raise Invalid("not_positive", rates=rates, specialists=model.specialists, flexible=model.flexible)
    weights = _steady(model)
    return _figures(model, weights, 0), _figures(model, weights, 1)


def _figures(model: TwoSkills, weights: dict[State, float], kind: int) -> Kind:
    team = model.specialists[kind]
    p_wait = in_line = 0.0
    for state, weight in weights.items():
        if state[0] == model.flexible and state[1 + kind] >= team:
            p_wait += weight
            in_line += weight * (state[1 + kind] - team)
    mean_wait = in_line / model.arrival_rates[kind]
    return Kind(model.abandon_rate * mean_wait, p_wait, mean_wait)


def _longest(model: TwoSkills, kind: int) -> int:
    """Where the line of one kind is cut."""
    weight = 1.0
    for place in range(1, LINE_MAX):
        served = model.specialists[kind] * model.handle_rate + place * model.abandon_rate
        weight *= model.arrival_rates[kind] / served
        if weight < CUT:
            return place
    raise Invalid("line_too_long", kind=kind)


def _states(model: TwoSkills) -> list[State]:
    first, second = model.specialists
    without_line = product(range(model.flexible), range(first + 1), range(second + 1))
    ends = (first + _longest(model, 0) + 1, second + _longest(model, 1) + 1)
    return [*without_line, *product((model.flexible,), range(ends[0]), range(ends[1]))]


def _moves(model: TwoSkills, state: State) -> list[tuple[State, float]]:
    """Where this state goes, and at which rate."""
    flexible, first, second = state
    full = flexible == model.flexible
    moves = []
    for kind, busy in enumerate((first, second)):
        team = model.specialists[kind]
        more, less = (
            ((flexible, first + 1, second), (flexible, first - 1, second)),
            ((flexible, first, second + 1), (flexible, first, second - 1)),
        )[kind]
        joins = (flexible + 1, first, second) if busy >= team and not full else more
        moves.append((joins, model.arrival_rates[kind]))
        if busy:
            # Whoever leaves the line or a specialist's hands makes it one shorter: a freed specialist takes the next.
            moves.append((less, min(busy, team) * model.handle_rate + max(0, busy - team) * model.abandon_rate))
    if full and first > model.specialists[0]:
        freed = (flexible, first - 1, second)
    elif full and second > model.specialists[1]:
        freed = (flexible, first, second - 1)
    else:
        freed = (flexible - 1, first, second)
    if flexible:
        moves.append((freed, flexible * model.handle_rate))
    return moves


def _steady(model: TwoSkills) -> dict[State, float]:
    """The probability of each state, by over-relaxed Gauss-Seidel sweeps forth and back over the balance equations."""
    states = _states(model)
    inflows = _inflows(model, states)
    weights = [1 / len(states)] * len(states)
    forth = range(len(states))
    for sweep in range(SWEEPS_MAX):
        change = 0.0
        for at in forth if sweep % 2 else reversed(forth):
            inflow = 0.0
            for before, part in inflows[at]:
                inflow += weights[before] * part
            move = PUSH * (inflow - weights[at])
            weights[at] += move
            change = max(change, abs(move))
        whole = sum(weights)
        weights = [weight / whole for weight in weights]
        if change < CHANGE_MAX:
            return dict(zip(states, weights, strict=True))
    raise Defect("not_settled", change=change)


def _inflows(model: TwoSkills, states: list[State]) -> list[list[tuple[int, float]]]:
    """Per state, the states that lead to it, each with its rate as a part of the rate at which this state is left."""
    index = {state: at for at, state in enumerate(states)}
    inflows: list[list[tuple[int, float]]] = [[] for _ in states]
    outflow = [0.0] * len(states)
    for at, state in enumerate(states):
        for to, rate in _moves(model, state):
            if to in index:
                inflows[index[to]].append((at, rate))
                outflow[at] += rate
    return [[(before, rate / out) for before, rate in one] for one, out in zip(inflows, outflow, strict=True)]
