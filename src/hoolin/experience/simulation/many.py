"""Many runs of a simulation, in several processes; in their order, however many these are."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import TypeVar

Of = TypeVar("Of")
Found = TypeVar("Found")

CHUNK = 2


def in_processes(one: Callable[[Of], Found], runs: Iterable[Of], processes: int) -> Iterator[Found]:
    """What each run found, in order. one: can be pickled."""
    if processes <= 1:
        yield from map(one, runs)
        return
    # spawn: a process that was forked in the middle of things may wait for ever for a lock that nobody holds.
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        yield from pool.map(one, runs, chunksize=CHUNK)
