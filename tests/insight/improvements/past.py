"""A site whose contacts were lived by the real house, day by day, with what is true about an improvement known: so many a day for each reason."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from pathlib import Path
from random import Random

import numpy as np

from hoolin.core.commands import Command
from hoolin.core.facts import Content, Entry, Instant
from hoolin.core.interaction import commands as c
from hoolin.core.site.rules import AgentProfile, Capacity, ChannelRules, QueueRules, SiteRules
from hoolin.insight.days import midnight
from hoolin.server.settings import ServerSettings
from hoolin.wiring import Built, HoolinSettings, build

ZONE = "Europe/Tallinn"
TODAY = date(2026, 11, 30)
CHANGE = TODAY - timedelta(60)
FIRST = TODAY - timedelta(210)
OTHERS = ("roaming", "outage", "sim", "contract", "moving", "device")
AGENT = "mari"
SKILLS = {"lang:et": 100, "lang:ru": 100, "lang:en": 100}

Rates = dict[str, Callable[[date], float]]


def now() -> Instant:
    """Noon of the last day."""
    return midnight(TODAY, ZONE) + 12 * 3_600_000


class Past:
    """What happened, as it was recorded."""

    def __init__(self, built: Built) -> None:
        self.built = built
        self.entries: list[Entry] = []
        self.contents: list[Content] = []
        self.number = 0

    def tell(self, command: Command, at: Instant, actor: str = f"agent:{AGENT}") -> None:
        """Decided at once, and kept with others."""
        self.number += 1
        found = self.built.loop.house.handle(command, actor, f"{actor}/{self.number}", at)
        self.entries += found.entries
        self.contents += found.contents
        if len(self.entries) >= 5_000:
            self.keep()

    def keep(self) -> None:
        """Into the journal."""
        if self.entries:
            self.built.stores.journal.append(self.entries, self.contents)
        self.entries, self.contents = [], []

    def served(
        self, name: str, at: Instant, reasons: tuple[str, ...], customer: str = "", channel: str = "chat"
    ) -> None:
        """From arrival to its end in four minutes."""
        who = customer or f"c{name}"
        begins = c.Arrive(interaction=f"i{name}", customer=who, case=f"k{name}", channel=channel, language="et")
        self.tell(begins, at, f"customer:{who}")
        self.tell(c.Take(interaction=f"i{name}", agent=AGENT), at + 20_000)
        self.tell(c.SendMessage(interaction=f"i{name}", agent=AGENT, text="Tere!"), at + 30_000)
        close = c.Close(interaction=f"i{name}", agent=AGENT, outcome="solved", reasons=reasons)
        self.tell(close, at + 240_000)


Meanwhile = Callable[[Past, Instant], None]


def set_up(past: Past, reasons: tuple[str, ...]) -> None:
    """A site with three channels and somebody at work."""
    at = midnight(FIRST, ZONE)
    past.tell(c.SetSite(rules=SiteRules(reasons=reasons)), at)
    past.tell(c.SetQueue(rules=QueueRules(queue="service")), at)
    for channel, delivers in (("chat", False), ("voice", False), ("email", True)):
        past.tell(c.SetChannel(rules=ChannelRules(channel=channel, delivers=delivers)), at)
    profile = AgentProfile(agent=AGENT, skills=SKILLS, capacity=Capacity(units=0))
    past.tell(c.SetAgent(profile=profile), at)
    past.tell(c.SetPresence(agent=AGENT, presence="online"), at)


def live(past: Past, rates: Rates, seed: int, meanwhile: Mapping[date, Meanwhile]) -> None:
    """Day by day, in the order of time. meanwhile: what else happens in the morning of a day."""
    chance, random = np.random.default_rng(seed), Random(seed)
    for number in range((TODAY - FIRST).days):
        day = FIRST + timedelta(number)
        begin = midnight(day, ZONE)
        if day in meanwhile:
            meanwhile[day](past, begin + 7 * 3_600_000)
        came = [code for code, rate in rates.items() for _ in range(chance.poisson(rate(day)))]
        random.shuffle(came)
        for at, code in enumerate(came):
            past.served(f"{number}-{at}", begin + 8 * 3_600_000 + at * 300_000, (code,))
    past.keep()


def settings(folder: Path, **server: object) -> HoolinSettings:
    """Of a site that customers can reach."""
    usual: dict[str, object] = {"port": 0, "access_log": False, "public_rate_scale": 0}
    return HoolinSettings(
        data=str(folder),
        operator="Põhjala Mobiil",
        time_zone=ZONE,
        server=ServerSettings(**(usual | server)),  # type: ignore[arg-type]
    )


def lived(folder: Path, rates: Rates, meanwhile: Mapping[date, Meanwhile] = {}, seed: int = 1) -> None:
    """A folder with a past."""
    built = build(settings(folder), clock=now)
    past = Past(built)
    set_up(past, (*rates, "complaint"))
    live(past, rates, seed, meanwhile)
    built.close()
    built.accounts.close()


def usual(ours: Callable[[date], float]) -> Rates:
    """Contacts for `bill` as given, and for six other reasons about as many as ever."""
    return {"bill": ours} | {code: _steady(2.0 + number / 2) for number, code in enumerate(OTHERS)}


def _steady(a_day: float) -> Callable[[date], float]:
    return lambda day: a_day
