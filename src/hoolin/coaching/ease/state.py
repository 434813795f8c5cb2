"""What one may tell, what was told and by whom (not what), the weeks that were counted, what breathers went with, and whose keys are to be destroyed."""

from collections.abc import Iterator
from typing import Literal

import msgspec

from hoolin.coaching.ease.facts import Cell
from hoolin.coaching.leaving.going import DAY_MS, Gone
from hoolin.core.facts import Instant
from hoolin.core.interaction.site import Site

TELL_MS_MAX = 16 * 3_600_000
"""No shift is longer: after it nobody is asked to remember."""

OPEN_MAX = 400
"""Contacts of one agent in one shift."""

RESTS_MAX = 200
"""Breathers that an agent can look back on."""

KEPT_DAYS = 400
"""What somebody told is kept for a year and a little more, for their own eyes; then it is destroyed."""

DAYS_MAX = 400
COUNTED_MAX = 160
"""Weeks of totals: three years."""

Ended = Literal["over", "ready", "declined", "needed", "off", "left"]


class Served(msgspec.Struct):
    """A contact that an agent may still say something about. at: when it was wrapped up."""

    queue: str
    channel: str
    at: Instant
    reason: str = ""


class Tap(msgspec.Struct):
    """Something told. tap: the content; at: when."""

    tap: str
    queue: str
    channel: str
    at: Instant
    week: str
    hour: int
    reason: str = ""


class Orphan(msgspec.Struct):
    """Something told by whoever has left since, until its week is counted. person: who counts as having told it: as the agent that they were, so that whoever is called so after them is
    taken for the same person; rather one too few than one too many. owner: under whose key it lies.
    """

    tap: Tap
    person: str
    owner: str


class Rest(msgspec.Struct):
    """A breather, for the eyes of whoever had it. ended_at: 0 while it lasts."""

    begun_at: Instant
    why: str
    ended_at: Instant = 0
    cause: Ended | None = None


class Daily(msgspec.Struct):
    """What a day (of UTC) was like for those who wait. offers: first offers; waited_ms: until then; late: later than the queue's target. resting_…: of these, while
    somebody rested. begun, cut, rested_ms: breathers, those that ended because somebody was overdue, and how long they were.
    """

    offers: int = 0
    waited_ms: int = 0
    late: int = 0
    resting_offers: int = 0
    resting_waited_ms: int = 0
    resting_late: int = 0
    begun: int = 0
    cut: int = 0
    rested_ms: int = 0


class Kept(msgspec.Struct):
    """served: by agent and interaction. taps: the same, what was told last at the end. orphans: of those who left, what their last weeks need. counted: by week, what was told of it. rests: by
    agent, the oldest first. days: by number. gone: owners whose keys are to be destroyed.
    """

    served: dict[str, dict[str, Served]] = {}
    taps: dict[str, dict[str, Tap]] = {}
    orphans: list[Orphan] = []
    counted: dict[str, tuple[Cell, ...]] = {}
    rests: dict[str, list[Rest]] = {}
    days: dict[int, Daily] = {}
    gone: Gone = {}


class Ease:
    """See above. site: read, never changed."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.kept = Kept()

    def may_tell(self, agent: str, interaction: str, now: Instant) -> Served | None:
        """The contact, if this agent may say how it felt: theirs, and of this shift."""
        served = self.kept.served.get(agent, {}).get(interaction)
        return served if served is not None and now - served.at < TELL_MS_MAX else None

    def uncounted(self, this_week: str) -> list[str]:
        """The weeks that are over, of which something was told, and which were not counted yet."""
        weeks = {tap.week for _, tap in self.told()}
        return sorted(week for week in weeks if week < this_week and week not in self.kept.counted)

    def told(self) -> Iterator[tuple[str, Tap]]:
        """All that was told, each with who counts as having told it; that of those who left, too."""
        for agent, taps in self.kept.taps.items():
            yield from ((agent, tap) for tap in taps.values())
        yield from ((one.person, one.tap) for one in self.kept.orphans)

    def is_due(self, now: Instant) -> bool:
        """Whether something is too old by now."""
        before = now - KEPT_DAYS * DAY_MS
        return any(next(iter(taps.values())).at < before for taps in self.kept.taps.values() if taps)


def dump(state: Ease) -> bytes:
    """The state for a snapshot."""
    return msgspec.msgpack.encode(state.kept)


def load(state: Ease, body: bytes) -> None:
    """Take up a dump."""
    state.kept = msgspec.msgpack.decode(body, type=Kept)
