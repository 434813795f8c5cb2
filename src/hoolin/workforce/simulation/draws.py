"""Random times from a seed: exponential, in whole ticks.

Each purpose (the arrivals of a class, its handling, its patience) has a stream of its own, so that another staffing under
the same seed meets the same customers, and the difference between two plans is not drowned in chance.
"""

from collections.abc import Iterator
from itertools import accumulate, chain, repeat
from math import log
from random import Random

# Drawing so many at once keeps the arithmetic in one tight loop; the rest is reading a list.
BLOCK = 4_096


def exponential(mean: float, seed: int, purpose: str) -> Iterator[int]:
    """Times in ticks, rounded to the nearest, without end."""
    random = Random(f"{seed}/{purpose}")  # noqa: S311 - a simulation wants chance that can be repeated, not secrets
    return chain.from_iterable(_blocks(mean, random))


def arrivals(gaps: list[Iterator[int]]) -> Iterator[tuple[int, int]]:
    """When the next contact comes, in ticks since the start, and its class: all classes in one order of time."""
    if len(gaps) == 1:
        return zip(accumulate(gaps[0]), repeat(0))
    return _merged(gaps)


def _merged(gaps: list[Iterator[int]]) -> Iterator[tuple[int, int]]:
    coming = [next(gap) for gap in gaps]
    while True:
        now = min(coming)
        kind = coming.index(now)
        yield now, kind
        coming[kind] = now + next(gaps[kind])


def _blocks(mean: float, random: Random) -> Iterator[list[int]]:
    draw = random.random
    while True:
        # 1 - u is never 0, so its logarithm exists; the half makes `int` round instead of cutting off.
        yield [int(0.5 - mean * log(1.0 - draw())) for _ in range(BLOCK)]
