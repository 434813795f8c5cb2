"""Every room of a site with a clock in the hand, a read model beside it, and people who promise."""

from itertools import count
from typing import Any

from hoolin.cases.api import promises as p
from hoolin.core.commands import Command
from hoolin.core.facts import Entry, Fact
from hoolin.core.interaction import commands as c
from hoolin.journal.views import Views
from hoolin.wiring import view_sources
from tests.cases.callbacks.floor import CallFloor


class PromiseFloor(CallFloor):
    """Mari and Oleg are at work; customers come by chat."""

    def __init__(self) -> None:
        self.views = Views(None, view_sources())
        super().__init__()
        self.ledger: p.Ledger = self.rooms["promises"].state
        self._promises = count(1)
        for agent in ("mari", "oleg"):
            self.agent(agent)

    def do(self, command: Command) -> list[Fact]:
        """Also folded into the read model."""
        before = len(self.entries)
        facts = super().do(command)
        self.views.apply(self.entries[before:])
        return facts

    def chat(self, customer: str, agent: str, case: str = "") -> str:
        """A conversation in this agent's hands."""
        interaction = f"i-{customer}-{self.house.position}"
        self.do(c.Arrive(
            interaction=interaction, customer=customer, case=case or f"k-{customer}", channel="chat", language="et",
            apart=True,
        ))  # fmt: skip
        one = self.one(interaction)
        if one.offer is not None and one.agent == agent:
            self.do(c.AcceptOffer(interaction=interaction, offer=one.offer, agent=agent))
        else:
            if one.offer is not None:
                self.do(c.DeclineOffer(interaction=interaction, offer=one.offer, agent=str(one.agent)))
            if self.one(interaction).state == "offered":
                now = self.one(interaction)
                self.do(c.AcceptOffer(interaction=interaction, offer=str(now.offer), agent=str(now.agent)))
                assert now.agent == agent, "the other one was offered it"
            else:
                self.do(c.Take(interaction=interaction, agent=agent))
        return interaction

    def promise(self, interaction: str, agent: str, in_ms: int, **more: Any) -> str:
        """The agent promises an answer in so long."""
        name = f"p-{next(self._promises)}"
        asked: dict[str, Any] = {"kind": "answer", "text": "Vastame homseks.", "written": "card"}
        self.do(p.commands.MakePromise(
            promise=name, interaction=interaction, agent=agent, due_at=self.now + in_ms, **(asked | more)
        ))  # fmt: skip
        return name

    def close(self, interaction: str, agent: str) -> None:
        """The conversation is over; what was promised is not."""
        self.do(c.StartWrapUp(interaction=interaction, agent=agent))
        self.do(c.Close(interaction=interaction, agent=agent, outcome="pending"))

    def row(self, promise: str) -> dict[str, Any]:
        """A promise as the read model has it."""
        return dict(self.views.query("promises.of", {"promise": promise, "seen_by": None})[0])

    def rows(self, **asked: Any) -> list[dict[str, Any]]:
        """A page of promises, by what is asked."""
        return [dict(row) for row in self.views.query("promises.list", ASK | asked)]

    def told(self, promise: str) -> list[tuple[str, int]]:
        """What happened to a promise, and when."""
        return [
            (type(entry.fact).__name__, entry.at)
            for entry in self.entries
            if getattr(entry.fact, "promise", "") == promise
        ]

    def last(self) -> Entry:
        """The last thing that was recorded."""
        return self.entries[-1]


ASK: dict[str, Any] = dict.fromkeys(
    ("owed", "owner", "unowned", "queue", "case", "due_after", "due_before", "broken", "kind", "seen_by")
) | {"limit": 1_000, "offset": 0}
