"""The rows in DuckDB: in a file beside the journal, or in memory. The library is loaded when it is first needed, never at a start.

It refuses nothing of its own accord: a file that cannot be opened, or was made by another version, is made anew.
"""

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import UnionType
from typing import TYPE_CHECKING, Any, TypeAlias, get_args, get_origin, get_type_hints

import msgspec

from hoolin.experience.contacts.row import TABLES, Contact
from hoolin.experience.contacts.state import Batch
from hoolin.experience.contacts.store import VERSION, Params, Reached, Rows

if TYPE_CHECKING:
    import duckdb

MEMORY = "512MB"
"""Of the library's own; what needs more goes through files. A month of ten million contacts needs less."""

THREADS = 2
Settings: TypeAlias = dict[str, str | bool | int | float | list[str]]

SETTINGS: Settings = {
    "memory_limit": MEMORY,
    "threads": THREADS,
    # Nothing is fetched from anywhere.
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}

NAMED = re.compile(r"\$([a-z_]+)")
MARK = "CREATE TABLE mark (version VARCHAR, position BIGINT, last VARCHAR, remembered BLOB)"
MERGES = "CREATE TABLE merges (merged BIGINT, kept BIGINT)"


def type_of(hint: Any) -> str:
    """The column type of a field."""
    if get_origin(hint) is UnionType:
        hint = next(one for one in get_args(hint) if one is not type(None))
    return {int: "BIGINT", float: "DOUBLE", bool: "BOOLEAN"}.get(hint, "VARCHAR")


def columns_of(kind: type[msgspec.Struct]) -> dict[str, str]:
    """The columns of a row's table, in order."""
    return {name: type_of(hint) for name, hint in get_type_hints(kind).items()}


def schema() -> list[str]:
    """What makes an empty file. `contacts` is those that have ended and those that go on."""
    made = [MARK, MERGES]
    for table, kind in TABLES.items():
        columns = ", ".join(f"{name} {sort}" for name, sort in columns_of(kind).items())
        names = ("ended", "live") if table == "contacts" else (table,)
        made += [f"CREATE TABLE {name} ({columns})" for name in names]
    made.append("CREATE VIEW contacts AS SELECT * FROM ended UNION ALL SELECT * FROM live")
    return made


class DuckColumns:
    """See the port."""

    def __init__(self, path: Path | None, settings: Settings = SETTINGS) -> None:
        """path: the file; None for memory."""
        self._path = path
        self._settings = dict(settings)
        self._opened: duckdb.DuckDBPyConnection | None = None

    @property
    def _base(self) -> "duckdb.DuckDBPyConnection":
        if self._opened is None:
            self._opened = self._open()
        return self._opened

    def reached(self) -> Reached | None:
        """See the port."""
        found = self._base.execute("SELECT position, last, remembered FROM mark").fetchone()
        return Reached(int(found[0]), str(found[1]), bytes(found[2])) if found is not None else None

    def take(self, batch: Batch, live: Sequence[Contact], merged: Mapping[int, int] | None, reached: Reached) -> None:
        """See the port."""
        base = self._base
        base.execute("BEGIN")
        try:
            self._insert("ended", Contact, batch.contacts)
            for table, kind in TABLES.items():
                if table != "contacts":
                    self._insert(table, kind, getattr(batch, table))
            for number in batch.forgotten:
                base.execute("UPDATE ended SET customer = case_no WHERE customer = ?", [number])
            for interaction, case_no in batch.parted.items():
                base.execute("UPDATE ended SET case_no = ? WHERE interaction = ?", [case_no, interaction])
            base.execute("DELETE FROM live")
            self._insert("live", Contact, live)
            if merged is not None:
                base.execute("DELETE FROM merges")
                pairs = [list(merged.keys()), list(merged.values())]
                base.execute("INSERT INTO merges SELECT unnest(?::BIGINT[]), unnest(?::BIGINT[])", pairs)
            base.execute("DELETE FROM mark")
            base.execute("INSERT INTO mark VALUES (?, ?, ?, ?)", [VERSION, *reached])
            base.execute("COMMIT")
        except BaseException:
            with suppress(Exception):
                base.execute("ROLLBACK")
            raise

    def ask(self, statement: str, params: Params) -> Rows:
        """See the port."""
        named = {name: params[name] for name in set(NAMED.findall(statement))}
        answer = self._base.execute(statement, named or None)
        names = [column[0] for column in answer.description or ()]
        return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]

    def empty(self) -> None:
        """See the port."""
        self.close()
        self._remove()

    def close(self) -> None:
        """See the port."""
        if self._opened is not None:
            self._opened.close()
            self._opened = None

    def _insert(self, table: str, kind: type[msgspec.Struct], rows: Sequence[Any]) -> None:
        if not rows:
            return
        columns = columns_of(kind)
        lists = [[getattr(row, name) for row in rows] for name in columns]
        listed = ", ".join(f"unnest(?::{sort}[])" for sort in columns.values())
        self._base.execute(f"INSERT INTO {table} SELECT {listed}", lists)

    def _open(self) -> "duckdb.DuckDBPyConnection":
        import duckdb

        if self._path is None:
            return self._made(duckdb.connect(":memory:", config=self._settings))
        with suppress(duckdb.Error, UnicodeDecodeError):
            base = duckdb.connect(str(self._path), config=self._settings)
            try:
                found = base.execute("SELECT version FROM mark").fetchone()
                if found is None or found[0] == VERSION:
                    return base
            except duckdb.Error:
                pass
            base.close()
        self._remove()
        return self._made(duckdb.connect(str(self._path), config=self._settings))

    def _made(self, base: "duckdb.DuckDBPyConnection") -> "duckdb.DuckDBPyConnection":
        for statement in schema():
            base.execute(statement)
        return base

    def _remove(self) -> None:
        if self._path is not None:
            for tail in ("", ".wal"):
                self._path.with_name(self._path.name + tail).unlink(missing_ok=True)
