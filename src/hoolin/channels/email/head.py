"""The head of a mail or of a part: fields in their order, found in one pass over at most `HEAD_BYTES_MAX` bytes.

An empty line ends the head. A line that is no field is passed over when fields follow it (scanners leave such lines behind);
otherwise the text begins there.
"""

import re
from collections.abc import Iterator
from email.message import Message

from hoolin.channels.email import words
from hoolin.channels.email.limits import FIELD_BYTES_MAX, FIELDS_MAX, HEAD_BYTES_MAX, PARAMETERS_CHARACTERS_MAX

END = re.compile(rb"\r?\n\r?\n|\r\r")
LINE = re.compile(rb"\r\n|\n|\r")
NAME = re.compile(rb"([!-9;-~]{1,100})[ \t]*:")
TYPE = re.compile(r"[a-z0-9!#$&^_.+-]{1,60}/[a-z0-9!#$&^_.+-]{1,80}")


class Head:
    """Fields as they came: names in small letters, values without folds, as bytes."""

    def __init__(self, fields: list[tuple[str, bytes]]) -> None:
        self.fields = fields
        self.first: dict[str, bytes] = {}
        for name, value in fields:
            self.first.setdefault(name, value)
        self._plain: dict[str, str] = {}

    def __contains__(self, name: str) -> bool:
        return name in self.first

    def raw(self, name: str) -> bytes:
        """The first field of that name, b"" without one."""
        return self.first.get(name, b"")

    def all(self, name: str) -> Iterator[bytes]:
        """Every field of that name, from the top."""
        return (value for known, value in self.fields if known == name)

    def text(self, name: str) -> str:
        """The first field of that name as a person reads it."""
        return words.unfolded(self.raw(name))

    def plain(self, name: str) -> str:
        """The first field of that name without encoded words, trimmed: for fields made by machines."""
        known = self._plain.get(name)
        if known is None:
            known = self._plain[name] = words.decoded(self.raw(name)).strip()
        return known

    def word(self, name: str) -> str:
        """Its first word in small letters, without parameters: `bulk`, `auto-replied`."""
        return self.plain(name)[:200].partition(";")[0].strip().partition(" ")[0].lower()

    def media_type(self, default: str = "text/plain") -> str:
        """What Content-Type says; the default when it says nothing that can be read."""
        said = self.plain("content-type")[:200].partition(";")[0].strip().lower()
        if said in ("text", "html"):
            return f"text/{'html' if said == 'html' else 'plain'}"
        return said if TYPE.fullmatch(said) else default

    def parameter(self, field: str, name: str) -> str:
        """A parameter of a field, with its RFC 2231 pieces put together and its encoded words decoded; "" without one."""
        value = self.plain(field)[:PARAMETERS_CHARACTERS_MAX]
        if name.lower() not in value.lower():
            return ""
        message = Message()
        message[field] = value
        try:
            found = message.get_param(name, "", field)
            if isinstance(found, tuple):
                charset, _, text = found
                return words.decoded(text.encode("latin-1", "replace"), charset or "")
        except (LookupError, ValueError, TypeError):
            # The standard parser trips over `name*1*=` without a first piece and the like.
            return ""
        return words.words_decoded(str(found)) if found else ""


def split(raw: bytes, start: int, end: int) -> tuple[Head, int]:
    """The head that begins at `start`, and where the body begins. Without an empty line everything may be head."""
    limit = min(end, start + HEAD_BYTES_MAX)
    if raw.startswith((b"\n", b"\r"), start, end):
        return Head([]), start + (2 if raw.startswith(b"\r\n", start, end) else 1)
    found = END.search(raw, start, limit)
    stop, body = (found.start(), found.end()) if found else (limit, limit)
    fields, rest = _fields(raw[start:stop])
    return Head(fields), body if rest is None else start + rest


def _fields(block: bytes) -> tuple[list[tuple[str, bytes]], int | None]:
    """The fields, and where text begins that follows the last of them without an empty line; None when there is none."""
    fields: list[tuple[str, list[bytes]]] = []
    at, rest = 0, None
    for line in [*LINE.finditer(block), None]:
        said = block[at : line.start() if line else len(block)]
        if found := NAME.match(said):
            if len(fields) == FIELDS_MAX:
                break
            fields.append((found[1].decode("ascii").lower(), [said[found.end() :].strip()]))
            rest = None
        elif said[:1] in (b" ", b"\t") and fields and rest is None:
            fields[-1][1].append(said)
        elif rest is None and said and not said.startswith((b"From ", b">From ")):
            rest = at
        at = line.end() if line else at
    return [(name, b"".join(lines)[:FIELD_BYTES_MAX]) for name, lines in fields], rest
