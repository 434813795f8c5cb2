"""What is said between the site and the process that knows words (`words.apart`): a lesson and what was learned, a text and its reasons, texts that fit
nothing and what they have in common. Light: whoever imports this has not imported what learns.
"""

from typing import Final, TypeAlias

import msgspec

NOTHING_KNOWN: Final = "oos"
"""The label of texts that belong to no reason of the tree (out of scope)."""

LESSON_TEXTS_MAX: Final = 20_000
LESSON_CHARACTERS_MAX: Final = 3_000_000
"""What one lesson is made of: the newest contacts. More would take minutes and gigabytes, and say hardly anything new."""

MORE_TEXTS_MIN: Final = 50
MORE_SHARE: Final = 0.1
"""When it is time for the next lesson: a tenth more is known, and at least fifty contacts."""

SUGGESTED_MAX: Final = 3

UNEXPLAINED_MAX: Final = 5_000
"""Texts that are looked through for what they have in common: the newest."""


class Confirmed(msgspec.Struct, frozen=True, array_like=True):
    """A contact whose reasons a person confirmed, or an example that whoever keeps the tree wrote.

    text: what the customer said. language: in which. reasons: codes, several where it had several; none, or `NOTHING_KNOWN`: none of the tree's.
    """

    text: str
    language: str
    reasons: tuple[str, ...]


class Lesson(msgspec.Struct, frozen=True, tag="lesson"):
    """contacts: the oldest first; where they are too many, the last are learned from."""

    contacts: tuple[Confirmed, ...]


class Right(msgspec.Struct, frozen=True):
    """Of contacts that the model had not seen when it was asked: how many there were, and the share whose likeliest reason was one of theirs."""

    texts: int
    right: float


class Learned(msgspec.Struct, frozen=True):
    """What came of a lesson.

    model: a short digest, the same for the same lesson; empty where nothing was learned. why: then the code of what was missing (`too_few_examples`,
    `no_words`), or what happened (`memory`, `ended`). texts: how many were learned from. reasons: those that are known now. right: in all, measured by
    folds; by_language: in each language. something_new: of contacts confirmed to belong to nothing, the share that was called new; None where there
    were none. seconds: how long it took.
    """

    model: str = ""
    why: str = ""
    texts: int = 0
    reasons: tuple[str, ...] = ()
    right: Right | None = None
    by_language: dict[str, Right] = {}
    something_new: float | None = None
    seconds: float = 0.0


class Question(msgspec.Struct, frozen=True, array_like=True):
    """A text, and its language."""

    text: str
    language: str


class Suggested(msgspec.Struct, frozen=True):
    """reasons: the likeliest, each with its probability, no more than three. new: whether it is rather something new. model: whose word it is.
    right: how often the likeliest was right in this language, when the model was measured; None where nobody can say.
    """

    reasons: tuple[tuple[str, float], ...]
    new: bool
    model: str = ""
    right: float | None = None


class Unexplained(msgspec.Struct, frozen=True, array_like=True):
    """A contact that no reason fits. id: the caller's. at: when, in ms."""

    id: str
    at: int
    text: str


class Search(msgspec.Struct, frozen=True, tag="search"):
    """texts: what to look through. known: contacts whose reasons are known, so that it is seen which words are everybody's. recent_from: the instant (ms)
    from which a text counts as recent.
    """

    texts: tuple[Unexplained, ...]
    known: tuple[str, ...]
    recent_from: int


class Cluster(msgspec.Struct, frozen=True):
    """Contacts that say the same.

    size: how many; members: their ids, the most typical first. sentences: no more than three of them, each different: the nearest to the middle.
    words: no more than five that tell it from the rest. since: the first instant (ms). recent: how many are recent; where that is all, it is new.
    """

    size: int
    members: tuple[str, ...]
    sentences: tuple[str, ...]
    words: tuple[str, ...]
    since: int
    recent: int


class Found(msgspec.Struct, frozen=True):
    """What a search came to. clusters: the largest first. why: a code where nothing could be looked for. seconds: how long it took."""

    clusters: tuple[Cluster, ...] = ()
    why: str = ""
    seconds: float = 0.0


Work: TypeAlias = Lesson | Search
"""What a process of words is begun for."""


def due(confirmed: int, learned: int) -> bool:
    """Whether it is time for the next lesson: so many contacts are confirmed by now, so many were when the last one was put together."""
    return confirmed - learned >= max(MORE_TEXTS_MIN, MORE_SHARE * learned)
