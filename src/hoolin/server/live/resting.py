"""Breathers at the desk: whoever has one is told everything about it, everybody else only that they are away, as with any break."""

from typing import Any, NamedTuple

from hoolin.cases.api import desk as view
from hoolin.core import facts as base
from hoolin.core.facts import Entry
from hoolin.core.interaction import facts as i
from hoolin.server.accounts.records import Who
from hoolin.server.live import frames

OF_BREATHERS: frozenset[type[base.Fact]] = frozenset({
    i.BreatherWished, i.BreatherBegun, i.BreatherEnded, i.EaseRulesSet, i.PresenceChanged,
})  # fmt: skip
"""What may change somebody's breather."""


class ToldOfRest(NamedTuple):
    """A frame for everybody but the one whom it is about."""

    n: int
    frame: bytes
    agent: str

    def concerns(self, who: Who) -> bool:
        """Whether this person is told."""
        return who.agent != self.agent


def seen_as(line: view.AgentLine, own: bool) -> tuple[str, str]:
    """Presence and reason as they are shown: others see a breather as a break without a reason."""
    return ("away", "") if line.resting_until and not own else (line.presence, line.reason)


def told_of_rest(entry: Entry) -> ToldOfRest | None:
    """What colleagues are told when somebody begins to rest or is back; None when nothing changed for them."""
    fact: Any = entry.fact
    if isinstance(fact, i.BreatherBegun):
        shown = i.PresenceChanged(agent=fact.agent, presence="away")
    elif isinstance(fact, i.BreatherEnded) and fact.cause != "declined":
        shown = i.PresenceChanged(agent=fact.agent, presence="online")
    else:
        return None
    # By the system: who ended it, and why, is theirs.
    frame = frames.write(
        "fact", n=entry.position, at=entry.at, actor="system", fact=shown, row=None, rows=[], message=None
    )
    return ToldOfRest(entry.position, frame, fact.agent)


def breather_frame(desk: view.Desk, agent: str | None) -> bytes:
    """Whether the site has breathers, until when this agent has one, and how much of one is owed to them."""
    line = desk.agents.get(agent or "")
    until, owed = (line.resting_until, line.owed_ms) if line is not None else (0, 0)
    return frames.write("breather", on=desk.breathers, until=until, owed_ms=owed)
