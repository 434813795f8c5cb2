"""The effect as it is usually told, beside ours: before and after, of whoever had it. Contacts are counted as if each stood for itself, and nobody else is looked at."""

from collections.abc import Iterable, Mapping
from math import fsum, sqrt
from typing import Literal, NamedTuple, TypeAlias

from hoolin.coaching.effects.panel import Cell, Panel

NORMAL_95 = 1.959964
ENOUGH = 10

Reading: TypeAlias = Literal["alike", "by_themselves", "site_moved", "hid_it", "unknown"]
"""Why before and after says something else than the comparison. `alike`: it does not. `by_themselves`: those who waited rose as well, the rest of the site did not: whoever is picked for
being below average is nearer to it the next time. `site_moved`: everybody did. `hid_it`: those who waited fell. `unknown`: nothing tells.
"""


class Share(NamedTuple):
    """A mean of points, and of how many marks."""

    points: float
    marks: int


class Naive(NamedTuple):
    """before, after: of those who had it. points: by how much more, with the interval and the word that usually go with it. waiting: by how much those rose in the same weeks who had not had it yet;
    outside: whoever takes no part; None where too little was judged.
    """

    before: Share
    after: Share
    points: float
    low: float
    high: float
    waiting: float | None
    outside: float | None

    @property
    def convincing(self) -> bool:
        """Whether it would usually be called an improvement."""
        return self.low > 0


def before_after(whole: Panel, order: Mapping[str, int], step_weeks: int, had: Iterable[str]) -> Naive | None:
    """None where too few were judged. whole: of the site. had: who really took it up; whoever is in the order and not among them counts nowhere."""
    rows = dict(zip(whole.agents, whole.cells, strict=True))
    starts = {agent: whole.before + wave * step_weeks for agent, wave in order.items()}
    took = [agent for agent in had if agent in starts and agent in rows]
    first = [cell for agent in took for cell in rows[agent][: whole.before]]
    then = [cell for agent in took for cell in rows[agent][starts[agent] :]]
    one, other = _mean(first), _mean(then)
    if one is None or other is None:
        return None
    error = sqrt(_variance(first) / one.marks + _variance(then) / other.marks)
    points = other.points - one.points
    return Naive(
        one, other, points, points - NORMAL_95 * error, points + NORMAL_95 * error,
        waiting=_rise([(rows[agent][: whole.before], rows[agent][whole.before : start]) for agent, start in starts.items() if agent in rows and start > whole.before]),
        outside=_rise([(row[: whole.before], row[whole.before :]) for agent, row in rows.items() if agent not in starts]),
    )  # fmt: skip


def reading(found: Naive, points: float, low: float, high: float) -> Reading:
    """Why before and after says something else than the comparison (its points and interval)."""
    if low <= found.points <= high and found.convincing == (low > 0):
        return "alike"
    if found.waiting is None:
        return "unknown"
    if found.points < points:
        return "hid_it" if found.waiting < 0 else "unknown"
    if found.waiting < (found.points - points) / 3:
        return "unknown"
    return "site_moved" if found.outside is not None and found.outside >= found.waiting / 2 else "by_themselves"


def _cells(cells: Iterable[Cell | None]) -> list[Cell]:
    return [cell for cell in cells if cell is not None]


def _mean(cells: Iterable[Cell | None]) -> Share | None:
    known = _cells(cells)
    marks = sum(cell.marks for cell in known)
    return Share(fsum(cell.plain for cell in known) / marks, marks) if marks >= ENOUGH else None


def _variance(cells: Iterable[Cell | None]) -> float:
    known = _cells(cells)
    marks = sum(cell.marks for cell in known)
    mean = fsum(cell.plain for cell in known) / marks
    return max(0.0, fsum(cell.square for cell in known) / marks - mean * mean) * marks / (marks - 1)


def _rise(rows: Iterable[tuple[Iterable[Cell | None], Iterable[Cell | None]]]) -> float | None:
    """Of the same people before and in the weeks since."""
    before: list[Cell | None] = []
    since: list[Cell | None] = []
    for one, other in rows:
        before += one
        since += other
    was, became = _mean(before), _mean(since)
    return became.points - was.points if was is not None and became is not None else None
