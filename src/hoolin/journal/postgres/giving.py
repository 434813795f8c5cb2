"""What lies in a schema, all of it, row by row as the server gives it: with ids and names as they are, not as they are kept."""

from collections.abc import Iterator
from typing import Any, TypeAlias

from hoolin.journal.postgres.connections import Connection
from hoolin.journal.postgres.database import QUERIES
from hoolin.journal.postgres.letters import read

Row: TypeAlias = tuple[Any, ...]


def given(there: Connection, name: str, types: tuple[str, ...]) -> Iterator[Row]:
    """The rows of a query that copies out. types: of its columns, as PostgreSQL calls them."""
    with there.cursor() as cursor, cursor.copy(QUERIES[name].encode()) as copy:
        copy.set_types(types)
        yield from copy.rows()


def entries(there: Connection) -> Iterator[Row]:
    """position, at, actor, cause, fact."""
    for position, at, actor, cause, fact in given(there, "read_entries", ("int8", "int8", "text", "text", "text")):
        yield position, at, read(actor), read(cause), fact


def owners(there: Connection) -> Iterator[Row]:
    """number, name, wrapped."""
    for number, name, wrapped in given(there, "read_owners", ("int8", "text", "bytea")):
        yield number, read(name), wrapped


def contents(there: Connection) -> Iterator[Row]:
    """id, owner, sealed."""
    for id_, owner, sealed in given(there, "read_contents", ("text", "int8", "bytea")):
        yield read(id_), owner, sealed
