"""What the rest of the house takes from words; light: what learns is in a process of its own (`words.apart`)."""

from hoolin.insight.words.asked import PROGRAM, Apart, Words
from hoolin.insight.words.lesson import (
    LESSON_CHARACTERS_MAX,
    LESSON_TEXTS_MAX,
    MORE_TEXTS_MIN,
    NOTHING_KNOWN,
    UNEXPLAINED_MAX,
    Cluster,
    Confirmed,
    Found,
    Learned,
    Right,
    Suggested,
    Unexplained,
    due,
)

__all__ = [
    "LESSON_CHARACTERS_MAX", "LESSON_TEXTS_MAX", "MORE_TEXTS_MIN", "NOTHING_KNOWN", "PROGRAM", "UNEXPLAINED_MAX", "Apart", "Cluster", "Confirmed", "Found", "Learned", "Right",
    "Suggested", "Unexplained", "Words", "due",
]  # fmt: skip
