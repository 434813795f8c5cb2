"""A short day of the demo operator, played on a virtual clock, and what stands in its journal."""

from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from hoolin.cli.demo import past
from hoolin.cli.demo.actors import Actors
from hoolin.cli.demo.cast import crew
from hoolin.cli.demo.play import Play
from hoolin.cli.demo.script import load
from hoolin.cli.demo.virtual import Planned
from hoolin.core.facts import Entry, Instant
from hoolin.wiring import Built, HoolinSettings, build

NOON = 1_760_000_400_000
"""A Thursday noon in Tallinn."""

AGENTS = 6
ZONE = "Europe/Tallinn"


class Played(NamedTuple):
    """A site whose hours were played, the actors, and what they still had in mind."""

    built: Built
    actors: Actors
    planned: list[Planned]

    def entries(self) -> list[Entry]:
        """The whole journal."""
        return self.built.stores.journal.read(0, 1_000_000)

    def close(self) -> None:
        """Let go of the files."""
        self.built.close()
        self.built.accounts.close()


def played(data: Path | None, seed: int, minutes: float, rate: float = 6.0, until: Instant = NOON) -> Played:
    """The last so many minutes before `until`, played on whatever site there is (None: one in memory)."""
    built = build(HoolinSettings(data=str(data) if data is not None else "", time_zone=ZONE), clock=lambda: until)
    actors = Actors(Play(load(), crew(AGENTS), lambda at: rate, seed, ZONE))
    day = past.Day(until - int(minutes * 60_000), until, rate)
    planned = past.play(built, actors, day, seed, lambda done: None)
    return Played(built, actors, planned)


RANDOM_FIELDS = {"customer_named": ("content",), "identity_added": ("identity", "lookup")}
"""Made by the site itself, from its own secret and from chance; nothing is decided by them."""


def told(entries: list[Entry]) -> list[dict[str, Any]]:
    """Entries as plain values, without what differs between two sites with the same past."""
    plain = []
    for entry in entries:
        fact = msgspec.to_builtins(entry.fact)
        for field in RANDOM_FIELDS.get(fact["fact"], ()):
            fact.pop(field)
        plain.append({"n": entry.position, "at": entry.at, "actor": entry.actor, "cause": entry.cause, "fact": fact})
    return plain
