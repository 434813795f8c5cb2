"""One agent, what agents of one kind can do, and the log of what changed about them."""

from typing import TypeAlias

from hoolin.core.routing.capacity import Load
from hoolin.core.routing.order import Order
from hoolin.core.site.rules import AgentProfile, Presence

ViewKey: TypeAlias = tuple[tuple[tuple[str, int], ...], tuple[tuple[str, int], ...]]
"""Skills with levels and head starts in ms, each sorted by name."""

Group: TypeAlias = tuple[int, int, dict[Order, None]]
"""Channel bit, head start in ms, and the lines of that channel and head start that a view qualifies for."""


class Agent:
    """One agent as routing sees them.

    slot, mask: their bit. idle_since: when they came online, or last took or ended work. base: what choosing them costs
    in ms before skills are looked at. open: a bit per channel they have room on, 0 unless online. epoch: never the same
    twice among all agents; it changes with everything that could change a choice, so a remembered entry proves itself.
    """

    __slots__ = (
        "base", "epoch", "id", "idle_since", "load", "mask", "noted", "online", "open", "presence", "profile", "slot",
        "view",
    )  # fmt: skip

    def __init__(self, profile: AgentProfile, slot: int, view: "View", load: Load) -> None:
        self.id = profile.agent
        self.profile = profile
        self.slot = slot
        self.mask = 1 << slot
        self.view = view
        self.load = load
        self.presence: Presence = "offline"
        self.online = False
        self.idle_since = 0
        self.open = 0
        self.base = 0
        self.epoch = 0
        self.noted = False


class Log:
    """Agents with a certain skill whose state changed, oldest first, with their epoch then; the oldest are forgotten.

    start: how many have been forgotten, so that a reader's position stays true. readers: how many read it.
    """

    __slots__ = ("entries", "readers", "skill", "start")

    def __init__(self, skill: str) -> None:
        self.skill = skill
        self.entries: list[tuple[int, Agent]] = []
        self.start = 0
        self.readers = 0

    @property
    def end(self) -> int:
        """The position after the last entry."""
        return self.start + len(self.entries)

    def forget_half(self) -> None:
        """Drop the older half."""
        half = len(self.entries) // 2
        del self.entries[:half]
        self.start += half


class View:
    """The work that a kind of agent can take.

    members: a bit per agent of this kind. groups: the lines they qualify for, so that the most urgent is a minimum over
    a few heads. logs: where changes of these agents are written down for whoever keeps candidates.
    """

    __slots__ = ("_group_of", "groups", "head_start", "key", "logs", "members", "skills")

    def __init__(self, key: ViewKey) -> None:
        self.key = key
        self.skills = dict(key[0])
        self.head_start = dict(key[1])
        self.members = 0
        self.groups: list[Group] = []
        self.logs: list[Log] = []
        self._group_of: dict[tuple[int, int], Group] = {}

    def see(self, line: Order, queue: str, bit: int) -> None:
        """Take a line of this queue and channel into view."""
        key = (bit, self.head_start.get(queue, 0))
        group = self._group_of.get(key)
        if group is None:
            group = self._group_of[key] = (*key, {})
            self.groups.append(group)
        group[2][line] = None

    def forget(self, line: Order, queue: str, bit: int) -> None:
        """Leave a line out again."""
        key = (bit, self.head_start.get(queue, 0))
        group = self._group_of[key]
        del group[2][line]
        if not group[2]:
            del self._group_of[key]
            self.groups.remove(group)


def view_key(profile: AgentProfile) -> ViewKey:
    """What makes two agents alike for the work in line; zeros say nothing and are left out."""
    return (
        tuple(sorted((skill, level) for skill, level in profile.skills.items() if level)),
        tuple(sorted((queue, ms) for queue, ms in profile.head_start_ms.items() if ms)),
    )
