"""Facts → drills as they are played, whose plays there are, and whose keys are to be destroyed."""

from typing import cast

from hoolin.coaching.drills import facts as f
from hoolin.coaching.drills.state import PLAYS_MAX, Drills, Version
from hoolin.coaching.leaving.facts import CoachingSwept
from hoolin.coaching.leaving.fold import LEAVES, leaver
from hoolin.coaching.leaving.going import goes, swept
from hoolin.core.commands import Folds
from hoolin.core.facts import Entry


def published(drills: Drills, entry: Entry) -> None:
    """The newest of its code; it is played, whether or not it had been retired."""
    fact = cast(f.DrillPublished, entry.fact)
    drills.kept.published[fact.drill.code] = Version(fact.number, entry.at, entry.actor, fact.why, fact.drill)
    drills.kept.retired.discard(fact.drill.code)


def retired(drills: Drills, entry: Entry) -> None:
    """Played no more."""
    drills.kept.retired.add(cast(f.DrillRetired, entry.fact).drill)


def played(drills: Drills, entry: Entry) -> None:
    """Theirs; of too many the oldest goes that is not shared."""
    fact = cast(f.DrillPlayed, entry.fact)
    mine = drills.kept.plays.setdefault(fact.agent, {})
    mine[fact.play] = False
    if len(mine) - sum(mine.values()) > PLAYS_MAX:
        _go(drills, entry, fact.agent, next(play for play, is_shared in mine.items() if not is_shared))
    swept(drills.kept.gone, entry.at)


def beside(drills: Drills, entry: Entry) -> None:
    """The read model has it."""


def shared(drills: Drills, entry: Entry) -> None:
    """Their coach may read it, or no longer."""
    fact = cast(f.DrillShared, entry.fact)
    mine = drills.kept.plays.get(fact.agent, {})
    if fact.play in mine:
        mine[fact.play] = fact.shared


def erased(drills: Drills, entry: Entry) -> None:
    """Gone, with its words."""
    fact = cast(f.DrillErased, entry.fact)
    _go(drills, entry, fact.agent, fact.play)


def left(drills: Drills, entry: Entry) -> None:
    """What they wrote goes with them."""
    agent = leaver(entry)
    for play in drills.kept.plays.pop(agent, {}):
        goes(drills.kept.gone, entry, f.owner_of(agent, play))


def swept_out(drills: Drills, entry: Entry) -> None:
    """Who went long ago is remembered no more."""
    swept(drills.kept.gone, entry.at)


def _go(drills: Drills, entry: Entry, agent: str, play: str) -> None:
    mine = drills.kept.plays.get(agent, {})
    if mine.pop(play, None) is not None:
        goes(drills.kept.gone, entry, f.owner_of(agent, play))
    if not mine:
        drills.kept.plays.pop(agent, None)


FACTS = (f.DrillPublished, f.DrillRetired, f.DrillPlayed, f.DrillWorded, f.DrillShared, f.DrillErased)
FOLDS: Folds = {
    f.DrillPublished: published, f.DrillRetired: retired, f.DrillPlayed: played, f.DrillWorded: beside,
    f.DrillShared: shared, f.DrillErased: erased, CoachingSwept: swept_out, **dict.fromkeys(LEAVES, left),
}  # fmt: skip
