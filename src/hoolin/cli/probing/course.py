"""When a probe on the telephone asks who is there, and when it may say that a person was. Pure.

- It asks when the line is silent or speaks, not while music plays; again only after a pause, or when music has ended
  since. It tells that it is an automatic check, and asks for
  any key. An announcement hears nothing, so asking it costs nothing.
- A person is who presses a key after the beginning of such a question. Nothing else counts: no voice, no answered call, no hanging up. So an
  automaton is never taken for a person; a person who presses nothing is not found, which is told apart (`unconfirmed`).
- They were there from when the sound began that made us ask, or music ended since; but from no longer than shortly before the question. So it is
  rather said later than earlier; earlier, by the length of the question at most, only where they come in the middle of one with no music between.
"""

from typing import Final

from hoolin.cli.probing.ear import Ear

PAUSE_MS: Final = 5_000
"""From the end of one question to the beginning of the next."""

SILENT_PAUSE_MS: Final = 15_000
"""The same where nothing is heard at all."""

NOTICED_MS: Final = 1_500
"""A sound is known for what it is so long after it began."""

KEY_AFTER_MS: Final = 2_000
"""So long after something was first heard the key for a person is pressed."""

KEY_AT_LATEST_MS: Final = 5_000
"""The same where nothing is heard, from the answer on."""


class Course:
    """Of one call, from its answer on. key: what is pressed to be put through to a person; "" for nothing. said_ms: how long the question lasts.
    asked: how often it asked; person_at: since when somebody is there who pressed a key.
    """

    def __init__(self, answered_at: int, key: str, said_ms: int) -> None:
        self.key = key
        self.asked = 0
        self.person_at: int | None = None
        self._ear = Ear()
        self._answered_at = answered_at
        self._said_ms = said_ms
        self._heard_at: int | None = None
        self._asked_at = self._asked_since = 0
        self._pressed = not key

    def hear(self, frame: bytes, now: int) -> None:
        """What came."""
        self._ear.hear(frame, now)
        if self._heard_at is None and self._ear.nature in ("talk", "steady"):
            self._heard_at = now

    def press(self, now: int) -> str:
        """The key that is to be pressed now, or ""."""
        heard = self._heard_at
        due = now >= self._answered_at + KEY_AT_LATEST_MS or (heard is not None and now >= heard + KEY_AFTER_MS)
        if self._pressed or not due:
            return ""
        self._pressed = True
        return self.key

    def asks(self, now: int) -> bool:
        """Whether it is to be asked now who is there."""
        nature = self._ear.nature
        if not self._pressed or nature not in ("talk", "still"):
            return False
        pause = SILENT_PAUSE_MS if nature == "still" else PAUSE_MS
        if self._ear.changed > self._asked_at:
            # Music has ended since: this may be somebody else.
            pause = 0
        if self.asked and now < self._asked_at + self._said_ms + pause:
            return False
        self.asked += 1
        self._asked_at, self._asked_since = now, self._ear.began
        return True

    def pressed(self, digit: str, now: int) -> bool:
        """A key came; whether that was a person. One before any question is not an answer to it."""
        if self.asked and self.person_at is None:
            self.person_at = min(max(self._asked_since, self._ear.changed, self._asked_at - NOTICED_MS), now)
        return self.person_at is not None
