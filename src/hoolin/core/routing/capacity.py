"""How much work an agent has in hand, and which channels there is still room for.

A load is a value: so many interactions of each channel under a given capacity. Loads are interned and linked, so taking
or ending an interaction is one step along a link, with the room and the cost already worked out at the other end.
"""

from hoolin.core.errors import Defect
from hoolin.core.routing.channel import Channel
from hoolin.core.routing.limits import Limits
from hoolin.core.site.rules import Capacity

# More interactions of one channel than anybody can hold: "no own limit".
UNLIMITED = 1 << 30

# Nobody has more than this in hand at once, whatever it weighs.
WEIGHTLESS = 10


class Load:
    """So many of each channel (`held`, by channel index) in hand.

    open: a bit per channel that one more interaction fits on. could: a bit per channel that would fit with empty hands.
    cost_ms: what this load costs when agents are compared.
    more, less: the neighbouring loads by channel index, filled in as they are met.
    """

    __slots__ = ("cost_ms", "could", "held", "less", "limits", "more", "open", "units")

    def __init__(
        self, units: int, limits: tuple[int, ...], held: tuple[int, ...], channels: list[Channel], percent_ms: int
    ) -> None:
        self.units = units
        self.limits = limits
        self.held = held
        used = sum(channel.weight * count for channel, count in zip(channels, held, strict=True))
        self.cost_ms = percent_of(used, units) * percent_ms
        self.open = 0
        self.could = 0
        for channel, count, limit in zip(channels, held, limits, strict=True):
            if used + channel.weight <= units and count < limit:
                self.open |= channel.bit
            if channel.weight <= units and limit > 0:
                self.could |= channel.bit
        self.more: list[Load | None] = [None] * len(channels)
        self.less: list[Load | None] = [None] * len(channels)


def percent_of(used: int, units: int) -> int:
    """How loaded somebody is, in whole percent, above 100 when handed more than fits; without capacity, empty or full."""
    if units:
        return used * 100 // units
    return 100 if used else 0


def slots_of(capacity: Capacity, channel: str, weight: int) -> int:
    """How many of a channel fit into empty hands; what weighs nothing and has no limit is worth a handful."""
    fit = capacity.units // weight if weight else WEIGHTLESS
    return min(fit, capacity.per_channel.get(channel, fit))


class Loads:
    """The loads that have been met. Built anew when channels or costs change; percent_ms: what each percent costs."""

    def __init__(self, channels: list[Channel], percent_ms: int, limits: Limits) -> None:
        self._channels = channels
        self._percent_ms = percent_ms
        self._known: dict[tuple[int, tuple[int, ...], tuple[int, ...]], Load] = {}
        self._known_max = limits.loads_max

    def of(self, capacity: Capacity, held: dict[str, int]) -> Load:
        """The load of somebody with this capacity who has this many interactions of each channel in hand."""
        limits = tuple(capacity.per_channel.get(channel.code, UNLIMITED) for channel in self._channels)
        return self._load(capacity.units, limits, tuple(held.get(channel.code, 0) for channel in self._channels))

    def held(self, load: Load) -> dict[str, int]:
        """Interactions in hand by channel code, without zeros."""
        return {channel.code: count for channel, count in zip(self._channels, load.held, strict=True) if count}

    def step(self, load: Load, index: int, by: int) -> Load:
        """The load after one interaction more (`by` 1) or less (-1) of a channel; less than none is a defect."""
        held = list(load.held)
        held[index] += by
        if held[index] < 0:
            raise Defect("nothing_to_release", channel=self._channels[index].code)
        after = self._load(load.units, load.limits, tuple(held))
        # A load that was not kept must not be reachable from one that was, or the bound on them would not hold.
        if (after.units, after.limits, after.held) in self._known:
            (load.more if by > 0 else load.less)[index] = after
        return after

    def _load(self, units: int, limits: tuple[int, ...], held: tuple[int, ...]) -> Load:
        key = (units, limits, held)
        load = self._known.get(key)
        if load is None:
            load = Load(units, limits, held, self._channels, self._percent_ms)
            if len(self._known) < self._known_max:
                self._known[key] = load
        return load
