"""Who is told of promises at the desk: whoever answers for one, whoever has its customer before them, those who oversee the floor, and everybody
while the queue answers for it.
"""

from collections.abc import Iterable
from typing import Any, NamedTuple

from hoolin.cases.api import desk as view
from hoolin.cases.api import promises
from hoolin.core import facts as base
from hoolin.core.facts import Entry
from hoolin.server.accounts.records import Who
from hoolin.server.live import frames

OF_PROMISES: frozenset[type[base.Fact]] = frozenset(promises.FACTS)
"""Facts of the ledger. They come beside the rows of the list, and change none of them."""


class ToldOfPromise(NamedTuple):
    """A frame, and whom it concerns. agents: who answered, answers, or did something; everybody: the queue answers for it."""

    n: int
    frame: bytes
    agents: frozenset[str]
    everybody: bool

    def concerns(self, who: Who) -> bool:
        """Whether this person is told."""
        mine = who.agent is not None and who.agent in self.agents
        return self.everybody or mine or who.may("conversations.transfer_others")


def told_of(entry: Entry, lines: Iterable[view.Line]) -> ToldOfPromise:
    """A fact of the ledger, as it is told. lines: conversations of the same case that are under way."""
    fact: Any = entry.fact
    named = {getattr(fact, name, None) for name in ("owner", "agent", "was", "made_by")}
    agents = frozenset(one for one in (*named, *(line.agent for line in lines)) if isinstance(one, str))
    everybody = isinstance(fact, promises.facts.PromiseHandedOn) or getattr(fact, "owner", "") is None
    frame = frames.write(
        "fact", n=entry.position, at=entry.at, actor=entry.actor, fact=fact, row=None, rows=[], message=None
    )
    return ToldOfPromise(entry.position, frame, agents, everybody)
