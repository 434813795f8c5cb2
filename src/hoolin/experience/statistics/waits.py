"""Times until something happens, when not everything has happened yet.

Time to human has two ends that exclude each other: somebody answered, or the customer gave up. A mean over the answered says
how well we serve whom we serve; the *cumulative incidence* says which share of all had reached a person by a time
(Aalen and Johansen, 1978). With one kind of end and others still open it is one less Kaplan and Meier's curve.

Times are in any unit, from 0; observations at the same time are taken together, and who is no longer watched at a time had
been watched up to it.
"""

from collections.abc import Hashable, Iterable, Sequence
from math import exp, log, sqrt
from typing import NamedTuple, TypeAlias

from hoolin.core.errors import Invalid
from hoolin.experience.statistics.proportions import normal, wilson


class Watched(NamedTuple):
    """One who was watched: from 0 until `time`, when `end` happened; None: it had not ended by then."""

    time: float
    end: Hashable | None


Observed: TypeAlias = Watched | tuple[float, Hashable | None]


class Point(NamedTuple):
    """The curve from this time on: the share that has come to the end by then, its standard error, its interval, and how many were
    still watched just before.
    """

    time: float
    share: float
    standard_error: float
    low: float
    high: float
    at_risk: int


def cumulative_incidence(watched: Iterable[Observed], end: Hashable, level: float = 0.95) -> tuple[Point, ...]:
    """The share that came to `end` by each time at which somebody did; the other ends compete with it. Standard errors by the
    delta method (Marubini and Valsecchi, 1995), intervals on the scale of log(-log): they stay within 0 to 1. Raises Invalid.
    """
    return _incidence(_by_time((time, end, 1) for time, end in watched), end, level)


def incidence_of_counts(
    counts: Iterable[tuple[float, Hashable | None, int]], end: Hashable, level: float = 0.95
) -> tuple[Point, ...]:
    """The same from counts: so many were watched up to this time, when that happened to them (None: nothing yet). Raises Invalid."""
    return _incidence(_by_time(counts), end, level)


def _incidence(
    rows: Sequence[tuple[float, dict[Hashable, int], int]], end: Hashable, level: float
) -> tuple[Point, ...]:
    z = normal(level)
    at_risk = sum(size for _, _, size in rows)
    survival, incidence, came = 1.0, 0.0, 0
    # With a step of each time: V(t) = sum (F(t)-F(ti))^2 a + S^2 b - 2 (F(t)-F(ti)) S c, kept as sums that do not need going back.
    square = linear = constant = 0.0
    points = []
    for time, ends, size in rows:
        died = sum(ends.values())
        ours = ends.get(end, 0)
        if died:
            hazard = died / (at_risk * (at_risk - died)) if at_risk > died else 0.0
            rise = survival * ours / at_risk
            incidence += rise
            own = survival * survival * (at_risk - ours) * ours / at_risk**3
            cross = survival * ours / at_risk**2
            square += hazard
            linear += hazard * incidence + cross
            constant += hazard * incidence * incidence + own + 2 * incidence * cross
            survival *= 1 - died / at_risk
            came += ours
            if ours:
                variance = max(0.0, incidence * incidence * square - 2 * incidence * linear + constant)
                points.append(_point(Point(time, incidence, sqrt(variance), *wilson(came, came, level), at_risk), z))
        at_risk -= size
    return tuple(points)


def share_by(curve: Sequence[Point], time: float) -> Point | None:
    """The curve at a time; None before its first point."""
    found = None
    for point in curve:
        if point.time > time:
            break
        found = point
    return found


POINTS_MAX = 200
"""A picture needs no more."""


def thinned(curve: Sequence[Point]) -> tuple[Point, ...]:
    """At most `POINTS_MAX` of its points, evenly, the last among them."""
    step = max(1, -(-(len(curve) - 1) // (POINTS_MAX - 1)))
    return (*curve[:-1:step], *curve[-1:])


def time_of(curve: Sequence[Point], share: float) -> float | None:
    """When this share had come to the end; None if it never had: then nobody can say how long it takes."""
    return next((point.time for point in curve if point.share >= share - 1e-12), None)


def _by_time(
    counts: Iterable[tuple[float, Hashable | None, int]],
) -> list[tuple[float, dict[Hashable, int], int]]:
    """Of each time, in order: how many came to which end then, and how many left the watch by it."""
    times: dict[float, tuple[dict[Hashable, int], list[int]]] = {}
    for time, end, many in counts:
        if not time >= 0 or many < 0:
            raise Invalid("not_a_time", time=time)
        ends, size = times.setdefault(time, ({}, [0]))
        size[0] += many
        if end is not None:
            ends[end] = ends.get(end, 0) + many
    return [(time, ends, size[0]) for time, (ends, size) in sorted(times.items())]


def _point(point: Point, z: float) -> Point:
    """The point with its interval. Where the share is whole its standard error says nothing; then the point is left with what so
    many out of as many say.
    """
    share, error = point.share, point.standard_error
    if share >= 1 - 1e-12 or not error:
        return point
    stretch = exp(z * error / (share * abs(log(share))))
    return point._replace(low=share**stretch, high=share ** (1 / stretch))
