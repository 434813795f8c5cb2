"""Who is told of promises at the desk: whoever answers for one, whoever has its customer before them, whoever may see all, and everybody while the
queue answers for it, or its customer waits. Nobody is shown one in a list without being told what becomes of it.
"""

from collections.abc import Iterable
from typing import Any, NamedTuple

from hoolin.cases.api import desk as view
from hoolin.cases.api import promises
from hoolin.core import facts as base
from hoolin.core.facts import Entry
from hoolin.server.accounts.records import Who
from hoolin.server.live import frames
from hoolin.server.live.present import WAITING

OF_PROMISES: frozenset[type[base.Fact]] = frozenset(promises.FACTS)
"""Facts of the ledger. They come beside the rows of the list, and change none of them."""


class ToldOfPromise(NamedTuple):
    """A frame, and whom it concerns. agents: who answered, answers, did something, or has the customer; everybody: the queue answers for it, or
    did until now, or the customer waits for anyone.
    """

    n: int
    frame: bytes
    agents: frozenset[str]
    everybody: bool

    def concerns(self, who: Who) -> bool:
        """Whether this person is told."""
        mine = who.agent is not None and who.agent in self.agents
        return self.everybody or mine or who.may("conversations.see_all")


def told_of(entry: Entry, lines: Iterable[view.Line]) -> ToldOfPromise:
    """A fact of the ledger, as it is told. lines: conversations of the same case that are under way."""
    fact: Any = entry.fact
    about = list(lines)
    named = {getattr(fact, name, None) for name in ("owner", "agent", "was", "made_by")}
    agents = frozenset(one for one in (*named, *(line.agent for line in about)) if isinstance(one, str))
    owner = fact.was if isinstance(fact, promises.facts.PromiseTaken) else getattr(fact, "owner", "")
    queues = owner is None or isinstance(fact, promises.facts.PromiseHandedOn)
    everybody = queues or any(line.state in WAITING for line in about)
    frame = frames.write(
        "fact", n=entry.position, at=entry.at, actor=entry.actor, fact=fact, row=None, rows=[], message=None
    )
    return ToldOfPromise(entry.position, frame, agents, everybody)
