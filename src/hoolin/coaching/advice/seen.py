"""What is looked at, as plain rows: on which item, of whose conversation, met or not, and all that makes a conversation hard or easy.

Everything is met or not: a mark as it is (of several judges their mean, more than half), an answer as good or not by its scale. Which items an agent can
work on: what colleagues and mystery shoppers judge, what customers answer of how it was done, and what the system counts of what is in the agent's own
hands alone. Not waiting, not whether somebody else kept a promise, and not the outcomes themselves, which are what all this is for.
"""

from collections.abc import Iterable
from typing import Literal, TypeAlias

import msgspec

from hoolin.experience.api import criteria

Outcome: TypeAlias = Literal["resolved", "heard"]
"""`resolved`: ended as solved, and nobody came back for it within seven days. `heard`: the customer answered that they were heard and understood."""

HEARD = "heard.understood"
SOLVED = "resolution.solved"
SHOWN = "clarity.price_shown"
"""The only item that the system counts and that lies in the agent's own hands alone: the price before the yes."""

OTHERS_WORK = frozenset({"access", "outcome"})
"""Criteria that say how long somebody waited, or how all of it turned out: nothing that one agent can work on."""


class Seen(msgspec.Struct, frozen=True):
    """One thing seen of one conversation. at: when that began. kinds: what makes it hard or easy, by name (reason, channel, language, who judged, how it was chosen)."""

    interaction: str
    agent: str
    item: str
    met: bool
    kinds: tuple[str, ...]
    at: int = 0


class Ended(msgspec.Struct, frozen=True):
    """How a conversation turned out. resolved, heard: None where it is not known (yet)."""

    interaction: str
    agent: str
    reason: str
    channel: str
    resolved: bool | None = None
    heard: bool | None = None


class Evidence(msgspec.Struct, frozen=True):
    """All of it. seen: of the months that are looked at. before: the same of the whole year, for what goes together with what. ended: by conversation."""

    seen: tuple[Seen, ...]
    before: tuple[Seen, ...]
    ended: dict[str, Ended]


def workable(register: criteria.Register) -> dict[str, criteria.Item]:
    """By code, the items that an agent can work on, in the register's order."""
    found = {}
    for item in register.items:
        by_people = item.counted.low is not None and item.criterion not in OTHERS_WORK
        if (by_people and item.code not in (HEARD, SOLVED)) or item.code == SHOWN:
            found[item.code] = item
    return found


def fatal(register: criteria.Register) -> frozenset[str]:
    """Items that the site has declared to matter, whatever they go together with."""
    return frozenset(item.code for item in register.items if item.fatal)


def met(item: criteria.Item, values: Iterable[float]) -> bool:
    """Whether it was met: by the mean of what several judges said."""
    said = list(values)
    mean = sum(said) / len(said)
    return mean > 0.5 if item.scale == "mark" else item.counted.good(round(mean))
