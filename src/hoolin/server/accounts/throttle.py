"""Guessing passwords costs time: after a few failures each further try must wait twice as long as the one before.

Two counts run side by side, one for the login and one for the address. A login's wait stays short, so that nobody can
keep a colleague out by failing in their name; an address, which guesses many logins, waits longer. A try counts as failed
from its beginning, so that many at once gain nothing; a success takes it back.
"""

from collections import OrderedDict
from collections.abc import Callable

from hoolin.core.facts import Instant
from hoolin.server.errors import TooMany

FREE_TRIES = {"login": 4, "address": 20}
"""Failures before the first wait. Behind one address there may be a whole office on Monday morning."""

WAIT_MS_MAX = {"login": 30_000, "address": 900_000}
"""The longest wait: half a minute for a login, a quarter of an hour for an address."""

FORGET_MS = 1_800_000
"""Half an hour without a failure, and it is as if there had been none."""

KEPT_MAX = 20_000
"""Counts held at most; the one that failed longest ago is forgotten first."""


class _Count:
    __slots__ = ("failed_at", "failures")

    def __init__(self) -> None:
        self.failures = 0
        self.failed_at: Instant = 0


class Throttle:
    """Counts of failed log-ins in memory. clock: milliseconds, any origin."""

    def __init__(self, clock: Callable[[], Instant]) -> None:
        self._clock = clock
        self._counts: OrderedDict[tuple[str, str], _Count] = OrderedDict()

    def begin(self, login: str, address: str) -> None:
        """A try begins. Raises TooMany, without counting it, while either must still wait."""
        now = self._clock()
        keys = (("login", login), ("address", address))
        wait_ms = max(self._wait_ms(kind, name, now) for kind, name in keys)
        if wait_ms > 0:
            raise TooMany("too_many_log_ins", retry_after_s=-(-wait_ms // 1000))
        for key in keys:
            count = self._counts.setdefault(key, _Count())
            count.failures += 1
            count.failed_at = now
            self._counts.move_to_end(key)
        while len(self._counts) > KEPT_MAX:
            self._counts.popitem(last=False)

    def succeeded(self, login: str, address: str) -> None:
        """The try that began was right: the login starts anew, and the address is as it was before the try."""
        self._counts.pop(("login", login), None)
        self._take_back(address)

    def half_way(self, address: str) -> None:
        """The password was right and a code must still come. For the address it was no failure; for the login it counts until all is
        proved, or asking again without a code would be a way to guess codes for ever.
        """
        self._take_back(address)

    def _take_back(self, address: str) -> None:
        count = self._counts.get(("address", address))
        if count is not None:
            count.failures -= 1
            if count.failures <= 0:
                del self._counts["address", address]

    def _wait_ms(self, kind: str, name: str, now: Instant) -> int:
        count = self._counts.get((kind, name))
        if count is None:
            return 0
        if now - count.failed_at >= FORGET_MS:
            del self._counts[kind, name]
            return 0
        over = count.failures - FREE_TRIES[kind]
        if over < 0:
            return 0
        # Beyond 2^10 s every wait is at its longest anyway.
        return min(WAIT_MS_MAX[kind], 1000 << min(over, 10)) - (now - count.failed_at)
