"""The drawings, as shapes: criteria with their intervals, time to a person, first-contact resolution by window and channel."""

from collections.abc import Sequence
from math import cos, log1p, pi, sin

from hoolin.experience.figures.curves import Curves, Kept
from hoolin.experience.figures.index import Score
from hoolin.experience.figures.system import WINDOWS
from hoolin.experience.report.blocks import SERIES, Dot, Drawing, Label, Line, Role, Shape, Trace
from hoolin.experience.report.writing import Voice

WIDTH = 640.0
LEFT, RIGHT, TOP = 56.0, 628.0, 12.0
PLOT = 220.0
NAMES = 210.0
ROW = 30.0

TICKS = (1_000, 5_000, 15_000, 60_000, 180_000, 600_000, 3_600_000, 14_400_000, 86_400_000)
"""Times that are written below the curve, as far as it goes; seconds matter at its beginning and hours at its end."""

CORNERS = {1: 4, 2: 3, 3: 5, 4: 4, 5: 6}
"""Of the marks of the second series and so on: none is told from another by its colour alone."""


def mark(x: float, y: float, series: int, radius: float = 4.5) -> Shape:
    """The mark of a series: round, or with corners."""
    role = SERIES[series]
    corners = CORNERS.get(series)
    if corners is None:
        return Dot(x, y, radius, role)
    turn = pi / 4 if series == 1 else 0.0
    reach = radius * 1.2
    points = ((2 * pi * at / corners + turn) for at in range(corners))
    return Trace(tuple((x + reach * sin(angle), y - reach * cos(angle)) for angle in points), role, filled=True)


def scores(index: Score, criteria: Sequence[Score], names: Sequence[str], voice: Voice) -> Drawing:
    """The index and the criteria below each other, from 0 to 100."""
    ones = (index, *criteria)
    bottom = TOP + ROW * len(ones)
    shapes: list[Shape] = []
    for points in (0, 25, 50, 75, 100):
        x = NAMES + (RIGHT - NAMES) * points / 100
        shapes += [Line(x, TOP, x, bottom, "grid"), Label(x, bottom + 18, voice.number(points), "middle")]
    for at, one in enumerate(ones):
        y = TOP + ROW * (at + 0.5)
        shapes.append(Label(NAMES - 12, y + 4, names[at], "end"))
        if one.points is None or one.low is None or one.high is None:
            shapes.append(
                Label(
                    NAMES + 8, y + 4, voice.say("silent_nobody" if one.why == "nobody" else "silent_too_few"), "start"
                )
            )
            continue
        role: Role = "one" if at == 0 else "six"
        x, low, high = (NAMES + (RIGHT - NAMES) * value / 100 for value in (one.points, one.low, one.high))
        shapes += [Line(low, y, high, y, role, 3), Dot(x, y, 5.5 if at == 0 else 4.5, role)]
    return Drawing(voice.say("scores_says"), WIDTH, bottom + 28, tuple(shapes))


def waits(curves: Curves, says: str, voice: Voice) -> Drawing:
    """The share that had a person by each time, with its band; the time runs by its logarithm."""
    points = curves.time_to_human.points
    most = max(60_000.0, points[-1].time)
    bottom = TOP + PLOT

    def x(ms: float) -> float:
        return LEFT + (RIGHT - LEFT) * log1p(ms / 1000) / log1p(most / 1000)

    def y(share: float) -> float:
        return bottom - PLOT * share

    def steps(values: Sequence[float]) -> list[tuple[float, float]]:
        found: list[tuple[float, float]] = []
        for at, point in enumerate(points):
            found += [(x(point.time), y(values[at - 1]))] if at else []
            found.append((x(point.time), y(values[at])))
        return [*found, (RIGHT, y(values[-1]))]

    shapes = [*_shares(bottom, voice)]
    shapes += [Label(x(ms), bottom + 18, voice.duration(ms), "middle") for ms in TICKS if ms <= most]
    high, low = steps([one.high for one in points]), steps([one.low for one in points])
    shapes.append(Trace((*high, *reversed(low)), "band", filled=True))
    shapes.append(Trace(tuple(steps([one.share for one in points])), "one"))
    return Drawing(says, WIDTH, bottom + 28, tuple(shapes))


def kept(channels: Sequence[tuple[str, dict[str, Kept]]], says: str, voice: Voice) -> Drawing:
    """First-contact resolution of each channel in each window, with intervals."""
    bottom = TOP + PLOT
    shapes = [*_shares(bottom, voice)]
    for at, window in enumerate(WINDOWS):
        middle = LEFT + (RIGHT - LEFT) * (at + 0.5) / len(WINDOWS)
        shapes.append(Label(middle, bottom + 18, voice.say(f"window_{window}"), "middle"))
        for series, (_, windows) in enumerate(channels):
            one = windows[window].plain if window in windows else None
            if one is None:
                continue
            x = middle + (series - (len(channels) - 1) / 2) * 24
            low, high = bottom - PLOT * one.low, bottom - PLOT * one.high
            shapes += [Line(x, low, x, high, SERIES[series], 2), mark(x, bottom - PLOT * one.value, series)]
    legend = tuple((SERIES[series], voice.named("channel", name)) for series, (name, _) in enumerate(channels))
    return Drawing(says, WIDTH, bottom + 28, tuple(shapes), legend)


def _shares(bottom: float, voice: Voice) -> list[Shape]:
    shapes: list[Shape] = []
    for quarter in range(5):
        y = bottom - PLOT * quarter / 4
        shapes += [Line(LEFT, y, RIGHT, y, "grid"), Label(LEFT - 8, y + 4, voice.share(quarter / 4, 0), "end")]
    return shapes
