"""The benchmark's yardstick: the same systems in simpy, with none of our rules, written to be fast.

simpy is a development dependency; without it the benchmark says so and prints our own figures alone. A contact is one
process; who waits holds a bare event that is fired either by an agent who becomes free or by the end of patience. That is
about twice as fast as simpy's own `Resource` with a condition for patience.
"""

from collections import deque
from collections.abc import Generator
from functools import partial
from random import Random
from typing import Any, TypeAlias

import simpy

from hoolin.workforce.api import Spec

Steps: TypeAlias = Generator[Any, Any, None]


class Floor:
    """One spec as simpy processes, and what happened to its contacts."""

    def __init__(self, spec: Spec, contacts: int, seed: int) -> None:
        self.env = simpy.Environment()
        self.waited = [0] * len(spec.classes)
        self.abandoned = [0] * len(spec.classes)
        self.arrived = [0] * len(spec.classes)
        names = [one.name for one in spec.classes]
        self._free = [pool.agents for pool in spec.pools]
        self._serves = [[names.index(name) for name in pool.serves] for pool in spec.pools]
        self._pools = [[at for at, pool in enumerate(spec.pools) if name in pool.serves] for name in names]
        self._lines: list[deque[Any]] = [deque() for _ in names]
        self._left = contacts
        # Speed is compared, not secrets kept.
        self._draw = Random(seed).expovariate  # noqa: S311
        for at, one in enumerate(spec.classes):
            leaves = 0.0 if one.patience_min is None else 1 / one.patience_min
            self.env.process(self._source(at, one.arrivals_per_min, 1 / one.handle_min, leaves))

    def run(self) -> None:
        """Until every contact has been handled or has left."""
        self.env.run()

    def _source(self, kind: int, comes: float, ends: float, leaves: float) -> Steps:
        while self._left > 0:
            yield self.env.timeout(self._draw(comes))
            self._left -= 1
            self.arrived[kind] += 1
            self.env.process(self._contact(kind, ends, leaves))

    def _contact(self, kind: int, ends: float, leaves: float) -> Steps:
        free = self._free
        for pool in self._pools[kind]:
            if free[pool]:
                free[pool] -= 1
                break
        else:
            self.waited[kind] += 1
            turn = self.env.event()
            self._lines[kind].append(turn)
            if leaves:
                self.env.timeout(self._draw(leaves)).callbacks.append(partial(_give_up, turn))
            pool = yield turn
            if pool < 0:
                self.abandoned[kind] += 1
                return
        yield self.env.timeout(self._draw(ends))
        for other in self._serves[pool]:
            line = self._lines[other]
            while line:
                turn = line.popleft()
                if not turn.triggered:
                    turn.succeed(pool)
                    return
        free[pool] += 1


def _give_up(turn: simpy.Event, patience: simpy.Event) -> None:
    if not turn.triggered:
        turn.succeed(-1)
