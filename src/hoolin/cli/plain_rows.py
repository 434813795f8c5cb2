"""The peer of `hoolin bench experience`: the same rows in plain SQLite, and the same statements asked of them.

With the indexes that somebody who cares would make. What SQLite cannot say (`row_number` over nothing, arrays) none of the statements needs.
"""

import re
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from hoolin.experience.api import contacts as rows

INDEXES = (
    "CREATE INDEX contacts_arrived ON contacts (arrived_at)",
    "CREATE INDEX contacts_case ON contacts (case_no, arrived_at)",
    "CREATE INDEX contacts_customer ON contacts (customer, reason, arrived_at)",
    "CREATE INDEX contacts_interaction ON contacts (interaction)",
    "CREATE INDEX case_steps_at ON case_steps (happened_at)",
    "CREATE INDEX case_steps_case ON case_steps (case_no)",
    "CREATE INDEX promises_due ON promises (due_at)",
    "CREATE INDEX marks_at ON marks (happened_at)",
)
NAMED = re.compile(r"\$([a-z_]+)")


class PlainRows:
    """Rows in a SQLite file."""

    def __init__(self, path: Path) -> None:
        self.base = sqlite3.connect(path)
        for pragma in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -512000", "temp_store = MEMORY"):
            self.base.execute(f"PRAGMA {pragma}")

    def take(self, table: str, columns: Sequence[str], found: Iterable[Sequence[object]]) -> None:
        """Write a table's rows."""
        self.base.execute(f"CREATE TABLE IF NOT EXISTS {table} ({', '.join(columns)})")
        places = ", ".join("?" * len(columns))
        self.base.executemany(f"INSERT INTO {table} VALUES ({places})", found)  # noqa: S608 - names of our own
        self.base.commit()

    def index(self) -> None:
        """Make the indexes, and have them looked at."""
        self.base.execute("CREATE TABLE IF NOT EXISTS merges (merged, kept)")
        for statement in (*INDEXES, "ANALYZE"):
            self.base.execute(statement)
        self.base.commit()

    def ask(self, statement: str, params: Mapping[str, object]) -> rows.Rows:
        """See the port of the rows."""
        named = {name: params[name] for name in set(NAMED.findall(statement))}
        answer = self.base.execute(statement, named)
        names = [column[0] for column in answer.description]
        return [dict(zip(names, row, strict=True)) for row in answer]

    def close(self) -> None:
        """Let go of the file."""
        self.base.close()
