"""What waits in line, what it asks for, and when that changes by itself. Plain values and plain functions.

An interaction in line asks for skills (those of its queue and its own, such as a language), sometimes for one person.
What it asks for softens with time, but nothing here watches a clock: `next_change` says at which instant which method
of the router is due, and whoever keeps the timers calls it then.

Refusals: an unknown field, a priority outside its limits.
"""

from typing import Annotated, Literal, TypeAlias

import msgspec

from hoolin.core.facts import Code, Id, Instant
from hoolin.core.site.rules import Level, QueueRules

# Priority is bounded so that starvation is: nobody can be overtaken for longer than this many priority steps.
PRIORITY_MAX = 100

Skills: TypeAlias = tuple[tuple[Code, Level], ...]
"""Demanded skills with their lowest level, sorted by name, without zeros."""


class Refused(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """An agent who is not to be offered this interaction until this instant, because they declined it or let it ring."""

    agent: Id
    until: Instant


class Waiting(msgspec.Struct, frozen=True, kw_only=True, gc=False, forbid_unknown_fields=True):
    """An interaction in line.

    skills: what it asks for itself, beyond what its queue asks for (the higher level holds). priority: steps, each worth
    the queue's `priority_step_ms`. place_at: the instant that decides its place; kept over returned offers and transfers.
    preferred: the person it knows, if that costs little. target: the person it was handed to by name; then nobody else
    and no skill is asked for, until `target_until` (absent: until they go offline). relaxed: how many of the queue's
    relaxation steps have been taken. refused: who may not be offered it for now. kept: held back for `preferred`.
    """

    interaction: Id
    queue: Code
    channel: Code
    place_at: Instant
    skills: Skills = ()
    priority: Annotated[int, msgspec.Meta(ge=0, le=PRIORITY_MAX)] = 0
    preferred: Id | None = None
    target: Id | None = None
    target_until: Instant | None = None
    relaxed: int = 0
    refused: tuple[Refused, ...] = ()
    kept: bool = False


class Change(msgspec.Struct, frozen=True, gc=False):
    """At this instant this method of the router is due for the interaction: `let_go`, `relax`, or `unrefuse` an agent."""

    at: Instant
    what: Literal["let_go", "relax", "unrefuse"]
    agent: Id | None = None


def only_agent(waiting: Waiting) -> Id | None:
    """The one agent who may take it now, or None when anybody suitable may."""
    if waiting.target is not None:
        return waiting.target
    return waiting.preferred if waiting.kept else None


def is_refused(waiting: Waiting, agent: Id) -> bool:
    """Whether the agent is kept from it for now."""
    return any(refused.agent == agent for refused in waiting.refused)


def urgency_at(waiting: Waiting, rules: QueueRules) -> int:
    """The instant (ms) that orders it among the waiting, smaller first; it never changes while it waits.

    It is the instant by which the queue promises an answer, earlier by what its priority is worth. Ageing needs no
    re-sorting: everybody ages at the same speed.
    """
    return waiting.place_at + rules.target_ms - waiting.priority * rules.priority_step_ms


def demanded(waiting: Waiting, rules: QueueRules) -> Skills:
    """The skills it asks for now: queue and own together, after the relaxation steps that have been taken."""
    if waiting.target is not None:
        return ()
    levels = dict(rules.skills)
    for skill, level in waiting.skills:
        levels[skill] = max(level, levels.get(skill, 0))
    for step in rules.relaxations[: waiting.relaxed]:
        levels.update(step.skills)
    return tuple(sorted((skill, level) for skill, level in levels.items() if level > 0))


def next_change(waiting: Waiting, rules: QueueRules) -> Change | None:
    """What is due next for it, and when; None when nothing changes by waiting longer. The instant may have passed."""
    changes = [Change(refused.until, "unrefuse", refused.agent) for refused in waiting.refused]
    if waiting.target is not None and waiting.target_until is not None:
        changes.append(Change(waiting.target_until, "let_go"))
    if waiting.target is None and waiting.kept:
        changes.append(Change(waiting.place_at + rules.affinity_ms_max, "let_go"))
    if waiting.relaxed < len(rules.relaxations):
        changes.append(Change(waiting.place_at + rules.relaxations[waiting.relaxed].after_ms, "relax"))
    return min(changes, key=lambda change: (change.at, change.what, change.agent or ""), default=None)
