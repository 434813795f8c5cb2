"""Which messages a mail names: its own, and those before it."""

import re
from datetime import UTC
from email.utils import parsedate_to_datetime

from hoolin.channels.email.head import Head
from hoolin.channels.email.limits import REFERENCE_CHARACTERS_MAX, REFERENCES_MAX
from hoolin.core.facts import Instant

ID = re.compile(rf"<([^\s<>]{{3,{REFERENCE_CHARACTERS_MAX - 2}}})>")
FIELD_CHARACTERS_MAX = 20_000
"""Of References that are looked at, from the end: the nearest stand last."""

AHEAD_MS_MAX = 86_400_000
"""A clock may be wrong by a day; a date from next year says nothing."""


def ids_in(said: str) -> list[str]:
    """Message-IDs in their order, with their angle brackets."""
    return [found[0] for found in ID.finditer(said)]


def reference(head: Head) -> str:
    """The mail's own Message-ID, "" without one that can be referred to."""
    return next(iter(ids_in(head.plain("message-id")[:1_000])), "")


def answers(head: Head) -> tuple[str, ...]:
    """The messages that it answers, nearest first."""
    nearest = ids_in(head.plain("in-reply-to")[:FIELD_CHARACTERS_MAX])
    before = ids_in(head.plain("references")[-FIELD_CHARACTERS_MAX:])
    return tuple(dict.fromkeys([*nearest, *reversed(before)]))[:REFERENCES_MAX]


def sent_at(head: Head, came_at: Instant) -> Instant:
    """When its writer says it was sent; 0 when that cannot be."""
    try:
        said = parsedate_to_datetime(head.plain("date")[:200])
        at = int((said if said.tzinfo else said.replace(tzinfo=UTC)).timestamp() * 1000)
    except (ValueError, TypeError, OverflowError, IndexError):
        return 0
    return at if 0 < at <= came_at + AHEAD_MS_MAX else 0
