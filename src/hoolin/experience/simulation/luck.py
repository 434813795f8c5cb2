"""People compared: what the published comparison says of people who are alike, and of people who truly differ."""

from itertools import combinations
from math import sqrt
from random import Random
from typing import NamedTuple

from hoolin.experience.figures.compare import compare

AGENTS = 25
CONTACTS = (15, 250)
"""Of one agent in a month, from a new one to a full one."""

COMMON = 0.8
SPREAD = 0.05
"""The standard deviation of the true shares of people who differ."""


class Luck(NamedTuple):
    """agents: how many were compared in all runs together. flagged_alike: of those who do not differ, the share that is flagged. Of those who
    differ: root mean square distance from the truth, and the share of pairs in the wrong order, drawn together and as plain shares.
    """

    agents: int
    flagged_alike: float
    error_shrunk: float
    error_plain: float
    wrong_shrunk: float
    wrong_plain: float


def luck(runs: int, seed: int) -> Luck:
    """So many months of `AGENTS` people each, alike and not."""
    flagged = pairs = 0
    squares = {"shrunk": 0.0, "plain": 0.0}
    wrong = {"shrunk": 0, "plain": 0}
    for run in range(runs):
        rng = Random(f"{seed}/luck/{run}")  # noqa: S311 - chance that can be drawn again
        trials = [rng.randint(*CONTACTS) for _ in range(AGENTS)]
        flagged += sum(bool(flag) for _, _, flag in _compared([COMMON] * AGENTS, trials, rng))
        truths = [min(0.99, max(0.01, rng.gauss(COMMON, SPREAD))) for _ in range(AGENTS)]
        found = _compared(truths, trials, rng)
        for kind, values in (("plain", [one[0] for one in found]), ("shrunk", [one[1] for one in found])):
            squares[kind] += sum((value - truth) ** 2 for value, truth in zip(values, truths, strict=True))
            wrong[kind] += sum(
                (values[i] - values[j]) * (truths[i] - truths[j]) < 0 for i, j in combinations(range(AGENTS), 2)
            )
        pairs += AGENTS * (AGENTS - 1) // 2
    agents = runs * AGENTS
    return Luck(
        agents, flagged / agents, sqrt(squares["shrunk"] / agents), sqrt(squares["plain"] / agents), wrong["shrunk"] / pairs,
        wrong["plain"] / pairs,
    )  # fmt: skip


def _compared(truths: list[float], trials: list[int], rng: Random) -> list[tuple[float, float, str]]:
    """Of each: plain share, share drawn together, flag."""
    counts = {
        f"a{at:02}": (sum(rng.random() < truth for _ in range(n)), n)
        for at, (truth, n) in enumerate(zip(truths, trials, strict=True))
    }
    ones = compare("resolution.fcr_7d", "agent", counts).ones
    return [(one.share or 0.0, one.mean or 0.0, one.flag) for one in ones]
