"""Random times from a seed: exponential, in whole ticks.

Each purpose (the arrivals of a class, its handling, its patience) has a stream of its own, so that another staffing under
the same seed meets the same customers, and the difference between two plans is not drowned in chance.
"""

from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate, chain, islice, repeat
from math import log, log2, trunc
from operator import mul
from random import Random

# So many arrivals, shared by all classes, are read ahead to be put in one order.
READ_AHEAD = 1_000


def exponential(mean: float, seed: int, purpose: str) -> Iterator[int]:
    """Times in whole ticks without end. mean: in ticks; what rounding down takes from it is half a tick."""
    random = Random(f"{seed}/{purpose}")  # noqa: S311 - a simulation wants chance that can be repeated, not secrets
    return chain.from_iterable(_streams(mean, random))


def arrivals(gaps: list[Iterator[int]]) -> Iterator[tuple[int, int]]:
    """When the next contact comes, in ticks since the start, and its class: all classes in one order of time."""
    if len(gaps) == 1:
        return zip(accumulate(gaps[0]), repeat(0))
    return chain.from_iterable(_merged(gaps))


def _merged(gaps: list[Iterator[int]]) -> Iterator[list[tuple[int, int]]]:
    """All classes in one order, a block at a time: sorting what is sorted in parts costs next to nothing."""
    streams = [zip(accumulate(gap), repeat(kind)) for kind, gap in enumerate(gaps)]
    known = [next(stream) for stream in streams]
    coming = sorted(known)
    block = 1 + READ_AHEAD // len(gaps)
    while True:
        # Nothing that is still to be read comes before the earliest of what was last read of each class.
        earliest = min(known)
        until = bisect_right(coming, earliest)
        yield coming[:until]
        kind = earliest[1]
        more = list(islice(streams[kind], block))
        known[kind] = more[-1]
        coming = sorted(coming[until:] + more)


def _streams(mean: float, random: Random) -> Iterator[Iterator[int]]:
    """Streams that each run until chance draws an exact 0, which has no logarithm; that is once in 2^53 draws."""
    # log2 is the logarithm that is called fastest; this makes it the natural one.
    scale = repeat(-mean * log(2))
    while True:
        # -mean·ln(u), a step of the chain at a time: no line of Python runs per draw.
        yield map(trunc, map(mul, scale, map(log2, iter(random.random, 0.0))))
