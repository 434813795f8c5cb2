"""What should happen outside once the facts that ask for it are durable. An effect is a request; only the runtime acts."""

from typing import dataclass_transform

import msgspec

from hoolin.core.facts import Id, snake


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(msgspec.field,))
class Effect(msgspec.Struct, frozen=True, kw_only=True, gc=False, tag_field="effect", tag=snake):
    """The base of every effect."""


class Deliver(Effect):
    """Send a message out on its channel. `outbox` is the stable key under which attempts are recorded."""

    outbox: Id
    channel: str
    interaction: Id
    content: Id


class ReadInput(Effect):
    """Understand raw input that was kept, and do what it asks for."""

    input: Id
    channel: str
