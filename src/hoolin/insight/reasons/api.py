"""What the rest of the house takes from reasons; the room's own door passes it on."""

from hoolin.insight.reasons import commands, facts, handwritten
from hoolin.insight.reasons.commands import PublishReasons, SuggestReasons
from hoolin.insight.reasons.crosswalk import spread, today
from hoolin.insight.reasons.decide import DECIDES
from hoolin.insight.reasons.faults import Fault, faults
from hoolin.insight.reasons.fold import FACTS, FOLDS
from hoolin.insight.reasons.known import flat, name_of
from hoolin.insight.reasons.rows import read_model
from hoolin.insight.reasons.shown import is_shown, worth_showing
from hoolin.insight.reasons.state import Reasons, User, Version, dump, load
from hoolin.insight.reasons.tree import OTHER, Action, Crosswalk, Reason, Share, Tree, Went, is_other

__all__ = [
    "DECIDES", "FACTS", "FOLDS", "OTHER", "Action", "Crosswalk", "Fault", "PublishReasons", "Reason", "Reasons", "Share", "SuggestReasons", "Tree",
    "User", "Version", "Went", "commands", "dump", "facts", "faults", "flat", "handwritten", "is_other", "is_shown", "load", "name_of", "read_model", "spread",
    "today", "worth_showing",
]  # fmt: skip
