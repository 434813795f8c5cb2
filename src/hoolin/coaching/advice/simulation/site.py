"""Sites whose truth is known: agents, reviews, answers and outcomes of months, and who is truly weak in what.

Reasons are unlike in difficulty and unequally spread over agents; reviewers are strict or mild; conversations have a difficulty that nobody notes and that
all items and the outcome share; few customers answer, and fewer of those whose problem was not solved.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from math import exp, log
from random import Random
from statistics import fmean
from typing import NamedTuple

from hoolin.coaching.advice.seen import Ended, Evidence, Seen

JUDGED: dict[str, tuple[float, float]] = {
    "effort.not_asked_again": (0.85, 0.5), "resolution.right": (0.84, 1.3), "resolution.next_step": (0.76, 1.0), "heard.named_back": (0.72, 1.0),
    "heard.clarified": (0.78, 0.9), "heard.empathy": (0.74, 0.9), "heard.concrete": (0.82, 0.0), "clarity.terms_stated": (0.80, 0.6),
    "clarity.no_jargon": (0.86, 0.0),
}  # fmt: skip
"""By item, in how many conversations it is met, and by how much (logarithm of odds) a problem is solved more often where it is."""

ANSWERED: dict[str, float] = {"effort.ease": 0.75, "clarity.next_and_cost": 0.70}
FATAL: dict[str, float] = {"compliance.law": 0.97}
USUAL: dict[str, float] = {item: usual for item, (usual, _) in JUDGED.items()} | ANSWERED | FATAL
NOBODYS: dict[str, float] = dict.fromkeys(USUAL, 0.0)
REASONS = ("bill", "roaming", "outage", "sim", "contract", "moving")
HARD = {"bill": 0.2, "roaming": -0.2, "outage": -1.0, "sim": 0.6, "contract": 0.0, "moving": -0.5}
CHANNELS = {"chat": 0.2, "voice": 0.0, "email": -0.2}
LANGUAGES = ("et", "ru", "en")
YEAR_MONTHS = 12


def logit(share: float) -> float:
    """The logarithm of odds."""
    return log(share / (1 - share))


def share(value: float) -> float:
    """From the logarithm of odds."""
    return 1 / (1 + exp(-value))


@dataclass
class Truth:
    """weak: by agent, the item in which they are weak, and how much less often they meet it (a share). hard: agents who get the hardest reason most of the time. low:
    by item, how much less often everybody meets it. spread: how much people differ anyway, on the logarithm of odds. year: how
    many months there are in all.
    """

    agents: int
    reviews_a_month: float
    months: int
    answers_a_month: float = 12.0
    reviewers: int = 5
    leaning: float = 0.35
    spread: float = 0.0
    weak: dict[str, tuple[str, float]] = field(default_factory=dict)
    hard: frozenset[str] = frozenset()
    low: dict[str, float] = field(default_factory=dict)
    year: int = YEAR_MONTHS


class Site(NamedTuple):
    """What was seen, and what is true of it. gaps: by agent and item, by how much less often it was met in what is looked at than it is met by people as they usually are,
    as a share; of the chances of these very conversations, so that no luck is in it.
    """

    evidence: Evidence
    gaps: dict[tuple[str, str], float]


def drawn(truth: Truth, rng: Random) -> Site:
    """A year of a site; `seen` are the last months of it. What an agent is weak in, they are weak in all the year."""
    leanings = {f"r{at}": rng.gauss(0, truth.leaning) for at in range(truth.reviewers)}
    seen: list[Seen] = []
    before: list[Seen] = []
    ended: dict[str, Ended] = {}
    short: dict[tuple[str, str], list[float]] = defaultdict(list)
    for number in range(truth.agents):
        agent = f"a{number:02}"
        mix = [rng.gammavariate(1.2, 1) for _ in REASONS]
        if agent in truth.hard:
            mix = [0.8 if reason == "outage" else 0.2 / (len(REASONS) - 1) for reason in REASONS]
        own = {item: rng.gauss(0, truth.spread) for item in (*JUDGED, *ANSWERED, *FATAL)}
        for month in range(truth.year):
            reviews = _count(truth.reviews_a_month, rng)
            for at in range(reviews + _count(truth.answers_a_month, rng)):
                found, how, ease = _one(
                    f"{agent}-{month}-{at}", agent, mix, own, truth, leanings if at < reviews else {}, rng
                )
                ended[how.interaction] = how
                before += found
                if month >= truth.year - truth.months:
                    seen += found
                    for one in found:
                        as_usual = share(_level(one.item, USUAL[one.item], "", NOBODYS, truth) + ease)
                        theirs = share(_level(one.item, USUAL[one.item], agent, own, truth) + ease)
                        short[agent, one.item].append(as_usual - theirs)
    return Site(Evidence(tuple(seen), tuple(before), ended), {pair: fmean(by) for pair, by in short.items()})


def _count(mean: float, rng: Random) -> int:
    """A whole number with this mean, one more or less."""
    low = int(mean)
    return low + (rng.random() < mean - low)


def _one(
    name: str, agent: str, mix: list[float], own: dict[str, float], truth: Truth, leanings: dict[str, float], rng: Random
) -> tuple[list[Seen], Ended, float]:  # fmt: skip
    """What was seen of a conversation, how it turned out, and how easy it was for everything."""
    reason, channel = rng.choices(REASONS, mix)[0], rng.choice(list(CHANNELS))
    language = rng.choice(LANGUAGES)
    ease = HARD[reason] + CHANNELS[channel] + rng.gauss(0, 0.5)
    judge = rng.choice(list(leanings)) if leanings else ""
    chosen = rng.choice(("50", "200"))
    met = {item: rng.random() < share(_level(item, usual, agent, own, truth) + ease) for item, usual in USUAL.items()}
    solves = sum(weight * (met[item] - usual) for item, (usual, weight) in JUDGED.items())
    resolved = rng.random() < share(0.9 + ease + solves)
    kinds = (reason, channel, language)
    found = []
    if leanings:
        for item in (*JUDGED, *FATAL):
            marked = rng.random() < share(_level(item, USUAL[item], agent, own, truth) + ease + leanings[judge])
            # A reviewer's leaning is in what they see, not in what was: both come of the same chance as far as it goes.
            seen = met[item] if rng.random() < 0.8 else marked
            found.append(Seen(name, agent, item, seen, (*kinds, judge, chosen)))
    heard = None
    if not leanings or rng.random() < (0.35 if resolved else 0.2):
        heard = rng.random() < share(
            0.6 + ease / 2 + 0.9 * (met["heard.named_back"] + met["heard.empathy"] - 1.4) + resolved
        )
        found += [Seen(name, agent, item, met[item], (*kinds, "", "")) for item in ANSWERED]
    return found, Ended(name, agent, reason, channel, resolved, heard), ease


def _level(item: str, usual: float, agent: str, own: dict[str, float], truth: Truth) -> float:
    weak, by = truth.weak.get(agent, ("", 0.0))
    less = (by if weak == item else 0.0) + truth.low.get(item, 0.0)
    return logit(max(0.03, usual - less)) + own[item]
