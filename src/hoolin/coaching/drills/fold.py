"""Facts → drills as they are played, and whose plays there were."""

from typing import cast

from hoolin.coaching.drills import facts as f
from hoolin.coaching.drills.state import PLAYS_MAX, Drills, Version
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
        del mine[next(play for play, is_shared in mine.items() if not is_shared)]


def shared(drills: Drills, entry: Entry) -> None:
    """Their coach may read it, or no longer."""
    fact = cast(f.DrillShared, entry.fact)
    mine = drills.kept.plays.get(fact.agent, {})
    if fact.play in mine:
        mine[fact.play] = fact.shared


FACTS = (f.DrillPublished, f.DrillRetired, f.DrillPlayed, f.DrillShared)
FOLDS: Folds = {f.DrillPublished: published, f.DrillRetired: retired, f.DrillPlayed: played, f.DrillShared: shared}
