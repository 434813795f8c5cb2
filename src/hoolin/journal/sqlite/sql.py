"""Named and described SQL: statements live in `.sql` files, and code asks for them by name.

A file is a list of blocks. Each opens with `-- name: word`, goes on with at least one comment line that says what it is
for, and ends before the next name or at the end of the file:

    -- name: open_cases
    -- The open cases of one customer, newest first.
    SELECT id, opened_at FROM cases WHERE customer = :customer AND solved_at IS NULL ORDER BY opened_at DESC

A name without a description, without a statement, with two statements, or used twice is refused at loading.
"""

import re
import sqlite3
from collections.abc import Mapping
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import TypeAlias

from hoolin.core.errors import Defect

Queries: TypeAlias = Mapping[str, str]
"""Statement text by name."""

_NAME = re.compile(r"^-- name: ([a-z][a-z0-9_]*)$")


class BadQueryFile(Defect):
    """A file of named queries breaks the rules of its form."""


def parse(text: str, source: str) -> Queries:
    """The statements of one file by name. source: how the file is called in a complaint."""
    blocks: dict[str, list[str]] = {}
    lines: list[str] | None = None
    for line in text.splitlines():
        if named := _NAME.match(line):
            if named[1] in blocks:
                raise BadQueryFile("named_twice", source=source, name=named[1])
            lines = blocks[named[1]] = []
        elif lines is not None:
            lines.append(line)
        elif line.strip() and not line.startswith("--"):
            raise BadQueryFile("statement_without_name", source=source, line=line)
    return MappingProxyType({name: _statement(name, block, source) for name, block in blocks.items()})


def load(file: Traversable) -> Queries:
    """The statements of a packaged file, as in `load(files("hoolin.cases") / "queries.sql")`."""
    return parse(file.read_text(encoding="utf-8"), file.name)


def _statement(name: str, block: list[str], source: str) -> str:
    described = bool(block) and block[0].startswith("-- ")
    statement = (
        "\n".join(line for line in block if line.strip() and not line.startswith("--")).strip().removesuffix(";")
    )
    if not described or not statement:
        raise BadQueryFile("undescribed" if statement else "empty", source=source, name=name)
    # A semicolon inside a string literal is rare enough that it may be written with char(59).
    if ";" in statement or not sqlite3.complete_statement(statement + ";"):
        raise BadQueryFile("not_one_statement", source=source, name=name)
    return statement
