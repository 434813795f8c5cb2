from pathlib import Path

import pytest

from hoolin.journal.sqlite.sql import BadQueryFile, load, parse

GOOD = """-- What the tea room asks.

-- name: cups
-- The cups on one table,
-- fullest first.
SELECT cup FROM cups
WHERE table_name = :table

ORDER BY fill DESC;

-- name: add_cup
-- One more cup.
INSERT INTO cups VALUES (?, ?)
"""


def test_statements_are_found_by_name(tmp_path: Path) -> None:
    """Descriptions, blank lines and the last semicolon are not part of the statement."""
    (tmp_path / "queries.sql").write_text(GOOD, encoding="utf-8")
    queries = load(tmp_path / "queries.sql")
    assert dict(queries) == {
        "cups": "SELECT cup FROM cups\nWHERE table_name = :table\nORDER BY fill DESC",
        "add_cup": "INSERT INTO cups VALUES (?, ?)",
    }


def test_the_list_cannot_be_changed() -> None:
    """What was loaded stays as it was loaded."""
    with pytest.raises(TypeError):
        parse(GOOD, "good")["cups"] = "DROP TABLE cups"  # type: ignore[index]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("-- name: a\nSELECT 1", "undescribed"),
        ("-- name: a\n--\nSELECT 1", "undescribed"),
        ("-- name: a\n-- Says.\n", "empty"),
        ("-- name: a\n", "empty"),
        ("-- name: a\n-- Says.\nSELECT 1; SELECT 2", "not_one_statement"),
        ("-- name: a\n-- Says.\nSELECT 'open", "not_one_statement"),
        ("-- name: a\n-- Says.\nSELECT 1\n-- name: a\n-- Says.\nSELECT 2", "named_twice"),
        ("SELECT 1", "statement_without_name"),
        ("-- name: A-b\n-- Says.\nSELECT 1", "statement_without_name"),
    ],
)
def test_a_careless_file_is_refused(text: str, problem: str) -> None:
    """Every statement has one name, a description and nothing beside it; the complaint names the file."""
    with pytest.raises(BadQueryFile, match=problem) as raised:
        parse(text, "tea/queries.sql")
    assert raised.value.detail["source"] == "tea/queries.sql"
