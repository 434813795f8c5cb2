"""What somebody asks for: the base of every command, and what a decision gives back.

A command carries its ids and is decided at an instant that is given; deciding twice with the same key changes nothing
the second time (the runtime answers with the first outcome).
"""

from collections.abc import Callable, Iterable
from typing import Any, TypeAlias, dataclass_transform

import msgspec

from hoolin.core.effects import Effect
from hoolin.core.facts import Content, Entry, Fact, Instant, snake


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(msgspec.field,))
class Command(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="command", tag=snake):
    """The base of every command, named in the imperative."""


class Decision(msgspec.Struct, frozen=True):
    """What a command leads to: facts to record, content that travels with them, effects to release once both are durable.

    new: ids that came with the command and must never have been used. A room remembers only what is under way; the runtime
    knows the rest, and refuses the command before anything is folded (`id_used`).
    """

    facts: tuple[Fact, ...] = ()
    contents: tuple[Content, ...] = ()
    effects: tuple[Effect, ...] = ()
    new: tuple[str, ...] = ()


Decides: TypeAlias = dict[type[Command], Callable[[Any, Any, Instant], Decision]]
"""A room's decisions by command: (state, command, now) → decision."""

Folds: TypeAlias = dict[type[Fact], Callable[[Any, Entry], None]]
"""A room's folds by fact."""

Reacts: TypeAlias = dict[type[Fact], Callable[[Any, Entry], Iterable[Command]]]
"""What a room asks for in answer to a fact."""
