"""The named statements, filled for a scope and asked of the rows."""

from collections.abc import Mapping
from typing import Any

from hoolin.core.errors import Invalid
from hoolin.experience.contacts.scope import Scope
from hoolin.experience.contacts.store import Columns, Rows
from hoolin.journal.views import statements

STATEMENTS = statements("hoolin.experience.contacts")

BENEATH = {"": "1 = 1"} | {
    name.removeprefix("beneath_"): condition for name, condition in STATEMENTS.items() if name.startswith("beneath_")
}
"""By name, which contacts can be looked at beneath a figure."""


class Asking:
    """The rows as figures ask them, at one instant: nothing later is known."""

    def __init__(self, columns: Columns, now: int) -> None:
        self._columns = columns
        self.now = now

    def ask(self, name: str, scope: Scope, group: str = "''", **more: int) -> Rows:
        """What a statement finds. group: of this room's own words. more: what else it is given."""
        return self._ask(STATEMENTS[name], scope, group, more)

    def drill(self, scope: Scope, beneath: str, within: int, limit: int) -> Rows:
        """The contacts beneath a figure, the newest first. beneath: one of `BENEATH`. within: the target for a person's word. Raises Invalid."""
        condition = BENEATH.get(beneath)
        if condition is None:
            raise Invalid("no_such_figure", figure=beneath)
        statement = STATEMENTS["drill"].replace("{beneath}", condition)
        return self._ask(statement, scope, "c.interaction", {"within": within, "limit": limit})

    def one(self, name: str, scope: Scope, **more: int) -> dict[str, Any]:
        """The only row of a statement that counts; what was not there to be counted is 0."""
        found = self._ask(STATEMENTS[name], scope, "''", more)
        return {column: value or 0 for column, value in found[0].items()} if found else {}

    def ask_own(self, statement: str, scope: Scope, group: str = "''", **more: object) -> Rows:
        """What a statement of another room finds: filled like those of this one, over the same rows. group, statement: of that room's own words."""
        return self._ask(statement, scope, group, more)

    def _ask(self, statement: str, scope: Scope, group: str, more: Mapping[str, object]) -> Rows:
        filled = scope.fill(statement.replace("{gaps}", STATEMENTS["gaps"]), group)
        return self._columns.ask(filled, {**scope.params(self.now), **more})
