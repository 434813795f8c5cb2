"""What theory says of one queue: Erlang B, C and A, exactly.

Arrivals are Poisson, handling times exponential, people alike; in Erlang A each customer's patience is exponential too.
All rates are per one unit of time, whichever the caller likes, and all times come back in that unit.

- **B**: who finds everybody busy is lost.
- **C**: who finds everybody busy waits for as long as it takes. With too few people the line grows for ever: everybody
  waits, for an infinite time.
- **A**: who finds everybody busy waits until their patience ends. It always settles.

Everything is summed term by term until nothing changes any more; there is no approximation to fall outside of. It refuses
rates that are not positive and finite, fewer than one agent, and lines of a million people.
"""

from itertools import count
from math import exp, inf, isfinite, log, log1p

import msgspec

from hoolin.core.errors import Invalid

# A line that is longer than this most of the time means that somebody mistook a unit; its sums would take for ever.
LINE_MAX = 1_000_000

# The rest of a sum is left out when it is smaller than this part of its largest term.
LOG_REST = log(1e-17)


def erlang_b(load: float, agents: int) -> float:
    """The share lost when nobody may wait. load: arrivals times mean handling time, in erlangs."""
    _positive(load=load)
    _staffed(agents)
    blocked = 1.0
    for people in range(1, agents + 1):
        blocked = load * blocked / (people + load * blocked)
    return blocked


def erlang_c(load: float, agents: int) -> float:
    """The share that waits when everybody waits as long as it takes; 1 when the load is more than the people."""
    if load >= agents:
        _positive(load=load)
        _staffed(agents)
        return 1.0
    blocked = erlang_b(load, agents)
    return blocked / (1 - load / agents * (1 - blocked))


class ErlangC(msgspec.Struct, frozen=True, kw_only=True):
    """One queue with infinitely patient customers."""

    arrival_rate: float
    handle_rate: float
    agents: int

    def __post_init__(self) -> None:
        _positive(arrival_rate=self.arrival_rate, handle_rate=self.handle_rate)
        _staffed(self.agents)

    @property
    def occupancy(self) -> float:
        """The share of their time that agents are busy."""
        return min(1.0, self.arrival_rate / self.handle_rate / self.agents)

    @property
    def p_wait(self) -> float:
        """The share that waits at all."""
        return erlang_c(self.arrival_rate / self.handle_rate, self.agents)

    @property
    def mean_wait(self) -> float:
        """The mean wait of everybody, those at once answered among them: ASA."""
        spare = self.agents * self.handle_rate - self.arrival_rate
        return self.p_wait / spare if spare > 0 else inf

    def answered_within(self, target: float) -> float:
        """The share answered no later than the target: the service level."""
        spare = self.agents * self.handle_rate - self.arrival_rate
        return 1 - self.p_wait * exp(-spare * target) if spare > 0 else 0.0


class ErlangA(msgspec.Struct, frozen=True, kw_only=True):
    """One queue whose customers give up at `abandon_rate` each while they wait (1 / mean patience)."""

    arrival_rate: float
    handle_rate: float
    abandon_rate: float
    agents: int

    def __post_init__(self) -> None:
        _positive(arrival_rate=self.arrival_rate, handle_rate=self.handle_rate, abandon_rate=self.abandon_rate)
        _staffed(self.agents)
        likeliest = (self.arrival_rate - self.agents * self.handle_rate) / self.abandon_rate
        if likeliest > LINE_MAX:
            raise Invalid("line_too_long", likeliest=likeliest)

    @property
    def p_wait(self) -> float:
        """The share that waits at all."""
        return min(1.0, sum(self._weights()))

    @property
    def mean_in_line(self) -> float:
        """How many wait on average."""
        return sum(place * weight for place, weight in enumerate(self._weights()))

    @property
    def p_abandon(self) -> float:
        """The share that gives up: what leaves the line unanswered, of what arrives."""
        return self.abandon_rate * self.mean_in_line / self.arrival_rate

    @property
    def mean_wait(self) -> float:
        """The mean wait of everybody: answered at once, answered later, given up."""
        return self.mean_in_line / self.arrival_rate

    @property
    def occupancy(self) -> float:
        """The share of their time that agents are busy."""
        return self.arrival_rate * (1 - self.p_abandon) / self.handle_rate / self.agents

    def answered_within(self, target: float) -> float:
        """The share of everybody who is answered no later than the target.

        Who finds k waiting would be answered after k + 1 departures, at rates n·μ, n·μ + θ, …, n·μ + k·θ. So e^(-θ·wait)
        is Beta(n·μ/θ, k + 1) distributed, and its mean above e^(-θ·target) is the share still patient by then.
        """
        weights = self._weights()
        mean_terms = 0.0
        reached = exp(-self.abandon_rate * target)
        # Beta's first parameter, one higher because the share still patient is the mean of the variable itself.
        first = self.agents * self.handle_rate / self.abandon_rate + 1
        below = reached**first
        step = log(first) + first * log(reached) + (log1p(-reached) if reached < 1 else -inf)
        for place, weight in enumerate(weights):
            mean_terms += weight * (first - 1) / (first + place) * (1 - min(1.0, below))
            # I_x(a, b + 1) = I_x(a, b) + x^a (1 - x)^b / (b B(a, b)), kept as a logarithm because terms span hundreds of decades.
            below += exp(step)
            step += log((first + place + 1) / (place + 2)) + (log1p(-reached) if reached < 1 else -inf)
        return 1 - sum(weights) + mean_terms

    def _weights(self) -> list[float]:
        """The probability of everybody busy and 0, 1, 2 … waiting."""
        # Kept as logarithms: a badly overloaded line would leave the range of floats on its way to the likeliest length.
        here = top = 0.0
        line = [here]
        for place in count(1):
            ratio = self.arrival_rate / (self.agents * self.handle_rate + place * self.abandon_rate)
            here += log(ratio)
            line.append(here)
            top = max(top, here)
            if ratio < 1 and here + log(ratio / (1 - ratio)) < top + LOG_REST:
                break
        weights = [exp(weight - top) for weight in line]
        # Erlang B is the weight of "everybody busy, nobody waits" among the states in which nobody waits.
        nobody_waits = weights[0] / erlang_b(self.arrival_rate / self.handle_rate, self.agents)
        everything = nobody_waits + sum(weights[1:])
        return [weight / everything for weight in weights]


def _positive(**rates: float) -> None:
    for name, rate in rates.items():
        if not (rate > 0 and isfinite(rate)):
            raise Invalid("not_positive", **{name: rate})


def _staffed(agents: int) -> None:
    if agents < 1:
        raise Invalid("nobody_there", agents=agents)
