"""Every room of a site with a clock in the hand: whoever asks to be called, whoever calls, and what was recorded."""

from itertools import count
from typing import Any, TypeVar

from hoolin.cases.api import callbacks as k
from hoolin.channels.callback.manifest import CHANNEL, RULES
from hoolin.channels.chat.manifest import RULES as CHAT
from hoolin.core.commands import Command
from hoolin.core.facts import Entry, Fact
from hoolin.core.interaction import commands as c
from hoolin.core.interaction.site import Interaction, Site
from hoolin.core.site.rules import AgentProfile, QueueRules
from hoolin.runtime.house import House
from hoolin.wiring import rooms
from hoolin.wiring.hours import USUAL
from hoolin.workforce.api import open_between

MINUTE, HOUR, DAY = 60_000, 3_600_000, 86_400_000

TUESDAY = 1_793_692_800_000
"""2026-11-03, ten in the morning in Tallinn."""

ZONE = "Europe/Tallinn"
LANGUAGES: dict[str, int] = {"lang:et": 100, "lang:ru": 100, "lang:en": 100}

Kind = TypeVar("Kind", bound=Fact)


def hashed(kind: str, value: str) -> str:
    """What stands for a keyed hash."""
    return f"{kind}-{value}".ljust(16, ".")


def every_day(zone: str) -> k.OpenBetween:
    """From nine to six in this zone, also on the days on which the clocks change."""
    return lambda since, until: open_between(USUAL, since, until, zone)


class CallFloor:
    """A site that opens from nine to six, where two are promised the same half hour."""

    def __init__(self, now: int = TUESDAY, places: int = 2) -> None:
        self.rooms = rooms()
        self.house = House(tuple(self.rooms.values()))
        self.site: Site = self.rooms["floor"].state
        self.desk: k.CallbackDesk = self.rooms["callbacks"].state
        self.desk.open_between = every_day(ZONE)
        self.desk.rules = k.CallbackRules(slot_places=places)
        self.now = now
        self.entries: list[Entry] = []
        self._numbers = count(1)
        self.do(c.SetChannel(rules=RULES))
        self.do(c.SetChannel(rules=CHAT))
        self.do(c.SetQueue(rules=QueueRules(queue="service")))

    def do(self, command: Command) -> list[Fact]:
        """Give a command; gives what was recorded."""
        made = self.house.handle(command, "test", f"test/{next(self._numbers)}", self.now).entries
        self.entries += made
        return [entry.fact for entry in made]

    def pass_ms(self, ms: int) -> None:
        """Let time pass, ringing every bell at its time."""
        until = self.now + ms
        while (due := self.house.next_due()) is not None and due <= until:
            self.now = max(self.now, due)
            self.do(c.TimePassed())
        self.now = until

    def agent(self, name: str) -> None:
        """Somebody comes to work."""
        self.do(c.SetAgent(profile=AgentProfile(agent=name, skills=LANGUAGES)))
        self.do(c.SetPresence(agent=name, presence="online"))

    def ask(self, number: str, at: int | None = None, form: str = "", **more: Any) -> str:
        """Somebody asks to be called; gives the interaction that the form now stands for."""
        form = hashed("form", form or f"{next(self._numbers)}")
        self.do(self.asking(number, at, form, **more))
        return self.desk.kept.forms[form].interaction

    def asking(
        self, number: str, at: int | None, form: str, about: str = "Arve", customer: str = "", moves: str | None = None
    ) -> k.commands.AskCallback:
        """The command. customer: who has been proved."""
        own = f"{next(self._numbers)}"
        begins = c.Arrive(
            interaction=f"i-{own}", customer=customer or f"c-{own}", case=f"k-{own}", channel=CHANNEL, language="et",
            moves=moves,
        )  # fmt: skip
        return k.commands.AskCallback(
            form=form, number=hashed("number", number), at=at, about=about, begins=begins, proved=bool(customer),
            address=f"a-{own}", body=number.encode(),
        )  # fmt: skip

    def one(self, interaction: str) -> Interaction:
        """An interaction that is under way."""
        return self.site.interaction(interaction)

    def accept(self, interaction: str, agent: str) -> None:
        """The agent takes what is offered."""
        one = self.one(interaction)
        assert one.agent == agent, one
        self.do(c.AcceptOffer(interaction=interaction, offer=str(one.offer), agent=agent))

    def tried(self, interaction: str, agent: str, outcome: k.facts.TryOutcome) -> list[Fact]:
        """The agent has called."""
        return self.do(k.commands.ReportTry(interaction=interaction, agent=agent, outcome=outcome))

    def slots(self) -> list[int]:
        """Half hours to choose from."""
        return list(k.slots(self.desk.open_between, self.now, k.DAYS_SHOWN))

    def facts(self, kind: type[Kind]) -> list[Kind]:
        """Everything of this kind that was recorded."""
        return [entry.fact for entry in self.entries if isinstance(entry.fact, kind)]
