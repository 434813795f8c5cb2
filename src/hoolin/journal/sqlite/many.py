"""Many rows in one statement.

At every statement a thread lets go of the interpreter, and beside a busy event loop it waits to get it back for longer than
the row took to write. So rows go together: an INSERT with many VALUES, an UPDATE of single rows joined with them. What has
neither form is run row by row.
"""

import re
import sqlite3
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from hoolin.journal.sqlite.connections import Connection

ROWS_AT_ONCE = 64
"""Twice as many would save next to nothing. Statements are made for powers of two up to here, so few are kept compiled."""

_INSERT = re.compile(r"INSERT INTO (\w+)\b[^()]*(?:\([^()]*\))?\s*VALUES (\([^()]*\))(.*)", re.DOTALL)
_UPDATE = re.compile(r"UPDATE (\w+)\s+SET (.*)\sWHERE (\w+|\"\w+\") = \?", re.DOTALL)
_UNFIT = re.compile(r"\?\d|\bSELECT\b|\bWITH\b")
_SAID = re.compile(r"'[^']*'")


class Shape(NamedTuple):
    """What a statement does with a row of parameters: `insert` it into the table, or `update` the one row whose `key` is the
    last parameter. width: of a row. plain: an insert that looks at nothing which is there.
    """

    does: str
    table: str
    key: str
    width: int
    plain: bool = False


@lru_cache(maxsize=1_024)
def shape_of(statement: str) -> Shape | None:
    """The shape of a statement that takes many rows at once; None for one that does not."""
    width = statement.count("?")
    if not width or _UNFIT.search(statement) or any("?" in said for said in _SAID.findall(statement)):
        return None
    if (insert := _INSERT.fullmatch(statement)) and insert[2].count("?") == width:
        return Shape("insert", insert[1], "", width, plain=not insert[3].strip())
    update = _UPDATE.fullmatch(statement)
    if update is None or re.search(rf"(?<!\w){update[3]}\s*=", update[2]):
        return None
    return Shape("update", update[1], update[3], width)


def run_many(connection: Connection, statement: str, rows: Sequence[Sequence[object]]) -> None:
    """Run a statement for every row, in their order, within a transaction that is undone when this raises.

    Rows of one UPDATE must be about different rows of the table.
    """
    if not rows:
        return
    shape = shape_of(statement)
    if shape is None or len(rows) == 1:
        connection.executemany(statement, rows)
        return
    if any(len(row) != shape.width for row in rows):
        raise sqlite3.ProgrammingError(f"not a row of {shape.width}")
    at = 0
    while (left := len(rows) - at) > 0:
        size = min(ROWS_AT_ONCE, 1 << (left.bit_length() - 1))
        together = rows[at : at + size]
        connection.execute(_for(statement, size), [value for row in together for value in row])
        at += size


@lru_cache(maxsize=1_024)
def _for(statement: str, rows: int) -> str:
    """The statement for so many rows.

    OR FAIL: usually SQLite keeps a copy of every page that a statement with many rows changes, so that it can undo the
    first rows when the last one fails. Here the whole transaction is undone then.
    """
    shape = shape_of(statement)
    assert shape is not None
    if rows == 1:
        return statement
    if shape.does == "insert":
        match = _INSERT.fullmatch(statement)
        assert match is not None
        many = f"{statement[: match.start(2)]}{', '.join([match[2]] * rows)}{match[3]}"
        return many.replace("INSERT", "INSERT OR FAIL", 1)
    # The columns of a list of values are called column1, column2 …; each `?` becomes the one of its place.
    pieces = statement.split("?")
    change, where = "".join(f"{piece}v.column{n}" for n, piece in enumerate(pieces[:-1], 1)).rsplit("WHERE", 1)
    values = ", ".join([f"({', '.join('?' * shape.width)})"] * rows)
    return f"{change}FROM (VALUES {values}) AS v WHERE{where}".replace("UPDATE", "UPDATE OR FAIL", 1)
