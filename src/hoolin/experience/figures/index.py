"""The Hoolin index: one number from 0 to 100 for a scope, from the criteria by the weights of the register in force.

index = Σ weight · criterion / Σ weight; a criterion is Σ weight · part / Σ weight, or its lowest part. A part without enough evidence is
left out of both sums, and told; where what is left is less than half of the weights there is no index.

Its interval: parts from one source are of the same conversations. Answers are taken as they came, conversation by conversation, so that
what goes together counts together; what the system counts is taken to go wholly together, which makes the interval rather too wide than
too narrow. The sources are independent of each other.
"""

from collections.abc import Callable, Mapping, Sequence
from math import sqrt
from typing import TypeAlias

import msgspec

from hoolin.experience.criteria.register import IN_INDEX, Criterion, Part, Register
from hoolin.experience.criteria.scales import SCALES, Kind
from hoolin.experience.figures.definitions import DEFINITIONS
from hoolin.experience.figures.evidence import Answered, Evidence, beside, none_fatal, reviewed, surveyed
from hoolin.experience.figures.figure import LEVEL, Figure, Silence
from hoolin.experience.figures.system import Targets
from hoolin.experience.statistics.proportions import normal

COVERED_MIN = 0.5
"""Of the weights that must stand on evidence, that there is an index."""


class PartScore(msgspec.Struct, frozen=True, kw_only=True):
    """What one part gives. share: of the index, 0 where it is left out. points, low, high: 0 to 100."""

    item: str
    source: str
    weight: float
    share: float
    points: float | None
    low: float | None
    high: float | None
    n: int
    why: Silence


class Score(msgspec.Struct, frozen=True, kw_only=True):
    """A criterion, or the index (code `index`). covered: the share of its weights that stands on evidence. error: the standard error."""

    code: str
    weight: float
    formula: str
    points: float | None
    low: float | None
    high: float | None
    error: float | None
    covered: float
    why: Silence
    parts: tuple[PartScore, ...] = ()

    @property
    def figure(self) -> Figure:
        """The same as a figure; its observations are those of its parts."""
        return Figure(
            code=self.code, unit="points", n=sum(part.n for part in self.parts), value=self.points, low=self.low,
            high=self.high, error=self.error, why=self.why,
        )  # fmt: skip


class Scores(msgspec.Struct, frozen=True):
    """The index and what it is made of. register: the number of the version."""

    register: int
    index: Score
    criteria: tuple[Score, ...]


Weights: TypeAlias = dict[tuple[str, str], float]
"""By item and source, how much of the index a part is."""


def targets_of(register: Register) -> Targets:
    """What the register in force calls as it should be."""
    wanted = {part.item: part.target for one in register.criteria for part in one.parts if part.target is not None}
    found = {name: target for name, item in TARGETS.items() if (target := wanted.get(item)) is not None}
    return Targets(**found)


TARGETS = {
    "time_to_human": "access.time_to_human",
    "contacts": "effort.contacts",
    "switches": "effort.switches",
    "transfers": "effort.transfers",
    "minutes": "effort.minutes",
}
"""By target, the item it is of."""


def scores(register: Register, number: int, figures: Mapping[str, Figure], evidence: Evidence) -> Scores:
    """The index of a scope, and its criteria. figures: what the system counted there."""
    pointed = {one.code: [_part(register, part, figures, evidence) for part in one.parts] for one in register.criteria}
    inside = {one.code: _inside(one, pointed[one.code]) for one in register.criteria}
    errors = _Errors(evidence, {(part.item, part.source): part for parts in pointed.values() for part in parts})
    whole = sum(one.weight for one in register.criteria if one.formula in IN_INDEX)
    said = [one for one in register.criteria if one.weight and inside[one.code]]
    weighing = sum(one.weight for one in said)
    of_index: Weights = {
        key: one.weight / weighing * share for one in said for key, share in inside[one.code].items()
    }  # fmt: skip
    criteria = tuple(
        _criterion(one, pointed[one.code], inside[one.code], of_index, errors) for one in register.criteria
    )
    covered = sum(
        one.weight * found.covered for one, found in zip(register.criteria, criteria, strict=True) if one.formula in IN_INDEX
    ) / whole  # fmt: skip
    index = _score("index", 100.0, "weighted_mean", covered if covered >= COVERED_MIN else 0.0, of_index, errors)
    index = msgspec.structs.replace(index, covered=covered, why=index.why and ("too_few" if covered else "nobody"))
    compliance = none_fatal(register, evidence)
    return Scores(
        number, index, tuple(_apart(one, compliance) if one.formula == "none_fatal" else one for one in criteria)
    )


