"""What the rest of the house takes from learning; the room's own door passes it on."""

from hoolin.coaching.learning import commands, days, facts, handwritten, ready
from hoolin.coaching.learning.decide import DECIDES
from hoolin.coaching.learning.facts import Number
from hoolin.coaching.learning.faults import Fault, lesson_faults, path_faults
from hoolin.coaching.learning.fold import FACTS, FOLDS
from hoolin.coaching.learning.lesson import WORDS_MAX, Lesson
from hoolin.coaching.learning.lesson import LessonQuestion as Question
from hoolin.coaching.learning.markdown import shown
from hoolin.coaching.learning.path import LearningPath as Path
from hoolin.coaching.learning.path import PathStep as Step
from hoolin.coaching.learning.progress import Back, PathAt, StepAt, back, path_at
from hoolin.coaching.learning.react import REACTS
from hoolin.coaching.learning.state import Learner, Learning, On, Tried, Version, dump, load

__all__ = [
    "DECIDES",
    "FACTS",
    "FOLDS",
    "REACTS",
    "WORDS_MAX",
    "Back",
    "Fault",
    "Learner",
    "Learning",
    "Lesson",
    "Number",
    "On",
    "Path",
    "PathAt",
    "Question",
    "Step",
    "StepAt",
    "Tried",
    "Version",
    "back",
    "commands",
    "days",
    "dump",
    "facts",
    "handwritten",
    "lesson_faults",
    "load",
    "path_at",
    "path_faults",
    "ready",
    "shown",
]  # fmt: skip
