"""The life of a coaching session, as one table. What is not in it cannot happen: `standing_after` refuses, and nothing changes.

planned → held → agreed → followed          from every one of the first three also → cancelled
"""

from typing import Literal, TypeAlias

from hoolin.coaching.sessions import facts as f
from hoolin.core.errors import Conflict
from hoolin.core.facts import Fact

Standing: TypeAlias = Literal["planned", "held", "agreed", "followed", "cancelled"]

TABLE: dict[tuple[Standing, type[Fact]], Standing] = {
    ("planned", f.CoachingPlanned): "planned",
    ("planned", f.CoachingPrepared): "planned",
    ("planned", f.CoachingSeen): "planned",
    ("planned", f.CoachingListeningAgreed): "planned",
    ("planned", f.CoachingListeningEnded): "planned",
    ("planned", f.CoachingHeld): "held",
    ("planned", f.CoachingCancelled): "cancelled",
    ("held", f.CoachingStepAgreed): "agreed",
    ("held", f.CoachingCancelled): "cancelled",
    ("agreed", f.CoachingFollowedUp): "followed",
    ("agreed", f.CoachingCancelled): "cancelled",
}
OPEN: frozenset[Standing] = frozenset({"planned", "held", "agreed"})


def standing_after(standing: Standing, step: type[Fact]) -> Standing:
    """Where a session stands after a step. Raises Conflict `session_…` (named after where it stands) for one that is not in the table."""
    after = TABLE.get((standing, step))
    if after is None:
        raise Conflict("session_" + standing)
    return after
