"""What the rest of the house takes from causes and improvements; the room's own door passes it on."""

from hoolin.insight.improvements import commands, facts
from hoolin.insight.improvements.decide import DECIDES
from hoolin.insight.improvements.fold import FACTS, FOLDS
from hoolin.insight.improvements.register import Cause, Exposure, Improvement
from hoolin.insight.improvements.rows import read_model
from hoolin.insight.improvements.state import Improvements, Known, dump, load

__all__ = [
    "DECIDES", "FACTS", "FOLDS", "Cause", "Exposure", "Improvement", "Improvements", "Known", "commands", "dump", "facts", "load", "read_model",
]  # fmt: skip
