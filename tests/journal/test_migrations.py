import sqlite3
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest

from hoolin.journal.errors import NewerSchema, Unreadable
from hoolin.journal.sqlite.connections import connect
from hoolin.journal.sqlite.migrations import BadMigration, Migration, load, migrate, statements

OURS = 0x686F6F6C
FIRST = Migration(1, "pre", "0001_pre_start.sql", "CREATE TABLE cups (name TEXT);")
SECOND = Migration(2, "pre", "0002_pre_fill.sql", "ALTER TABLE cups ADD COLUMN fill INTEGER;\nCREATE TABLE pots (n);")
BROKEN = Migration(2, "post", "0002_post_oops.sql", "CREATE TABLE pots (n);\nALTER TABLE kettles ADD COLUMN n;")


@pytest.fixture
def file(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """An empty database."""
    connection = connect(tmp_path / "tea.db")
    yield connection
    connection.close()


def version(file: sqlite3.Connection) -> int:
    """The number of the last step taken."""
    return int(file.execute("PRAGMA user_version").fetchone()[0])


def tables(file: sqlite3.Connection) -> list[str]:
    """The tables that are there."""
    return [name for (name,) in file.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")]


def test_each_step_is_taken_once(file: sqlite3.Connection) -> None:
    """A new file takes all steps, an older one the missing ones, today's none."""
    assert migrate(file, [FIRST], OURS) == 1
    file.execute("INSERT INTO cups VALUES ('blue')")
    assert migrate(file, [FIRST, SECOND], OURS) == 1
    assert migrate(file, [FIRST, SECOND], OURS) == 0
    assert file.execute("SELECT * FROM cups").fetchall() == [("blue", None)]
    assert version(file) == 2


def test_a_step_that_fails_leaves_nothing(file: sqlite3.Connection) -> None:
    """Its first half is undone, and the file stays where it was."""
    migrate(file, [FIRST], OURS)
    with pytest.raises(sqlite3.OperationalError):
        migrate(file, [FIRST, BROKEN], OURS)
    assert (version(file), tables(file)) == (1, ["cups"])


def test_a_newer_file_is_refused(file: sqlite3.Connection) -> None:
    """An older Hoolin does not touch what it does not know, and says what to do."""
    migrate(file, [FIRST, SECOND], OURS)
    with pytest.raises(NewerSchema, match=r"upgrade before opening it.*file_version=2, known_version=1"):
        migrate(file, [FIRST], OURS)


def test_a_foreign_file_is_refused(file: sqlite3.Connection) -> None:
    """A database of somebody else's is left alone."""
    file.execute("CREATE TABLE bookmarks (url)")
    with pytest.raises(Unreadable, match="not_our_file"):
        migrate(file, [FIRST], OURS)
    assert tables(file) == ["bookmarks"]


def test_statements_are_told_apart() -> None:
    """A semicolon within a trigger or a string ends nothing; a statement without an end is a mistake."""
    trigger = "CREATE TRIGGER t BEFORE DELETE ON cups\nBEGIN\n    SELECT raise(ABORT, 'a;b');\n    SELECT 1;\nEND;"
    assert list(statements(f"-- Cups.\nCREATE TABLE cups (name);\n\n{trigger}\n-- The end.\n")) == [
        "-- Cups.\nCREATE TABLE cups (name);",
        trigger,
    ]
    with pytest.raises(BadMigration):
        list(statements("CREATE TABLE cups (name"))


@pytest.mark.parametrize("names", [["0002_pre_late.sql"], ["1_pre_short.sql"], ["0001_mid_phase.sql"]])
def test_a_badly_named_step_is_refused(tmp_path: Path, names: list[str]) -> None:
    """Numbers go 1, 2, 3 … and each name says its phase."""
    for name in names:
        (tmp_path / name).write_text("CREATE TABLE t (n);", encoding="utf-8")
    with pytest.raises(BadMigration):
        load(tmp_path)


def test_the_journals_own_steps_load() -> None:
    """They are numbered from 1 and hold whole statements."""
    steps = load(files("hoolin.journal.sqlite") / "schema")
    assert [step.number for step in steps] == list(range(1, len(steps) + 1))
    assert all(list(statements(step.sql)) for step in steps)
