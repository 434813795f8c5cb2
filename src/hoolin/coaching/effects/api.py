"""What the rest of the house takes from effects; the room's own door passes it on."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from hoolin.coaching.effects import commands, design, facts, panel, rows
from hoolin.coaching.effects.decide import DECIDES, order_of
from hoolin.coaching.effects.fold import FACTS, FOLDS
from hoolin.coaching.effects.ports import Done, Spending, Spent
from hoolin.coaching.effects.rollout import (
    AGENTS_MAX,
    ITEMS_MAX,
    PAIRS_MIN,
    WAVES_MAX,
    WEEK_DAYS,
    Design,
    Pointer,
    Rollout,
)
from hoolin.coaching.effects.state import Due, Known, Let, Rollouts, dump, load
from hoolin.coaching.effects.taught import Taught, already
from hoolin.coaching.effects.topics import Topic, topics

if TYPE_CHECKING:
    from hoolin.coaching.effects import power, verdict
    from hoolin.coaching.effects.simulation import api as simulation

HEAVY = {"power": "power", "simulation": "simulation.api", "verdict": "verdict"}
"""What estimates stands on heavy libraries: it is fetched when somebody asks for it."""


def __getattr__(name: str) -> Any:
    if name in HEAVY:
        return import_module(f"hoolin.coaching.effects.{HEAVY[name]}")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


__all__ = [
    "AGENTS_MAX", "DECIDES", "FACTS", "FOLDS", "ITEMS_MAX", "PAIRS_MIN", "WAVES_MAX", "WEEK_DAYS", "Design", "Done", "Due", "Known", "Let", "Pointer", "Rollout", "Rollouts",
    "Spending", "Spent", "Taught", "Topic", "already", "commands", "design", "dump", "facts", "load", "order_of", "panel", "power", "rows", "simulation", "topics", "verdict",
]  # fmt: skip
