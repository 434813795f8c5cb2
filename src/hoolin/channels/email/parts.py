"""A mail as a tree of parts: places in the one buffer, found by searching for boundaries, nothing copied.

The standard parser reads line by line and calls itself for each multipart: 1,500 nested ones end it, and 28 MB take it seconds. This
one looks for boundaries with `bytes.find`, once for each depth, at most `DEPTH_MAX` deep and `PARTS_MAX` wide. What is cut off is
remembered in `Tree.cut`.
"""

import binascii
import quopri
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from hoolin.channels.email import words
from hoolin.channels.email.head import Head, split
from hoolin.channels.email.limits import DEPTH_MAX, PARTS_MAX

BOUNDARY_CHARACTERS_MAX = 200
"""Of a boundary; RFC 2046 allows 70."""

HITS_MAX = 20_000
"""Lines of one mail that look like a boundary: most of them are when there are more than parts."""


@dataclass(frozen=True)
class Part:
    """One part. raw: the whole mail; start, end: where this part's body lies in it. parts: what a multipart holds."""

    head: Head
    raw: bytes = field(repr=False)
    start: int
    end: int
    media_type: str
    parts: tuple["Part", ...] = ()

    @property
    def size(self) -> int:
        """Of the body as it was transported, in bytes."""
        return self.end - self.start

    @property
    def disposition(self) -> str:
        """`attachment`, `inline` or ""."""
        return self.head.word("content-disposition")

    def body(self, bytes_max: int | None = None) -> bytes:
        """The body without its transfer encoding; of not more than so many transported bytes."""
        end = self.end if bytes_max is None else min(self.end, self.start + bytes_max)
        raw = self.raw[self.start : end]
        match self.head.word("content-transfer-encoding"):
            case "base64":
                return words.base64(raw)
            case "quoted-printable":
                return quopri.decodestring(raw)
            case "x-uuencode" | "uuencode" | "uue" | "x-uue":
                return b"".join(_uudecoded(raw))
            case _:
                return raw

    def text(self, characters_max: int) -> str:
        """The body as text; of not more than so many characters, a few bytes each."""
        body = self.body(4 * characters_max)
        return words.decoded(body, self.head.parameter("content-type", "charset"))[:characters_max]

    def all(self) -> Iterator["Part"]:
        """This part and everything in it, in the order of the mail."""
        yield self
        for part in self.parts:
            yield from part.all()


@dataclass
class Tree:
    """What is being cut into parts. cut: something was left whole that should have been cut further."""

    raw: bytes
    left: int = PARTS_MAX
    hits: int = HITS_MAX
    cut: bool = False

    def grow(self, start: int, end: int, default: str = "text/plain", depth: int = 0) -> Part:
        """The part that lies there, with everything in it."""
        head, body = split(self.raw, start, end)
        media_type = head.media_type(default)
        self.left -= 1
        parts: list[Part] = []
        if media_type.startswith("multipart/"):
            inner = "message/rfc822" if media_type == "multipart/digest" else "text/plain"
            places = list(islice(self.places(head.parameter("content-type", "boundary"), body, end), PARTS_MAX + 1))
            if depth < DEPTH_MAX:
                parts = [self.grow(a, b, inner, depth + 1) for a, b in places if self.left > 0]
            self.cut = self.cut or len(parts) < len(places)
            if not parts:
                media_type = "text/plain"
        return Part(head, self.raw, body, end, media_type, tuple(parts))

    def places(self, boundary: str, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Where the parts lie between the lines that say `--boundary`; without a last line the last part goes to the end."""
        mark = b"\n--" + boundary.strip()[:BOUNDARY_CHARACTERS_MAX].encode("utf-8", "replace")
        begins: int | None = None
        # The line end before the first boundary may be the one that ended the head.
        at = self.raw.find(mark, max(0, start - 1), end) if len(mark) > 3 else -1
        while at >= 0 and self.hits > 0:
            self.hits -= 1
            after = at + len(mark)
            rest = self.raw[after : min(end, after + 80)].partition(b"\n")[0]
            if rest.strip() in (b"", b"--"):
                if begins is not None:
                    yield begins, max(begins, self._line_before(at))
                begins = min(end, after + len(rest) + 1)
                if rest.strip() == b"--":
                    return
            at = self.raw.find(mark, after, end)
        if begins is not None:
            yield begins, end

    def _line_before(self, at: int) -> int:
        """Where the text ends before a boundary's line: the line's end belongs to the boundary."""
        return at - 1 if self.raw[at - 1 : at] == b"\r" else at


def _uudecoded(raw: bytes) -> Iterator[bytes]:
    lines = iter(raw.splitlines())
    if not any(line.startswith(b"begin ") for line in lines):
        return
    for line in lines:
        if line.strip() == b"end":
            return
        try:
            yield binascii.a2b_uu(line)
        except binascii.Error:
            # Some writers pad with the wrong count; the first character says how much is meant.
            try:
                yield binascii.a2b_uu(line[: (((line[0] - 32) & 63) * 4 + 5) // 3])
            except (binascii.Error, IndexError):
                continue
