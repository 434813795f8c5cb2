"""What is low for everybody: most problems are not the agent's. Of the whole site, and of one reason on it.

An item is low for everybody where it is surely met in fewer conversations than it should be, and the agents lie so close together that three of four of
them are below what it should be: then it is how we work, what we tell people, or what we sell, and whoever can change that should hear of it.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from math import sqrt
from statistics import NormalDist

import msgspec

from hoolin.coaching.advice.seen import Seen
from hoolin.experience.api import statistics

TARGET = 0.80
"""In so many of all conversations what we ask of each other should be met: the same for every item and every site, for a register sets no such target."""

MOST_OF_THEM = 0.674
"""Standard deviations among agents within which three of four lie below."""

SEEN_MIN = 40
AGENTS_MIN = 5
FALSE_MAX = 0.05
TOLD_MAX = 6
REASONS_MAX = 5
OF_REASON_MIN = 10


class TeamGap(msgspec.Struct, frozen=True):
    """reason: of which, "" for all. n: conversations; agents: of how many. share, low, high: in how many of them it was met. spread: how far the agents truly lie
    apart (standard deviation of their shares). target: what it should be. reasons: in which it is missed most, the worst first.
    """

    item: str
    reason: str
    n: int
    agents: int
    share: float
    low: float
    high: float
    spread: float
    target: float
    reasons: tuple[str, ...]


def team(by_item: Mapping[str, Sequence[Seen]]) -> list[TeamGap]:
    """The largest first. An item that is low everywhere is told once, not once for each reason."""
    looked: list[tuple[str, str, Sequence[Seen]]] = []
    for item, seen in by_item.items():
        by_reason: dict[str, list[Seen]] = defaultdict(list)
        for one in seen:
            by_reason[one.kinds[0]].append(one)
        looked.append((item, "", seen))
        looked += [(item, reason, part) for reason, part in sorted(by_reason.items()) if reason]
    looked = [one for one in looked if len(one[2]) >= SEEN_MIN]
    found: list[TeamGap] = []
    whole: set[str] = set()
    for item, reason, part in looked:
        gap = _one(item, reason, part, len(looked)) if item not in whole else None
        if gap is not None:
            found.append(gap)
            if not reason:
                whole.add(item)
    return sorted(found, key=lambda one: (one.share - one.target, one.item, one.reason))[:TOLD_MAX]


def _one(item: str, reason: str, seen: Sequence[Seen], looked: int) -> TeamGap | None:
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for one in seen:
        counts[one.agent][0] += one.met
        counts[one.agent][1] += 1
    if len(counts) < AGENTS_MIN:
        return None
    n, met = len(seen), sum(one.met for one in seen)
    reach = NormalDist().inv_cdf(1 - FALSE_MAX / looked)
    if met / n + reach * sqrt(met / n * (1 - met / n) / n) >= TARGET:
        # Not even if all conversations had nothing to do with each other: no need to look how far people lie apart.
        return None
    shrunk = statistics.shrink([one[0] for one in counts.values()], [one[1] for one in counts.values()])
    share = met / n
    # Conversations of one agent are alike: as sure as the agents that were seen leave it.
    alike = sum(one[1] ** 2 for one in counts.values()) / n**2
    error = sqrt(share * (1 - share) / n + shrunk.spread**2 * alike)
    if share + reach * error >= TARGET or share + MOST_OF_THEM * shrunk.spread >= TARGET:
        return None
    low, high = max(0.0, share - 1.96 * error), min(1.0, share + 1.96 * error)
    return TeamGap(
        item, reason, n, len(counts), share, low, high, shrunk.spread, TARGET, (reason,) if reason else _worst(seen)
    )


def _worst(seen: Sequence[Seen]) -> tuple[str, ...]:
    """The reasons in which it is missed most, of those that enough was seen of."""
    by_reason: dict[str, list[bool]] = defaultdict(list)
    for one in seen:
        by_reason[one.kinds[0]].append(one.met)
    shares = {reason: sum(met) / len(met) for reason, met in by_reason.items() if reason and len(met) >= OF_REASON_MIN}
    worst = sorted(
        (reason for reason in shares if shares[reason] < TARGET), key=lambda reason: (shares[reason], reason)
    )
    return tuple(worst[:REASONS_MAX])
