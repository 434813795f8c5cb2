"""Answers and judgements as figures: what customers answered, raw and weighted; what reviewers saw, by how they were drawn.

- Who answers is not who was served. Answers are weighted so that, in channel, reason, ending and wait, those who answered look like
  everybody who spoke with a person (raking, cut at five times the median weight). Both figures are shown.
- What reviewers judged was drawn with a known probability; each judgement counts for those that were not drawn (Hájek). Several
  judgements of one conversation are one, their mean.
- Mystery shoppers and the agents themselves are shown beside, unweighted, and count for nothing else.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from math import sqrt
from typing import Any, TypeAlias

import msgspec

from hoolin.experience.contacts.asking import Asking
from hoolin.experience.contacts.scope import Scope
from hoolin.experience.criteria.items import Item
from hoolin.experience.criteria.register import Register
from hoolin.experience.criteria.scales import SCALES, Scale
from hoolin.experience.figures.figure import LEVEL, Figure, Plain, plain, silent
from hoolin.experience.statistics import ENOUGH, Estimate, effective, nps, rake, weighted_mean, wilson
from hoolin.experience.statistics.proportions import normal

CELL_MIN = 5
"""A kind of contact of which fewer answered is taken together with others: one person would speak for all of them."""

APART_MIN = 5
"""Of fewer who answered otherwise than most, nobody can say how answers spread."""

MARGINS = ("channel", "reason", "ending", "waited")

Margins: TypeAlias = Mapping[str, Mapping[str, float]]


class Answered(msgspec.Struct, frozen=True):
    """What is known of one conversation from one source. values: by item, the newest; kinds: what it was, for weighting. inclusion: the
    probability with which it was chosen. judge: who judged it, of several the first.
    """

    interaction: str
    values: dict[str, float]
    kinds: dict[str, str]
    inclusion: float = 1.0
    judge: str = ""


class Evidence(msgspec.Struct, frozen=True):
    """Everything that was answered and judged on a scope's contacts. by_source: conversations; weights: of the surveys' ones, in their order;
    trimmed: how many were cut. asked: of how many customers something was asked.
    """

    by_source: dict[str, list[Answered]]
    weights: list[float]
    trimmed: int
    asked: int


def gather(asking: Asking, scope: Scope) -> Evidence:
    """The evidence on a scope, with its weights."""
    rows = asking.ask("marks", scope)
    by_source = {source: _conversations(source, rows) for source in ("survey", "reviewer", "shopper", "self")}
    asked = {row["interaction"] for row in rows if row["kind"] == "asked"}
    answered = by_source["survey"]
    weights, trimmed = weigh(answered, margins(asking, scope))
    return Evidence(by_source, weights, trimmed, len(asked | {one.interaction for one in answered}))


def answers(asking: Asking, scope: Scope) -> list[Answered]:
    """What customers answered on a scope's contacts, as it is: without weights, which take as long again."""
    return _conversations("survey", asking.ask("marks", scope))


def _conversations(source: str, rows: Iterable[Mapping[str, Any]]) -> list[Answered]:
    """One a conversation; the newest word of each judge on each item, and of several judges the mean."""
    newest: dict[str, dict[str, dict[str, float | None]]] = {}
    first: dict[str, Mapping[str, Any]] = {}
    for row in rows:
        if row["source"] == source and row["kind"] == "mark":
            interaction = row["interaction"]
            first.setdefault(interaction, row)
            newest.setdefault(interaction, {}).setdefault(row["item"], {})[row["judge"]] = row["value"]
    return [
        Answered(
            interaction,
            {item: sum(said) / len(said) for item, judged in items.items() if (said := _said(judged.values()))},
            {name: kind_of(name, first[interaction]) for name in MARGINS},
            first[interaction]["inclusion"],
            first[interaction]["judge"],
        )
        for interaction, items in newest.items()
    ]


def _said(values: Iterable[float | None]) -> list[float]:
    """Without those who said that it does not apply."""
    return [value for value in values if value is not None]


def kind_of(margin: str, row: Mapping[str, Any]) -> str:
    """Of which kind a contact is in a margin."""
    if margin != "waited":
        return str(row[margin])
    waited = row["waited_ms"]
    return "no" if waited < 0 else "short" if waited <= 60_000 else "long" if waited <= 600_000 else "longest"


