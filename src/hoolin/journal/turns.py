"""In which order the rows of a batch run: as they came, or, where that changes nothing, beside others like them.

Rows of different conversations alternate, and a statement with one row costs nearly as much as one with ten. There are:

- *added* rows: an INSERT into a table that no other folding statement looks at or changes. They may all run last.
- *changed* rows: an UPDATE of the one row whose key is the last parameter. Those about different keys may change places, those
  about the same key may not. So they run in turns: of every key its first, then of every key its second, and so on.
- all others: such a row waits for the changed ones before it, and those after it wait for it.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias

from hoolin.journal.sqlite.many import Shape, shape_of

Params: TypeAlias = Sequence[object] | Mapping[str, object]
"""Parameters by place (`?`) or by name (`:name`)."""

Row: TypeAlias = tuple[str, Params]
"""The name of a statement in the room's own queries, and its parameters."""

Together: TypeAlias = tuple[str, list[Any]]
"""The name of a statement, and the parameters to run it with, one after another or all at once."""


class Turns:
    """The order for the statements of one room."""

    def __init__(self, statements: Mapping[str, str]) -> None:
        """statements: by name; those that only ask count for nothing."""
        folding = {name: text for name, text in statements.items() if not text.startswith("SELECT")}
        self._added: set[str] = set()
        self._changed: dict[str, str] = {}
        for name, text in folding.items():
            shape = shape_of(text)
            if shape is None:
                continue
            kin = [shape_of(other) for other in folding.values() if re.search(rf"\b{shape.table}\b", other)]
            if shape.does == "update" and {one.key for one in kin if one and one.does == "update"} == {shape.key}:
                self._changed[name] = shape.table
            elif all(_only_adds(one) for one in kin):
                self._added.add(name)

    def order(self, rows: Iterable[Row]) -> Iterator[Together]:
        """The same rows, in the order to run them."""
        added: dict[str, list[Params]] = {}
        changed: dict[tuple[str, object], list[Row]] = {}
        for row in rows:
            name, params = row
            if name in self._added:
                added.setdefault(name, []).append(params)
            elif (table := self._changed.get(name)) is not None and isinstance(params, tuple) and params:
                changed.setdefault((table, params[-1]), []).append(row)
            else:
                if changed:
                    yield from _in_turns(changed)
                    changed = {}
                yield name, [params]
        yield from _in_turns(changed)
        yield from added.items()


def _only_adds(shape: Shape | None) -> bool:
    return shape is not None and shape.does == "insert" and shape.plain


def _in_turns(changed: Mapping[tuple[str, object], list[Row]]) -> Iterator[Together]:
    waiting, turn = list(changed.values()), 0
    while waiting:
        together: dict[str, list[Params]] = {}
        for rows in waiting:
            name, params = rows[turn]
            together.setdefault(name, []).append(params)
        yield from together.items()
        turn += 1
        waiting = [rows for rows in waiting if len(rows) > turn]
