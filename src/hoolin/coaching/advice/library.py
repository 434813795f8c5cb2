"""Where lessons, drills and examples are found: the port that whoever keeps them fills."""

from collections.abc import Callable, Sequence
from typing import Protocol, TypeAlias

import msgspec

from hoolin.catalogue.api import Words
from hoolin.coaching.advice.facts import Kind, Pointer

KINDS: tuple[Kind, ...] = ("exemplar", "lesson", "drill")
"""In the order in which one learns: see it done, understand it, try it."""


class Thing(msgspec.Struct, frozen=True):
    """Something to learn from. criteria: items it teaches; reasons: of which it is, empty for all. name: None of what has none."""

    kind: Kind
    id: str
    criteria: tuple[str, ...]
    reasons: tuple[str, ...] = ()
    name: Words | None = None

    @property
    def pointer(self) -> Pointer:
        """To it."""
        return Pointer(self.kind, self.id)


class Library(Protocol):
    """Finds what teaches an item."""

    def find(self, item: str, reasons: Sequence[str]) -> list[Thing]:
        """At most one of each kind, the one that fits the reasons best."""

    def named(self, pointer: Pointer) -> Thing | None:
        """What a pointer leads to; None once it is gone."""

    def all(self) -> Sequence[Thing]:
        """Everything there is."""


Shelf: TypeAlias = Callable[[], Sequence[Thing]]


class Shelves:
    """Everything that other folders keep, one shelf for each: `shelves.append(lambda: …)`."""

    def __init__(self, *shelves: Shelf) -> None:
        self.shelves = list(shelves)

    def find(self, item: str, reasons: Sequence[str]) -> list[Thing]:
        """Those of the reasons first, then those of all, then the others; of equals the first by its id."""
        fit = [one for one in self.all() if item in one.criteria]
        found = []
        for kind in KINDS:
            of_kind = [one for one in fit if one.kind == kind]
            if of_kind:
                found.append(min(of_kind, key=lambda one: (_distance(one, reasons), len(one.criteria), one.id)))
        return found

    def named(self, pointer: Pointer) -> Thing | None:
        """What a pointer leads to; None once it is gone."""
        return next((one for one in self.all() if one.pointer == pointer), None)

    def all(self) -> list[Thing]:
        """Everything there is, shelf by shelf."""
        return [one for shelf in self.shelves for one in shelf()]


def _distance(thing: Thing, reasons: Sequence[str]) -> int:
    if set(thing.reasons) & set(reasons):
        return 0
    return 2 if thing.reasons else 1
