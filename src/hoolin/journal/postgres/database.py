"""The site's place in PostgreSQL, opened: one connection that writes, and pools that read and that bring large things in pieces.

The connection that writes is guarded by one lock and never made anew: when it is lost in the middle of a commit, nobody here can
say what the server kept. The database is then closed to further appends; opening it anew finds out.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from importlib.resources import files
from threading import Lock

import psycopg

from hoolin.journal.errors import DiskRefused
from hoolin.journal.place import Place
from hoolin.journal.postgres.connections import (
    Connection,
    Patience,
    Pool,
    open_connection,
    rows_of,
    server_answers,
    unsure,
)
from hoolin.journal.postgres.migrations import migrate
from hoolin.journal.sqlite import migrations, sql

_HERE = files("hoolin.journal.postgres")
QUERIES = sql.load(_HERE / "queries.sql")
STEPS = migrations.load(_HERE / "schema")

CHECK = "master_check"
"""A mark: something sealed with the master key, so that another one is noticed at once."""

MOVING = "moving"
"""A mark that is there while a site is being brought from elsewhere (`moving`)."""


class Database:
    """readers: never write. movers: bring blobs and snapshots, which an append does not wait for."""

    def __init__(self, place: Place) -> None:
        """Raises NewerSchema, Unreadable, DiskRefused, Invalid."""
        self.place = place
        self._lock = Lock()
        self._stopped = ""
        self._patience = Patience(place.patience_s)
        self.readers = Pool(place, self._patience, reading=True)
        self.movers = Pool(place, self._patience)
        try:
            self._writer = self._open_writer()
        except BaseException:
            self._patience.close()
            raise

    @contextmanager
    def write(self, then: Callable[[], None] | None = None) -> Iterator[Connection]:
        """The connection that writes, for one transaction: a single statement, or `with writer.transaction()`.

        then: called once it is durable and before any other write, for what memory must know no sooner and no later.
        """
        with self._lock:
            if self._stopped:
                raise DiskRefused(self._stopped)
            try:
                with server_answers(), self._patience.with_(self._writer):
                    self._unsure = False
                    yield self._writer
                    if self._unsure:
                        raise DiskRefused("not_on_the_standby")
                if then is not None:
                    then()
            except DiskRefused:
                self._stopped = "stopped_after_a_refusal"
                with suppress(psycopg.Error):
                    self._writer.close()
                raise

    def close(self) -> None:
        """Let go of all connections; twice is harmless."""
        self.readers.close()
        self.movers.close()
        with self._lock:
            self._stopped = self._stopped or "closed"
            with suppress(psycopg.Error):
                self._writer.close()
        self._patience.close()

    def _open_writer(self) -> Connection:
        writer = open_connection(self.place)
        try:
            with self._patience.with_(writer):
                with server_answers():
                    ((synced, whole_pages, encoding),) = rows_of(writer, QUERIES["server_rules"])
                if (synced, whole_pages, encoding) != ("on", "on", "UTF8"):
                    raise DiskRefused(
                        "unfit_server", fsync=synced, full_page_writes=whole_pages, server_encoding=encoding
                    )
                migrate(writer, self.place.schema, STEPS, QUERIES)
        except BaseException:
            writer.close()
            raise
        writer.add_notice_handler(self._heard)
        return writer

    def _heard(self, diagnostic: psycopg.errors.Diagnostic) -> None:
        self._unsure = self._unsure or unsure(diagnostic)
