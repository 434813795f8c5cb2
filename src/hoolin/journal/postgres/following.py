"""Reads the entries of a journal in PostgreSQL that another process writes: over a connection that may not write."""

from hoolin.core.facts import Entry
from hoolin.journal.codec import Codec
from hoolin.journal.place import Place
from hoolin.journal.postgres.connections import Patience, Pool
from hoolin.journal.postgres.database import QUERIES
from hoolin.journal.postgres.journal import entries_of


class Following:
    """The entries of a site's journal, as they become durable."""

    def __init__(self, place: Place, codec: Codec) -> None:
        self._codec = codec
        self._patience = Patience(place.patience_s)
        self._pool = Pool(place, self._patience, reading=True)

    def read(self, after: int, limit: int) -> list[Entry]:
        """See `journal.port.Journal`."""
        return entries_of(self._pool.ask(QUERIES["entries_after"], (after, limit)), self._codec)

    def close(self) -> None:
        """Let go of the connection."""
        self._pool.close()
        self._patience.close()
