"""Rows that change places leave what they would have left in the order they came."""

import sqlite3
from collections.abc import Iterable

from hypothesis import given
from hypothesis import strategies as st

from hoolin.journal.sqlite.many import run_many
from hoolin.journal.turns import Row, Turns
from hoolin.wiring import view_sources

SCHEMA = """
CREATE TABLE talk (name TEXT PRIMARY KEY, mood TEXT NOT NULL DEFAULT '', said INTEGER NOT NULL DEFAULT 0);
CREATE TABLE word (n INTEGER PRIMARY KEY, talk TEXT NOT NULL, text TEXT NOT NULL);
CREATE TABLE count (kind TEXT PRIMARY KEY, number INTEGER NOT NULL);
INSERT INTO count VALUES ('talks', 0), ('ends', 0);
"""
QUERIES = {
    "begin": "INSERT INTO talk (name, mood) VALUES (?, ?) ON CONFLICT DO NOTHING",
    "feel": "UPDATE talk SET mood = mood || ? WHERE name = ?",
    "hear": "UPDATE talk SET said = said + 1, mood = mood || ? WHERE name = ?",
    "reset": "UPDATE talk SET said = said * 0 WHERE name = ?",
    "end": "DELETE FROM talk WHERE name = ?",
    "show": "INSERT INTO word (n, talk, text) VALUES (?, ?, ?)",
    "tally": "UPDATE count SET number = number + 1 WHERE kind = ?",
    "talks": "SELECT * FROM talk",
}
TABLES = ("SELECT * FROM talk ORDER BY 1", "SELECT * FROM word ORDER BY 1", "SELECT * FROM count ORDER BY 1")

names = st.sampled_from(["a", "b", "c", "d", "e"])
steps = st.one_of(
    st.tuples(st.sampled_from(["begin", "feel", "hear"]), names, st.sampled_from("xyz")),
    st.tuples(st.sampled_from(["reset", "end", "show", "tally"]), names, st.just("")),
)


def row_of(n: int, what: str, name: str, mood: str) -> Row:
    """A step as a row."""
    params: dict[str, tuple[object, ...]] = {
        "begin": (name, mood), "feel": (mood, name), "hear": (mood, name), "reset": (name,), "end": (name,),
        "show": (n, name, f"word {n}"), "tally": ("talks" if n % 2 else "ends",),
    }  # fmt: skip
    return what, params[what]


def tables(together: Iterable[tuple[str, list[tuple[object, ...]]]]) -> list[list[tuple[object, ...]]]:
    """Everything in the tables after these."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.executescript(SCHEMA)
    for name, rows in together:
        run_many(connection, QUERIES[name], rows)
    return [connection.execute(table).fetchall() for table in TABLES]


@given(st.lists(steps, max_size=80))
def test_the_order_changes_nothing(taken: list[tuple[str, str, str]]) -> None:
    """Whatever is added, changed, deleted and begun again: the tables are the same, and no row is lost on the way."""
    rows = [row_of(n, *step) for n, step in enumerate(taken)]
    ordered = list(Turns(QUERIES).order(rows))
    assert sum(len(together) for _, together in ordered) == len(rows)
    assert tables(ordered) == tables((name, [params]) for name, params in rows)  # type: ignore[list-item]


def test_rows_of_different_talks_go_together() -> None:
    """Ten messages in ten conversations are two statements; two in the same one keep their order, in three."""
    turns = Turns(QUERIES)
    apart = [row_of(n, what, f"talk {n}", "x") for n in range(10) for what in ("hear", "show")]
    assert [(name, len(together)) for name, together in turns.order(apart)] == [("hear", 10), ("show", 10)]
    same = [row_of(0, "hear", "a", "x"), row_of(1, "hear", "a", "y"), row_of(2, "show", "a", "")]
    assert list(turns.order(same)) == [("hear", [("x", "a")]), ("hear", [("y", "a")]), ("show", [(2, "a", "word 2")])]


def test_what_must_wait_waits() -> None:
    """A statement that might meet the others' rows is never passed: not by those before it, not by those after."""
    rows = [row_of(0, "hear", "a", "x"), row_of(0, "end", "a", ""), row_of(0, "hear", "a", "y")]
    assert [name for name, _ in Turns(QUERIES).order(rows)] == ["hear", "end", "hear"]


def test_the_busiest_rows_of_the_house_go_together() -> None:
    """What every message leaves in the read model takes part in this; if a statement loses its form, this fails first."""
    cases = next(source for source in view_sources() if source.room == "cases")
    message = [
        [("hear", (n, "m", 1, f"i{n}")), ("show", (n, f"i{n}", n, "message", 1, "customer", None, "m", None, "k"))]
        for n in range(50)
    ]
    answer = [
        [("say", (n, "agent", "m", 2, 0, f"i{n}")), ("read", (1, f"i{n}")),
         ("show", (100 + n, f"i{n}", n, "message", 2, "agent", "a", "m", None, "k"))]
        for n in range(50)
    ]  # fmt: skip
    rows: list[Row] = [row for pair in zip(message, answer, strict=True) for part in pair for row in part]
    ordered = [(name, len(together)) for name, together in Turns(cases.queries).order(rows)]
    assert ordered == [("hear", 50), ("say", 50), ("read", 50), ("show", 100)]
