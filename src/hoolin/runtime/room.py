"""What a room gives to the loop: how it decides, how it folds, and what it asks for in answer to a fact.

A room's state is changed by its folds alone, so that the same facts always make the same state. All functions are plain;
they are given the instant and never look at a clock.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from hoolin.core.commands import Command, Decision
from hoolin.core.facts import Entry, Fact, Instant

Decide: TypeAlias = Callable[[Any, Any, Instant], Decision]
Fold: TypeAlias = Callable[[Any, Entry], None]
React: TypeAlias = Callable[[Any, Entry], Iterable[Command]]


def no_follow_up(state: Any, now: Instant) -> tuple[Fact, ...]:
    """A room in which nothing follows by itself."""
    return ()


def never_due(state: Any) -> Instant | None:
    """A room without timers."""
    return None


@dataclass(frozen=True, kw_only=True)
class Room:
    """One room, as the loop sees it.

    state: the live object that the folds change. decides: by command. folds: by fact. reacts: by fact, commands that
    follow from it, decided in the same batch. follow_up: facts that are due now, asked for again and again until there
    are none (routing and timers live here). next_due: when follow_up will next have something by the clock alone.
    dump and load: the state as plain bytes for a snapshot, and back into `state`. facts: every fact the room may record.
    """

    name: str
    state: Any
    facts: tuple[type[Fact], ...]
    dump: Callable[[Any], bytes]
    load: Callable[[Any, bytes], None]
    decides: Mapping[type[Command], Decide] = field(default_factory=dict)
    folds: Mapping[type[Fact], Fold] = field(default_factory=dict)
    reacts: Mapping[type[Fact], React] = field(default_factory=dict)
    follow_up: Callable[[Any, Instant], tuple[Fact, ...]] = no_follow_up
    next_due: Callable[[Any], Instant | None] = never_due