def _apart(one: Score, found: Figure) -> Score:
    """Compliance is scored by itself, and no part of the index."""
    return msgspec.structs.replace(
        one,
        points=found.value,
        low=found.low,
        high=found.high,
        error=found.error,
        covered=float(found.said),
        why=found.why,
    )


def _part(register: Register, part: Part, figures: Mapping[str, Figure], evidence: Evidence) -> "Pointed":
    item = register.item(part.item)
    if item is None:
        return Pointed(part, None, None, None, None, 0, "nobody")
    if part.source == "system":
        return _counted(part, figures.get(part.item))
    found = surveyed(item, evidence) if part.source == "survey" else reviewed(item, evidence)
    if part.source in ("shopper", "self"):
        found = beside(item, part.source, evidence)
    if found.unit == "score" and found.value is not None and found.low is not None and found.high is not None:
        # From -100..100 to 0..100.
        half = (found.error or 0.0) / 2
        return Pointed(
            part, 50 + found.value / 2, 50 + found.low / 2, 50 + found.high / 2, half, found.n, "", item.scale
        )
    return Pointed(part, found.value, found.low, found.high, found.error, found.n, found.why, item.scale)


class Pointed(msgspec.Struct, frozen=True):
    """A part with what it gives."""

    part: Part
    points: float | None
    low: float | None
    high: float | None
    error: float | None
    n: int
    why: Silence
    scale: Kind | None = None

    @property
    def item(self) -> str:
        """Of which item."""
        return self.part.item

    @property
    def source(self) -> str:
        """From where."""
        return self.part.source


def _counted(part: Part, found: Figure | None) -> Pointed:
    """What the system counted, as the share that is as it should be."""
    if found is None:
        return Pointed(part, None, None, None, None, 0, "nobody")
    good = found.good
    if (
        good is None
        and found.unit == "share"
        and found.value is not None
        and found.low is not None
        and found.high is not None
    ):
        turned = not DEFINITIONS[part.item].more_is_better
        value, low, high = (
            (1 - found.value, 1 - found.high, 1 - found.low) if turned else (found.value, found.low, found.high)
        )
        return Pointed(part, 100 * value, 100 * low, 100 * high, 100 * (found.error or 0.0), found.n, "")
    if good is None:
        return Pointed(part, None, None, None, None, found.n, found.why or "never")
    error = 100 * (good.high - good.low) / (2 * normal(LEVEL))
    return Pointed(part, 100 * good.value, 100 * good.low, 100 * good.high, error, found.n, "")


def _inside(one: Criterion, parts: Sequence[Pointed]) -> dict[tuple[str, str], float]:
    """How much of its criterion each part is; parts without evidence are none of it."""
    said = [part for part in parts if part.points is not None and part.part.weight]
    if one.formula == "lowest_part" and said:
        lowest = min(said, key=lambda part: (part.points or 0.0, part.item))
        return {(lowest.item, lowest.source): 1.0}
    if one.formula != "weighted_mean":
        return {}
    whole = sum(part.part.weight for part in said)
    return {(part.item, part.source): part.part.weight / whole for part in said}


