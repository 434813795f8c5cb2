"""Texts that are longer than a message may be: their beginning is read, and nothing of them is lost."""

from typing import NamedTuple

from hoolin.channels.written import File
from hoolin.core.interaction.commands import Letter
from hoolin.core.limits import MESSAGE_CHARACTERS_MAX


class Fitted(NamedTuple):
    """A text as a message can hold it. files: the whole of it, if it was longer. letter: says so."""

    text: str
    files: tuple[File, ...] = ()
    letter: Letter | None = None


def fitted(text: str) -> Fitted:
    """A text of any length, as a message can hold it."""
    if len(text) <= MESSAGE_CHARACTERS_MAX:
        return Fitted(text)
    whole = File(name="message.txt", media_type="text/plain", body=text.encode(errors="replace"))
    return Fitted(text[: MESSAGE_CHARACTERS_MAX - 1] + "…", (whole,), Letter(shortened=True))
