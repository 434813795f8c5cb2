"""Facts → rows of the read model: who played what, how it ended, and with whom it is shared."""

from collections.abc import Iterable
from importlib.resources import files

import msgspec

from hoolin.coaching.drills import facts as f
from hoolin.coaching.leaving.facts import AccountLeft
from hoolin.coaching.leaving.fold import leaver
from hoolin.core.facts import Entry
from hoolin.core.interaction.facts import AgentRetired
from hoolin.journal.views import ViewSource, source

VERSION = "2"
"""Of the rows: another number makes the read model be folded anew."""

Row = tuple[str, tuple[object, ...]]


def rows(entry: Entry) -> Iterable[Row]:
    """The rows of one entry."""
    match entry.fact:
        case f.DrillPlayed() as fact:
            marks = msgspec.json.encode(dict(fact.marks)).decode()
            played = (fact.play, fact.agent, fact.drill, fact.number, fact.language, fact.seed, fact.turns, fact.ending)
            yield "played", (*played, fact.kind, marks, fact.text, fact.missed, entry.at)
        case f.DrillWorded(play=play, phrases=phrases, lines=lines):
            yield "worded", (phrases, lines, play)
        case f.DrillShared(play=play, agent=agent, shared=shared):
            yield "share", (shared, play, agent)
        case f.DrillErased(play=play, agent=agent):
            yield "forget", (play, agent)
        case AgentRetired() | AccountLeft():
            yield "left", (leaver(entry),)
        case _:
            pass


def read_model() -> ViewSource:
    """Plays as a table."""
    folder = files("hoolin.coaching.drills")
    schema, queries = ((folder / name).read_text(encoding="utf-8") for name in ("schema.sql", "queries.sql"))
    return source("drills", VERSION, schema, queries, rows)
