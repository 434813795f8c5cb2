"""Every room of a site with a clock in the hand, a flow on chat and on SMS, and customers who write."""

from itertools import count
from typing import Any

import yaml

from hoolin.channels.chat.manifest import RULES as CHAT
from hoolin.channels.sms.manifest import RULES as SMS
from hoolin.core.commands import Command
from hoolin.core.delivery.commands import AddressInteraction
from hoolin.core.effects import Effect
from hoolin.core.errors import Refusal
from hoolin.core.facts import Entry, Fact
from hoolin.core.flow import commands as fc
from hoolin.core.flow.desk import Flows
from hoolin.core.flow.read import read
from hoolin.core.interaction import commands as c
from hoolin.core.interaction.site import Interaction, Site
from hoolin.core.site.hours import DAYS, Hours, Span
from hoolin.core.site.rules import AgentProfile, QueueRules
from hoolin.runtime.house import House
from hoolin.wiring import rooms
from hoolin.wiring.hours import next_opening, say_when

MINUTE, HOUR, DAY = 60_000, 3_600_000, 86_400_000

TUESDAY = 1_793_692_800_000
"""2026-11-03, ten in the morning in Tallinn."""

ZONE = "Europe/Tallinn"

OFFICE = Hours(week=dict.fromkeys(DAYS[:5], (Span(opens="09:00", closes="17:00"),)))

MENU = """
start: menu
person: line
nodes:
  menu:
    do: keys
    text: {et: "Arved 1, tellimus 2, aitäh 3", ru: "Счета 1, заказ 2, спасибо 3", en: "Bills 1, order 2, thanks 3"}
    keys: {1: bills, 2: number, 3: bye}
    words: {1: {et: [arve], en: [bill]}}
  bills: {do: queue, queue: bills, closed: shut, skills: {bills: 40}, priority: 2}
  number:
    do: collect
    text: {et: "Tellimuse number?", ru: "Номер заказа?", en: "Order number?"}
    into: order
    then: find
    least: 3
  find: {do: lookup, hook: orders, send: [order], keep: [day], answers: {found: told}, failed: line}
  told: {do: say, text: {et: "Tuleb {day}.", ru: "Придёт {day}.", en: "Comes {day}."}, then: bye}
  bye: {do: end, text: {et: "Head aega.", ru: "До свидания.", en: "Goodbye."}}
  line: {do: queue, queue: service, closed: shut}
  shut: {do: message, queue: service, text: {et: "Kirjutage, vastame {when}.", ru: "Напишите, ответим {when}.", en: "Write, we answer {when}."}}
"""


class FlowFloor:
    """A site with two queues, a person who serves both, and the menu above."""

    def __init__(self, menu: str = MENU, now: int = TUESDAY) -> None:
        self.rooms = rooms()
        self.house = House(tuple(self.rooms.values()))
        self.site: Site = self.rooms["floor"].state
        self.flows: Flows = self.rooms["flows"].state
        set_clock(self.flows)
        self.now = now
        self.entries: list[Entry] = []
        self.contents: dict[str, bytes] = {}
        self.effects: list[Effect] = []
        self._numbers = count(1)
        for rules in (CHAT, SMS):
            self.do(c.SetChannel(rules=rules))
        for queue, skills in (("service", {}), ("bills", {"bills": 30})):
            self.do(c.SetQueue(rules=QueueRules(queue=queue, skills=skills)))
        self.do(c.SetHours(hours=OFFICE))
        skills = {"lang:et": 100, "lang:ru": 100, "lang:en": 100, "bills": 100}
        self.do(c.SetAgent(profile=AgentProfile(agent="mari", skills=skills)))
        self.do(fc.SetFlow(flow=read(yaml.safe_load(menu), "menu")))
        for channel in ("chat", "sms"):
            self.do(fc.UseFlow(channel=channel, flow="menu"))

    def do(self, command: Command) -> list[Fact]:
        """Give a command; gives what was recorded."""
        made = self.house.handle(command, "test", f"test/{next(self._numbers)}", self.now)
        self.entries += made.entries
        self.contents |= {content.id: content.body for content in made.contents}
        self.effects += made.effects
        return [entry.fact for entry in made.entries]

    def refused(self, command: Command) -> Refusal:
        """Give a command that is refused."""
        before = self.house.dump()
        try:
            self.do(command)
        except Refusal as refusal:
            assert self.house.dump() == before
            return refusal
        raise AssertionError("it was not refused")

    def says(self, text: str, channel: str = "chat", customer: str = "c1", **begins: Any) -> list[Fact]:
        """The customer writes; on a channel with a provider, it is noted where answers go."""
        number = next(self._numbers)
        arrive = c.Arrive(
            interaction=f"i{number}", customer=customer, case=f"k{number}", channel=channel, language="et", **begins
        )  # fmt: skip
        one = self.site.live_with(customer, channel)
        facts = self.do(
            c.ReceiveMessage(interaction=one.interaction if one else f"i{number}", key=f"m{number}", text=text, begins=arrive)
        )  # fmt: skip
        one = self.site.live_with(customer, channel)
        if channel == "sms" and one is not None:
            facts += self.do(
                AddressInteraction(
                    interaction=one.interaction, customer=customer, account="sms", address=f"a{number}", body=b"{}"
                )
            )  # fmt: skip
        return facts

    def one(self, channel: str = "chat", customer: str = "c1") -> Interaction | None:
        """What that customer has under way."""
        return self.site.live_with(customer, channel)

    def pass_ms(self, ms: int) -> list[Fact]:
        """Let time pass, ringing every bell at its time."""
        until, facts = self.now + ms, list[Fact]()
        while (due := self.house.next_due()) is not None and due <= until:
            self.now = max(self.now, due)
            facts += self.do(c.TimePassed())
        self.now = until
        return facts

    def kill(self) -> "FlowFloor":
        """A house that was started anew: from a snapshot of half of what happened, and the facts of the rest."""
        again = FlowFloor.__new__(FlowFloor)
        again.rooms = rooms()
        again.house = House(tuple(again.rooms.values()))
        again.site, again.flows = again.rooms["floor"].state, again.rooms["flows"].state
        set_clock(again.flows)
        again.now, again.entries, again.contents, again.effects = self.now, list(self.entries), dict(self.contents), []
        again._numbers = self._numbers
        half = len(self.entries) // 2
        first = House(tuple(rooms().values()))
        for entry in self.entries[:half]:
            first.fold(entry)
        again.house.load(first.dump(), half)
        for entry in self.entries[half:]:
            again.house.fold(entry)
        assert again.house.dump() == self.house.dump()
        return again


def set_clock(flows: Flows) -> None:
    """As wiring does it."""
    flows.next_open, flows.say_when = next_opening(ZONE), say_when(ZONE)
