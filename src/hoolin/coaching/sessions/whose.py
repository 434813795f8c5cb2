"""Whose is what, so that nobody's page looks through everybody's things. It follows from what is kept, and is in no snapshot: what is gone from there is dropped here when somebody looks."""

from collections.abc import Mapping
from typing import TypeVar

Thing = TypeVar("Thing")


class Whose:
    """The names of things by person, those that came first at the front."""

    def __init__(self) -> None:
        self._by: dict[str, dict[str, None]] = {}

    def add(self, name: str, *people: str | None) -> None:
        """It is theirs. Again changes nothing."""
        for person in people:
            if person is not None:
                self._by.setdefault(person, {})[name] = None

    def of(self, person: str, kept: Mapping[str, Thing]) -> list[Thing]:
        """What somebody has of what is kept."""
        names = self._by.get(person, {})
        for name in [name for name in names if name not in kept]:
            del names[name]
        return [kept[name] for name in names]
