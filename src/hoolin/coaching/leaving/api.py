"""What the rest of the house takes from leaving; the room's own door passes it on."""

from hoolin.coaching.leaving import commands, facts
from hoolin.coaching.leaving.decide import DECIDES, follow_up
from hoolin.coaching.leaving.fold import FACTS, FOLDS
from hoolin.coaching.leaving.going import Going, Gone
from hoolin.coaching.leaving.state import Leavers, dump, load

next_due = Leavers.next_due

__all__ = [
    "DECIDES", "FACTS", "FOLDS", "Going", "Gone", "Leavers", "commands", "dump", "facts", "follow_up", "load", "next_due",
]  # fmt: skip
