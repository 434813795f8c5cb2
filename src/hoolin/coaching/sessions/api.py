"""What the rest of the house takes from sessions; the room's own door passes it on."""

from hoolin.coaching.sessions import calendar, commands, days, decide, decide_words, facts
from hoolin.coaching.sessions.decide_words import unread
from hoolin.coaching.sessions.fold import FACTS, FOLDS
from hoolin.coaching.sessions.life import OPEN, TABLE, Standing
from hoolin.coaching.sessions.state import (
    PRAISE_DAYS,
    Coaching,
    Praise,
    Preparation,
    Recognition,
    Session,
    Step,
    Trial,
    View,
    dump,
    load,
    owner,
)

DECIDES = {**decide.DECIDES, **decide_words.DECIDES}

__all__ = [
    "DECIDES", "FACTS", "FOLDS", "OPEN", "PRAISE_DAYS", "TABLE", "Coaching", "Praise", "Preparation", "Recognition", "Session", "Standing", "Step", "Trial", "View", "calendar", "commands", "days",
    "dump", "facts", "load", "owner", "unread",
]  # fmt: skip
