"""What the rest of the house takes from load; the room's own door passes it on."""

from hoolin.insight.load.board import MONTH_DAYS, board
from hoolin.insight.load.line import FEW, Board, CauseCount, Causes, Line, Span, Unexplained
from hoolin.insight.load.places import ALL, Now, now_of
from hoolin.insight.load.series import STEPS, Step, Stretch, counts, stretches

__all__ = [
    "ALL", "FEW", "MONTH_DAYS", "STEPS", "Board", "CauseCount", "Causes", "Line", "Now", "Span", "Step", "Stretch", "Unexplained", "board", "counts", "now_of", "stretches",
]  # fmt: skip
