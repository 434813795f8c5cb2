"""A site with twelve weeks behind it, in a process of its own: `python -m tests.e2e.experience_process FOLDER`; prints `ready PORT`.

Its past was lived by the real house on a virtual clock: three channels, five agents without true differences, customers who wait, give up and come
back. What customers answered is added to the rows, as the room of surveys would. Three weeks ago the criteria were changed.
"""

import heapq
import sys
from collections.abc import Callable
from itertools import count
from pathlib import Path
from random import Random

import msgspec

from hoolin.core.commands import Command
from hoolin.core.facts import Content, Entry, Instant
from hoolin.core.interaction import commands as c
from hoolin.core.site.rules import AgentProfile, Capacity, ChannelRules, QueueRules, SiteRules
from hoolin.experience.api import contacts, criteria
from hoolin.server.settings import ServerSettings
from hoolin.wiring import Built, HoolinSettings, build, now_ms
from tests.e2e.site_process import admit
from tests.serving import serve_until_ended

DAY = 86_400_000
WEEKS = 12
CONTACTS = 1_500
CHANNELS = ("chat", "email", "voice")
AGENTS = ("anna", "jaan", "mati", "olga", "peep")
SKILLS = {"lang:et": 100, "lang:ru": 100, "lang:en": 100}


class Past:
    """What happened, in the order of its time."""

    def __init__(self, built: Built, seed: int) -> None:
        self.built = built
        self.chance = Random(seed)
        self.numbers = count(1)
        self.plans: list[tuple[Instant, int, Callable[[Instant], None]]] = []
        self.entries: list[Entry] = []
        self.contents: list[Content] = []

    def at(self, instant: Instant, then: Callable[[Instant], None]) -> None:
        """Plan something."""
        heapq.heappush(self.plans, (instant, next(self.numbers), then))

    def tell(self, command: Command, actor: str, at: Instant) -> None:
        """Decided at once, and kept with others."""
        found = self.built.loop.house.handle(command, actor, f"{actor}/{next(self.numbers)}", at)
        self.entries += found.entries
        self.contents += found.contents
        if len(self.entries) >= 2_000:
            self.keep()

    def keep(self) -> None:
        """Into the journal."""
        self.built.stores.journal.append(self.entries, self.contents)
        self.entries, self.contents = [], []

    def run(self) -> None:
        """All of it."""
        while self.plans:
            at, _, then = heapq.heappop(self.plans)
            then(at)
        self.keep()

    def come(self, number: int, at: Instant, case: str | None = None, reason: str = "") -> None:
        """A customer comes, waits, is served or gives up; some come back. reason: what for, "" for any."""
        interaction, customer = f"i{number}", f"c{number % 1_500}"
        channel = self.chance.choice(CHANNELS)
        begins = c.Arrive(
            interaction=interaction, customer=customer, case=case or f"k{number}", channel=channel, language="et"
        )
        self.tell(begins, f"customer:{customer}", at)
        wait, patience = self.chance.expovariate(1 / 50_000), self.chance.expovariate(1 / 300_000)
        if patience < wait:
            leave = c.SayGoodbye(interaction=interaction, cause="left")
            self.at(at + int(patience), lambda now: self.tell(leave, f"customer:{customer}", now))
            return
        self.at(at + int(wait), lambda now: self.serve(interaction, channel, now, reason))
        if self.chance.random() < 0.18:
            later = at + int(self.chance.uniform(0.2, 6) * DAY)
            self.at(later, lambda now: self.come(number + 100_000, now, begins.case))

    def serve(self, interaction: str, channel: str, at: Instant, reason: str = "") -> None:
        """A person takes it, and writes down what it was about."""
        agent = self.chance.choice(AGENTS)
        self.tell(c.Take(interaction=interaction, agent=agent), f"agent:{agent}", at)
        if channel != "voice":
            self.tell(c.SendMessage(interaction=interaction, agent=agent, text="Tere!"), f"agent:{agent}", at)
        reason = reason or self.chance.choice(("bill", "roaming", "outage"))

        def end(now: Instant) -> None:
            self.tell(c.StartWrapUp(interaction=interaction, agent=agent), f"agent:{agent}", now)
            outcome = "solved" if self.chance.random() < 0.85 else "pending"
            closing = c.Close(interaction=interaction, agent=agent, outcome=outcome, reasons=(reason,))  # type: ignore[arg-type]
            self.tell(closing, f"agent:{agent}", now)

        self.at(at + int(self.chance.expovariate(1 / 240_000)) + 1, end)


