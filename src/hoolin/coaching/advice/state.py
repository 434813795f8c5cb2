"""By agent, what they work on, worked on, and set aside; and whose keys are to be destroyed."""

from typing import Literal, TypeAlias

import msgspec

from hoolin.coaching.advice.facts import AdviceGiven, Why
from hoolin.coaching.advice.library import Library, Shelves
from hoolin.coaching.leaving.going import DAY_MS, Gone
from hoolin.core.facts import Instant
from hoolin.core.interaction.site import Site

ASIDE_DAYS = 90
"""For so long what was set aside is not suggested again: by then there is as much that is new as there was."""

OPEN_MAX = 2
"""Nobody works well on three things at once."""

KEPT_MAX = 200
"""Of one agent; the oldest that is over is forgotten here, and stays in the journal."""

Standing: TypeAlias = Literal["open", "done", "aside"]


class Aside(msgspec.Struct, frozen=True):
    """Set aside: when, by whom, why; words: their content."""

    item: str
    at: Instant
    by: str
    why: Why
    words: str | None = None


class Known(msgspec.Struct):
    """What was given, when, and what became of it: `ended_at` and `how` once it is over; `aside` where it was set aside."""

    given: AdviceGiven
    at: Instant
    ended_at: Instant | None = None
    how: str = ""
    aside: Aside | None = None

    @property
    def standing(self) -> Standing:
        """Where it stands."""
        return "open" if self.ended_at is None else "aside" if self.aside is not None else "done"


class Kept(msgspec.Struct):
    """given, aside: by agent, the oldest first. gone: owners whose keys are to be destroyed."""

    given: dict[str, list[Known]] = {}
    aside: dict[str, list[Aside]] = {}
    gone: Gone = {}


class Advised:
    """What is decided upon; and, read and never changed, who works here. library: where lessons, drills and examples are found; wiring fills its shelves."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.kept = Kept()
        self.library: Library = Shelves()

    def open(self, agent: str) -> list[Known]:
        """What they work on."""
        return [one for one in self.kept.given.get(agent, ()) if one.standing == "open"]

    def working_on(self, agent: str, item: str) -> Known | None:
        """Whether they work on it."""
        return next((one for one in self.open(agent) if one.given.item == item), None)

    def set_aside(self, agent: str, item: str, now: Instant) -> Aside | None:
        """Whether it was set aside lately."""
        since = now - ASIDE_DAYS * DAY_MS
        of = self.kept.aside.get(agent, ())
        return next((one for one in reversed(of) if one.item == item and one.at > since), None)


def dump(state: Advised) -> bytes:
    """The state for a snapshot."""
    return msgspec.msgpack.encode(state.kept)


def load(state: Advised, body: bytes) -> None:
    """Take up a dump."""
    state.kept = msgspec.msgpack.decode(body, type=Kept)
