"""Lists of addresses, read in one pass whatever they hold: names, comments in comments, groups, and plain nonsense.

What comes out is only what mail can be sent to. The standard parser calls itself for each parenthesis, so five thousand of them
end it.
"""

from collections.abc import Iterator
from typing import NamedTuple

from hoolin.channels.email import words
from hoolin.channels.email.limits import ADDRESSES_MAX
from hoolin.core.address import checked_address
from hoolin.core.errors import Invalid
from hoolin.core.limits import NAME_CHARACTERS_MAX


class Mailbox(NamedTuple):
    """An address, with its domain in small letters, and the name before it."""

    address: str
    name: str = ""


def mailboxes(value: bytes) -> list[Mailbox]:
    """The addresses of a field, in its order, each once."""
    found: dict[str, Mailbox] = {}
    for written, name, comment in _split(words.decoded(value)):
        if one := _mailbox(written, name, comment):
            found.setdefault(one.address, one)
        if len(found) == ADDRESSES_MAX:
            break
    return list(found.values())


def valid(address: str) -> str:
    """The address as it is compared, or "" when mail cannot be sent to it."""
    try:
        return checked_address("email", address)
    except Invalid:
        return ""


def _mailbox(written: str, name: str, comment: str) -> Mailbox | None:
    """One member. An address in the name beside angle brackets is what somebody calls themselves, and nobody's address."""
    said = "".join((written if written.strip() else name).split()).removeprefix("mailto:").strip("'<>")
    if said.startswith("@"):
        said = said.rpartition(":")[2]
    address = valid(said)
    if not address:
        return None
    called = shown(name) if written.strip() else ""
    return Mailbox(address, (called if called != address else "") or shown(comment))


def shown(name: str) -> str:
    """A name as a person reads it."""
    return words.one_line(words.words_decoded(name) if "=?" in name else name, NAME_CHARACTERS_MAX).strip("\"' ")


def _split(text: str) -> Iterator[tuple[str, str, str]]:
    """(what stands in angle brackets, what stands before it, the comments) for each member of the list."""
    name: list[str] = []
    comment: list[str] = []
    written: list[str] = []
    quoted, angled, depth, skip = False, False, 0, False
    for letter in text:
        if skip:
            skip = False
            (comment if depth else written if angled and not quoted else name).append(letter)
        elif letter == "\\" and (quoted or depth):
            skip = True
        elif depth:
            depth += (letter == "(") - (letter == ")")
            comment.append(letter)
        elif letter == '"':
            quoted = not quoted
        elif quoted:
            (written if angled else name).append(letter)
        elif letter == "(" and not angled:
            depth = 1
        elif letter == "<":
            angled, written = True, []
        elif letter == ">":
            angled = False
        elif letter == ":" and not angled:
            # The name of a group, or `mailto:`; the members follow.
            name = []
        elif letter in ",;" and not angled:
            yield "".join(written), "".join(name), "".join(comment).rstrip(")")
            name, comment, written = [], [], []
        else:
            (written if angled else name).append(letter)
    yield "".join(written), "".join(name), "".join(comment).rstrip(")")
