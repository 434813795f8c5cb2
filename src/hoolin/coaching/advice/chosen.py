"""What each agent is told: at most two things to work on, what they do clearly better than expected, or honestly nothing, and why.

A thing is told where the gap is real (`gap`) and the item matters: it goes together with a solved problem or with being heard beyond doubt (`matters`), or the
site has declared that it matters (fatal). Of several, those come first whose gap times their association is largest. That nothing stands out is said only where of every item
that the site judges enough was judged to see it; else it is said which were judged too little, how many more reviewed conversations would tell, and to listen together is
what is proposed.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from statistics import fmean
from typing import Literal, TypeAlias

import msgspec

from hoolin.coaching.advice.expected import Expected, expected
from hoolin.coaching.advice.gap import Gap, gaps
from hoolin.coaching.advice.matters import Together, surely, together
from hoolin.coaching.advice.power import Powers, Reach
from hoolin.coaching.advice.prior import Prior
from hoolin.coaching.advice.seen import Evidence, Seen
from hoolin.coaching.advice.team import TeamGap, team

ADVICE_MAX = 2
STRENGTHS_MAX = 3
REASONS_MAX = 2
NO_KNOWN_ERROR = 0.2
"""On the logarithm of odds, of what is expected of an agent of whom nothing was judged yet."""

Verdict: TypeAlias = Literal["advice", "not_known_to_matter", "nothing", "cannot_tell", "too_few"]
"""`advice`: something to work on. `not_known_to_matter`: something differs, and nobody can say that customers have anything of it. `nothing`: a gap that one
would want to know of would most likely have been seen, whichever item it were on, and was not. `cannot_tell`: on some item it may as well have been missed. `too_few` to look
at any.
"""


class Advice(msgspec.Struct, frozen=True):
    """One thing to work on. matters: with which outcomes it goes together beyond doubt; empty where it is declared to matter. reasons: where it was missed most
    beyond what was expected.
    """

    gap: Gap
    matters: tuple[Together, ...]
    reasons: tuple[str, ...]


class Told(msgspec.Struct, frozen=True):
    """Of one agent. n: reviewed conversations, of the item that was judged most. reach: of each item that the site judges, what was judged of it would show. looked:
    everything that was looked at. Both in the register's order.
    """

    agent: str
    verdict: Verdict
    n: int
    reach: tuple[Reach, ...] = ()
    advice: tuple[Advice, ...] = ()
    strengths: tuple[Gap, ...] = ()
    unproven: tuple[Gap, ...] = ()
    looked: tuple[Gap, ...] = ()


class Whole(msgspec.Struct, frozen=True):
    """Everything that is told on a site. matters: by item, what it goes together with, whether beyond doubt or not. prior: what was learned of how people differ."""

    by_agent: dict[str, Told]
    team: tuple[TeamGap, ...]
    matters: dict[str, tuple[Together, ...]]
    prior: Prior


def advise(evidence: Evidence, answered: Collection[str], declared: Collection[str]) -> Whole:
    """answered: items that customers answer. declared: items that matter whatever they go together with."""
    by_item, before = _by_item(evidence.seen), _by_item(evidence.before)
    beside = {item: expected(seen) for item, seen in by_item.items()}
    matters = surely({item: together(seen, evidence.ended, item in answered) for item, seen in before.items()})
    found, prior = gaps(beside)
    powers = Powers(prior)
    usual = {item: fmean(one.met for one in seen) for item, seen in by_item.items()}
    reviewed: dict[str, Counter[str]] = defaultdict(Counter)
    for one in evidence.seen:
        if one.item not in answered:
            reviewed[one.agent][one.item] += 1
    told = {}
    for agent in sorted({one.agent for one in evidence.seen}):
        own = found.get(agent, {})
        missed = {item: _missed(seen, beside[item].get(agent), agent) for item, seen in by_item.items()}
        reach = [
            _reach(item, beside[item].get(agent), usual[item], len(own) + (item not in own), powers) for item in by_item
        ]
        n = max(reviewed[agent].values(), default=0)
        told[agent] = _told(
            Told(agent, "nothing", n, tuple(reach), looked=tuple(own.values())), matters, declared, missed
        )
    return Whole(told, tuple(team(by_item)), matters, prior)


def _reach(item: str, one: Expected | None, usual: float, looked: int, powers: Powers) -> Reach:
    """What was judged of an item would show; of whom nothing was judged, the same is expected as of everybody."""
    if one is None:
        return powers.of(item, 0, usual, looked, NO_KNOWN_ERROR)
    return powers.of(item, len(one.met), float(one.shares.mean()), looked, one.error)


def _told(
    of: Told, matters: Mapping[str, tuple[Together, ...]], declared: Collection[str], missed: Mapping[str, tuple[str, ...]]
) -> Told:  # fmt: skip
    below = [one for one in of.looked if one.way == "below"]
    worth = {one.item: _worth(one, matters.get(one.item, ()), one.item in declared) for one in below}
    first = sorted((one for one in below if worth[one.item] > 0), key=lambda one: (-worth[one.item], one.item))
    advice = tuple(
        Advice(one, tuple(way for way in matters.get(one.item, ()) if way.beyond_doubt), missed[one.item])
        for one in first[:ADVICE_MAX]
    )
    strengths = sorted((one for one in of.looked if one.way == "above"), key=lambda one: (-one.sure, one.item))
    unproven = tuple(one for one in below if worth[one.item] <= 0)
    verdict: Verdict = (
        "advice" if advice
        else "not_known_to_matter" if unproven
        else "too_few" if not of.looked
        else "nothing" if all(one.more == 0 for one in of.reach)
        else "cannot_tell"
    )  # fmt: skip
    return msgspec.structs.replace(
        of, verdict=verdict, advice=advice, strengths=tuple(strengths[:STRENGTHS_MAX]), unproven=unproven
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


def _by_item(seen: Iterable[Seen]) -> dict[str, list[Seen]]:
    found: dict[str, list[Seen]] = defaultdict(list)
    for one in seen:
        found[one.item].append(one)
    return dict(found)
