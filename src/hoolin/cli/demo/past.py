"""The past of today: a fresh site has been at work for some hours already, so that there is something to see at once.

The actors play it on a virtual clock, through the house that later runs; the site is then opened anew and replays it, as
it would any past. A site that was left alone for a while gets the hours in between.
"""

import math
from collections.abc import Callable
from typing import NamedTuple

from hoolin.cli.demo.actors import Actors
from hoolin.cli.demo.lessons import missing_lessons
from hoolin.cli.demo.play import HOUR_MS, MINUTE_MS, SECOND_MS
from hoolin.cli.demo.setup import missing
from hoolin.cli.demo.virtual import Planned, VirtualStage
from hoolin.core.facts import Instant
from hoolin.core.interaction.commands import SetPresence
from hoolin.journal.port import Snapshot
from hoolin.wiring import STATE_VERSION, Built

HOURS = 5
"""How much of today is played."""

PAUSE_MS_MIN = 20 * MINUTE_MS
"""A site that stood still for less goes on as if nothing had happened."""

CONTACTS_MAX = 1_400
"""What is played and read again within the two or three seconds that a start may take."""

CURVE_MEAN = 0.93

RUSH_MS = 4 * MINUTE_MS
RUSH = 1.7
"""In its last minutes the day is busier than its people like: so somebody waits when the site opens."""

AGENTS_WITHIN_MS = 30 * MINUTE_MS

Progress = Callable[[float], None]
"""Told how much is done, from 0 to 1."""


class Day(NamedTuple):
    """The hours to be played, and how many contacts a minute come at their end."""

    since: Instant
    until: Instant
    rate: float

    def contacts_per_minute(self, at: Instant) -> float:
        """A quiet beginning, a peak past the middle, and today's rate at the end."""
        part = min(max((at - self.since) / max(self.until - self.since, 1), 0.0), 1.0)
        curve = 0.35 + 0.85 * math.sin(math.pi * part * 0.72) ** 2
        wave = 1 + 0.15 * math.sin((at - self.since) / (11 * MINUTE_MS))
        rush = RUSH if at > self.until - RUSH_MS else 1.0
        return min(self.rate, self.most) * curve * wave * rush

    @property
    def most(self) -> float:
        """The rate at which the hours bring no more contacts than are played in time."""
        return CONTACTS_MAX / CURVE_MEAN / max((self.until - self.since) / MINUTE_MS, 1.0)


def to_be_played(built: Built, now: Instant, rate: float) -> Day | None:
    """The hours that are missing; None when the site was at work a moment ago."""
    first = now - int(HOURS * HOUR_MS)
    if built.loop.durable_position == 0:
        return Day(first, now, rate)
    (last,) = built.stores.journal.read(built.loop.durable_position - 1, 1)
    return Day(max(first, last.at + SECOND_MS), now, rate) if now - last.at >= PAUSE_MS_MIN else None


def play(built: Built, actors: Actors, day: Day, seed: int, progress: Progress) -> list[Planned]:
    """Play these hours on a site that does not run, and keep them. Gives what is still planned for later.

    Blocking. Afterwards the site must be closed and opened anew: its read models know nothing of this.
    """
    stage = VirtualStage(built, day.since, seed)
    stage.take, stage.hear = actors.take, actors.hear
    actors.play.enter(stage)
    actors.take_up(built.site, built.rooms["cases"].state)
    for command in missing(
        built.rooms["catalogue"].state, built.rooms["reasons"].state, tuple(actors.play.crew.values()), day.since
    ):
        actors.play.ask(command)
    for command in missing_lessons(built.rooms["learning"].state):
        actors.play.ask(command)
    for agent, known in built.site.kept.agents.items():
        # Nobody of flesh and blood was at the desk while the site stood still.
        if agent not in actors.play.crew and known.presence != "offline":
            actors.play.ask(SetPresence(agent=agent, presence="offline", reason="connection_lost"))
    actors.begin(AGENTS_WITHIN_MS)
    length = max(day.until - day.since, 1)
    stage.run(day.until, lambda at: progress((at - day.since) / length))
    house = built.loop.house
    built.stores.snapshots.save(Snapshot(house.position, day.until, STATE_VERSION, house.dump()))
    return stage.still_planned()
