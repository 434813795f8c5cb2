"""Reads the entries of a `journal.db` that another process writes: nothing else of it, and never a lock that anybody waits for.

The connection is read-only, so that the log of the file is left to those who write it, also when we are the last to close it.
"""

import sqlite3
from pathlib import Path

from hoolin.core.facts import Entry
from hoolin.journal.codec import Codec
from hoolin.journal.sqlite.connections import BUSY_MS, disk_answers
from hoolin.journal.sqlite.file import FILE_NAME, QUERIES


class Following:
    """The entries of a site's journal, as they become durable."""

    def __init__(self, folder: Path, codec: Codec) -> None:
        """folder: the site's data folder. Raises DiskRefused when there is no journal in it."""
        self._decode = codec.decode
        address = f"{(folder / FILE_NAME).resolve().as_uri()}?mode=ro"
        with disk_answers():
            self._reader = sqlite3.connect(address, timeout=BUSY_MS / 1000, isolation_level=None, uri=True)

    def read(self, after: int, limit: int) -> list[Entry]:
        """See `journal.port.Journal`."""
        with disk_answers():
            rows = self._reader.execute(QUERIES["entries_after"], (after, limit)).fetchall()
        decode = self._decode
        return [Entry(position, at, actor, cause, decode(fact)) for position, at, actor, cause, fact in rows]

    def close(self) -> None:
        """Let go of the file."""
        self._reader.close()