def _criterion(
    one: Criterion, parts: Sequence[Pointed], inside: Weights, of_index: Weights, errors: "_Errors"
) -> Score:
    wanted = sum(part.part.weight for part in parts)
    there = sum(part.part.weight for part in parts if part.points is not None)
    covered = there / wanted if wanted else 0.0
    score = _score(one.code, one.weight, one.formula, covered, inside, errors)
    told = tuple(
        PartScore(
            item=part.item, source=part.source, weight=part.part.weight, share=of_index.get((part.item, part.source), 0.0),
            points=part.points, low=part.low, high=part.high, n=part.n, why=part.why,
        )
        for part in parts
    )  # fmt: skip
    return msgspec.structs.replace(score, parts=told)


def _score(code: str, weight: float, formula: str, covered: float, shares: Weights, errors: "_Errors") -> Score:
    """A weighted sum of parts, with its interval."""
    if not shares or not covered:
        return Score(
            code=code, weight=weight, formula=formula, points=None, low=None, high=None, error=None, covered=covered,
            why="nobody" if not covered else "",
        )  # fmt: skip
    points = sum(share * errors.points(key) for key, share in shares.items())
    error = errors.of(shares)
    reach = normal(LEVEL) * error
    return Score(
        code=code, weight=weight, formula=formula, points=points, low=max(0.0, points - reach), high=min(100.0, points + reach),
        error=error, covered=covered, why="",
    )  # fmt: skip


class _Errors:
    """How sure a weighted sum of parts is."""

    def __init__(self, evidence: Evidence, parts: Mapping[tuple[str, str], Pointed]) -> None:
        self._evidence = evidence
        self._parts = parts

    def points(self, key: tuple[str, str]) -> float:
        """What a part gives."""
        return self._parts[key].points or 0.0

    def of(self, shares: Weights) -> float:
        """The standard error of Σ share · points."""
        counted = sum(share * (self._parts[key].error or 0.0) for key, share in shares.items() if key[1] == "system")
        variance = counted * counted
        for source in ("survey", "reviewer", "shopper", "self"):
            of_source = {key[0]: share for key, share in shares.items() if key[1] == source}
            if of_source:
                variance += self._together(source, of_source)
        return sqrt(variance)

    def _together(self, source: str, shares: Mapping[str, float]) -> float:
        """The variance of a sum over the same conversations: each one's pull on it, squared and summed (Taylor's linearisation)."""
        answered = self._evidence.by_source[source]
        weights = self._weights(source, answered)
        pulls = [0.0] * len(answered)
        apart = 0.0
        for item, share in shares.items():
            one = self._parts[(item, source)]
            points = _points_of(one.scale)
            there = [at for at, found in enumerate(answered) if item in found.values]
            total = sum(weights[at] for at in there)
            alone = 0.0
            for at in there:
                pull = share * weights[at] * (points(answered[at].values[item]) - (one.points or 0.0)) / total
                pulls[at] += pull
                alone += pull * pull
            # What a part's own error says beyond that (few observations, all alike) is not lost.
            apart += max(0.0, (share * (one.error or 0.0)) ** 2 - alone * len(there) / max(1, len(there) - 1))
        n = sum(1 for pull in pulls if pull) or 1
        return sum(pull * pull for pull in pulls) * n / max(1, n - 1) + apart

    def _weights(self, source: str, answered: Sequence[Answered]) -> Sequence[float]:
        if source == "survey":
            return self._evidence.weights
        if source == "reviewer":
            return [1 / one.inclusion for one in answered]
        return [1.0] * len(answered)


def _points_of(kind: Kind | None) -> Callable[[float], float]:
    """An answer in points, as the part's own figure counts it."""
    if kind == "nps_11":
        return lambda value: 100.0 if value >= 9 else 0.0 if value <= 6 else 50.0
    if kind is None:
        return lambda value: value
    return lambda value: 100 * SCALES[kind].share(value)
