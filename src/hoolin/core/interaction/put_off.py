"""Out of whatever state an interaction is in, and to be taken up again later: by the same few steps of the table for everybody who
asks for it. Its place in line is kept.
"""

from hoolin.core.facts import Fact, Instant
from hoolin.core.interaction import facts as f
from hoolin.core.interaction.choose import give_back
from hoolin.core.interaction.site import Interaction


def put_off(one: Interaction, due_at: Instant, now: Instant) -> tuple[Fact, ...]:
    """What leads to `due_at` as the instant at which it comes into line; due at once, what is in line already stays there."""
    if due_at <= now and one.state in ("waiting", "offered"):
        return ()
    return (*_freed(one), f.InteractionDeferred(interaction=one.interaction, due_at=max(due_at, now)))


def replaced(one: Interaction, by: str) -> tuple[Fact, ...]:
    """What ends it because it goes on in another one."""
    return (*_freed(one), f.InteractionMoved(interaction=one.interaction, to=by))


def _freed(one: Interaction) -> tuple[Fact, ...]:
    if one.state == "offered":
        return (give_back(one, "withdrawn"),)
    if one.state == "parked":
        return (f.InteractionUnparked(interaction=one.interaction),)
    if one.state == "wrap_up":
        return (f.InteractionResumed(interaction=one.interaction),)
    return ()
