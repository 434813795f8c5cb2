"""The named statements, filled for a scope and asked of the rows."""

from importlib.resources import files
from typing import Any

from hoolin.experience.contacts.scope import Scope
from hoolin.experience.contacts.store import Columns, Rows
from hoolin.journal.views import source

_FILE = files("hoolin.experience.contacts") / "queries.sql"
STATEMENTS = source("contacts", "1", "", _FILE.read_text(encoding="utf-8"), lambda entry: ()).queries


class Asking:
    """The rows as figures ask them, at one instant: nothing later is known."""

    def __init__(self, columns: Columns, now: int) -> None:
        self._columns = columns
        self.now = now

    def ask(self, name: str, scope: Scope, group: str = "''", beneath: str = "1 = 1", **more: int) -> Rows:
        """What a statement finds. group, beneath: of this room's own words. more: what else it is given."""
        statement = STATEMENTS[name].replace("{gaps}", STATEMENTS["gaps"])
        return self._columns.ask(scope.fill(statement, group, beneath), {**scope.params(self.now), **more})

    def one(self, name: str, scope: Scope, **more: int) -> dict[str, Any]:
        """The only row of a statement that counts; what was not there to be counted is 0."""
        found = self.ask(name, scope, "''", "1 = 1", **more)
        return {column: value or 0 for column, value in found[0].items()} if found else {}
