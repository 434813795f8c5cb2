"""A look at a site in PostgreSQL from outside: nothing is made there, and nothing is changed."""

from contextlib import closing

from hoolin.core.facts import Instant
from hoolin.journal.errors import Unreadable
from hoolin.journal.place import Place
from hoolin.journal.postgres.connections import open_connection, rows_of, server_answers
from hoolin.journal.postgres.database import QUERIES


def newest_fact(place: Place) -> tuple[int, Instant] | None:
    """Position and instant of the last fact; None in an empty journal. Raises DiskRefused, Invalid, Unreadable (no site is there)."""
    with server_answers(), closing(open_connection(place, reading=True)) as connection:
        ((ours,),) = rows_of(connection, QUERIES["shape_there"], {"schema": place.schema})
        if not ours:
            raise Unreadable("no_site_there", place=place.told)
        rows = rows_of(connection, QUERIES["newest_entry"])
    return (rows[0][0], rows[0][1]) if rows else None
