"""The shape of a SQLite file, step by step, in numbered `.sql` files.

`0001_pre_start.sql`: the number is the file's `user_version` after it. `pre` steps only add, so that the Hoolin of
before still works on the new shape; `post` steps take away what no longer has a user. Each step is one transaction.
A file from a newer Hoolin is refused, and so is a file that is not ours.
"""

import re
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from importlib.resources.abc import Traversable

import msgspec

from hoolin.core.errors import Defect
from hoolin.journal.errors import NewerSchema, Unreadable
from hoolin.journal.sqlite.connections import Connection

_STEP = re.compile(r"^(\d{4})_(pre|post)_[a-z0-9_]+\.sql$")


class BadMigration(Defect):
    """The numbered steps are not 1, 2, 3 …, or a file among them is no step."""


class Migration(msgspec.Struct, frozen=True, gc=False):
    """One step. number: from 1. phase: "pre" or "post". sql: one or more statements."""

    number: int
    phase: str
    name: str
    sql: str


def load(folder: Traversable) -> tuple[Migration, ...]:
    """The steps of a packaged folder, in order."""
    files = {file.name: file for file in folder.iterdir() if file.name.endswith(".sql")}
    steps = []
    for number, name in enumerate(sorted(files), start=1):
        named = _STEP.match(name)
        if named is None or int(named[1]) != number:
            raise BadMigration(file=name, expected=number)
        steps.append(Migration(number, named[2], name, files[name].read_text(encoding="utf-8")))
    return tuple(steps)


def migrate(connection: Connection, steps: Sequence[Migration], application_id: int) -> int:
    """Bring the file to the newest shape; gives the number of steps taken. Raises NewerSchema, Unreadable."""
    version = _number(connection, "PRAGMA user_version")
    ours = _number(connection, "PRAGMA application_id") == application_id
    empty = _number(connection, "SELECT count(*) FROM sqlite_schema") == 0
    if not ours and not (empty and version == 0):
        raise Unreadable("not_our_file")
    if version > len(steps):
        raise NewerSchema(file_version=version, known_version=len(steps))
    for step in steps[version:]:
        _take(connection, step, application_id)
    return len(steps) - version


def statements(sql: str) -> Iterator[str]:
    """The single statements of a text; a semicolon within a trigger or a string does not end one."""
    collected = ""
    for line in sql.splitlines(keepends=True):
        collected += line
        if sqlite3.complete_statement(collected):
            yield collected.strip()
            collected = ""
    if any(line.strip() and not line.lstrip().startswith("--") for line in collected.splitlines()):
        raise BadMigration("unfinished_statement", sql=collected.strip())


def _take(connection: Connection, step: Migration, application_id: int) -> None:
    marks: Iterable[str] = (f"PRAGMA application_id = {application_id}", f"PRAGMA user_version = {step.number}")
    connection.execute("BEGIN EXCLUSIVE").fetchall()
    try:
        for statement in (*statements(step.sql), *marks):
            connection.execute(statement).fetchall()
        connection.execute("COMMIT").fetchall()
    except BaseException:
        connection.execute("ROLLBACK").fetchall()
        raise


def _number(connection: Connection, question: str) -> int:
    return int(connection.execute(question).fetchone()[0])
