"""What somebody asks for: the base of every command, and what a decision gives back.

A command carries its ids and is decided at an instant that is given; deciding twice with the same key changes nothing
the second time (the runtime answers with the first outcome).
"""

from typing import TypeAlias, dataclass_transform

import msgspec

from hoolin.core.effects import Effect
from hoolin.core.facts import Content, Fact, snake


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(msgspec.field,))
class Command(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="command", tag=snake):
    """The base of every command, named in the imperative."""


class Decision(msgspec.Struct, frozen=True):
    """What a command leads to: facts to record, content that travels with them, effects to release once both are durable."""

    facts: tuple[Fact, ...] = ()
    contents: tuple[Content, ...] = ()
    effects: tuple[Effect, ...] = ()


Facts: TypeAlias = tuple[Fact, ...]
