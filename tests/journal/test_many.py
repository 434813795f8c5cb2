"""Many rows in one statement leave what the same rows leave one by one."""

import sqlite3

import pytest

from hoolin.journal.sqlite.many import ROWS_AT_ONCE, run_many, shape_of

SCHEMA = (
    "CREATE TABLE cup (name TEXT PRIMARY KEY, full INTEGER NOT NULL DEFAULT 0, colour TEXT NOT NULL DEFAULT 'white')"
)
ADD = "INSERT INTO cup (name, full, colour) VALUES (?, ?, 'red')"
POUR = "UPDATE cup SET full = full + ?, colour = coalesce(?, colour) WHERE name = ?"
LENGTHS = (0, 1, 2, 3, 7, ROWS_AT_ONCE - 1, ROWS_AT_ONCE, ROWS_AT_ONCE + 1, 3 * ROWS_AT_ONCE + 5)


def cups(*batches: tuple[str, list[tuple[object, ...]]], together: bool) -> list[tuple[object, ...]]:
    """What is in the table after these statements, each with its rows."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.execute(SCHEMA)
    for statement, rows in batches:
        if together:
            run_many(connection, statement, rows)
        else:
            connection.executemany(statement, rows)
    return connection.execute("SELECT rowid, * FROM cup ORDER BY rowid").fetchall()


@pytest.mark.parametrize("length", LENGTHS)
def test_rows_together_are_rows_one_by_one(length: int) -> None:
    """Inserted and changed, of any number: values, what was there before, and the order of the rows."""
    added: list[tuple[object, ...]] = [(f"cup {n}", n) for n in range(length)]
    poured: list[tuple[object, ...]] = [(n + 1, None if n % 3 else "blue", f"cup {n}") for n in range(length + 1)]
    together = cups((ADD, added), (POUR, poured), together=True)
    assert together == cups((ADD, added), (POUR, poured), together=False)
    assert len(together) == length
    assert all(full == 2 * n + 1 for n, (_, _, full, _) in enumerate(together))


def test_a_row_that_is_too_short_is_refused() -> None:
    """Parameters never slip from one row into the next, also when there are enough of them in all."""
    with pytest.raises(sqlite3.ProgrammingError, match="not a row of 2"):
        cups((ADD, [("one", 1), ("two",), ("three", 3, 4)]), together=True)


def test_a_row_that_breaks_a_rule_is_refused() -> None:
    """A key that is in use is an integrity error, as it is alone."""
    with pytest.raises(sqlite3.IntegrityError, match=r"cup\.name"):
        cups((ADD, [("one", 1), ("two", 2), ("one", 3)]), together=True)


@pytest.mark.parametrize(
    ("statement", "does"),
    [
        (ADD, "insert"),
        ("INSERT INTO cup (name) VALUES (?) ON CONFLICT DO NOTHING", "insert"),
        (POUR, "update"),
        ("UPDATE cup SET colour = 'blue' WHERE name = ?", "update"),
        ("UPDATE cup SET colour = 'why?', full = ? WHERE name = ?", None),
        ("UPDATE cup SET name = ? WHERE name = ?", None),
        ("UPDATE cup SET full = ? WHERE name = ? AND full = 0", None),
        ("UPDATE cup SET full = (SELECT max(full) FROM cup) + ? WHERE name = ?", None),
        ("UPDATE cup SET full = ?1 WHERE name = ?2", None),
        ("UPDATE cup SET full = full + ?", None),
        ("INSERT INTO cup (name) SELECT name FROM cup WHERE full = ?", None),
        ("INSERT INTO cup (name) VALUES ('mine')", None),
        ("DELETE FROM cup WHERE name = ?", None),
    ],
)
def test_what_takes_many_rows(statement: str, does: str | None) -> None:
    """An INSERT of values and an UPDATE of one row by its key; everything else is run row by row."""
    shape = shape_of(statement)
    assert (shape.does if shape is not None else None) == does
