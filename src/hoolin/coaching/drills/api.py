"""What the rest of the house takes from drills; the room's own door passes it on."""

from hoolin.coaching.drills import commands, facts, walk
from hoolin.coaching.drills.decide import DECIDES, worded, written
from hoolin.coaching.drills.drill import Drill
from hoolin.coaching.drills.faults import Fault, faults
from hoolin.coaching.drills.fold import FACTS, FOLDS
from hoolin.coaching.drills.moves import PLAYERS, Move
from hoolin.coaching.drills.phrasing.asked import Asking, asking, messages
from hoolin.coaching.drills.phrasing.checks import answers, refusal
from hoolin.coaching.drills.phrasing.saying import ANSWERS_MAX, LINES_MAX, Saying, lines_of, phrased, with_words
from hoolin.coaching.drills.play import TEXT_MAX, TURNS_MAX, Answer, Played, Turn, play
from hoolin.coaching.drills.rows import read_model
from hoolin.coaching.drills.rubric import MARKED, Mark, rubric, score, to_try
from hoolin.coaching.drills.state import Drills, dump, load
from hoolin.coaching.drills.written import made, read, shipped

__all__ = [
    "ANSWERS_MAX", "DECIDES", "FACTS", "FOLDS", "LINES_MAX", "MARKED", "PLAYERS", "TEXT_MAX", "TURNS_MAX", "Answer", "Asking", "Drill", "Drills", "Fault", "Mark", "Move", "Played", "Saying", "Turn", "answers", "asking", "commands", "dump", "facts",
    "faults", "lines_of", "load", "made", "messages", "phrased", "play", "read", "read_model", "refusal", "rubric", "score", "shipped", "to_try", "walk", "with_words", "worded", "written",
]  # fmt: skip
