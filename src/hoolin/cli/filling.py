"""Fills a new site with a long past, through the real rooms on a virtual clock: for measuring what a large site feels like."""

import random
from collections.abc import Callable
from itertools import count

from hoolin.channels.chat.manifest import RULES
from hoolin.core.commands import Command
from hoolin.core.facts import Content, Entry, Instant
from hoolin.core.interaction import commands as c
from hoolin.core.site.rules import AgentProfile, Capacity, QueueRules, SiteRules
from hoolin.journal.port import Snapshot
from hoolin.wiring import STATE_VERSION, Built

BATCH = 4_000

SENTENCES = (
    "Tere! Minu arvel on rida, millest ma aru ei saa.",
    "Здравствуйте! Как перенести номер к вам?",
    "Hello, the internet has been slow since this morning.",
    "Kas saaksite vaadata, miks rändlus ei tööta?",
    "Спасибо, теперь всё понятно.",
    "Thank you, that solved it.",
)


def fill(built: Built, conversations: int, until: Instant, said: Callable[[int], None] = lambda done: None) -> None:
    """Add so many ended conversations, one every 20 seconds up to `until`. The site must be new and not running.

    said: told how many are done, now and then.
    """
    chance = random.Random(7)  # noqa: S311 - a reproducible past
    writer = _Writer(built)
    at = until - conversations * 20_000
    writer.ask(at, c.SetChannel(rules=RULES))
    writer.ask(at, c.SetSite(rules=SiteRules(reasons=("bill", "roaming", "outage"))))
    writer.ask(at, c.SetQueue(rules=QueueRules(queue="service")))
    agent = AgentProfile(agent="past", skills={"lang:et": 1}, capacity=Capacity(units=10_000))
    writer.ask(at, c.SetAgent(profile=agent))
    writer.ask(at, c.SetPresence(agent="past", presence="online"))
    for number in range(conversations):
        at += 20_000
        i = f"i{number:032x}"
        arrive = c.Arrive(interaction=i, customer=f"c{number // 2:032x}", case=f"k{number:032x}", channel="chat",
                          language="et")  # fmt: skip
        writer.ask(at, arrive)
        writer.ask(at, c.ReceiveMessage(interaction=i, key="1", text=chance.choice(SENTENCES)))
        writer.ask(at + 5_000, c.AcceptOffer(interaction=i, offer=f"{i}.o1", agent="past"))
        writer.ask(at + 9_000, c.SendMessage(interaction=i, agent="past", text=chance.choice(SENTENCES)))
        writer.ask(at + 15_000, c.Close(interaction=i, agent="past", outcome="solved", reasons=("bill",)))
        if number % 5_000 == 0:
            said(number)
    writer.ask(at + 16_000, c.SetPresence(agent="past", presence="offline"))
    writer.finish(until)


class _Writer:
    def __init__(self, built: Built) -> None:
        self._built = built
        self._keys = count()
        self._entries: list[Entry] = []
        self._contents: list[Content] = []

    def ask(self, at: Instant, command: Command) -> None:
        outcome = self._built.loop.house.handle(command, "system", f"system/past-{next(self._keys)}", at)
        self._entries.extend(outcome.entries)
        self._contents.extend(outcome.contents)
        if len(self._entries) >= BATCH:
            self._append()

    def finish(self, at: Instant) -> None:
        self._append()
        built = self._built
        built.reading.views.catch_up(built.stores.journal)
        house = built.loop.house
        built.stores.snapshots.save(Snapshot(house.position, at, STATE_VERSION, house.dump()))

    def _append(self) -> None:
        if self._entries:
            self._built.stores.journal.append(self._entries, self._contents)
        self._entries, self._contents = [], []
