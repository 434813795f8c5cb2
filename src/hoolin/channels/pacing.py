"""No faster than a provider allows: buckets of permits that fill with time, and pauses that a provider asked for.

Time is an argument, in seconds of a clock that never goes back.
"""

from collections import OrderedDict
from dataclasses import dataclass

KEYS_MAX = 10_000
"""Chats with a bucket of their own; the one that was used longest ago has long been full again."""


@dataclass
class Bucket:
    """So many permits a second, and at most `burst` at once. Taken in advance: whoever comes waits their turn."""

    per_second: float
    burst: float
    left: float = 0.0
    at: float = 0.0
    until: float = 0.0

    def wait(self, now: float) -> float:
        """Seconds until the next permit; 0 when there is one now. Takes none."""
        self._fill(now)
        return max(0.0, (1.0 - self.left) / self.per_second, self.until - now)

    def take(self, now: float) -> None:
        """Take a permit, also one that is only due."""
        self._fill(now)
        self.left -= 1.0

    def pause(self, now: float, seconds: float) -> None:
        """No permit for so long: the provider said so."""
        self.until = max(self.until, now + seconds)

    def _fill(self, now: float) -> None:
        self.left = min(self.burst, self.left + (now - self.at) * self.per_second) if self.at else self.burst
        self.at = now


class Pace:
    """One account's permits: for all of it, and for each of its chats."""

    def __init__(self, whole: Bucket, chat_per_second: float, chat_burst: float) -> None:
        self.whole = whole
        self._chat = (chat_per_second, chat_burst)
        self._chats: OrderedDict[str, Bucket] = OrderedDict()

    def chat(self, key: str) -> Bucket:
        """The bucket of one chat."""
        bucket = self._chats.pop(key, None) or Bucket(*self._chat)
        self._chats[key] = bucket
        if len(self._chats) > KEYS_MAX:
            self._chats.popitem(last=False)
        return bucket

    def reserve(self, key: str, now: float, at_most: float) -> float | None:
        """Take a permit for a chat; seconds to wait before it is used, or None (and nothing taken) when that is more than
        `at_most`.
        """
        chat = self.chat(key)
        wait = max(self.whole.wait(now), chat.wait(now))
        if wait > at_most:
            return None
        self.whole.take(now)
        chat.take(now)
        return wait
