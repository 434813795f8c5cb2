"""What the room knows about waits: how fast each queue goes, who was told what, and how often it came true.

The line itself is not kept here: `site`, the live state of the floor, is looked at when somebody asks.
"""

import msgspec
from msgspec.structs import replace

from hoolin.core.errors import NotFound
from hoolin.core.facts import Instant
from hoolin.core.interaction.site import Interaction, Site
from hoolin.core.routing.outlook import LAST
from hoolin.core.routing.waiting import Waiting
from hoolin.core.site.rules import Language
from hoolin.workforce.expected import Expected, Pace, Scene, expect

DAYS_KEPT = 30
"""Days of which it is kept how often intervals held."""

SLOTS_KEPT_MAX = 1_000
"""Sets of people whose capacity is remembered; with more, all are worked out anew."""


class Told(msgspec.Struct):
    """Somebody waits who was told something. key: of queue and channel."""

    key: str
    at: Instant
    expected: Expected
    by_message: bool = False


class InHand(msgspec.Struct):
    """A contact that occupies somebody. since: when it was offered, or taken up again. taken: it was answered."""

    key: str
    since: Instant
    taken: bool = False


class Outcomes(msgspec.Struct):
    """met, below, above: answered within the interval, sooner, later. left: who left before it was over; whoever left after it counts as
    above.
    """

    met: int = 0
    below: int = 0
    above: int = 0
    left: int = 0


class Kept(msgspec.Struct):
    """What a snapshot keeps. paces: by `queue/channel`. told, in_hand: by interaction. outcomes: by day since 1970 and `queue/channel`.
    greeted: with whom a flow speaks.
    """

    paces: dict[str, Pace] = {}
    told: dict[str, Told] = {}
    in_hand: dict[str, InHand] = {}
    outcomes: dict[int, dict[str, Outcomes]] = {}
    greeted: dict[str, None] = {}


class Waits:
    """The state of the room."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.kept = Kept()
        self._slots: dict[tuple[int, str], int] = {}

    def expected(
        self, channel: str, queue: str, language: Language | None, now: Instant, moving: Interaction | None = None
    ) -> Expected | None:
        """For somebody who would come now; None when nobody could answer, or there is no such channel or queue. moving: what they have
        under way elsewhere, whose place in line they would keep.
        """
        rules = self.site.kept.rules
        queue = queue or rules.default_queue
        if queue not in self.site.kept.queues or channel not in self.site.kept.channels:
            return None
        skills = ((f"lang:{language}", 1),) if language is not None else ()
        waiting = Waiting(interaction="new", queue=queue, channel=channel, place_at=now, skills=skills)
        if moving is None:
            return self._expected(waiting, LAST)
        place = replace(waiting, place_at=moving.place_at, priority=moving.priority)
        return self._expected(place, moving.interaction)

    def expected_of(self, one: Interaction) -> Expected | None:
        """For somebody who stands in line."""
        return self._expected(one.waiting, one.interaction) if one.waiting is not None else None

    def _expected(self, waiting: Waiting, interaction: str) -> Expected | None:
        try:
            found = self.site.router.outlook(waiting, interaction)
        except NotFound:
            return None
        if not found.able:
            return None
        scene = Scene(found.ahead, found.room.bit_count(), self._slots_of(found.able, waiting.channel))
        return expect(scene, self.kept.paces.get(key_of(waiting.queue, waiting.channel), UNSEEN))

    def _slots_of(self, agents: int, channel: str) -> int:
        slots = self._slots.get((agents, channel))
        if slots is None:
            if len(self._slots) >= SLOTS_KEPT_MAX:
                self._slots.clear()
            slots = self._slots[agents, channel] = self.site.router.slots(agents, channel)
        return slots

    def forget_slots(self) -> None:
        """What somebody can hold has changed."""
        self._slots.clear()

    def pace(self, key: str) -> Pace:
        """What was learned of a queue on a channel."""
        found = self.kept.paces.get(key)
        if found is None:
            found = self.kept.paces[key] = Pace()
        return found

    def outcomes(self, key: str, at: Instant) -> Outcomes:
        """What is counted of a queue on a channel on the day of this instant."""
        day = at // 86_400_000
        of_day = self.kept.outcomes.get(day)
        if of_day is None:
            of_day = self.kept.outcomes[day] = {}
            for old in [one for one in self.kept.outcomes if one <= day - DAYS_KEPT]:
                del self.kept.outcomes[old]
        return of_day.setdefault(key, Outcomes())


UNSEEN = Pace()
"""Of what has not been seen; never changed."""


def key_of(queue: str, channel: str) -> str:
    """How a queue on a channel is called here."""
    return f"{queue}/{channel}"


def dump(waits: Waits) -> bytes:
    """The state for a snapshot."""
    return msgspec.msgpack.encode(waits.kept)


def load(waits: Waits, body: bytes) -> None:
    """Take up a dump."""
    waits.kept = msgspec.msgpack.decode(body, type=Kept)
    waits.forget_slots()
