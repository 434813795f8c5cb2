"""How often what agents are told is true, where the truth is known: `hoolin simulate advice`.

- Nobody differs: of how many it stays silent, at one look, and in a year of monthly looks. Also where people differ a little, as they do, and a little more.
- Some are weak in one thing, on a site where people differ as they do: how often that is found and named, how often anything else is; and how often the page says it would be
  found, by size and by how much was looked at.
- Of all that is told, how much is truly more than ten points.
- Some get the hardest reason most of the time, and are as good as the others: of how many of them it stays silent.
- Everybody is weak in one thing: how often that is told as everybody's, and how often as somebody's.
"""

from collections.abc import Callable, Iterable, Sequence
from random import Random
from typing import NamedTuple, TypeAlias

import msgspec

from hoolin.coaching.advice.chosen import Whole, advise
from hoolin.coaching.advice.expected import expected
from hoolin.coaching.advice.gap import GAP_MIN, LOOKED_MIN, gaps
from hoolin.coaching.advice.power import Rule
from hoolin.coaching.advice.prior import Prior
from hoolin.coaching.advice.seen import Seen
from hoolin.coaching.advice.simulation.site import ANSWERED, FATAL, JUDGED, Site, Truth, drawn
from hoolin.experience.api import simulation, statistics

MATTER = tuple(item for item, (_, weight) in JUDGED.items() if weight >= 0.9)
"""What truly goes together with a solved problem, and not little."""

SIZES = (0.2, 0.3, 0.4)
MONTHS = (3, 6)
REVIEWS = (2, 4, 6)
USUALLY, MORE = 0.2, 0.35
"""How much people differ, on the logarithm of odds: of 75 of 100, two of three lie between 71 and 79, and between 68 and 81."""

LOW = "resolution.next_step"
LOOKS = 12
WINDOW = 6

Counts: TypeAlias = dict[str, tuple[float, int]]
"""By what was counted: how often, of how many."""


class Arm(NamedTuple):
    """One kind of site. sites: how many; shares: by what was counted, with Wilson's interval at .95; what was never looked at is left out."""

    name: str
    sites: int
    shares: dict[str, statistics.Proportion]


class Kind(msgspec.Struct, frozen=True):
    """Of which kind. size, months, reviews: of what is planted. spread: how much people differ anyway, on the logarithm of odds. part: of so many sites an eighth as many."""

    name: str
    size: float = 0.0
    months: int = WINDOW
    reviews: float | None = None
    spread: float = 0.0
    part: int = 1


def kinds() -> list[Kind]:
    """All of them."""
    planted = [
        Kind(f"planted {size:.0%}, {reviews} reviews, {months} months", size, months, reviews, USUALLY)
        for size in SIZES for reviews in REVIEWS for months in MONTHS
    ]  # fmt: skip
    return [
        Kind("alike", part=8),
        Kind("alike in a year"),
        Kind("a little unlike", spread=USUALLY, part=4),
        Kind("more unlike", spread=MORE, part=4),
        Kind("hard reasons"),
        Kind("all low", 0.25),
        *planted,
    ]


def measure(
    sites: int, seed: int, processes: int = 1, tick: Callable[[], None] = lambda: None, only: Sequence[Kind] = ()
) -> list[Arm]:  # fmt: skip
    """All kinds, or only these: of the first so many sites, of each other a part of that."""
    todo = [(kind, f"{seed}/{kind.name}/{run}") for kind in only or kinds() for run in range(_sites(kind, sites))]
    found: dict[str, list[Counts]] = {}
    for (kind, _), counts in zip(todo, simulation.in_processes(_counted, todo, processes), strict=True):
        found.setdefault(kind.name, []).append(counts)
        tick()
    return [Arm(name, len(counts), _added(counts)) for name, counts in found.items()]


def jobs(sites: int) -> int:
    """How many sites are drawn in all."""
    return sum(_sites(kind, sites) for kind in kinds())


