"""What the rest of the house takes from the library; the room's own door passes it on."""

from hoolin.coaching.exemplars import commands, facts
from hoolin.coaching.exemplars.commands import TURNS_MAX, Text, Turn
from hoolin.coaching.exemplars.decide import DECIDES
from hoolin.coaching.exemplars.fold import FACTS, FOLDS, REACTS
from hoolin.coaching.exemplars.state import Exemplar, Exemplars, dump, load, owner_of

__all__ = [
    "DECIDES", "FACTS", "FOLDS", "REACTS", "TURNS_MAX", "Exemplar", "Exemplars", "Text", "Turn", "commands", "dump", "facts", "load", "owner_of",
]  # fmt: skip
