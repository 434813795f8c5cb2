"""How often somebody who has not logged in may ask: a token bucket for each client address and group of routes.

A bucket holds `burst` tokens and is refilled at `per_minute`; each call takes one. IPv6 clients are counted by their /64,
since one of them has them all.
"""

from collections import OrderedDict
from collections.abc import Callable, Mapping
from ipaddress import IPv6Address, ip_address
from types import MappingProxyType

import msgspec

from hoolin.server.errors import TooMany

BUCKETS_MAX = 50_000
"""Buckets held in memory, about 200 bytes each; the one used longest ago is forgotten (that is: full) first."""


class Rate(msgspec.Struct, frozen=True):
    """A limit. burst: calls at once. per_minute: calls in the long run."""

    burst: int
    per_minute: int


GROUPS: Mapping[str, Rate] = MappingProxyType(
    {
        # Guessing is slowed down by the log-in's own back-off; this only keeps floods out. A whole shift logs in at nine.
        "log_in": Rate(200, 120),
        # Asked once by each page that shows the chat; a whole office may be behind one address.
        "chat_availability": Rate(300, 600),
        # A customer reconnects a few times in a tunnel, and hundreds of telephones share an address of their operator.
        "chat": Rate(600, 600),
        "chat_attachments": Rate(60, 60),
        # The choice board looks again every few seconds while somebody reads it; a shop or an office shares an address.
        "contact": Rate(600, 6_000),
        # A person calls once, and again when it broke off; a whole office may be behind one address.
        "calls": Rate(20, 20),
        # A page goes on in its call when it was loaded again, or its network changed.
        "call_joins": Rate(120, 120),
        # One code for each change of channel.
        "passes": Rate(20, 20),
        # A provider sends everything from a few addresses, in bursts; what is not signed by it costs a hash and nothing else.
        "hooks": Rate(20_000, 600_000),
        # A form is sent once or twice; a whole office may be behind one address.
        "callback": Rate(60, 30),
        # For one number, from wherever: enough to think better of it, too little to be a nuisance to whoever has that number.
        "callback_number": Rate(6, 1),
        # A handful of answers to one survey; a whole office may be behind one address.
        "survey": Rate(200, 120),
        "callback_slots": Rate(300, 600),
        # Files lie in memory and cost little; a shift that opens the desk at nine comes from one address.
        "files": Rate(4_000, 6_000),
        # Whatever has no group of its own.
        "public": Rate(120, 240),
    }
)
"""Every group of public routes."""


class Buckets:
    """All buckets. clock: seconds, any origin, never going back."""

    def __init__(self, clock: Callable[[], float], scale: float = 1.0, groups: Mapping[str, Rate] = GROUPS) -> None:
        """scale: multiplies every limit; 0 lifts them all."""
        self._clock = clock
        self._groups = {name: (rate.burst * scale, rate.per_minute * scale / 60) for name, rate in groups.items()}
        self._lifted = scale == 0
        self._levels: OrderedDict[tuple[str, str], tuple[float, float]] = OrderedDict()

    def take(self, group: str, address: str) -> None:
        """One call of this client. Raises TooMany when the bucket is empty; KeyError for a group that does not exist."""
        burst, per_second = self._groups[group]
        if self._lifted:
            return
        key = (group, block(address))
        now = self._clock()
        level, since = self._levels.get(key, (burst, now))
        level = min(burst, level + (now - since) * per_second)
        if level < 1:
            raise TooMany("too_many", retry_after_s=max(1, round((1 - level) / per_second + 0.5)))
        self._levels[key] = (level - 1, now)
        self._levels.move_to_end(key)
        if len(self._levels) > BUCKETS_MAX:
            self._levels.popitem(last=False)


def block(address: str) -> str:
    """The addresses that count as one client: an IPv4 address itself, an IPv6 address's /64."""
    if ":" not in address:
        return address
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if not isinstance(parsed, IPv6Address):
        return address
    return str(parsed.ipv4_mapped) if parsed.ipv4_mapped is not None else str(IPv6Address(int(parsed) >> 64 << 64))