def live_through(built: Built, end: Instant, outages: int = 0) -> None:
    """Twelve weeks until an hour ago. outages: in the last ten days so many customers more come each day for these."""
    past = Past(built, seed=7)
    begin = end - WEEKS * 7 * DAY
    set_up: list[Command] = [
        c.SetSite(rules=SiteRules(reasons=("bill", "roaming", "outage"))),
        c.SetQueue(rules=QueueRules(queue="service")),
        *(c.SetChannel(rules=ChannelRules(channel=channel)) for channel in CHANNELS),
    ]
    for command in set_up:
        past.tell(command, "system", begin)
    for agent in AGENTS:
        profile = AgentProfile(agent=agent, skills=SKILLS, capacity=Capacity(units=0))
        past.tell(c.SetAgent(profile=profile), "system", begin)
        past.tell(c.SetPresence(agent=agent, presence="online"), f"agent:{agent}", begin)
    for number in range(CONTACTS):
        at = begin + int(past.chance.random() * (end - begin))
        past.at(at, lambda now, number=number: past.come(number, now))  # type: ignore[misc]
    for number in range(10 * outages):
        at = end - int(past.chance.random() * 10 * DAY)
        past.at(at, lambda now, number=number: past.come(200_000 + number, now, reason="outage"))  # type: ignore[misc]
    changed = tuple(
        msgspec.structs.replace(one, weight=40.0 if one.code == "resolution" else one.weight)
        for one in criteria.DEFAULT.criteria
    )
    publish = criteria.PublishRegister(
        register=msgspec.structs.replace(criteria.DEFAULT, criteria=changed), based_on=1, why="Lahendus loeb rohkem"
    )
    past.at(end - 21 * DAY, lambda now: past.tell(publish, "account:guru", now))
    past.run()


def answer(built: Built, path: Path) -> None:
    """What customers answered: those whose problem was solved more often, and better."""
    chance = Random(9)
    copy = contacts.Copy(built.stores.journal, contacts.DuckColumns(path))
    copy.catch_up()
    marks = []
    for row in copy.ask(
        "SELECT interaction, ended_at, ending FROM contacts WHERE reached_at IS NOT NULL AND ended_at IS NOT NULL", {}
    ):
        solved = row["ending"] == "solved"
        if chance.random() > (0.35 if solved else 0.15):
            continue
        good = 4.2 if solved else 2.6
        for item, most in (
            ("access.reached", 5),
            ("effort.ease", 7),
            ("heard.understood", 5),
            ("clarity.next_and_cost", 5),
        ):
            value = min(most, max(1, round(chance.gauss(good * most / 5, most / 6))))
            marks.append(contacts.Mark(
                interaction=row["interaction"], item=item, source="survey", happened_at=row["ended_at"] + 60_000, value=float(value)
            ))  # fmt: skip
    kept = copy.columns.reached()
    assert kept is not None
    copy.columns.take(contacts.Batch(marks=marks), [], None, kept)
    copy.close()


def lived(folder: str, live: Callable[[Built, Instant], None], answered: Callable[[Built, Path], None]) -> Built:
    """A site whose past ended an hour ago, as it starts anew."""
    server = ServerSettings(port=0, access_log=False, public_rate_scale=0)
    settings = HoolinSettings(data=folder, operator="Põhjala Mobiil", server=server)
    made = build(settings)
    live(made, now_ms() - 3_600_000)
    answered(made, Path(folder) / "experience.duckdb")
    made.close()
    made.accounts.close()
    return build(settings)


def main(folder: str) -> None:
    """Serve until the process is ended."""
    built = lived(folder, live_through, answer)

    async def begin(_port: int) -> None:
        await admit(built)

    serve_until_ended(built, begin)


if __name__ == "__main__":
    main(sys.argv[1])