def _sites(kind: Kind, sites: int) -> int:
    return max(1, sites * kind.part // 8)


def _added(counts: Iterable[Counts]) -> dict[str, statistics.Proportion]:
    total: dict[str, tuple[float, int]] = {}
    for one in counts:
        for name, (seen, of) in one.items():
            before = total.get(name, (0.0, 0))
            total[name] = before[0] + seen, before[1] + of
    return {
        name: statistics.Proportion(seen / of, *statistics.wilson(seen, of), of)
        for name, (seen, of) in total.items()
        if of
    }


def _counted(job: tuple[Kind, str]) -> Counts:
    kind, seed = job
    rng = Random(seed)  # noqa: S311 - chance that can be drawn again
    truth = truth_of(kind, rng)
    if kind.name == "alike in a year":
        return _in_a_year(truth, rng)
    site = drawn(truth, rng)
    return counted(truth, site, advise(site.evidence, ANSWERED, FATAL))


def truth_of(kind: Kind, rng: Random) -> Truth:
    """A site of this kind, drawn by chance."""
    truth = Truth(
        agents=rng.randint(20, 60), reviews_a_month=kind.reviews or rng.uniform(2, 6), months=kind.months,
        answers_a_month=rng.uniform(3, 15), spread=kind.spread,
    )  # fmt: skip
    names = [f"a{number:02}" for number in range(truth.agents)]
    if kind.name == "alike in a year":
        truth.year = LOOKS + WINDOW - 1
    elif kind.name == "hard reasons":
        truth.hard = frozenset(rng.sample(names, truth.agents // 5))
    elif kind.name == "all low":
        truth.low = {LOW: kind.size}
    elif kind.size:
        truth.weak = {name: (rng.choice(MATTER), kind.size) for name in rng.sample(names, max(1, truth.agents // 10))}
    return truth


def counted(truth: Truth, site: Site, whole: Whole) -> Counts:
    """What was told of a site, beside what is true."""
    told = {agent: [one.gap.item for one in said.advice] for agent, said in whole.by_agent.items()}
    others = [items for agent, items in told.items() if agent not in truth.weak]
    sizes = [site.gaps[agent, item] for agent, items in told.items() for item in items]
    found: Counts = {
        "silent": (sum(not items for items in others), len(others)),
        "praised": (sum(bool(said.strengths) for said in whole.by_agent.values()), len(told)),
        "told, truly > 10": (sum(size > GAP_MIN for size in sizes), len(sizes)),
        "told, truly > 5": (sum(size > GAP_MIN / 2 for size in sizes), len(sizes)),
    }
    if truth.hard:
        hard = [told[agent] for agent in truth.hard]
        found["silent, hard reasons"] = sum(not items for items in hard), len(hard)
    if truth.low:
        found["told as everybody's"] = sum(one.item == LOW and not one.reason for one in whole.team[:1]), 1
        found["told as somebody's"] = sum(LOW in items for items in told.values()), len(told)
    if truth.weak:
        weak = {agent: whole.by_agent[agent] for agent in truth.weak}
        seen = sum(
            one.item == truth.weak[agent][0] and one.way == "below"
            for agent, said in weak.items()
            for one in said.looked
        )
        found["found"] = seen, len(weak)
        found["found, as told"] = _as_told(truth, site, whole.prior), len(weak)
        found["named"] = sum(truth.weak[agent][0] in told[agent] for agent in weak), len(weak)
        wrong = sum(any(item != truth.weak[agent][0] for item in told[agent]) for agent in weak)
        found["another named"] = wrong, len(weak)
    return found


def _as_told(truth: Truth, site: Site, prior: Prior) -> float:
    """What the page would have said: how likely each of these is found, added up."""
    beside = {item: expected(seen) for item, seen in _by_item(site.evidence.seen).items()}
    total = 0.0
    for agent, (item, _) in truth.weak.items():
        one = beside[item].get(agent)
        looked = sum(len(of[agent].met) >= LOOKED_MIN for of in beside.values() if agent in of)
        if one is not None:
            rule = Rule(prior, max(1, looked), one.error)
            total += rule.power(len(one.met), float(one.shares.mean()), site.gaps[agent, item])
    return total


def _in_a_year(truth: Truth, rng: Random) -> Counts:
    """Whether anything that is real by the rule is ever said, whatever it goes together with, in twelve monthly looks at half a year each."""
    year = drawn(truth, rng).evidence.before
    ever: set[str] = set()
    for look in range(LOOKS):
        seen = [one for one in year if look <= int(one.interaction.split("-")[1]) < look + WINDOW]
        found, _ = gaps({item: expected(part) for item, part in _by_item(seen).items()})
        ever |= {agent for agent, items in found.items() if any(one.way == "below" for one in items.values())}
    return {"silent all year": (truth.agents - len(ever), truth.agents)}


def _by_item(seen: Iterable[Seen]) -> dict[str, list[Seen]]:
    found: dict[str, list[Seen]] = {}
    for one in seen:
        found.setdefault(one.item, []).append(one)
    return found
