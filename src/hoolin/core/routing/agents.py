"""One agent, and what agents of one kind can do."""

from typing import TypeAlias

from hoolin.core.routing.capacity import Load
from hoolin.core.routing.channel import Ready
from hoolin.core.routing.order import Order
from hoolin.core.site.rules import AgentProfile, Presence

ViewKey: TypeAlias = tuple[tuple[tuple[str, int], ...], tuple[tuple[str, int], ...]]
"""Skills with levels and head starts in ms, each sorted by name."""

Group: TypeAlias = tuple[int, int, dict[Order, None]]
"""Channel bit, head start in ms, and the lines of that channel and head start that a view qualifies for."""


class Agent:
    """One agent as routing sees them.

    slot, mask: their bit. idle_since: when they came online, or last took or ended work. base: what choosing them costs
    in ms before skills are looked at. online: whether they may be asked: present, and not resting. open: a bit per channel they have
    room on, 0 unless online. listed: how they stand
    among the ready ones of their view, on which channels and in which view; `noted` says that this is out of date.
    """

    __slots__ = (
        "base", "id", "idle_since", "listed", "listed_index", "listed_open", "load", "mask", "noted", "online", "open",
        "presence", "profile", "resting", "slot", "standing_ms", "view",
    )  # fmt: skip

    def __init__(self, profile: AgentProfile, slot: int, view: "View", load: Load) -> None:
        self.id = profile.agent
        self.profile = profile
        self.standing_ms = profile.standing_cost_ms
        self.slot = slot
        self.mask = 1 << slot
        self.view = view
        self.load = load
        self.presence: Presence = "offline"
        self.online = False
        self.resting = False
        self.idle_since = 0
        self.open = 0
        self.base = 0
        self.noted = False
        self.listed: Ready = (0, "", 0)
        self.listed_index = 0
        self.listed_open = 0


class Seen:
    """Lines in view of somebody, grouped by channel and head start, so that the most urgent is a minimum over heads."""

    __slots__ = ("_group_of", "groups", "head_start")

    def __init__(self, head_start: dict[str, int]) -> None:
        self.head_start = head_start
        self.groups: list[Group] = []
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


class View(Seen):
    """The work that a kind of agent can take: the lines they qualify for.

    index: where each channel keeps the agents of this view who are ready. members: a bit per agent.
    """

    __slots__ = ("index", "key", "members", "skills")

    def __init__(self, key: ViewKey, index: int) -> None:
        super().__init__(dict(key[1]))
        self.key = key
        self.index = index
        self.skills = dict(key[0])
        self.members = 0


def view_key(profile: AgentProfile) -> ViewKey:
    """What makes two agents alike for the work in line; zeros say nothing and are left out."""
    return (
        tuple(sorted((skill, level) for skill, level in profile.skills.items() if level)),
        tuple(sorted((queue, ms) for queue, ms in profile.head_start_ms.items() if ms)),
    )
