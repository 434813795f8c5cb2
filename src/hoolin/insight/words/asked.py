"""The site's side of the process that knows words: what is asked of it in values, and what it answers.

It does nothing itself: whoever keeps the process running (`runtime.answering`) is handed in. Nothing here blocks; the model of before answers while
the next one is being made.
"""

import sys
from collections.abc import Callable, Sequence
from typing import Final, Protocol

import msgspec

from hoolin.insight.words.lesson import (
    UNEXPLAINED_MAX,
    Confirmed,
    Found,
    Learned,
    Lesson,
    Question,
    Search,
    Suggested,
    Unexplained,
)

PROGRAM: Final = (sys.executable, "-I", "-X", "utf8", "-m", "hoolin.insight.words.apart")

LEARN_SECONDS_MAX: Final = 3_600.0
"""A lesson of 20,000 contacts takes a minute or two of a processor, and steps back for everybody else who wants it."""
SEARCH_SECONDS_MAX: Final = 180.0
SUGGEST_SECONDS_MAX: Final = 5.0
"""No answer by then: the process is stuck, and another is begun. An answer usually takes two milliseconds."""


class Apart(Protocol):
    """Who keeps the process (see `runtime.answering.Answering`)."""

    async def give(self, work: bytes, seconds: float, well: Callable[[bytes], bool]) -> bytes | None:
        """What another process says of this work; where that is `well`, it answers from now on."""

    async def once(self, work: bytes, seconds: float) -> bytes | None:
        """What a process says of this work, which then ends."""

    async def ask(self, question: bytes, seconds: float) -> bytes | None:
        """The answer of the one that answers now; None while there is none."""

    async def stop(self) -> None:
        """End all of them."""


class Words:
    """What is known of words. learned: what the last lesson came to that something was learned from; None before."""

    def __init__(self, apart: Apart) -> None:
        self.learned: Learned | None = None
        self._apart = apart
        self._known: tuple[str, ...] = ()

    async def learn(self, contacts: Sequence[Confirmed]) -> Learned:
        """Learn from these and nothing else, the oldest first. Where they are too few, it says so, and what was learned before stays."""
        said = await self._apart.give(msgspec.msgpack.encode(Lesson(tuple(contacts))), LEARN_SECONDS_MAX, _well)
        learned = Learned(why="ended", texts=len(contacts)) if said is None else _LEARNED.decode(said)
        if learned.model:
            self.learned = learned
            self._known = tuple(one.text for one in contacts[-UNEXPLAINED_MAX:])
        return learned

    async def suggest(self, text: str, language: str) -> Suggested | None:
        """What the customer may have come for. None while nothing is learned, or whoever knows is being begun anew."""
        said = await self._apart.ask(msgspec.msgpack.encode(Question(text, language)), SUGGEST_SECONDS_MAX)
        return None if said is None else _SUGGESTED.decode(said)

    async def clusters(self, texts: Sequence[Unexplained], recent_from: int) -> Found:
        """What contacts that no reason fits have in common: of the newest `UNEXPLAINED_MAX`, the oldest first. recent_from: the instant (ms) from which one
        counts as recent. Seen against the words of the last lesson.
        """
        asked = Search(tuple(texts[-UNEXPLAINED_MAX:]), self._known, recent_from)
        said = await self._apart.once(msgspec.msgpack.encode(asked), SEARCH_SECONDS_MAX)
        return Found(why="ended") if said is None else _FOUND.decode(said)

    async def stop(self) -> None:
        """End the process. What was learned is gone."""
        self.learned, self._known = None, ()
        await self._apart.stop()


_LEARNED: Final = msgspec.msgpack.Decoder(Learned)
_SUGGESTED: Final = msgspec.msgpack.Decoder(Suggested)
_FOUND: Final = msgspec.msgpack.Decoder(Found)


def _well(said: bytes) -> bool:
    """Whether something was learned."""
    return bool(_LEARNED.decode(said).model)
