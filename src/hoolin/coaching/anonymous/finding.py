"""Everything personal in a passage. A name that is told once is looked for in all of it, however it is written there."""

from collections.abc import Iterator, Sequence

from hoolin.coaching.anonymous import known as knowing
from hoolin.coaching.anonymous import names, numbers, places
from hoolin.coaching.anonymous.known import Known
from hoolin.coaching.anonymous.lexicon import ordinary
from hoolin.coaching.anonymous.spans import Span, apart

NOTHING = Known()
TEXT_MAX = 20_000
"""Characters of one text. What is longer is no moment."""


def find(texts: Sequence[str], known: Known = NOTHING) -> list[list[Span]]:
    """Of each text of a passage, its places in their order, none over another. known: what the site knows of these people."""
    found = [apart(_all(text, known)) for text in texts]
    told = [
        text[span.begin : span.end]
        for text, spans in zip(texts, found, strict=True)
        for span in spans
        if span.kind == "name" and span.sure
    ]
    words = tuple(word for name in told for word in name.split() if len(word) > 3 and not ordinary(word))
    if not words or (len(texts) == 1 and len(words) == 1):
        return found
    again = Known(words)
    return [apart([*spans, *_capitals(text, again)]) for text, spans in zip(texts, found, strict=True)]


def _all(text: str, known: Known) -> Iterator[Span]:
    yield from knowing.found(text, known)
    yield from numbers.found(text)
    yield from places.found(text)
    yield from names.found(text)


def _capitals(text: str, again: Known) -> Iterator[Span]:
    """A name found by what stood around it, elsewhere; written small it may be a word."""
    for span in knowing.found(text, again):
        if text[span.begin].isupper():
            yield span
