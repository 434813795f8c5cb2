"""What each agent is told: at most two things to work on, what they do clearly better than expected, or honestly nothing, and why.

A thing is told where the gap is real (`gap`) and the item matters: it goes together with a solved problem or with being heard beyond doubt (`matters`), or the
site has declared that it matters (fatal). Of several, those come first whose gap times their association is largest. Where nothing can be told, it is said how many more
reviewed conversations would tell, and to listen together is what is proposed.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from statistics import median
from typing import Literal, TypeAlias

import msgspec
import numpy as np

from hoolin.coaching.advice.expected import Array, Expected, expected
from hoolin.coaching.advice.gap import LOOKED_MIN, Gap, Looked, gap_of, gaps, usual_prior
from hoolin.coaching.advice.matters import Together, together
from hoolin.coaching.advice.power import Rule
from hoolin.coaching.advice.seen import Evidence, Seen
from hoolin.coaching.advice.team import TeamGap, team

ADVICE_MAX = 2
STRENGTHS_MAX = 3
REASONS_MAX = 2
TELLING = 0.30
"""A gap that one would want to know of: three conversations of ten. So many are needed that it would be found in eight of ten cases."""

SIZES = (0.2, 0.3, 0.4)
"""Gaps of which it is said how likely they would be told."""

Power: TypeAlias = tuple[float | None, int | None, tuple[tuple[float, float], ...]]

OVER = 0.25
"""A gap on one's own side of what is expected that is less probable than this is none."""

USUAL = 0.75
"""What is expected where nothing is known."""

Verdict: TypeAlias = Literal["advice", "not_known_to_matter", "nothing", "cannot_tell", "too_few"]
"""`advice`: something to work on. `not_known_to_matter`: something differs, and nobody can say that customers have anything of it. `nothing`: a gap that one
would want to know of would most likely have been seen, and was not. `cannot_tell`: it may as well have been missed. `too_few` to look at all.
"""


class Advice(msgspec.Struct, frozen=True):
    """One thing to work on. matters: with which outcomes it goes together beyond doubt; empty where it is declared to matter. reasons: where it was missed most
    beyond what was expected.
    """

    gap: Gap
    matters: tuple[Together, ...]
    reasons: tuple[str, ...]


class Told(msgspec.Struct, frozen=True):
    """Of one agent. n: reviewed conversations, of the item that was judged most. hidden: the smallest gap that would have been seen in eight of ten cases, None
    where not even the largest. more: so many more reviewed conversations would show a gap of `TELLING`, None where nobody can say. found: of gaps of some sizes,
    how likely each would be told of so many conversations. looked: everything that was
    looked at, in the register's order.
    """

    agent: str
    verdict: Verdict
    n: int
    hidden: float | None
    more: int | None
    found: tuple[tuple[float, float], ...] = ()
    advice: tuple[Advice, ...] = ()
    strengths: tuple[Gap, ...] = ()
    unproven: tuple[Gap, ...] = ()
    looked: tuple[Gap, ...] = ()


class Since(msgspec.Struct, frozen=True):
    """What was seen of an item since an instant. n: conversations; seen, expected: shares of them. over: the gap is clearly over: enough was seen, and nothing speaks
    for it any more.
    """

    n: int
    seen: float
    expected: float
    over: bool


class Whole(msgspec.Struct, frozen=True):
    """Everything that is told on a site. matters: by item, what it goes together with, whether beyond doubt or not."""

    by_agent: dict[str, Told]
    team: tuple[TeamGap, ...]
    matters: dict[str, tuple[Together, ...]]


def advise(evidence: Evidence, answered: Collection[str], declared: Collection[str]) -> Whole:
    """answered: items that customers answer. declared: items that matter whatever they go together with."""
    by_item, before = _by_item(evidence.seen), _by_item(evidence.before)
    beside = {item: expected(seen) for item, seen in by_item.items()}
    matters = {item: tuple(together(seen, evidence.ended, item in answered)) for item, seen in before.items()}
    found, prior = gaps(beside)
    powers = Powers(prior)
    reviewed: dict[str, Counter[str]] = defaultdict(Counter)
    for one in evidence.seen:
        if one.item not in answered:
            reviewed[one.agent][one.item] += 1
    told = {}
    for agent in sorted({one.agent for one in evidence.seen}):
        n = max(reviewed[agent].values(), default=0)
        missed = {item: _missed(seen, beside[item].get(agent), agent) for item, seen in by_item.items()}
        told[agent] = _told(agent, n, found.get(agent, {}), matters, declared, missed, powers)
    return Whole(told, tuple(team(by_item)), matters)


