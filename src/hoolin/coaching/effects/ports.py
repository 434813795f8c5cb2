"""What this room asks of whoever tells what people had: `taught.py` does, from the facts of the other rooms; and in tests anybody."""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple, TypeAlias

from hoolin.coaching.effects.rollout import Kind, Pointer
from hoolin.core.facts import Instant

Done: TypeAlias = Callable[[str, Pointer], Sequence[Instant]]
"""When an agent really did what is pointed to: a lesson was done, a drill played, an example read, advice heard, a topic spoken about in a session. Empty: not at all."""


class Spent(NamedTuple):
    """Time that somebody was taught. kind: `lesson`, `drill`, `exemplar`, `advice`, or `topic` for a session. agent: who; items: what it was about. minutes: of that agent."""

    kind: Kind
    agent: str
    items: tuple[str, ...]
    minutes: float
    at: Instant


Spending: TypeAlias = Callable[[Instant, Instant], Iterable[Spent]]
"""All that was spent from an instant until just before another."""
