"""The effect as it is usually told, beside ours: before and after, of whoever had it; and what it mistakes for an effect, told apart as far as the rows can.

Before and after counts contacts as if each stood for itself, and looks at nobody else. Two things flatter it. The whole site may move. And whoever is picked for being below average was partly
unlucky, and is nearer to it the next time: they regress. Over all people of a site together nobody was picked, so what all of them changed by, had nobody been taught, is the site's move; what those who
were picked and still waited changed by beyond that is the regression. Both are told with their intervals, people taken as one each.
"""

from collections.abc import Iterable, Mapping, Sequence
from math import fsum, sqrt
from typing import Literal, NamedTuple, TypeAlias

from scipy.special import stdtrit

from hoolin.coaching.effects.panel import Cell, Panel

NORMAL_95 = 1.959964
ENOUGH = 10
PEOPLE_MIN = 5
MARKS_MIN = 30
"""On both sides: of fewer people or marks no change is told."""

Reading: TypeAlias = Literal["alike", "moved", "regressed", "both", "unknown"]
"""Why before and after says something else than the comparison. `alike`: it does not. `moved`: the site did. `regressed`: those who were picked did. `both`. `unknown`: of neither it is clear. A part is named
only where its interval does not hold nothing.
"""

Row: TypeAlias = Sequence[Cell | None]


class Mean(NamedTuple):
    """Of points, and of how many marks."""

    points: float
    marks: int


class Change(NamedTuple):
    """By how many points some changed, with an interval at 95 %; of how many people, and marks in the weeks since."""

    points: float
    low: float
    high: float
    agents: int
    marks: int

    @property
    def clear(self) -> bool:
        """Whether they changed at all, as far as one can tell."""
        return self.low > 0 or self.high < 0


class Naive(NamedTuple):
    """before, after: of those who had it. points: by how much more, with the interval and the word that usually go with it. waiting: by how much those changed who had not had it yet; outside:
    whoever takes no part, in the same weeks. moved: the whole site; regressed: those who were picked, beyond that. None where too little was judged.
    """

    before: Mean
    after: Mean
    points: float
    low: float
    high: float
    waiting: Change | None = None
    outside: Change | None = None
    moved: Change | None = None
    regressed: Change | None = None

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
    plain = Naive(one, other, points, points - NORMAL_95 * error, points + NORMAL_95 * error)
    waited = [
        (rows[agent][: whole.before], rows[agent][whole.before : start])
        for agent, start in starts.items()
        if agent in rows and start > whole.before
    ]
    others = [(row[: whole.before], row[whole.before :]) for agent, row in rows.items() if agent not in starts]
    return _apart(plain, waited, others, len(order))


def reading(found: Naive, low: float, high: float) -> Reading:
    """Why before and after says something else than the comparison, whose interval is given."""
    if low <= found.points <= high and found.convincing == (low > 0):
        return "alike"
    moved, regressed = (part is not None and part.clear for part in (found.moved, found.regressed))
    if moved and regressed:
        return "both"
    return "moved" if moved else "regressed" if regressed else "unknown"


def _apart(plain: Naive, waited: Sequence[tuple[Row, Row]], others: Sequence[tuple[Row, Row]], chosen: int) -> Naive:
    """What moved the site, and what came of picking. chosen: how many were picked, those who did not wait with them."""
    weeks = [
        _marks(row[at] for _, row in waited if at < len(row))
        for at in range(max((len(row) for _, row in waited), default=0))
    ]
    there = [_marks(row[at] for _, row in others) for at in range(len(weeks))]
    # Whoever takes no part is looked at in the weeks in which those who waited were.
    shares = [ours / theirs if theirs else 0.0 for ours, theirs in zip(weeks, there, strict=True)]
    waiting, outside = _change(waited, [1.0] * len(weeks)), _change(others, shares)
    if not others and waiting is not None:
        # Everybody takes part: nobody was picked.
        return plain._replace(waiting=waiting, moved=waiting)
    if waiting is None or outside is None:
        return plain._replace(waiting=waiting, outside=outside)
    share = chosen / (chosen + len(others))
    return plain._replace(
        waiting=waiting, outside=outside, moved=_sum(waiting, share, outside, 1 - share), regressed=_sum(waiting, 1 - share, outside, share - 1)
    )  # fmt: skip


def _change(people: Sequence[tuple[Row, Row]], shares: Sequence[float]) -> Change | None:
    """Of the same people before and in the weeks since, each with their own change, those of whom more is known for more. shares: what a mark of each week since counts."""
    found: list[tuple[float, float]] = []
    before = since = 0
    for first, then in people:
        n, m = _marks(first), fsum(share * _marks([cell]) for share, cell in zip(shares, then, strict=False))
        if n and m:
            was = fsum(cell.plain for cell in first if cell) / n
            became = fsum(share * cell.plain for share, cell in zip(shares, then, strict=False) if cell) / m
            found.append((became - was, n * m / (n + m)))
            before, since = before + n, since + _marks(then)
    if len(found) < PEOPLE_MIN or min(before, since) < MARKS_MIN:
        return None
    whole, people_n = fsum(weight for _, weight in found), len(found)
    points = fsum(weight * change for change, weight in found) / whole
    error = (
        sqrt(fsum((weight * (change - points)) ** 2 for change, weight in found) * people_n / (people_n - 1)) / whole
    )
    far = float(stdtrit(people_n - 1, 0.975)) * error
    return Change(points, points - far, points + far, people_n, since)


def _sum(one: Change, share: float, other: Change, rest: float) -> Change:
    """Of two who have nothing to do with each other, each with its share; as far as two intervals may be added."""
    points = share * one.points + rest * other.points
    far = sqrt((share * (one.high - one.points)) ** 2 + (rest * (other.high - other.points)) ** 2)
    return Change(points, points - far, points + far, one.agents + other.agents, one.marks + other.marks)


def _cells(cells: Iterable[Cell | None]) -> list[Cell]:
    return [cell for cell in cells if cell is not None]


def _marks(cells: Iterable[Cell | None]) -> int:
    return sum(cell.marks for cell in cells if cell is not None)


def _mean(cells: Iterable[Cell | None]) -> Mean | None:
    known = _cells(cells)
    marks = _marks(known)
    return Mean(fsum(cell.plain for cell in known) / marks, marks) if marks >= ENOUGH else None


def _variance(cells: Iterable[Cell | None]) -> float:
    known = _cells(cells)
    marks = _marks(known)
    mean = fsum(cell.plain for cell in known) / marks
    return max(0.0, fsum(cell.square for cell in known) / marks - mean * mean) * marks / (marks - 1)