class Powers:
    """What could be found, worked out once for all who are alike: rounded to five points."""

    def __init__(self, prior: Array) -> None:
        self._prior = prior
        self._known: dict[tuple[int, float, int], Power] = {}
        self._needed: dict[tuple[float, int], int | None] = {}

    def of(self, n: int, expected: float, looked: int) -> Power:
        """The smallest gap that would be seen; how many conversations would show one of `TELLING`; how likely gaps of `SIZES` are told."""
        usual = min(0.95, max(0.05, round(expected * 20) / 20))
        rule = Rule(self._prior, looked)
        if (usual, looked) not in self._needed:
            self._needed[usual, looked] = rule.needed(usual, min(TELLING, usual))
        if (n, usual, looked) not in self._known:
            enough = n >= LOOKED_MIN
            sizes = tuple((size, rule.power(n, usual, size) if enough else 0.0) for size in SIZES if size < usual)
            self._known[n, usual, looked] = rule.smallest(n, usual), self._needed[usual, looked], sizes
        return self._known[n, usual, looked]


def _told(
    agent: str, n: int, found: Mapping[str, Gap], matters: Mapping[str, tuple[Together, ...]], declared: Collection[str],
    missed: Mapping[str, tuple[str, ...]], powers: "Powers",
) -> Told:  # fmt: skip
    below = [one for one in found.values() if one.way == "below"]
    worth = {one.item: _worth(one, matters.get(one.item, ()), one.item in declared) for one in below}
    first = sorted((one for one in below if worth[one.item] > 0), key=lambda one: (-worth[one.item], one.item))
    advice = tuple(
        Advice(one, tuple(way for way in matters.get(one.item, ()) if way.beyond_doubt), missed[one.item])
        for one in first[:ADVICE_MAX]
    )
    strengths = sorted((one for one in found.values() if one.way == "above"), key=lambda one: (-one.sure, one.item))
    unproven = tuple(one for one in below if worth[one.item] <= 0)
    usual = median(one.expected for one in found.values()) if found else USUAL
    hidden, wanted, sizes = powers.of(n, usual, max(1, len(found)))
    more = None if wanted is None else max(0, wanted - n)
    verdict: Verdict = (
        "advice" if advice
        else "not_known_to_matter" if unproven
        else "too_few" if not found
        else "nothing" if more == 0
        else "cannot_tell"
    )  # fmt: skip
    return Told(
        agent,
        verdict,
        n,
        hidden,
        more,
        sizes,
        advice,
        tuple(strengths[:STRENGTHS_MAX]),
        unproven,
        tuple(found.values()),
    )


def _worth(gap: Gap, ways: Iterable[Together], declared: bool) -> float:
    """What a customer of theirs would have of it: the gap times the largest association beyond doubt. What is declared to matter comes first."""
    size = gap.expected - gap.mean
    return size * max((1.0 if declared else 0.0, *(way.within.value for way in ways if way.beyond_doubt)))


def _missed(seen: Sequence[Seen], beside: Expected | None, agent: str) -> tuple[str, ...]:
    """The reasons in which it was missed most beyond what was expected."""
    if beside is None:
        return ()
    short: dict[str, float] = defaultdict(float)
    own = [one for one in seen if one.agent == agent]
    for one, share in zip(own, beside.shares, strict=True):
        short[one.kinds[0]] += float(share) - one.met
    order = sorted(
        (reason for reason in short if reason and short[reason] > 0.5), key=lambda reason: (-short[reason], reason)
    )
    return tuple(order[:REASONS_MAX])


def since(evidence: Evidence, agent: str, item: str, begin: int) -> Since | None:
    """What was seen of an agent's item from an instant on, beside what was expected; None where nothing was."""
    seen = [one for one in evidence.seen if one.item == item]
    beside, own = expected(seen).get(agent), [one for one in seen if one.agent == agent]
    if beside is None:
        return None
    after = np.array([one.at >= begin for one in own])
    n = int(after.sum())
    if not n:
        return None
    part = Expected(beside.logits[after], beside.met[after], beside.error)
    share, usual = float(part.met.mean()), float(part.shares.mean())
    over = n >= LOOKED_MIN and share >= usual and gap_of(item, Looked.at(part), usual_prior()).sure < OVER
    return Since(n, share, usual, over)


def _by_item(seen: Iterable[Seen]) -> dict[str, list[Seen]]:
    found: dict[str, list[Seen]] = defaultdict(list)
    for one in seen:
        found[one.item].append(one)
    return dict(found)
