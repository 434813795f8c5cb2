"""What the rest of the house takes from the figures; the room's own door passes it on."""

from hoolin.experience.figures.comparable import Comparable, comparable
from hoolin.experience.figures.compare import SHARES, Comparison, answered_well, compare, counted
from hoolin.experience.figures.curves import Curves, Kept, Step, Waited, curves
from hoolin.experience.figures.definitions import DEFINITIONS, Definition, Said, Told, told
from hoolin.experience.figures.evidence import answers, gather
from hoolin.experience.figures.figure import LEVEL, Figure, Plain
from hoolin.experience.figures.gap import Gap, own_gap
from hoolin.experience.figures.index import Score, Scores, targets_of
from hoolin.experience.figures.report import STEPS, Part, TrendPoint, Whole, by, trend, whole
from hoolin.experience.figures.system import (
    WINDOWS,
    Curve,
    Targets,
    access,
    clarity,
    effort,
    first_contact,
    resolution,
    standardised,
    system_figures,
    waits,
)
from hoolin.experience.statistics import ENOUGH, share_by, thinned

__all__ = [
    "DEFINITIONS", "ENOUGH", "LEVEL", "SHARES", "STEPS", "WINDOWS", "Comparable", "Comparison", "Curve", "Curves",
    "Definition", "Figure", "Gap", "Kept", "Part", "Plain", "Said", "Score", "Scores", "Step", "Targets", "Told",
    "TrendPoint", "Waited", "Whole", "access", "answered_well", "answers", "by", "clarity", "comparable", "compare", "counted",
    "curves", "effort", "first_contact", "gather", "own_gap", "resolution", "share_by", "standardised",
    "system_figures", "targets_of", "thinned", "told", "trend", "waits", "whole",
]  # fmt: skip
