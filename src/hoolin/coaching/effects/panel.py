"""Marks added up by agent and week: what everything here is estimated from.

Contacts are never taken for independent: an agent is one, however many of their conversations were judged. What customers came with is evened out by what each
reason and item brought in the weeks *before* anybody had anything, so that nothing of an effect is taken off with it.

How many a mark stands for is told by each source in its own measure (one of twenty was reviewed; everybody was asked), so weights are brought to a mean of 1 within each item and source before they
meet, and none counts for more than five usual ones.
"""

from collections.abc import Iterable, Sequence
from math import fsum
from statistics import median
from typing import NamedTuple

import msgspec

SOFT = 10.0
"""A reason with so few marks counts half by itself, and half by all of its item."""

TRIMMED = 5.0
"""Of the median of its item and source: what stands for more counts for so much. A hundred seldom ones would else be outvoted by one."""


class Mark(NamedTuple):
    """One conversation judged, or answered about, on one item. week: its number, the weeks before with it. item: with its source, for each source is evened out by itself. points: 0 to 100. weight: for
    how many it stands, in its source's own measure. heard: which conversation.
    """

    agent: str
    week: int
    item: str
    reason: str
    points: float
    weight: float = 1.0
    heard: str = ""


class Cell(msgspec.Struct, frozen=True):
    """An agent in a week. points: the mean, evened out; worth: as how many marks it tells (Kish); marks: how many there are, of so many
    conversations; plain: the sum of their points as they are, square: of their squares.
    """

    points: float
    worth: float
    marks: int
    conversations: int
    plain: float
    square: float


class Panel(msgspec.Struct, frozen=True):
    """agents: in an order. before: so many of the weeks nobody had it. cells: [agent][week], None where nothing was judged."""

    agents: tuple[str, ...]
    before: int
    weeks: int
    cells: tuple[tuple[Cell | None, ...], ...]

    def marks(self) -> int:
        """How many there are."""
        return sum(cell.marks for row in self.cells for cell in row if cell is not None)

    def conversations(self, weeks: range | None = None) -> int:
        """Of how many conversations they are, in some weeks or in all."""
        at = slice(None) if weeks is None else slice(weeks.start, weeks.stop)
        return sum(cell.conversations for row in self.cells for cell in row[at] if cell is not None)

    def narrowed(self, agents: Sequence[str]) -> "Panel":
        """The same of some."""
        rows = dict(zip(self.agents, self.cells, strict=True))
        empty: tuple[Cell | None, ...] = (None,) * self.weeks
        return Panel(tuple(agents), self.before, self.weeks, tuple(rows.get(one, empty) for one in agents))


def panel(marks: Iterable[Mark], agents: Sequence[str], before: int, weeks: int) -> Panel:
    """The marks of these agents; whatever lies outside of the weeks is left out. The same marks give the same sums in whatever order they come."""
    known = {agent: at for at, agent in enumerate(agents)}
    ours = _weighed([one for one in marks if one.agent in known and 0 <= one.week < weeks], before)
    usual, whole = _usual(one for one in ours if one.week < before)
    cells: dict[tuple[int, int], list[Mark]] = {}
    for one in ours:
        cells.setdefault((known[one.agent], one.week), []).append(one)

    def evened(one: Mark) -> float:
        return one.points - usual.get((one.item, one.reason), usual.get((one.item, None), whole)) + whole

    def cell(found: list[Mark] | None) -> Cell | None:
        if not found:
            return None
        weight = fsum(one.weight for one in found)
        return Cell(
            points=fsum(one.weight * evened(one) for one in found) / weight,
            worth=weight * weight / fsum(one.weight**2 for one in found), marks=len(found),
            conversations=len({one.heard for one in found if one.heard}) + sum(not one.heard for one in found),
            plain=fsum(one.points for one in found), square=fsum(one.points**2 for one in found),
        )  # fmt: skip

    rows = tuple(tuple(cell(cells.get((at, week))) for week in range(weeks)) for at in range(len(agents)))
    return Panel(tuple(agents), before, weeks, rows)


def _weighed(marks: Sequence[Mark], before: int) -> list[Mark]:
    """With weights that may be added up. What is usual is taken from the weeks before; where an item was not looked at then, from all."""
    first, alls = dict[str, list[float]](), dict[str, list[float]]()
    for one in marks:
        alls.setdefault(one.item, []).append(one.weight)
        if one.week < before:
            first.setdefault(one.item, []).append(one.weight)
    most, mean = dict[str, float](), dict[str, float]()
    for item, whole in alls.items():
        usual = first.get(item, whole)
        most[item] = TRIMMED * median(usual)
        mean[item] = fsum(min(one, most[item]) for one in usual) / len(usual)
    return [one._replace(weight=min(one.weight, most[one.item]) / mean[one.item]) for one in marks]


def _usual(before: Iterable[Mark]) -> tuple[dict[tuple[str, str | None], float], float]:
    """By item and reason, and by item (reason None), what it brought; and all together."""
    sums: dict[tuple[str, str | None], tuple[list[float], list[float]]] = {}
    alls: tuple[list[float], list[float]] = ([], [])
    for one in before:
        for points, weights in (sums.setdefault((one.item, one.reason), ([], [])), sums.setdefault((one.item, None), ([], [])), alls):  # fmt: skip
            points.append(one.weight * one.points)
            weights.append(one.weight)
    whole = fsum(alls[0]) / fsum(alls[1]) if alls[1] else 50.0
    found: dict[tuple[str, str | None], float] = {}
    for item in sorted({item for item, _ in sums}):
        points, weights = sums[item, None]
        found[item, None] = fsum(points) / fsum(weights)
    for (item, reason), (points, weights) in sums.items():
        if reason is not None:
            soft = SOFT * fsum(weights) / len(weights)
            found[item, reason] = (fsum(points) + soft * found[item, None]) / (fsum(weights) + soft)
    return found, whole


def mean_of(row: Iterable[Cell | None]) -> float | None:
    """Of one agent, over weeks; None where nothing was judged."""
    known = [cell for cell in row if cell is not None]
    worth = fsum(cell.worth for cell in known)
    return fsum(cell.worth * cell.points for cell in known) / worth if worth else None
