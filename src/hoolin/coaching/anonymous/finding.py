"""Everything personal in a passage. A name that is told once is looked for in all of it, however it is written there."""

from collections.abc import Iterator, Sequence
from functools import partial

from hoolin.coaching.anonymous import known as knowing
from hoolin.coaching.anonymous import names, numbers, places, spoken
from hoolin.coaching.anonymous.known import Known
from hoolin.coaching.anonymous.lexicon import ordinary
from hoolin.coaching.anonymous.plain import Plain, plain
from hoolin.coaching.anonymous.spans import Span, apart

NOTHING = Known()
PIECE_MAX = 1_000
"""Characters that are read together: longer than nearly all messages, and short enough for whatever is written only to cost time."""


def find(texts: Sequence[str], known: Known = NOTHING) -> list[list[Span]]:
    """Of each text of a passage, its places in their order, none over another. known: what the site knows of these people."""
    read = [plain(text) for text in texts]
    found = [apart(_all(one.text, known)) for one in read]
    told = [
        one.text[span.begin : span.end]
        for one, spans in zip(read, found, strict=True)
        for span in spans
        if span.kind == "name" and span.sure
    ]
    words = tuple(word for name in told for word in name.split() if len(word) > 3 and not ordinary(word))
    if words and (len(texts) > 1 or len(words) > 1):
        again = Known(words)
        found = [apart([*spans, *_capitals(one.text, again)]) for one, spans in zip(read, found, strict=True)]
    return [[_written(one, span) for span in spans] for one, spans in zip(read, found, strict=True)]


def _written(read: Plain, span: Span) -> Span:
    begin, end = read.place(span.begin, span.end)
    return Span(begin, end, span.kind, span.sure)


def _all(text: str, known: Known) -> Iterator[Span]:
    """By pieces, so that the time grows as the text does and no faster, whatever is written."""
    for begin, end in _pieces(text):
        piece = text[begin:end]
        for find_in in (partial(knowing.found, known=known), numbers.found, spoken.found, places.found, names.found):
            for span in find_in(piece):
                yield Span(begin + span.begin, begin + span.end, span.kind, span.sure)


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    """Parts that end at the end of a line, a sentence or a word, where there is one."""
    begin = 0
    while len(text) - begin > PIECE_MAX:
        latest = begin + PIECE_MAX
        ends = (text.rfind(one, begin + PIECE_MAX // 2, latest) for one in ("\n", ". ", "! ", "? ", " "))
        end = next((at + 1 for at in ends if at >= 0), latest)
        yield begin, end
        begin = end
    yield begin, len(text)


def _capitals(text: str, again: Known) -> Iterator[Span]:
    """A name found by what stood around it, elsewhere; written small it may be a word."""
    for span in knowing.found(text, again):
        if text[span.begin].isupper():
            yield span
