"""What the rest of the house takes from drills; the room's own door passes it on."""

from hoolin.coaching.drills import commands, facts, walk
from hoolin.coaching.drills.decide import DECIDES, written
from hoolin.coaching.drills.drill import Drill
from hoolin.coaching.drills.faults import Fault, faults
from hoolin.coaching.drills.fold import FACTS, FOLDS
from hoolin.coaching.drills.moves import PLAYERS, Move
from hoolin.coaching.drills.play import TEXT_MAX, TURNS_MAX, Answer, Played, Turn, play
from hoolin.coaching.drills.rows import read_model
from hoolin.coaching.drills.rubric import MARKED, Mark, rubric, score, to_try
from hoolin.coaching.drills.state import Drills, dump, load
from hoolin.coaching.drills.written import made, read, shipped

__all__ = [
    "DECIDES", "FACTS", "FOLDS", "MARKED", "PLAYERS", "TEXT_MAX", "TURNS_MAX", "Answer", "Drill", "Drills", "Fault", "Mark", "Move", "Played", "Turn", "commands", "dump", "facts",
    "faults", "load", "made", "play", "read", "read_model", "rubric", "score", "shipped", "to_try", "walk", "written",
]  # fmt: skip
