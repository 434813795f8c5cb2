"""Connections to PostgreSQL as this room uses them: their time-outs, what their failures mean, and a pool of them.

Whatever the server says, or does not say any more, is `DiskRefused`: from here the server is the disk. What a table's rule
refuses is not. A pool asks again, once, over a new connection, where one that lay idle turns out to be dead: so readers go on
when the server was started anew.
"""

import os
import socket
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from threading import Event, Lock, Thread
from time import monotonic
from typing import Any, Final, TypeAlias

import psycopg
from psycopg.errors import Diagnostic

from hoolin.journal.errors import DiskRefused
from hoolin.journal.place import Place

IDLE_MAX: Final = 8
"""Connections a pool keeps open between uses: as many as threads ask at once on a small machine; more are opened and closed."""

LOOK_SECONDS: Final = 0.5
"""How often it is looked whether somebody has waited too long."""

Parameters: TypeAlias = Sequence[Any] | Mapping[str, Any]
Rows: TypeAlias = list[tuple[Any, ...]]
Connection: TypeAlias = "psycopg.Connection[tuple[Any, ...]]"


@contextmanager
def server_answers() -> Iterator[None]:
    """Within this block, whatever becomes of the server is DiskRefused; a broken rule of a table is not."""
    try:
        yield
    except psycopg.IntegrityError:
        raise
    except psycopg.Error as problem:
        raise DiskRefused(_word(problem), said=_said(problem)) from problem


def _word(problem: psycopg.Error) -> str:
    return f"postgres_{problem.sqlstate.lower()}" if problem.sqlstate else "postgres_gone"


def _said(problem: psycopg.Error) -> str:
    """What may stand in a log: the server's first line, without the detail that may quote a row."""
    return problem.diag.message_primary or str(problem).partition("\n")[0]


class Patience:
    """Ends the connection of whoever waits too long, so that their wait ends with it.

    The server's own time-outs do not do: it heeds none while a commit waits for a standby, and one that was stopped heeds nothing.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._waiting: dict[int, tuple[float, Connection]] = {}
        self._lock = Lock()
        self._over = Event()
        Thread(target=self._watch, name="hoolin-postgres-patience", daemon=True).start()

    @contextmanager
    def with_(self, connection: Connection) -> Iterator[None]:
        """What this connection is asked within the block has so much time, all together."""
        with self._lock:
            self._waiting[id(connection)] = monotonic() + self._seconds, connection
        try:
            yield
        finally:
            with self._lock:
                del self._waiting[id(connection)]

    def close(self) -> None:
        """Nobody waits any more."""
        self._over.set()

    def _watch(self) -> None:
        while not self._over.wait(min(LOOK_SECONDS, self._seconds / 4)):
            now = monotonic()
            with self._lock:
                late = [connection for until, connection in self._waiting.values() if now > until]
                for connection in late:
                    _hang_up(connection)


def _hang_up(connection: Connection) -> None:
    """Both ways are shut; whoever reads there reads the end. The file itself stays with its owner."""
    with suppress(OSError, psycopg.Error), socket.socket(fileno=os.dup(connection.fileno())) as line:
        line.shutdown(socket.SHUT_RDWR)


def open_connection(place: Place, reading: bool = False) -> Connection:
    """One connection, in autocommit mode: a statement is a transaction, unless one is begun by name. Raises DiskRefused, Invalid."""
    asked = place.asked(reading)
    with server_answers():
        connection = psycopg.connect(**asked, autocommit=True)  # type: ignore[arg-type]
    # Compiled at once: a site asks few different things, often.
    connection.prepare_threshold = 1
    return connection


class Pool:
    """Connections that ask one statement at a time, each a transaction of its own."""

    def __init__(self, place: Place, patience: Patience, reading: bool = False) -> None:
        self._place = place
        self._patience = patience
        self._reading = reading
        self._idle: list[Connection] = []
        self._lock = Lock()
        self._closed = False

    def ask(self, statement: str, parameters: Parameters = ()) -> Rows:
        """The rows of a statement that may be run twice. Raises DiskRefused, psycopg.IntegrityError."""
        connection, fresh = self._take()
        try:
            return self._run(connection, statement, parameters)
        except DiskRefused:
            if fresh or not connection.closed:
                raise
        self._drop_idle()
        return self._run(self._open(), statement, parameters)

    def tell(self, statement: str, parameters: Parameters = ()) -> Rows:
        """The same for one that may not."""
        connection, _fresh = self._take()
        return self._run(connection, statement, parameters)

    def close(self) -> None:
        """Close the idle ones; those in use are closed when they are done."""
        with self._lock:
            self._closed = True
        self._drop_idle()

    def _run(self, connection: Connection, statement: str, parameters: Parameters) -> Rows:
        try:
            with server_answers(), self._patience.with_(connection):
                return rows_of(connection, statement, parameters)
        finally:
            self._give_back(connection)

    def _take(self) -> tuple[Connection, bool]:
        with self._lock:
            if self._idle:
                return self._idle.pop(), False
            if self._closed:
                raise DiskRefused("closed")
        return self._open(), True

    def _open(self) -> Connection:
        return open_connection(self._place, self._reading)

    def _give_back(self, connection: Connection) -> None:
        with self._lock:
            if keep := not self._closed and not connection.closed and len(self._idle) < IDLE_MAX:
                self._idle.append(connection)
        if not keep:
            connection.close()

    def _drop_idle(self) -> None:
        with self._lock:
            idle, self._idle = self._idle, []
        for connection in idle:
            connection.close()


def rows_of(connection: Connection, statement: str, parameters: Parameters = ()) -> Rows:
    """Run one statement; gives its rows, if it has any."""
    cursor = connection.execute(statement, parameters, binary=True)
    return cursor.fetchall() if cursor.description else []


def unsure(diagnostic: Diagnostic) -> bool:
    """Whether the server says that a commit did not wait for its standby: it is on one disk then, where two were promised."""
    return diagnostic.source_function == "SyncRepWaitForLSN"
