"""What the rest of the house takes from ease. Advice, reviews and routing take nothing: what people tell here is never used about them."""

from hoolin.coaching.ease import commands, facts, totals
from hoolin.coaching.ease.decide import DECIDES
from hoolin.coaching.ease.facts import Cell, owner_of
from hoolin.coaching.ease.fold import FACTS, FOLDS
from hoolin.coaching.ease.state import Daily, Ease, Rest, Tap, dump, load
from hoolin.coaching.ease.totals import Answer, may_be_told
from hoolin.coaching.ease.weeks import week_and_hour

__all__ = [
    "DECIDES", "FACTS", "FOLDS", "Answer", "Cell", "Daily", "Ease", "Rest", "Tap", "commands", "dump", "facts", "load", "may_be_told", "owner_of",
    "totals", "week_and_hour",
]  # fmt: skip
