"""Facts → rollouts."""

from typing import cast

from hoolin.coaching.effects import facts as f
from hoolin.coaching.effects.state import Known, Rollouts
from hoolin.coaching.effects.taught import NOTED, noted
from hoolin.core.commands import Folds
from hoolin.core.facts import Entry, Fact


def planned(state: Rollouts, entry: Entry) -> None:
    """Written down."""
    fact = cast(f.RolloutPlanned, entry.fact)
    state.kept.rollouts[fact.rollout.rollout] = Known(fact.rollout, fact.seed, fact.by, entry.at)


def begun(state: Rollouts, entry: Entry) -> None:
    """Drawn."""
    fact = cast(f.RolloutBegun, entry.fact)
    known = state.kept.rollouts[fact.rollout]
    known.day, known.order = fact.day, fact.order


def ended(state: Rollouts, entry: Entry) -> None:
    """Kept, with the why."""
    fact = cast(f.RolloutEnded, entry.fact)
    known = state.kept.rollouts[fact.rollout]
    known.ended, known.why, known.ended_at = fact.how, fact.why, entry.at


def had(state: Rollouts, entry: Entry) -> None:
    """Somebody did what others of this house keep."""
    noted(state.kept.taught, entry)


FACTS: tuple[type[Fact], ...] = (f.RolloutPlanned, f.RolloutBegun, f.RolloutEnded)
FOLDS: Folds = {
    f.RolloutPlanned: planned, f.RolloutBegun: begun, f.RolloutEnded: ended, **dict.fromkeys(NOTED, had),
}  # fmt: skip
