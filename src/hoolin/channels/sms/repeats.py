"""The same words again: a repetition by the SMSC, or a person who wrote "yes" twice? Pure: time is an argument.

A deliver_sm has no id. An SMSC repeats what it has no answer for: after the connection broke, or after a time-out of its own. So
the same words from the same number are

- on the same connection: said again, unless we were slow to answer the first time;
- on a later connection: a repetition of what was not surely answered on the one before, once for each; else said again;
- right after a restart, when nobody remembers: a repetition, if they were kept within the same stretch of time (`repeat_ms`).

What is said again gets another ordinal, and with it another key. A wrong guess shows a message twice or, in the last case only and
within that stretch, takes the same words of the same person for one.
"""

from collections import OrderedDict
from dataclasses import dataclass
from typing import NamedTuple

from hoolin.core.facts import Instant

SLOW_MS = 10_000
"""An SMSC waits at least so long for an answer before it sends a message again on the same connection."""

UNSURE_MS = 5_000
"""What was answered so shortly before the connection broke may not have arrived there."""

COLD_MS = 120_000
"""So long after the first bind since the start, unknown words may be a repetition of what was kept before the start."""

BEFORE_START_MS = 15_000
"""How long before our start the kept ones are thought to have come: a restart takes a moment."""

REMEMBERED_MAX = 50_000
"""Different words remembered."""


@dataclass
class Said:
    """One time that the words came. stretch: of time; ordinal: within it. answered: when, 0 if not yet."""

    stretch: int
    ordinal: int
    connection: int
    came: Instant
    answered: Instant = 0


class Guess(NamedTuple):
    """The place of words that came. said: where to write down that they were answered. settled: the key is certain; otherwise the
    next ordinal is tried when this one was kept before.
    """

    said: Said
    settled: bool


class Repeats:
    """What came lately on one account. started: when this process began."""

    def __init__(self, repeat_ms: int, started: Instant) -> None:
        self.repeat_ms = repeat_ms
        self.started = started
        self._bound: Instant | None = None
        self._broke: dict[int, Instant] = {}
        self._memory: OrderedDict[str, list[Said]] = OrderedDict()

    def bound(self, now: Instant) -> None:
        """A connection was bound; the first since the start opens the time in which repetitions from before it come."""
        if self._bound is None:
            self._bound = now

    def broke(self, connection: int, now: Instant) -> None:
        """A connection ended."""
        self._broke[connection] = now
        for old in sorted(self._broke)[:-100]:
            del self._broke[old]

    def came(self, digest: str, connection: int, now: Instant) -> Guess:
        """Words came on a connection."""
        before = [one for one in self._memory.get(digest, ()) if now - one.came < self.repeat_ms]
        repeated = next((one for one in before if self._repeats(one, connection, now)), None)
        if repeated is not None:
            repeated.connection, repeated.came, repeated.answered = connection, now, 0
            return Guess(repeated, True)
        cold = not before and self._bound is not None and now - self._bound < COLD_MS
        stretch = self._stretch(self.started - BEFORE_START_MS if cold else now)
        ordinal = 1 + max((one.ordinal for one in before if one.stretch == stretch), default=-1)
        said = Said(stretch, ordinal, connection, now)
        self._memory[digest] = [*before, said]
        self._memory.move_to_end(digest)
        if len(self._memory) > REMEMBERED_MAX:
            self._memory.popitem(last=False)
        return Guess(said, cold)

    def _repeats(self, one: Said, connection: int, now: Instant) -> bool:
        if one.connection == connection:
            return (one.answered or now) - one.came >= SLOW_MS
        broke = self._broke.get(one.connection, one.came)
        return not one.answered or broke - one.answered < UNSURE_MS

    def _stretch(self, at: Instant) -> int:
        return at // self.repeat_ms


def key(digest: str, said: Said) -> str:
    """The key of what came."""
    return f"mo/{digest}/{said.stretch}/{said.ordinal}"
