"""The core as a room: the one room that the loop always has."""

from hoolin.core import facts as base
from hoolin.core.interaction import choose, continuing, decide, fold, notice
from hoolin.core.interaction.site import Site
from hoolin.runtime.room import Room

FACTS: tuple[type[base.Fact], ...] = tuple(fold.FOLDS)


def floor_room() -> Room:
    """A new site's floor: queues, agents and interactions. Its state is a `Site`."""
    return Room(
        name="floor",
        state=Site(),
        facts=FACTS,
        dump=Site.dump,
        load=Site.restore,
        decides={**decide.DECIDES, **continuing.DECIDES, **notice.DECIDES},
        folds=fold.FOLDS,
        follow_up=choose.follow_up,
        next_due=choose.next_due,
    )
