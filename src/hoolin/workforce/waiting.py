"""What the room gives of its foretold waits: one name in the door instead of a dozen."""

from hoolin.workforce.expected import LEVEL, Expected, Pace, Scene, expect, note_answer, note_leaving
from hoolin.workforce.facts import FACTS, WaitForetold
from hoolin.workforce.foretell import DECIDES, FOLDS, REACTS, ForetellWait
from hoolin.workforce.waits import Outcomes, Waits, dump, load

__all__ = [
    "DECIDES", "FACTS", "FOLDS", "LEVEL", "REACTS", "Expected", "ForetellWait", "Outcomes", "Pace", "Scene", "WaitForetold", "Waits",
    "dump", "expect", "load", "note_answer", "note_leaving",
]  # fmt: skip
