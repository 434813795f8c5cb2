"""Where the rows are kept: a port. Its rows are a copy; whatever is wrong with them, they are made again from the journal.

A stretch of the journal is taken up whole, together with the position it reaches and what the fold remembers there, or not at all.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, Protocol, TypeAlias

from hoolin.experience.contacts.row import Contact
from hoolin.experience.contacts.state import Batch

Params: TypeAlias = Mapping[str, object]
Rows: TypeAlias = Sequence[Mapping[str, Any]]

VERSION = "3"
"""Of rows, fold and remembered state: rows of another version are made again."""


class Reached(NamedTuple):
    """How far the rows go. position, last: of the last entry taken up, and enough of it to know it again. remembered: by the fold."""

    position: int
    last: str
    remembered: bytes


class Columns(Protocol):
    """The rows of one site."""

    def reached(self) -> Reached | None:
        """How far they go; None where there are none."""

    def take(self, batch: Batch, live: Sequence[Contact], merged: Mapping[int, int] | None, reached: Reached) -> None:
        """Take up a stretch. live: the contacts that go on, all of them. merged: if that changed, all of it."""

    def ask(self, statement: str, params: Params) -> Rows:
        """The rows that a statement finds; parameters it does not name are let be."""

    def empty(self) -> None:
        """Forget everything."""

    def close(self) -> None:
        """Let go of the file. Twice is harmless."""
