"""Guessing passwords does not pay: after a few wrong ones a source and an extension are shut, each time for twice as long. Pure.

Rules. Counted are wrong proofs alone, never a missing or a stale one. A phone that proved itself from an address lately is not shut out
by what others do to its extension or from its address: only its own failures there count. An IPv6 source is its /64.
"""

import ipaddress
from collections import OrderedDict
from typing import TypeVar

T = TypeVar("T")

REMEMBERED_MAX = 20_000
"""Sources, extensions and pairs; the least lately seen are forgotten."""

PROVEN_MS = 3_600_000
"""How long a proof shields its phone."""

FORGIVEN_MS = 3_600_000
"""Without a failure for so long, counting begins anew."""


class Lockout:
    """Who is shut out, and until when."""

    def __init__(self, failures_max: int, lock_ms: int, lock_ms_max: int) -> None:
        self._failures_max = failures_max
        self._lock_ms = lock_ms
        self._lock_ms_max = lock_ms_max
        self._failures: OrderedDict[str, tuple[int, int, int]] = OrderedDict()
        self._proven: OrderedDict[str, int] = OrderedDict()

    def until(self, host: str, number: str, now: int) -> int:
        """The instant until which this source may not try this extension; 0: it may."""
        source = source_of(host)
        pair = f"{source} {number}"
        proven = self._proven.get(pair, -PROVEN_MS) + PROVEN_MS > now
        keys = [pair] if proven else [pair, source, f"x{number}"]
        shut = max(self._failures.get(key, (0, 0, 0))[1] for key in keys)
        return shut if shut > now else 0

    def failed(self, host: str, number: str, now: int) -> None:
        """A wrong proof."""
        source = source_of(host)
        for key in (f"{source} {number}", source, f"x{number}"):
            count, _, last = self._failures.get(key, (0, 0, now))
            count = 1 if last + FORGIVEN_MS < now else count + 1
            over = count - self._failures_max
            shut = now + min(self._lock_ms << min(over, 20), self._lock_ms_max) if over >= 0 else 0
            remember(self._failures, key, (count, shut, now))

    def proved(self, host: str, number: str, now: int) -> None:
        """A right proof: what was counted for this phone here is forgotten."""
        pair = f"{source_of(host)} {number}"
        self._failures.pop(pair, None)
        remember(self._proven, pair, now)


def remember(where: OrderedDict[str, T], key: str, value: T) -> None:
    """Keep it as the latest, and forget the oldest beyond the limit."""
    where[key] = value
    where.move_to_end(key)
    if len(where) > REMEMBERED_MAX:
        where.popitem(last=False)


def source_of(host: str) -> str:
    """What one source is: an IPv4 address, or the network that a customer of IPv6 has."""
    if ":" not in host:
        return host
    try:
        return str(ipaddress.ip_network((host.partition("%")[0], 64), strict=False))
    except ValueError:
        return host
