"""Files that are lent to Viber, which takes none but fetches them: in memory, for a while, each under a word nobody guesses.

What a browser might run is lent as plain bytes.
"""

import secrets
from collections import OrderedDict
from typing import NamedTuple

from hoolin.channels.viber.manifest import SHELF_BYTES_MAX, SHELF_SECONDS_MAX

SHOWN = frozenset({"image/jpeg", "image/png", "image/gif", "video/mp4", "application/pdf"})
"""Media types that are named to whoever fetches."""


class Lent(NamedTuple):
    """One file. until: when it is taken off the shelf, in seconds of the loop's clock."""

    body: bytes
    media_type: str
    until: float


class Shelf:
    """All files of one gateway; the oldest makes room."""

    def __init__(self) -> None:
        self._lent: OrderedDict[str, Lent] = OrderedDict()
        self._bytes = 0

    def put(self, body: bytes, media_type: str, now: float) -> str:
        """Lend a file; the word it is fetched by."""
        self._tidy(now, len(body))
        word = secrets.token_urlsafe(24)
        named = media_type if media_type in SHOWN else "application/octet-stream"
        self._lent[word] = Lent(body, named, now + SHELF_SECONDS_MAX)
        self._bytes += len(body)
        return word

    def get(self, word: str, now: float) -> Lent | None:
        """The file under a word, as long as it is lent."""
        self._tidy(now, 0)
        return self._lent.get(word)

    def _tidy(self, now: float, coming: int) -> None:
        while self._lent:
            first = next(iter(self._lent.values()))
            if first.until > now and self._bytes + coming <= SHELF_BYTES_MAX:
                return
            self._bytes -= len(self._lent.popitem(last=False)[1].body)
