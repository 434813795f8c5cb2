"""What somebody in line is told, and when. Pure.

Nothing is said to whoever is answered in a moment; then the place, and how long it takes as far as that can be said honestly; after
that only when there is something new, and not more than once a minute, for music that is interrupted all the time is worse than music.
"""

from typing import Literal, NamedTuple, TypeAlias

import msgspec

from hoolin.core.facts import Instant, Ms

FIRST_MS = 6_000
"""So long nothing is said: most are answered by then when somebody is free."""

AGAIN_MS = 60_000
"""Not sooner than this, and only when the place has changed."""

AT_LATEST_MS = 150_000
"""Whoever hears nothing for longer believes to be forgotten."""

MINUTE_MS = 60_000

Word: TypeAlias = Literal[
    "welcome",
    "place",
    "next",
    "wait_less_than_minute",
    "wait_up_to",
    "wait_between",
    "callback_key",
    "closed",
    "callback_key_closed",
    "promised_place",
    "promised_time",
    "goodbye",
    "recorded",
    "recorded_key",
    "message",
    "message_number",
    "message_review",
    "message_silent",
    "message_kept",
    "message_key_closed",
    "answered_soon",
    "answered_time",
    "number_barred",
    "questions",
    "thanks",
    "not_understood",
]


class Phrase(NamedTuple):
    """One thing that is said. numbers: that belong into it, in order."""

    word: str
    numbers: tuple[int, ...] = ()


class Told(msgspec.Struct):
    """What somebody in line has been told. at: when last, 0 for not yet. place: which. times: how often."""

    at: Instant = 0
    place: int = 0
    times: int = 0


class Standing(NamedTuple):
    """How somebody stands. place: in line, 1 for the next; None when they are being offered to somebody. low_ms, high_ms: what is
    expected, None where nobody can say. line_at: in line since. may_call_back: they can leave and keep their place.
    """

    place: int | None
    expected: tuple[Ms, Ms] | None
    line_at: Instant
    may_call_back: bool = False


def due_at(told: Told, standing: Standing) -> Instant:
    """When something may be said at the earliest; asked again when the place has changed."""
    if not told.times:
        return standing.line_at + FIRST_MS
    return told.at + (AGAIN_MS if standing.place != told.place else AT_LATEST_MS)


def words(told: Told, standing: Standing, now: Instant) -> tuple[Phrase, ...]:
    """What is said now; nothing while somebody is being asked, or before it is due. `told` follows."""
    if standing.place is None or now < due_at(told, standing):
        return ()
    said = [Phrase("next") if standing.place == 1 else Phrase("place", (standing.place,)), *_wait(standing.expected)]
    if not told.times:
        said.insert(0, Phrase("busy"))
    if standing.may_call_back and told.times % 2 == 0:
        said.append(Phrase("callback_key"))
    told.at, told.place, told.times = now, standing.place, told.times + 1
    return tuple(said)


def _wait(expected: tuple[Ms, Ms] | None) -> tuple[Phrase, ...]:
    """An interval as it is said; nothing where nobody can say, rather than something."""
    if expected is None:
        return ()
    low, high = expected[0] // MINUTE_MS, -(-expected[1] // MINUTE_MS)
    if high <= 1:
        return (Phrase("wait_less_than_minute"),)
    return (Phrase("wait_up_to", (high,)),) if low < 1 or low == high else (Phrase("wait_between", (low, high)),)
