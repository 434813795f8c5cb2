"""The virtual clock: contacts come, are sent through the engine, are handled or give up.

The loop asks the engine what the runtime would ask it, at the same moments: whom a newcomer goes to, what an agent who
became free takes next. It only skips what theory knows nothing of: offers are taken at once, and nobody reads why.
Explanations are not built. Ties in time are settled by name, so the same seed gives the same answer to the last digit.
"""

from heapq import heappop, heappush, heapreplace
from itertools import islice

import msgspec

from hoolin.core.routing.waiting import Waiting
from hoolin.workforce.simulation.draws import arrivals, exponential
from hoolin.workforce.simulation.floor import CHANNEL, Floor
from hoolin.workforce.simulation.spec import Spec

# Later than any run is long.
NEVER = 1 << 62


class Tally(msgspec.Struct):
    """What happened in one stretch of the run: per class, and `busy` per pool; times in ticks.

    waits: who found nobody free. wait: the sum of all waits that ended here, by an answer or by giving up. busy: the
    handling times that began here. length: how long the stretch took.
    """

    arrived: list[int]
    waits: list[int]
    abandoned: list[int]
    wait: list[int]
    busy: list[int]
    length: int = 0


class Run:
    """One run through a floor. It can be advanced in stretches; nothing but the numbers depends on their size."""

    __slots__ = ("_arrivals", "_begun", "_events", "_floor", "_handles", "_in_line", "_named", "_patiences")

    def __init__(self, spec: Spec, floor: Floor, seed: int) -> None:
        ticks = floor.ticks_per_min
        self._floor = floor
        gaps = [exponential(ticks / one.arrivals_per_min, seed, f"{one.name}/arrival") for one in spec.classes]
        self._arrivals = arrivals(gaps)
        self._handles = [exponential(ticks * one.handle_min, seed, f"{one.name}/handling") for one in spec.classes]
        self._patiences = [
            exponential(ticks * one.patience_min, seed, f"{one.name}/patience") if one.patience_min else None
            for one in spec.classes
        ]
        # What is going to happen: an agent's name for the end of handling, a contact's for the end of patience. Something
        # always is, if never.
        self._events: list[tuple[int, str]] = [(NEVER, "")]
        self._in_line: dict[str, int] = {}
        self._named = 0
        self._begun = 0

    @property
    def in_line(self) -> list[int]:
        """How many of each class are waiting now."""
        waiting = list(self._in_line.values())
        return [waiting.count(index) for index in range(len(self._handles))]

    def advance(self, contacts: int) -> Tally:
        """Let so many more contacts come, and everything happen that happens until then."""
        # Names are bound here because each look-up below runs a million times.
        events, in_line, pool_of = self._events, self._in_line, self._floor.pool_of
        handles, patiences = self._handles, self._patiences
        queues, newcomers = self._floor.queues, self._floor.newcomers
        router = self._floor.router
        agent_for_new, occupy, finish = router.agent_for_new, router.occupy, router.finish
        enqueue, withdraw = router.enqueue, router.withdraw
        tally = self._empty()
        arrived, waits, abandoned, wait, busy = tally.arrived, tally.waits, tally.abandoned, tally.wait, tally.busy
        named = self._named
        for arrived_at, newcomer in islice(self._arrivals, contacts):
            while events[0][0] <= arrived_at:
                now, name = events[0]
                if name in pool_of:
                    taken = finish(name, CHANNEL, now)
                    if taken is None:
                        heappop(events)
                        continue
                    kind = in_line.pop(taken.interaction)
                    wait[kind] += now - taken.place_at
                    handle = next(handles[kind])
                    busy[pool_of[name]] += handle
                    heapreplace(events, (now + handle, name))
                else:
                    heappop(events)
                    if name in in_line:
                        kind = in_line.pop(name)
                        abandoned[kind] += 1
                        wait[kind] += now - withdraw(name).place_at
            arrived[newcomer] += 1
            agent = agent_for_new(newcomers[newcomer], arrived_at)
            if agent is not None:
                occupy(agent, CHANNEL, arrived_at)
                handle = next(handles[newcomer])
                busy[pool_of[agent]] += handle
                heappush(events, (arrived_at + handle, agent))
                continue
            named += 1
            name = str(named)
            waits[newcomer] += 1
            in_line[name] = newcomer
            enqueue(Waiting(interaction=name, queue=queues[newcomer], channel=CHANNEL, place_at=arrived_at), arrived_at)
            patience = patiences[newcomer]
            if patience is not None:
                heappush(events, (arrived_at + next(patience), name))
        self._named = named
        tally.length = arrived_at - self._begun
        self._begun = arrived_at
        return tally

    def _empty(self) -> Tally:
        classes, pools = len(self._handles), max(self._floor.pool_of.values()) + 1
        return Tally([0] * classes, [0] * classes, [0] * classes, [0] * classes, [0] * pools)
