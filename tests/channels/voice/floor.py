"""A house without input or output: every room, one queue, Mari and Juri, and calls as commands. What is decided is what a test sees."""

from typing import Any

from hoolin.channels.voice import commands as c
from hoolin.channels.voice.manifest import RULES
from hoolin.channels.voice.state import Call, CallDesk
from hoolin.core.commands import Command
from hoolin.core.facts import Fact
from hoolin.core.interaction import commands as ic
from hoolin.core.interaction.site import Site
from hoolin.core.site.rules import AgentProfile, QueueRules
from hoolin.runtime.house import House
from hoolin.wiring import rooms

MARI, JURI = "mari", "juri"


class Floor:
    """See above. now: in milliseconds, moved by hand."""

    def __init__(self) -> None:
        self.rooms = rooms()
        self.house = House(tuple(self.rooms.values()))
        self.now = 1_000_000
        self.asked = 0
        self.set_up()

    def set_up(self) -> None:
        """Where everybody stands at first."""
        self.ask(ic.SetChannel(rules=RULES))
        self.ask(ic.SetQueue(rules=QueueRules(queue="service", offer_ms=20_000)))
        self.ask(ic.SetQueue(rules=QueueRules(queue="bills")))
        for agent in (MARI, JURI):
            self.ask(ic.SetAgent(profile=AgentProfile(agent=agent, skills={"lang:et": 100})))

    @property
    def site(self) -> Site:
        """The floor."""
        site: Site = self.rooms["floor"].state
        return site

    @property
    def desk(self) -> CallDesk:
        """The calls."""
        desk: CallDesk = self.rooms["calls"].state
        return desk

    def ask(self, command: Command, actor: str = "system", key: str = "") -> list[Any]:
        """The facts it leads to. Raises Refusal."""
        self.asked += 1
        self.now += 10
        return [entry.fact for entry in self.house.handle(command, actor, key or f"{self.asked}", self.now).entries]

    def online(self, agent: str) -> list[Fact]:
        """At work."""
        return self.ask(ic.SetPresence(agent=agent, presence="online"))

    def call(self, number: int = 1, *, greets: bool = False, answered: bool = True) -> Call:
        """A call that came in, and was answered by us."""
        arrive = ic.Arrive(
            interaction=f"i{number}", customer=f"c{number}", case=f"k{number}", channel="voice", language="et"
        )
        self.ask(
            c.BeginCall(
                call=f"v{number}", leg=f"l{number}", trunk="main", numbers=f"u{number}", body=b"{}", begins=arrive,
                greets=greets,
            )
        )  # fmt: skip
        if answered:
            self.answer(f"v{number}", f"l{number}")
        return self.desk.kept.open[f"v{number}"]

    def answer(self, call: str, leg: str) -> list[Any]:
        """Somebody is there."""
        return self.ask(c.AnswerLeg(call=call, leg=leg, dialog=f"d{self.asked}", body=b"x"))

    def accept(self, interaction: str) -> str:
        """Whoever is asked takes it."""
        one = self.site.interaction(interaction)
        self.ask(ic.AcceptOffer(interaction=interaction, offer=str(one.offer), agent=str(one.agent)))
        return str(one.agent)

    def joins(self, call: str, leg: str, agent: str, part: Any = "agent") -> None:
        """An agent's page is there."""
        self.ask(c.BeginLeg(call=call, leg=leg, part=part, via="browser", agent=agent))
        self.answer(call, leg)
