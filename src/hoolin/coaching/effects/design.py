"""Who begins when: drawn by a seed that is written down before anybody can see what comes of it, so that whoever doubts it draws again and finds the same.

Nobody picks the order, not even the guru: whoever would begin with those who need it most would see them get better by themselves.
"""

from collections.abc import Mapping, Sequence
from math import sqrt
from typing import NamedTuple

from hoolin.coaching.effects.rollout import AGENTS_MIN, PAIRS_MIN
from hoolin.experience.api import chance

TENURE_DAYS = 180
"""Half a year more or less makes two people as unlike as one spread of their figures does."""

ROUNDS_MAX = 20
WAVES_USUAL = 6
"""More waves take longer and tell hardly more."""

Blocks = tuple[tuple[str, ...], ...]


class Like(NamedTuple):
    """By what two agents are alike. points: on the criterion in the weeks before, None of whoever was not judged. mix: by reason, which share of their contacts. tenure_days: since
    they first served.
    """

    agent: str
    points: float | None
    mix: Mapping[str, float]
    tenure_days: int


def slots(size: int, waves: int) -> tuple[int, ...]:
    """The waves of so many who wait together: as even as can be, what is left over begins earlier."""
    return tuple(sorted(at % waves for at in range(size)))


def drawn(seed: int, blocks: Blocks, waves: int) -> dict[str, int]:
    """By agent, in which wave they begin, counted from 0. The same seed draws the same."""
    found: dict[str, int] = {}
    for at, block in enumerate(blocks):
        order = sorted(block, key=lambda agent: (chance(f"{seed} {agent}", "rollout"), agent))
        places = slots(len(block), waves)
        if len(block) % waves and chance(f"{seed} block {at}", "rollout") < 0.5:
            # Of three in two waves not always two begin.
            places = tuple(waves - 1 - place for place in places)
        found.update(zip(order, places, strict=True))
    return found


def in_waves(order: Mapping[str, int], waves: int) -> tuple[tuple[str, ...], ...]:
    """By wave, who is in it."""
    return tuple(tuple(sorted(agent for agent, wave in order.items() if wave == at)) for at in range(waves))


def waves_for(agents: int) -> int:
    """How many waves so many people are dealt into, unless somebody says otherwise: at least four in each."""
    return max(2, min(WAVES_USUAL, agents // 4))


def enough(agents: int, pairs: bool) -> bool:
    """Whether an order of so many can tell anything at all."""
    return agents >= (2 * PAIRS_MIN if pairs else AGENTS_MIN)


def matched(people: Sequence[Like]) -> Blocks:
    """Two and two who are alike on the criterion, in what customers come to them with, and in how long they have served. One who is left over goes with the last two.

    Begun with neighbours on the criterion, then partners are exchanged as long as that brings people nearer to each other.
    """
    apart = _distances(people)
    order = sorted(range(len(people)), key=lambda at: (_points(people)[at], people[at].agent))
    odd = order.pop(len(order) // 2) if len(order) % 2 else None
    pairs = [(order[at], order[at + 1]) for at in range(0, len(order), 2)]
    for _ in range(ROUNDS_MAX):
        if not _exchanged(pairs, apart):
            break
    blocks = [[people[one].agent for one in pair] for pair in pairs]
    if odd is not None and blocks:
        near = min(range(len(pairs)), key=lambda at: (apart[odd][pairs[at][0]] + apart[odd][pairs[at][1]], at))
        blocks[near].append(people[odd].agent)
    return tuple(tuple(sorted(block)) for block in blocks)


def _exchanged(pairs: list[tuple[int, int]], apart: Sequence[Sequence[float]]) -> bool:
    changed = False
    for at in range(len(pairs)):
        for other in range(at + 1, len(pairs)):
            (a, b), (c, d) = pairs[at], pairs[other]
            now = apart[a][b] + apart[c][d]
            ways = ((apart[a][c] + apart[b][d], (a, c), (b, d)), (apart[a][d] + apart[b][c], (a, d), (b, c)))
            best, first, second = min(ways)
            if best < now - 1e-9:
                pairs[at], pairs[other], changed = first, second, True
    return changed


def _points(people: Sequence[Like]) -> list[float]:
    """Whoever was not judged is taken for one in the middle."""
    known = sorted(one.points for one in people if one.points is not None)
    middle = known[len(known) // 2] if known else 0.0
    return [middle if one.points is None else one.points for one in people]


def _distances(people: Sequence[Like]) -> list[list[float]]:
    points = _points(people)
    mean = sum(points) / len(points) if points else 0.0
    spread = sqrt(sum((one - mean) ** 2 for one in points) / max(1, len(points) - 1)) or 1.0

    def apart(a: int, b: int) -> float:
        one, other = people[a], people[b]
        mix = sum(abs(one.mix.get(code, 0.0) - other.mix.get(code, 0.0)) for code in sorted({*one.mix, *other.mix}))
        tenure = (one.tenure_days - other.tenure_days) / TENURE_DAYS
        return ((points[a] - points[b]) / spread) ** 2 + mix**2 + min(1.0, tenure**2)

    return [[apart(a, b) for b in range(len(people))] for a in range(len(people))]
