"""Which parts of a mail are its text, and which are files.

Of alternatives the plain one is the text and the HTML is how it was laid out; a plain one that says nothing gives way. Parts that
follow each other are read one after the other. Attached mails are files: what is in them was said by somebody else.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from hoolin.channels.email.parts import Part

READ_AS_TEXT = ("text/plain", "text/enriched", "text/richtext", "text/markdown")


class Piece(NamedTuple):
    """A stretch of the mail's text: as plain text, as HTML, or both."""

    plain: Part | None = None
    html: Part | None = None


class Bodies(NamedTuple):
    """A mail, sorted."""

    pieces: tuple[Piece, ...]
    files: tuple[Part, ...]


def sorted_out(mail: Part) -> Bodies:
    """The texts and the files of a mail, in its order."""
    pieces: list[Piece] = []
    files: list[Part] = []
    for one in _leaves(mail, first=True):
        if isinstance(one, Piece):
            pieces.append(one)
        else:
            files.append(one)
    return Bodies(tuple(pieces), tuple(files))


def _leaves(part: Part, *, first: bool) -> Iterator[Piece | Part]:
    """first: nothing of the mail was read before this part, so that a text with a file's name is still its text."""
    if part.media_type == "multipart/alternative":
        yield from _alternative(part)
    elif part.parts:
        for count, inner in enumerate(part.parts):
            yield from _leaves(inner, first=first and count == 0)
    elif part.disposition == "attachment" or (_named(part) and not (first and part.media_type in READ_AS_TEXT)):
        yield part
    elif part.media_type in READ_AS_TEXT:
        yield Piece(plain=part)
    elif part.media_type == "text/html":
        yield Piece(html=part)
    elif part.size:
        yield part


def _alternative(part: Part) -> Iterator[Piece | Part]:
    plain: Part | None = None
    html: Part | None = None
    files: list[Part] = []
    for inner in part.parts:
        for one in _leaves(inner, first=True):
            if isinstance(one, Part):
                files.append(one)
            else:
                plain = one.plain or plain
                html = one.html or html
    if plain or html:
        yield Piece(plain, html)
    yield from files


def _named(part: Part) -> bool:
    return bool(
        re.search(
            r"(?i)name\*?(?:\d+\*?)?\s*=",
            part.head.plain("content-disposition") + ";" + part.head.plain("content-type"),
        )
    )
