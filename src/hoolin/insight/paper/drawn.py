"""Contacts week by week, as shapes."""

from collections.abc import Sequence
from datetime import date
from math import floor, log10

from hoolin.experience.api import report

b = report.blocks

WIDTH, PLOT = 640.0, 120.0
LEFT, RIGHT, TOP = 56.0, 628.0, 10.0
TICKS = 6


def weeks_drawn(weeks: Sequence[tuple[date, float]], says: str, voice: report.Voice) -> "report.blocks.Drawing | None":
    """None where there are too few to be a line."""
    if len(weeks) < 4:
        return None
    most = _most(max(count for _, count in weeks))
    bottom = TOP + PLOT

    def x(at: int) -> float:
        return LEFT + (RIGHT - LEFT) * at / (len(weeks) - 1)

    def y(count: float) -> float:
        return bottom - PLOT * count / most

    shapes: list[report.blocks.Shape] = []
    for share in (0.0, 0.5, 1.0):
        height = y(most * share)
        shapes += [
            b.Line(LEFT, height, RIGHT, height, "grid"),
            b.Label(LEFT - 8, height + 4, voice.number(most * share), "end"),
        ]
    step = max(1, -(-len(weeks) // TICKS))
    for at in range(0, len(weeks), step):
        day = weeks[at][0]
        anchor = "start" if at == 0 else "end" if x(at) > RIGHT - 20 else "middle"
        shapes.append(b.Label(x(at), bottom + 18, f"{day:%d.%m.%y}", anchor))  # type: ignore[arg-type]
    shapes.append(b.Trace(tuple((x(at), y(count)) for at, (_, count) in enumerate(weeks)), "one"))
    return b.Drawing(says, WIDTH, bottom + 24, tuple(shapes))


def _most(count: float) -> float:
    """A round number above all, and even, so that its half is one too."""
    if count < 10:
        return next(top for top in (2.0, 4.0, 6.0, 8.0, 10.0) if top >= count)
    power = 10.0 ** floor(log10(count))
    return next(step * power for step in (1, 1.2, 1.4, 1.6, 2, 2.4, 3, 4, 5, 6, 8, 10) if step * power >= count)
