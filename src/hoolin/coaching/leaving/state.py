"""Who may log in no more, since when, and who has left."""

import msgspec

from hoolin.coaching.leaving.going import DAY_MS
from hoolin.core.facts import Instant

LEFT_AFTER_DAYS = 30
"""Whoever may not log in for so long has left for good. Until then it may have been a mistake, or a long leave, and is undone as if it had never been."""


class Kept(msgspec.Struct):
    """closed: by account, since when, the earliest first. left: those who have left."""

    closed: dict[str, Instant] = {}
    left: dict[str, None] = {}


class Leavers:
    """See above."""

    def __init__(self) -> None:
        self.kept = Kept()

    def is_closed(self, account: str) -> bool:
        """Whether it is known that they may log in no more."""
        return account in self.kept.closed or account in self.kept.left

    def closed(self) -> set[str]:
        """All of them."""
        return {*self.kept.closed, *self.kept.left}

    def next_due(self) -> Instant | None:
        """When the next of them has left for good."""
        since = next(iter(self.kept.closed.values()), None)
        return None if since is None else since + LEFT_AFTER_DAYS * DAY_MS


def dump(state: Leavers) -> bytes:
    """The state for a snapshot."""
    return msgspec.msgpack.encode(state.kept)


def load(state: Leavers, body: bytes) -> None:
    """Take up a dump."""
    state.kept = msgspec.msgpack.decode(body, type=Kept)
