"""Over many sites: how often each word is said where it is true, and where it is not."""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from scipy.stats import beta

from hoolin.experience.api import simulation
from hoolin.insight.effects.simulation.arms import Outcome, one
from hoolin.insight.effects.verdict import Word

WANTED: dict[str, Word] = {
    "null": "underpowered", "null_some": "underpowered", "effect": "verified", "effect_some": "verified", "weeks": "verified",
    "harmful": "harmful", "to_reason": "moved", "to_channel": "moved", "to_repeats": "moved", "to_several": "moved",
}  # fmt: skip
"""What is true of each arm. Of nothing, `not_detected` is as true: it says the same with more right to it."""

LEVEL = 0.95


class Share(NamedTuple):
    """Of so many, with the interval that is never too short (Clopper and Pearson 1934, https://doi.org/10.1093/biomet/26.4.404)."""

    seen: int
    of: int

    @property
    def value(self) -> float:
        """0 of none."""
        return self.seen / self.of if self.of else 0.0

    @property
    def band(self) -> tuple[float, float]:
        """At 95 %."""
        tail = (1 - LEVEL) / 2
        low = float(beta.ppf(tail, self.seen, self.of - self.seen + 1)) if self.seen else 0.0
        high = float(beta.ppf(1 - tail, self.seen + 1, self.of - self.seen)) if self.seen < self.of else 1.0
        return low, high


class Arm(NamedTuple):
    """One arm over all runs. runs: of them judged; unseen: runs whose design sees no drop, so that none was planted. words: how often each was said. true: how
    often the true one. held: how often the interval held the truth. named: how often all places are named where contacts went, None where they went
    nowhere; falsely: how often one where
    they did not. drop: planted on average (below 0: a rise).
    """

    name: str
    runs: int
    unseen: int
    words: dict[Word, Share]
    true: Share
    verified: Share
    held: Share
    named: Share | None
    falsely: Share
    drop: float


def coverage(runs: int, seed: int, processes: int = 2, tick: Callable[[], None] = lambda: None) -> list[Arm]:
    """Every arm over so many sites. The same seed gives the same figures, in however many processes."""
    found: dict[str, list[Outcome | None]] = {}
    for outcomes in simulation.in_processes(partial(one, seed), range(runs), processes):
        for name, outcome in outcomes:
            found.setdefault(name, []).append(outcome)
        tick()
    return [_arm(name, outcomes) for name, outcomes in found.items()]


def _arm(name: str, outcomes: list[Outcome | None]) -> Arm:
    known = [outcome for outcome in outcomes if outcome is not None]
    of = len(known)
    said = [outcome.verdict.verdict for outcome in known]
    words = {word: Share(said.count(word), of) for word in sorted(set(said))}
    true = {WANTED[name], "not_detected"} if WANTED[name] == "underpowered" else {WANTED[name]}
    return Arm(
        name, of, len(outcomes) - of, words, Share(sum(word in true for word in said), of), Share(said.count("verified"), of),
        Share(sum(one.held for one in known), of), Share(sum(one.named for one in known), of) if WANTED[name] == "moved" else None, Share(sum(one.falsely for one in known), of),
        sum(1 - one.planted for one in known) / of if of else 0.0,
    )  # fmt: skip