def margins(asking: Asking, scope: Scope) -> dict[str, dict[str, float]]:
    """Of everybody, how many are of each kind."""
    found: dict[str, dict[str, float]] = {name: {} for name in MARGINS}
    for row in asking.ask("margins", scope):
        for name in MARGINS:
            found[name][row[name]] = found[name].get(row[name], 0.0) + row["n"]
    return found


def weigh(answered: Sequence[Answered], everybody: Margins) -> tuple[list[float], int]:
    """A weight for each, their mean is 1; and how many were cut. Kinds that too few answered of are taken together first; a margin in which
    that leaves one kind says nothing.
    """
    if len(answered) < ENOUGH:
        return [1.0] * len(answered), 0
    rows: list[dict[str, str]] = [{} for _ in answered]
    targets: dict[str, dict[str, float]] = {}
    for name, kinds in everybody.items():
        known = {kind: count for kind, count in kinds.items() if count > 0}
        together = _together([one.kinds.get(name, "") for one in answered], known)
        found: dict[str, float] = {}
        for kind, count in known.items():
            found[together[kind]] = found.get(together[kind], 0.0) + count
        if len(found) > 1:
            targets[name] = found
            for row, one in zip(rows, answered, strict=True):
                row[name] = together[one.kinds.get(name, "")]
    if not targets:
        return [1.0] * len(answered), 0
    raked = rake(rows, targets)
    return list(raked.weights), raked.trimmed


def _together(answered: Sequence[str], everybody: Mapping[str, float]) -> dict[str, str]:
    """By kind, what it is called when small ones are taken together."""
    counts: dict[str, int] = {}
    for kind in answered:
        counts[kind] = counts.get(kind, 0) + 1
    large = {kind for kind, count in counts.items() if count >= CELL_MIN and everybody.get(kind)}
    small = (counts.keys() | everybody.keys()) - large
    rest = "\0others"
    if sum(counts.get(kind, 0) for kind in small) < CELL_MIN and large:
        # Too few even together: they go with the largest.
        rest = max(large, key=lambda kind: (counts[kind], kind))
    return {kind: kind for kind in large} | dict.fromkeys(small, rest)


def surveyed(item: Item, evidence: Evidence) -> Figure:
    """What customers answered to one question: the mean in points, weighted; raw beside it; how many answered well; NPS as a score."""
    found = [
        (one.values[item.code], weight)
        for one, weight in zip(evidence.by_source["survey"], evidence.weights, strict=True)
        if item.code in one.values
    ]
    values, weights = [value for value, _ in found], [weight for _, weight in found]
    if len(values) < ENOUGH:
        return silent(item.code, "points", len(values))
    scale = item.counted
    if item.scale == "nps_11":
        return _nps(item.code, values, weights)
    points = [100 * scale.share(value) for value in values]
    weighted, raw = _told(points, weights), _told(points, [1.0] * len(points))
    good = within(weighted_mean([float(scale.good(round(value))) for value in values], weights), 1.0)
    return Figure(
        code=item.code, unit="points", n=len(values), value=weighted.value, low=weighted.low, high=weighted.high,
        error=weighted.standard_error, effective=weighted.effective, raw=plain(raw), good=plain(good),
        detail={"asked": float(evidence.asked), "trimmed": float(evidence.trimmed), "mean_raw": sum(values) / len(values)},
    )  # fmt: skip


def within(found: Estimate, most: float = 100.0) -> Estimate:
    """With Student's reach for as many as it is worth, and ends within 0 and the most."""
    reach = normal(LEVEL) * _student(found.effective) * found.standard_error
    return found._replace(low=max(0.0, found.value - reach), high=min(most, found.value + reach))


def _told(points: Sequence[float], weights: Sequence[float]) -> Estimate:
    """The mean of answers. Where nearly everybody answered alike, their spread says little of what others would have answered."""
    found = weighted_mean(points, weights)
    ((_, usual),) = Counter(points).most_common(1)
    return within(found) if len(points) - usual >= APART_MIN else _soft(found)


def _student(worth: float) -> float:
    """How much further than the normal distribution Student's reaches: Cornish and Fisher's first terms, good from ten observations on."""
    z, freedom = normal(LEVEL), max(1.0, worth - 1)
    return 1 + (z * z + 1) / (4 * freedom) + (5 * z**4 + 16 * z * z + 3) / (96 * freedom * freedom)


