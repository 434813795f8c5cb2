"""What is asked for at once: all figures of a scope, the same by a dimension, and how they went over time."""

from collections.abc import Callable, Iterable, Sequence

import msgspec

from hoolin.core.errors import Invalid
from hoolin.core.facts import Instant
from hoolin.experience.contacts.asking import Asking
from hoolin.experience.contacts.scope import DAY_MS, Dimension, Scope
from hoolin.experience.criteria.items import SOURCES
from hoolin.experience.criteria.state import Version
from hoolin.experience.figures.evidence import Evidence, beside, gather, items_of, none_fatal, reviewed, surveyed
from hoolin.experience.figures.figure import Figure
from hoolin.experience.figures.index import Scores, scores, targets_of
from hoolin.experience.figures.system import access, clarity, effort, resolution, standardised, system_figures

GROUPS_SHOWN_MAX = 12
"""Channels, lines or languages of which each gets figures of its own; the largest."""

STEPS_MAX = 60

STEPS: dict[str, int] = {"day": DAY_MS, "week": 7 * DAY_MS, "month": 28 * DAY_MS}
"""A month of a trend is four weeks, so that each has the same days of the week."""


class Whole(msgspec.Struct, frozen=True):
    """All figures of a scope. by_source: by evidence source, by code. scores: the index and the criteria."""

    scope: Scope
    by_source: dict[str, dict[str, Figure]]
    scores: Scores


class Part(msgspec.Struct, frozen=True):
    """The figures of one value of a dimension."""

    name: str
    whole: Whole


class TrendPoint(msgspec.Struct, frozen=True):
    """What a figure was in one step. register: the number of the version in force when the step began."""

    begin: Instant
    end: Instant
    register: int
    figure: Figure


def whole(asking: Asking, scope: Scope, version: Version) -> Whole:
    """Everything that can be said of a scope."""
    scope.check()
    register = version.register
    figures = system_figures(asking, scope, targets_of(register))
    evidence = gather(asking, scope)
    by_source = {"system": figures, **_evidence(version, evidence)}
    return Whole(scope, by_source, scores(register, version.number, figures, evidence))


def _evidence(version: Version, evidence: Evidence) -> dict[str, dict[str, Figure]]:
    register = version.register
    found = {
        "survey": {item.code: surveyed(item, evidence) for item in items_of(register, "survey")},
        "reviewer": {item.code: reviewed(item, evidence) for item in items_of(register, "reviewer")},
    }
    found["reviewer"]["compliance"] = none_fatal(register, evidence)
    for source in ("shopper", "self"):
        found[source] = {item.code: beside(item, source, evidence) for item in items_of(register, source)}
    return {source: found[source] for source in SOURCES if source in found}


def by(asking: Asking, scope: Scope, version: Version, dimension: Dimension) -> tuple[Part, ...]:
    """The same for each value of a dimension, the largest first no more than `GROUPS_SHOWN_MAX`, in the order of their names. First-contact
    resolution within a week is told under the common mix of reasons as well.
    """
    scope.check()
    if getattr(scope, dimension) is not None:
        raise Invalid("already_narrowed", dimension=dimension)
    sizes = asking.ask("totals", scope, group=f"c.{dimension}", within=0)
    largest = sorted((row for row in sizes if row["part"]), key=lambda row: (-row["contacts"], row["part"]))
    names = sorted(row["part"] for row in largest[:GROUPS_SHOWN_MAX])
    alike = standardised(asking, scope, "7d", dimension) if dimension != "reason" else {}
    parts = []
    for name in names:
        found = whole(asking, msgspec.structs.replace(scope, **{dimension: name}), version)
        one = found.by_source["system"]["resolution.fcr_7d"]
        if name in alike and one.said:
            found.by_source["system"][one.code] = msgspec.structs.replace(one, standardised=alike[name])
        parts.append(Part(name, found))
    return tuple(parts)


def trend(
    asking: Asking, scope: Scope, version_at: Callable[[Instant], Version], code: str, step: str, source: str = "system"
) -> tuple[TrendPoint, ...]:
    """One figure, step by step. Raises Invalid for more than `STEPS_MAX` steps, or a figure that there is not."""
    scope.check()
    width = STEPS.get(step)
    if width is None:
        raise Invalid("no_such_step", step=step)
    begins = range(scope.begin, scope.end, width)
    if len(begins) > STEPS_MAX:
        raise Invalid("too_many_steps", at_most=STEPS_MAX)
    points = []
    for begin in begins:
        end = min(scope.end, begin + width)
        version = version_at(begin)
        narrowed = msgspec.structs.replace(scope, begin=begin, end=end)
        points.append(TrendPoint(begin, end, version.number, one(asking, narrowed, version, code, source)))
    return tuple(points)


def one(asking: Asking, scope: Scope, version: Version, code: str, source: str) -> Figure:
    """One figure of a scope, without counting the others. Raises Invalid."""
    register = version.register
    if code == "index" or register.criterion(code) is not None:
        found = whole(asking, scope, version).scores
        score = found.index if code == "index" else next(one for one in found.criteria if one.code == code)
        return score.figure
    if source == "system":
        targets = targets_of(register)
        families: Sequence[Callable[[], Iterable[Figure]]] = (
            lambda: access(asking, scope, targets),
            lambda: effort(asking, scope, targets),
            lambda: resolution(asking, scope),
            lambda: clarity(asking, scope),
        )
        for place in _families(code, len(families)):
            for figure in families[place]():
                if figure.code == code:
                    return figure
    else:
        found_figure = _evidence(version, gather(asking, scope)).get(source, {}).get(code)
        if found_figure is not None:
            return found_figure
    raise Invalid("no_such_figure", figure=code, source=source)


def _families(code: str, number: int) -> Sequence[int]:
    """Where a figure is counted, the likely place first."""
    first = {"access": 0, "effort": 1, "resolution": 2, "clarity": 3, "outcome": 0}.get(code.partition(".")[0], 0)
    return (first, *(place for place in range(number) if place != first))
