"""Facts → rollouts."""

from typing import cast

from hoolin.coaching.effects import facts as f
from hoolin.coaching.effects.gifts import GAVE, gave
from hoolin.coaching.effects.state import Known, Let, Rollouts
from hoolin.coaching.effects.taught import NOTED, noted
from hoolin.coaching.leaving.fold import LEAVES, leaver
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


def heard(state: Rollouts, entry: Entry) -> None:
    """Somebody did what others of this house keep, or was given it."""
    if isinstance(entry.fact, NOTED):
        noted(state.kept.taught, entry)
    if isinstance(entry.fact, GAVE):
        gave(state.kept.gifts, entry)
    if isinstance(entry.fact, LEAVES):
        _left(state, leaver(entry))


def _left(state: Rollouts, agent: str) -> None:
    """What they were given, and why, goes; an order that was drawn stays, for it is what is compared."""
    state.kept.gifts.given.pop(agent, None)
    state.kept.gifts.excused.pop(agent, None)
    for known in state.kept.rollouts.values():
        known.let.pop(agent, None)


def let_have(state: Rollouts, entry: Entry) -> None:
    """Whoever waits may have it now; the order stays as it was drawn."""
    fact = cast(f.GivenOutOfTurn, entry.fact)
    gave(state.kept.gifts, entry)
    if fact.rollout is not None:
        state.kept.rollouts[fact.rollout].let.setdefault(fact.agent, Let(fact.by, fact.why, entry.at))


FACTS: tuple[type[Fact], ...] = (f.RolloutPlanned, f.RolloutBegun, f.RolloutEnded, f.ThingGiven, f.GivenOutOfTurn)
FOLDS: Folds = {
    f.RolloutPlanned: planned, f.RolloutBegun: begun, f.RolloutEnded: ended, **dict.fromkeys((*NOTED, *GAVE), heard), f.GivenOutOfTurn: let_have,
}  # fmt: skip
