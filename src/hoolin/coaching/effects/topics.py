"""Where the time of coaching goes, and what it brings: hours by item of the register, with what rollouts found about that item beside.

What was about several items is divided among them in equal parts, so that nothing is counted twice. Of fewer people than the minimum nothing is told.
"""

from collections.abc import Iterable, Mapping, Sequence
from math import fsum
from typing import NamedTuple

from hoolin.coaching.effects.ports import Spent

PEOPLE_MIN = 5
"""Of fewer one could tell who it was."""


class Topic(NamedTuple):
    """item: of the register. minutes: by kind of what was given, and people: how many got it; both None where they are too few. rollouts: ids of those that were about it."""

    item: str
    minutes: dict[str, float] | None
    people: int | None
    rollouts: tuple[str, ...]

    @property
    def whole(self) -> float:
        """All minutes that may be told."""
        return fsum(self.minutes.values()) if self.minutes else 0.0


def topics(spent: Iterable[Spent], rollouts: Mapping[str, Sequence[str]]) -> list[Topic]:
    """What took most time first, then by name. rollouts: by id, the items that each was about."""
    minutes: dict[str, dict[str, list[float]]] = {}
    people: dict[str, set[str]] = {}
    for one in spent:
        for item in one.items:
            minutes.setdefault(item, {}).setdefault(one.kind, []).append(one.minutes / len(one.items))
            people.setdefault(item, set()).add(one.agent)
    about: dict[str, list[str]] = {}
    for rollout, items in rollouts.items():
        for item in items:
            about.setdefault(item, []).append(rollout)
    found = []
    for item in {*minutes, *about}:
        known = people.get(item, set())
        told = len(known) >= PEOPLE_MIN or not known
        sums = {kind: fsum(parts) for kind, parts in sorted(minutes.get(item, {}).items())}
        found.append(Topic(item, sums if told else None, len(known) if told else None, tuple(about.get(item, ()))))
    return sorted(found, key=lambda one: (-one.whole, one.item))