def _nps(code: str, values: Sequence[float], weights: Sequence[float]) -> Figure:
    worth, whole = effective(weights), sum(weights)
    up = worth * sum(weight for value, weight in zip(values, weights, strict=True) if value >= 9) / whole
    down = worth * sum(weight for value, weight in zip(values, weights, strict=True) if value <= 6) / whole
    weighted = nps(up, max(0.0, worth - up - down), down)
    high, low = sum(value >= 9 for value in values), sum(value <= 6 for value in values)
    raw = nps(high, len(values) - high - low, low)
    return Figure(
        code=code, unit="score", n=len(values), value=weighted.score, low=weighted.low, high=weighted.high,
        error=weighted.standard_error, effective=worth, raw=Plain(raw.score, raw.low, raw.high),
    )  # fmt: skip


def reviewed(item: Item, evidence: Evidence) -> Figure:
    """What reviewers saw: the share of conversations in which it was met, in points, by how they were drawn."""
    return _judged(item.code, item.counted, [
        (one.values[item.code], one) for one in evidence.by_source["reviewer"] if item.code in one.values
    ])  # fmt: skip


def none_fatal(register: Register, evidence: Evidence) -> Figure:
    """The share of reviewed conversations in which no fatal item was missed, in points."""
    fatal = {item.code for item in register.items if item.fatal}
    found = []
    for one in evidence.by_source["reviewer"]:
        judged = [value for code, value in one.values.items() if code in fatal]
        if judged:
            found.append((float(min(judged) >= 1), one))
    return _judged("compliance", SCALES["mark"], found)


def _judged(code: str, scale: Scale, found: Sequence[tuple[float, Answered]]) -> Figure:
    if len(found) < ENOUGH:
        return silent(code, "points", len(found))
    points = [100 * scale.share(value) for value, _ in found]
    weights = [1 / one.inclusion for _, one in found]
    weighted = _by_judges(_soft(weighted_mean(points, weights)), points, weights, [one.judge for _, one in found])
    raw = _soft(weighted_mean(points, [1.0] * len(points)))
    return Figure(
        code=code, unit="points", n=len(found), value=weighted.value, low=weighted.low, high=weighted.high,
        error=weighted.standard_error, effective=weighted.effective, raw=plain(raw),
    )  # fmt: skip


def _by_judges(found: Estimate, points: Sequence[float], weights: Sequence[float], judges: Sequence[str]) -> Estimate:
    """Reviewers differ, and all that one of them judged leans the same way: where that makes a figure less sure than so many separate
    judgements would be, it is as sure as there are reviewers (linearised, by reviewer).
    """
    pulls: dict[str, float] = {}
    for value, weight, judge in zip(points, weights, judges, strict=True):
        pulls[judge] = pulls.get(judge, 0.0) + weight * (value - found.value)
    n = len(pulls)
    if n < 2:
        return found
    error = sqrt(n / (n - 1) * sum(pull * pull for pull in pulls.values())) / sum(weights)
    if error <= found.standard_error:
        return found
    reach = normal(LEVEL) * _student(n) * error
    return found._replace(standard_error=error, low=max(0.0, found.value - reach), high=min(100.0, found.value + reach))


def _soft(found: Estimate) -> Estimate:
    """Marks are nearly all met, or nearly all not: where the linearised error would be nothing, or too little, Wilson's interval for as many as
    they are worth holds.
    """
    worth, share = found.effective, found.value / 100
    softened = (share * worth + 2) / (worth + 4)
    spread = 100 * sqrt(softened * (1 - softened) / (worth + 4))
    if found.standard_error >= spread:
        return within(found)
    low, high = wilson(min(worth, max(0.0, share * worth)), worth)
    return found._replace(low=100 * low, high=100 * high, standard_error=spread)


def beside(item: Item, source: str, evidence: Evidence) -> Figure:
    """What mystery shoppers, or the agents themselves, say on an item: as it is, in points."""
    scale = item.counted
    values = [one.values[item.code] for one in evidence.by_source[source] if item.code in one.values]
    if len(values) < ENOUGH or scale.low is None:
        return silent(item.code, "points", len(values))
    found = within(weighted_mean([100 * scale.share(value) for value in values], [1.0] * len(values)))
    return Figure(
        code=item.code,
        unit="points",
        n=len(values),
        value=found.value,
        low=found.low,
        high=found.high,
        error=found.standard_error,
    )


def items_of(register: Register, source: str) -> list[Item]:
    """The items that this evidence may be on."""
    return [item for item in register.items if source in item.sources]
