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
    """The newest are remembered."""
    fact = cast(f.DrillPlayed, entry.fact)
    plays = drills.kept.plays
    plays[fact.play] = fact.agent
    if len(plays) > PLAYS_MAX:
        del plays[next(iter(plays))]


def beside(drills: Drills, entry: Entry) -> None:
    """The read model has it."""


FACTS = (f.DrillPublished, f.DrillRetired, f.DrillPlayed, f.DrillWorded, f.DrillShared)
FOLDS: Folds = {
    f.DrillPublished: published,
    f.DrillRetired: retired,
    f.DrillPlayed: played,
    f.DrillWorded: beside,
    f.DrillShared: beside,
}
