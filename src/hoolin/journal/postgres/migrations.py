"""The shape of a site's schema, step by step, in the same numbered files as that of a SQLite file (`journal.sqlite.migrations`).

Each step is one transaction. A schema from a newer Hoolin is refused, and so is one that is not ours.
"""

from collections.abc import Sequence

from hoolin.journal.errors import NewerSchema, Unreadable
from hoolin.journal.postgres.connections import Connection, rows_of, server_answers
from hoolin.journal.sqlite.migrations import Migration
from hoolin.journal.sqlite.sql import Queries


def migrate(connection: Connection, schema: str, steps: Sequence[Migration], queries: Queries) -> int:
    """Bring the schema to the newest shape; gives the number of steps taken. Raises NewerSchema, Unreadable, DiskRefused."""
    with server_answers():
        with connection.transaction():
            rows_of(connection, queries["one_at_a_time"], (schema,))
            _begin(connection, schema, queries)
        taken = 0
        while True:
            with connection.transaction():
                rows_of(connection, queries["one_at_a_time"], (schema,))
                ((version,),) = rows_of(connection, queries["shape_version"])
                if version > len(steps):
                    raise NewerSchema(schema_version=version, known_version=len(steps))
                if version == len(steps):
                    return taken
                # Without parameters it may be many statements.
                connection.execute(steps[version].sql.encode())
                rows_of(connection, queries["shape_is"], (version + 1,))
            taken += 1


def _begin(connection: Connection, schema: str, queries: Queries) -> None:
    """A schema of that name which is ours; an empty one may be there already, made by whoever runs the server."""
    ((there, used),) = rows_of(connection, queries["schema_there"], {"schema": schema})
    if used:
        ((ours,),) = rows_of(connection, queries["shape_there"], {"schema": schema})
        if not ours:
            raise Unreadable("not_our_schema", schema=schema)
        return
    if not there:
        connection.execute(f"CREATE SCHEMA {schema}".encode())
    rows_of(connection, queries["make_shape"])
    rows_of(connection, queries["begin_shape"])
