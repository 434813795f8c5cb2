"""Trees of reasons, published on a real house with a virtual clock."""

from typing import Any

from hoolin.catalogue.api import Words
from hoolin.core.interaction import commands as c
from hoolin.insight.api import improvements, reasons
from tests.experience.contacts.world import World


def words(said: str) -> Words:
    """The same in every language."""
    return Words(et=said, ru=said, en=said)


def reason(code: str, parent: str | None = None, **more: Any) -> reasons.Reason:
    """One that is called what its code is."""
    return reasons.Reason(code=code, parent=parent, **({"name": words(code)} | more))


def tree(*codes: str | reasons.Reason) -> reasons.Tree:
    """Leaves beside each other, and reasons as they are given."""
    return reasons.Tree(reasons=tuple(one if isinstance(one, reasons.Reason) else reason(one) for one in codes))


def went(code: str, **to: float) -> reasons.Went:
    """Where one went, by shares."""
    return reasons.Went(code=code, to=tuple(reasons.Share(code=one, share=share) for one, share in to.items()))


class Publishing(World):
    """A site whose reasons are kept. state: of the room; register: of causes and improvements."""

    def __init__(self) -> None:
        super().__init__()
        found = {room.name: room.state for room in self.house.rooms}
        self.state: reasons.Reasons = found["reasons"]
        self.register: improvements.Improvements = found["improvements"]

    def publish(
        self, *codes: str | reasons.Reason, crosswalk: tuple[reasons.Went, ...] = (), on: int | None = None
    ) -> None:
        """Another version, a moment later."""
        self.pass_time(1)
        based_on = self.state.in_force.number if on is None else on
        self.tell(reasons.PublishReasons(tree=tree(*codes), crosswalk=crosswalk, based_on=based_on, why="Nii on"))

    def contact(self, number: int, *codes: str, minutes: int = 5) -> None:
        """A contact that an agent had for so many minutes."""
        self.arrive(f"i{number}", customer=f"c{number}", case=f"k{number}")
        self.take(f"i{number}")
        self.say(f"i{number}")
        self.tell(c.StartWrapUp(interaction=f"i{number}", agent="mari"), "agent:mari", minutes * 60_000)
        self.tell(
            c.Close(interaction=f"i{number}", agent="mari", outcome="solved", reasons=codes), "agent:mari", 30_000
        )
